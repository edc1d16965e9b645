import { checkThat } from "../check.ts";
import { type AbstractMatrix, WrapperMatrix1D } from "../matrix/matrix.ts";
import type { Block, Units } from "./units.ts";

/** The states of so many units, if they can be listed; refuses lists of somebody's own that are none, or not so wide together. */
export function blocksOf(
  action: string,
  { name, states, blocks }: Units,
  columns: number,
): readonly Block[] | undefined {
  const given = blocks ? blocks(columns) : states;
  if (given === undefined) return undefined;
  let listed: readonly Block[] = [];
  const expected = `states of ${name} units to be a list of numbers, or blocks to return lists of rows by { states }, ${columns} columns in all`;
  checkThat(action, expected, given, () => {
    const ofEach = blocks ? [] : (given as readonly number[]).map((state) => [state]);
    listed = blocks ? (given as Block[]) : Array.from({ length: columns }, () => ({ states: ofEach }));
    const lists = new Set(listed.map((block) => block.states)); // units of one kind share theirs
    return (
      listed.reduce((sum, { states: [first] }) => sum + first!.length, 0) === columns &&
      [...lists].every((rows) =>
        rows.every((row) => row.length === rows[0]!.length && row.every(Number.isFinite)),
      )
    );
  });
  return listed;
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
