import { rangeError } from "../check.ts";

/** Numbers that one matrix holds at most: 2 GiB of them in double precision, and half of what wasm can address in single. */
const MOST_NUMBERS = 2 ** 28;

/** Refuses a matrix that is too large to be had, before anything is made for it. */
export function checkSize(action: string, name: string, rows: number, columns: number): void {
  // A matrix without columns still has a list of its rows.
  if (rows * Math.max(1, columns) > MOST_NUMBERS) {
    throw rangeError(action, `${name} to hold at most ${MOST_NUMBERS} numbers`, `${rows}×${columns}`);
  }
}
