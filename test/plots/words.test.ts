import { describe, expect, it } from "vitest";
import { linearScale, logScale, shareScale, ticksOf } from "../../src/plots/axis-scale.ts";
import { learningCurves } from "../../src/plots/index.ts";
import { keptApart } from "../../src/plots/named-lines.ts";
import { plainNumber } from "../../src/plots/plain-number.ts";
import { PALETTE, SIZE } from "../../src/plots/plot.ts";
import { leastContrast, leastDifference } from "../support/color-vision.ts";

describe("plainNumber", () => {
  it.each([
    [1.234e9, "1.2 billion"],
    [999_999, "1 million"],
    [20e12, "20 trillion"],
    [1079, "1,079"],
    [100, "100"],
    [3.26, "3.3"],
    [1, "1"],
    [0, "0"],
    [0.05, "0.05"],
    [1e-3, "10⁻³"],
    [9.96e-4, "10⁻³"],
    [2.5e-12, "2.5·10⁻¹²"],
    [-0.5, "-0.5"],
  ])("says %d as %s", (value, words) => expect(plainNumber(value)).toBe(words));
});

describe("ticksOf", () => {
  it("are powers of ten, at most six of them", () => {
    expect(ticksOf([2e-4, 3])).toEqual([1e-3, 1e-2, 0.1, 1]);
    expect(ticksOf([1e-11, 1]).length).toBeLessThanOrEqual(6);
    for (const tick of ticksOf([1e-11, 1])) expect(Number.isInteger(Math.log10(tick))).toBe(true);
  });

  it("are also twice and five times these where few powers lie between the ends", () => {
    expect(ticksOf([0.15, 1.1])).toEqual([0.2, 0.5, 1]);
    expect(ticksOf([2.1, 9])).toEqual([5]);
  });
});

describe("AxisScale", () => {
  const scales = { log: logScale([1e-5, 20]), linear: linearScale([2, 7]), shares: shareScale([0.03, 0.9]) };

  it.each(Object.entries(scales))(
    "%s hands a value back from its place, and places rise",
    (_, { place, valueAt }) => {
      for (const value of [0.03, 0.5, 0.9]) expect(valueAt(place(value))).toBeCloseTo(value, 12);
      expect(place(0.1)).toBeLessThan(place(0.2));
    },
  );

  it("takes no values, or the same one twice", () => {
    for (const scale of [
      logScale([]),
      linearScale([]),
      linearScale([0, 0]),
      shareScale([]),
      logScale([2, 2]),
    ]) {
      expect(scale.place(1)).toSatisfy(Number.isFinite);
    }
  });
});

describe("keptApart", () => {
  const gap = 16 / SIZE.height;

  it("leaves labels where they are if there is room", () => {
    expect(keptApart([0.9, 0.1, 0.5])).toEqual([0.9, 0.1, 0.5]);
  });

  it("moves those apart that lie on each other, in their order, and none below the axis", () => {
    const places = keptApart([0.01, 0.02, 0, 0.015]);
    const sorted = [...places].sort((a, b) => a - b);
    expect(sorted).toEqual([places[2], places[0], places[3], places[1]]);
    for (const [index, place] of sorted.slice(1).entries()) {
      expect(place - sorted[index]!).toBeGreaterThanOrEqual(gap - 1e-12);
    }
    expect(sorted[0]).toBe(0);
  });
});

describe("PALETTE", () => {
  it("has five colors first that differ for every kind of color vision", () => {
    const five = PALETTE.slice(0, 5);
    for (const [index, color] of five.entries()) {
      for (const other of five.slice(index + 1))
        expect(leastDifference(color, other), `${color} ${other}`).toBeGreaterThan(25);
    }
  });

  it("stands out 3 : 1 on light and on dark ground", () => {
    for (const color of PALETTE.slice(0, 5))
      expect(leastContrast(color, ["#fdfdfb", "#16181b"])).toBeGreaterThan(3);
  });
});

describe("learningCurves", () => {
  it("draws each run in a dash and a shape of its own, in the order in which the runs come", () => {
    const points = ["b", "a"].flatMap((run) => [2, 1].map((at) => ({ run, at, value: at })));
    const { layer } = learningCurves(points, { title: "t", at: "x", value: "y" }) as unknown as {
      layer: { encoding: Record<string, { scale?: { domain: string[]; range: unknown[] } }> }[];
    };
    const dashes = layer[0]!.encoding.strokeDash!.scale!;
    expect(dashes.domain).toEqual(["b", "a"]);
    expect(dashes.range[0]).not.toEqual(dashes.range[1]);
    const shapes = layer[1]!.encoding.shape!.scale!.range;
    expect(shapes[0]).not.toBe(shapes[1]);
  });
});
