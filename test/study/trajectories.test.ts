import { describe, expect, it } from "vitest";
import { loadDigits } from "../../src/data/digits.ts";
import { take } from "../../src/data/take.ts";
import { functionSpace } from "../../src/study/experiments/function-space.ts";
import { arms, functionTrajectories, rbmSpectra } from "../../src/study/index.ts";

const digits = await loadDigits();
const some = take(digits, [...Array(300).keys()]);

describe("functionSpace", () => {
  // a·u + b·v + c·w with u, v, w orthonormal among 40 values; a, b, c uncorrelated and of mean 0
  const [u, v, w] = [0, 1, 2].map((axis) =>
    Float64Array.from({ length: 40 }, (_, value) => (value % 4 === axis ? Math.sqrt(1 / 10) : 0)),
  );
  const a = [3, 3, -3, -3];
  const b = [2, -2, 2, -2];
  const c = [1, -1, -1, 1];
  const offset = 7;
  const rows = a.map((_, row) =>
    Float64Array.from(u!, (value, at) => offset + a[row]! * value + b[row]! * v![at]! + c[row]! * w![at]!),
  );
  const space = functionSpace("test", rows);

  it("finds the two directions of most variance, their shares and the places along them", () => {
    expect(space.shares[0]).toBeCloseTo(9 / 14, 12);
    expect(space.shares[1]).toBeCloseTo(4 / 14, 12);
    for (const [axis, values] of [a, b].entries()) {
      const found = space.scores.getColumn(axis);
      const sign = Math.sign(found[0]! * values[0]!);
      for (const [row, value] of values.entries()) expect(sign * found[row]!).toBeCloseTo(value, 12);
    }
  });

  it("keeps all distances, those along the axes that are not drawn too", () => {
    expect(space.distance(0, 1)).toBeCloseTo(Math.hypot(4, 2), 12);
    expect(space.distance(0, 3)).toBeCloseTo(Math.hypot(6, 4), 12);
    expect(space.distance(2, 2)).toBe(0);
  });

  it("refuses functions that are all the same", () => {
    expect(() => functionSpace("test", [rows[0]!, rows[0]!])).toThrow("data that varies, got 2 equal rows");
  });
});

describe("functionTrajectories", () => {
  it("lets the same start go the same way, whatever its arm is called, and other draws another", async () => {
    const [classical] = arms;
    const twin = { ...classical!, name: "twin" };
    const options = { arms: ["classical", twin], depth: 1, width: 8, seeds: 2 };
    const found = await functionTrajectories(some, options);
    const [one, other, later] = found.runs;
    expect([one!.arm, other!.arm, later!.arm]).toEqual(["classical", "twin", "classical"]);
    for (const [look, { first, second, testError }] of one!.points.entries()) {
      expect(other!.points[look]!.testError).toBe(testError);
      expect(other!.points[look]!.first).toBeCloseTo(first, 12);
      expect(other!.points[look]!.second).toBeCloseTo(second, 12);
      expect(Math.abs(later!.points[look]!.second - second)).toBeGreaterThan(1e-6);
    }
    expect(one!.points[0]!.epoch).toBe(0);
    expect(found.nearestOwn).toBe(0); // the nearest is the twin
    expect(found.nearestByChance).toBeCloseTo(1 / 3, 12); // one of the three others
    expect(found.values).toBe(60 * 10); // a fifth of the examples, ten classes
    expect(found.shares[0] + found.shares[1]).toBeLessThanOrEqual(1);
  });

  it("names no nearest net of one alone", async () => {
    const found = await functionTrajectories(some, { arms: ["classical"], depth: 1, width: 4, seeds: 1 });
    expect(["nearestOwn", "nearestByChance"].filter((name) => name in found)).toEqual([]);
  });

  it("refuses what is out of range", async () => {
    await expect(functionTrajectories(some, { depth: 0 })).rejects.toThrow("depth to be an integer ≥ 1");
    await expect(functionTrajectories(some, { seeds: 0 })).rejects.toThrow("seeds to be an integer ≥ 1");
    await expect(functionTrajectories(some, { arms: [] })).rejects.toThrow("at least one arm");
  });
});

describe("rbmSpectra", () => {
  it("begins with the N(0, 0.1²) that RBMs start from, and with what mean field makes of that", async () => {
    const { moments, width } = await rbmSpectra(some, { epochs: [0, 1], depth: 3, width: 100 });
    expect([moments.map(({ epochs }) => epochs), width]).toEqual([[0, 1], 100]);
    for (const { layer, largest, meanSquare, attenuation, slopeFactor, weightFactor } of moments[0]!.layers) {
      // W/4 of 100 × 100 draws: mean square 100·0.01/16, and as largest the edge of Marchenko and Pastur, 2√100·0.1/4
      expect(Math.abs(meanSquare / (1 / 16) - 1), `layer ${layer}`).toBeLessThan(5 * Math.sqrt(2 / 1e4));
      expect(Math.abs(largest / 0.5 - 1)).toBeLessThan(0.1);
      expect(Math.abs(attenuation / (slopeFactor * weightFactor) - 1)).toBeLessThan(1e-6);
      // √χ of n·Var(W) = 1 is 0.2361 (docs/theory.md); one over √200 of it for so few units, four times that
      expect(Math.abs(attenuation / 0.2361 - 1)).toBeLessThan(4 / Math.sqrt(200));
    }
  });

  it("refuses epochs that do not rise, and a stack of one", async () => {
    await expect(rbmSpectra(some, { epochs: [2, 1] })).rejects.toThrow("epochs to be an integer ≥ 3");
    await expect(rbmSpectra(some, { epochs: [] })).rejects.toThrow("epochs to be a list of integers, got []");
    await expect(rbmSpectra(some, { depth: 1 })).rejects.toThrow("depth to be an integer ≥ 2");
  });
});
