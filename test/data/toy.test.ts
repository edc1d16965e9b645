import { describe, expect, it } from "vitest";
import { barsAndStripes } from "../../src/data/bars-and-stripes.ts";
import type { LabeledDataset } from "../../src/data/dataset.ts";
import { shiftingBar } from "../../src/data/shifting-bar.ts";

/** Σ log(copies / rows): the log-likelihood of a set under its own frequencies, which no model exceeds. */
function logLikelihoodBound({ inputs }: LabeledDataset): number {
  const copies = new Map<string, number>();
  for (const row of inputs.to2DArray()) copies.set(row.join(), (copies.get(row.join()) ?? 0) + 1);
  return inputs.to2DArray().reduce((sum, row) => sum + Math.log(copies.get(row.join())! / inputs.rows), 0);
}

describe("barsAndStripes", () => {
  it.each([
    [2, -13.863],
    [3, -41.589],
    [4, -108.131],
    [5, -263.396],
  ])("of size %i bounds the log-likelihood by the published %d", (size, bound) => {
    expect(logLikelihoodBound(barsAndStripes(size))).toBeCloseTo(bound, 3);
  });

  it("holds exactly the images that are constant along columns or along rows", () => {
    const size = 3;
    const isBars = (row: number[]) => row.every((pixel, index) => pixel === row[index % size]);
    const isStripes = (row: number[]) => row.every((pixel, index) => pixel === row[index - (index % size)]);
    const images = Array.from({ length: 2 ** 9 }, (_, number) =>
      Array.from({ length: 9 }, (_, pixel) => (number >> pixel) & 1),
    );
    const { inputs, labels } = barsAndStripes(size);
    const labelled = (label: number) =>
      inputs
        .to2DArray()
        .filter((_, row) => labels[row] === label)
        .map(String)
        .sort();
    expect(labelled(0)).toEqual(images.filter(isBars).map(String).sort());
    expect(labelled(1)).toEqual(images.filter(isStripes).map(String).sort());
  });

  it("names its shape and classes, and refuses sizes it cannot make", () => {
    expect(barsAndStripes(4)).toMatchObject({ classes: 2, shape: { height: 4, width: 4 } });
    expect(() => barsAndStripes(0)).toThrow(
      "Cannot make bars and stripes: expected size to be an integer ≥ 1 and ≤ 16, got 0",
    );
    expect(() => barsAndStripes(17)).toThrow(RangeError);
    expect(() => barsAndStripes(2.5)).toThrow(RangeError);
    expect(() => barsAndStripes("4" as unknown as number)).toThrow(TypeError);
  });
});

describe("shiftingBar", () => {
  it("holds the bar at each place of the ring, labelled with its start", () => {
    const { inputs, labels, classes } = shiftingBar({ length: 5, bar: 2 });
    expect(inputs.to2DArray()).toEqual([
      [1, 1, 0, 0, 0],
      [0, 1, 1, 0, 0],
      [0, 0, 1, 1, 0],
      [0, 0, 0, 1, 1],
      [1, 0, 0, 0, 1],
    ]);
    expect([...labels]).toEqual([0, 1, 2, 3, 4]);
    expect(classes).toBe(5);
  });

  it("of length 9 bounds the log-likelihood by the published -19.775, whatever the bar", () => {
    for (let bar = 1; bar < 9; bar++) {
      expect(logLikelihoodBound(shiftingBar({ length: 9, bar }))).toBeCloseTo(-19.775, 3);
    }
  });

  it("refuses a bar that leaves no zero, one of nothing, and unknown options", () => {
    expect(() => shiftingBar({ length: 9, bar: 9 })).toThrow(
      "Cannot make a shifting bar: expected bar to be an integer ≥ 1 and < 9, got 9",
    );
    expect(() => shiftingBar({ length: 9, bar: 0 })).toThrow(RangeError);
    expect(() => shiftingBar({ length: 1, bar: 1 })).toThrow(RangeError);
    expect(() => shiftingBar({ length: 9, bar: 1, wrap: true } as never)).toThrow(/got "wrap"$/);
  });
});
