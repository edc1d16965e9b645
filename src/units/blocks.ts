import { type AbstractMatrix, WrapperMatrix1D } from "../matrix/matrix.ts";
import type { Block, Units } from "./units.ts";

/** The states of so many units, if they can be listed. */
export function blocksOf({ states, blocks }: Units, columns: number): readonly Block[] | undefined {
  if (blocks) return blocks(columns);
  return states && Array.from({ length: columns }, () => ({ states: states.map((state) => [state]) }));
}

/** So many states of these blocks from number `start` on, as rows: the digits of their numbers, the first block's the fastest to change. */
export function statesFrom(blocks: readonly Block[], start: number, rows: number): AbstractMatrix {
  const columns = blocks.reduce((sum, { states }) => sum + states[0]!.length, 0);
  const values = new Float64Array(rows * columns);
  let rest = start;
  const digits = blocks.map(({ states: { length } }) => {
    const digit = rest % length;
    rest = Math.floor(rest / length);
    return digit;
  });
  for (let row = 0, to = 0; row < rows; row++) {
    for (let block = 0; block < digits.length; block++) {
      const state = blocks[block]!.states[digits[block]!]!;
      for (let column = 0; column < state.length; column++) values[to++] = state[column]!;
    }
    for (let block = 0; block < digits.length; block++) {
      digits[block] = (digits[block]! + 1) % blocks[block]!.states.length;
      if (digits[block] !== 0) break; // else it carries
    }
  }
  return new WrapperMatrix1D(values, { rows });
}
