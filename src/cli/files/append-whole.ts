import { appendFileSync, fstatSync, ftruncateSync } from "node:fs";
import { writeError } from "../../files/file-error.ts";

/** Appends to an open file, all of the text or nothing; a full disk would leave half a line. */
export function appendWhole(descriptor: number, file: string, text: string): void {
  const { size } = fstatSync(descriptor);
  try {
    appendFileSync(descriptor, text);
  } catch (error) {
    ftruncateSync(descriptor, size);
    throw writeError(file, error);
  }
}
