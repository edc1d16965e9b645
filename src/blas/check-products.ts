import { rangeError } from "../check.ts";
import { COMMANDS_END, PANEL_COLUMNS, word } from "./command.ts";
import type { HostFunction } from "./find-blas.ts";

const [ROWS, INNER, COLUMNS] = [37, 29, 48];
const PAGE_BYTES = 65536;

/**
 * Refuses a library whose products are wrong: one that was built for whole numbers of another length, or for another processor.
 * The elements are small whole numbers, so every order of sums and every precision gives the same.
 */
export function checkProducts(action: string, library: string, open: Open): void {
  const memory = new WebAssembly.Memory({ initial: 2, maximum: 2, shared: true });
  const multiply = open(memory);
  const words = new Uint32Array(memory.buffer);
  const numbers = new Float32Array(memory.buffer);
  const [a, b, into] = [COMMANDS_END, COMMANDS_END + 8192, PAGE_BYTES];
  for (let at = a / 4; at < into / 4; at++) numbers[at] = (at % 7) - 3;
  for (const [aTurned, bTurned] of turns) {
    const [aRowStride, aInnerStride] = aTurned ? [4, 4 * ROWS] : [4 * INNER, 4];
    const [bInnerStride, bColumnStride] = bTurned ? [4, 4 * INNER] : [4 * COLUMNS, 4];
    const values = { a, aRowStride, aInnerStride, b, bInnerStride, bColumnStride, into, start: into };
    const sizes = { rows: ROWS, inner: INNER, columns: COLUMNS, rowsOfItem: ROWS };
    const argumentsOf = { ...values, ...sizes, panelsOfItem: COLUMNS / PANEL_COLUMNS };
    for (const [name, value] of Object.entries(argumentsOf)) words[word[name as keyof typeof word]] = value;
    numbers[word.alpha] = 2;
    numbers.fill(1, into / 4);
    multiply(0, 0, 1);
    for (let row = 0; row < ROWS; row++) {
      for (let column = 0; column < COLUMNS; column++) {
        let sum = 1;
        for (let k = 0; k < INNER; k++) {
          const left = numbers[(a + row * aRowStride + k * aInnerStride) / 4]!;
          sum += 2 * left * numbers[(b + k * bInnerStride + column * bColumnStride) / 4]!;
        }
        const got = numbers[into / 4 + row * COLUMNS + column]!;
        if (got !== sum) throw rangeError(action, `${library} to multiply rightly (${sum})`, `${got}`);
      }
    }
  }
}

type Open = (memory: WebAssembly.Memory) => HostFunction;

/** Whether the left and the right operand are read along their columns. */
const turns = [
  [false, false],
  [true, false],
  [false, true],
] as const;
