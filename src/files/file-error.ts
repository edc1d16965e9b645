import { message, show } from "../check.ts";

/** What the system says of a file: "ENOSPC: no space left on device". */
export function reasonOf(error: unknown): string {
  return (error as Error).message.replace(/, \w+( '.*')?$/s, "");
}

/** The error where a file could not be written, which names it. */
export function writeError(file: string, error: unknown): Error {
  return new Error(message("write a file", `${show(file)} to take all of it`, reasonOf(error)), {
    cause: error,
  });
}
