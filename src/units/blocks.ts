import { checkThat } from "../check.ts";
import { type AbstractMatrix, WrapperMatrix1D } from "../matrix/matrix.ts";
import type { Block, Units } from "./units.ts";

/** The states of so many units, if they can be listed; refuses lists of somebody's own that are none, or of another width. */
export function blocksOf(
  action: string,
  { name, states, blocks }: Units,
  columns: number,
): readonly Block[] | undefined {
  const each = { states: Array.from(states ?? [], (state) => [state]) };
  const listed = blocks ? blocks(columns) : states && new Array<Block>(columns).fill(each);
  if (listed === undefined) return undefined;
  return checkThat(action, `states of ${name} units in ${columns} columns`, listed, () => {
    return listed.reduce((sum, block) => sum + block.states[0]!.length, 0) === columns;
  });
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
