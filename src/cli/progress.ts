import type { Output } from "./output.ts";

/** Shows how far a number of equal tasks has come. */
export interface Progress {
  /** Starts on so many more tasks, behind which there will be `later` ones of about the same length. */
  begin(name: string, tasks: number, later?: number): void;
  /** One of them is done. */
  advance(): void;
}

/** Lines where nobody watches, tenths of the work apart. */
const TENTHS = 10;

/**
 * A line of status with the time left, for what comes later too, on a terminal, and elsewhere a line for every tenth.
 *
 * @param now - The time in milliseconds.
 */
export function showProgress(output: Output, now: () => number = () => performance.now()): Progress {
  let [name, tasks, after, done, began] = ["", 0, 0, 0, 0];
  return {
    begin(newName, count, later = 0) {
      [name, tasks, after, done, began] = [newName, count, later, 0, now()];
    },
    advance() {
      done += 1;
      const left = ((now() - began) / done) * (tasks - done + after);
      const text = `${name}: ${done} of ${tasks}, ${duration(left)} left`;
      output.status(text);
      const tenth = Math.floor((done * TENTHS) / tasks);
      if (!output.isTerminal && tenth > Math.floor(((done - 1) * TENTHS) / tasks)) output.line(text);
    },
  };
}

/** Milliseconds as "0:07", "12:34" or "1:02:03". */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const [hours, ...rest] = parts.map((part) => String(part).padStart(2, "0"));
  return (hours === "00" ? rest.join(":") : `${hours}:${rest.join(":")}`).replace(/^0/, "");
}
