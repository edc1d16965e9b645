import type { Block, Units } from "./units.ts";

/** The states of so many units, if they can be listed. */
export function blocksOf({ states, blocks }: Units, columns: number): readonly Block[] | undefined {
  if (blocks) return blocks(columns);
  return states && Array.from({ length: columns }, () => ({ states: states.map((state) => [state]) }));
}

/** State number `index` of these blocks: its digits, the first block's the fastest to change. */
export function stateAt(blocks: readonly Block[], index: number): number[] {
  let rest = index;
  return blocks.flatMap(({ states }) => {
    const state = states[rest % states.length]!;
    rest = Math.floor(rest / states.length);
    return state;
  });
}
