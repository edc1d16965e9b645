import { type AbstractMatrix, WrapperMatrix1D } from "../matrix/matrix.ts";
import type { Block, Units } from "./units.ts";

/** The states of so many units, if they can be listed. */
export function blocksOf({ states, blocks }: Units, columns: number): readonly Block[] | undefined {
  if (blocks) return blocks(columns);
  return states && Array.from({ length: columns }, () => ({ states: states.map((state) => [state]) }));
}

/** So many states of these blocks from number `start` on, as rows: the digits of their numbers, the first block's the fastest to change. */
export function statesFrom(blocks: readonly Block[], start: number, rows: number): AbstractMatrix {
  const values = new Float64Array(rows * blocks.flatMap(({ states: [first] }) => first!).length);
  let to = 0;
  for (let row = start; row < start + rows; row++) {
    let rest = row;
    for (const { states } of blocks) {
      for (const value of states[rest % states.length]!) values[to++] = value;
      rest = Math.floor(rest / states.length);
    }
  }
  return new WrapperMatrix1D(values, { rows });
}
