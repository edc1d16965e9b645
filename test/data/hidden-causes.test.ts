import { describe, expect, it } from "vitest";
import { hiddenCauses } from "../../src/data/hidden-causes.ts";

const CAUSES = 8;
const sign = (value: number): number => (value > 0.5 ? 1 : -1);

/** The classes that the majority of three of these in each vote gives: of causes as their six pixels show them, or of free pixels. */
function told(row: readonly number[], by: "causes" | "free"): number {
  const voters =
    by === "free"
      ? row.slice(48, 54)
      : Array.from({ length: CAUSES }, (_, cause) => {
          const pixels = row.slice(6 * cause, 6 * cause + 6);
          return pixels.reduce((sum, pixel) => sum + pixel, 0) / 6;
        });
  const vote = (first: number): number =>
    voters.slice(first, first + 3).reduce((sum, voter) => sum + sign(voter), 0) > 0 ? 1 : 0;
  return 2 * vote(0) + vote(3);
}

function shareTold(shared: number, by: "causes" | "free"): number {
  const { inputs, labels } = hiddenCauses({ shared, seed: 1 });
  const right = inputs.to2DArray().filter((row, example) => told(row, by) === labels[example]);
  return right.length / inputs.rows;
}

describe("hiddenCauses", () => {
  it("tells the class by the causes alone at 1, and by the free pixels alone at 0", () => {
    expect(shareTold(0, "free")).toBe(1);
    expect(shareTold(1, "causes")).toBeGreaterThan(0.85); // six pixels show a cause, not always
    expect(Math.abs(shareTold(0, "causes") - 0.25)).toBeLessThan(0.04); // chance, by four standard errors
    expect(Math.abs(shareTold(1, "free") - 0.25)).toBeLessThan(0.04);
  });

  it("shows each cause in six pixels that agree as often as two flips in 0.15 leave, and the free ones in none", () => {
    const { inputs } = hiddenCauses({ seed: 2 });
    const agreement = (a: number, b: number): number =>
      inputs.to2DArray().filter((row) => row[a] === row[b]).length / inputs.rows;
    const expected = 0.85 ** 2 + 0.15 ** 2;
    for (const [a, b] of [
      [0, 5],
      [6, 11],
      [42, 47],
    ] as const) {
      expect(Math.abs(agreement(a, b) - expected)).toBeLessThan(0.04);
    }
    for (const [a, b] of [
      [5, 6],
      [0, 48],
      [48, 49],
      [94, 95],
    ] as const) {
      expect(Math.abs(agreement(a, b) - 0.5)).toBeLessThan(0.045);
    }
  });

  it("draws the same with the same seed, and four classes of about one size", () => {
    const [one, same, other] = [3, 3, 4].map((seed) => hiddenCauses({ examples: 400, seed }));
    expect(one!.inputs.to2DArray()).toEqual(same!.inputs.to2DArray());
    expect(one!.labels).toEqual(same!.labels);
    expect(one!.inputs.to2DArray()).not.toEqual(other!.inputs.to2DArray());
    for (const label of [0, 1, 2, 3]) {
      const count = one!.labels.filter((each) => each === label).length;
      expect(Math.abs(count - 100)).toBeLessThan(40);
    }
  });

  it("refuses a knob beyond its ends", () => {
    expect(() => hiddenCauses({ shared: 1.1 })).toThrow(/shared to be .* ≤ 1, got 1.1/);
    expect(() => hiddenCauses({ examples: 0 })).toThrow(RangeError);
    expect(() => hiddenCauses({ knob: 1 } as never)).toThrow(/got "knob"/);
  });
});
