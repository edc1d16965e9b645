import { readFileSync } from "node:fs";
import { causeOf } from "../check/cause.ts";
import { rangeError, show } from "../check.ts";

/** The bytes of a file that an option or an operand names. */
export function readBytes(action: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const reason = missing ? "" : ` (${causeOf(error)})`;
    throw rangeError(action, `a file that ${missing ? "exists" : "can be read"}`, `${show(file)}${reason}`);
  }
}
