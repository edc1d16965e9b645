import { describe, expect, it } from "vitest";
import { statesFrom } from "../../src/units/blocks.ts";

describe("statesFrom", () => {
  const ends = [0, 1, 2].map((index) => [0, 1, 2].map((each) => Number(each === index)));
  const blocks = [{ states: [[-1], [1]] }, { states: ends }, { states: [[0], [7]] }]; // 2·3·2 states of 5 columns

  it("writes the digits of each number, the first block's the fastest to change", () => {
    expect(statesFrom(blocks, 4, 4).to2DArray()).toEqual([
      [-1, 0, 0, 1, 0],
      [1, 0, 0, 1, 0],
      [-1, 1, 0, 0, 7],
      [1, 1, 0, 0, 7],
    ]);
  });

  it("gives the same rows from wherever it begins, each of them once", () => {
    const all = statesFrom(blocks, 0, 12).to2DArray();
    expect(new Set(all.map(String)).size).toBe(12);
    for (let start = 0; start < 12; start++) {
      expect(statesFrom(blocks, start, 12 - start).to2DArray()).toEqual(all.slice(start));
    }
  });
});
