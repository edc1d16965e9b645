import { describe, expect, it } from "vitest";
import type { Activation } from "../../src/activation/activation.ts";
import { activations } from "../../src/activation/all.ts";
import { activationByName } from "../../src/activation/by-name.ts";
import { erfc } from "../../src/activation/erf.ts";
import { hardTanh, identity, leakyRelu, relu, sigmoid } from "../../src/index.ts";
import { type LayerMoments, meanFieldAttenuation } from "../../src/probe/mean-field.ts";
import fixture from "../fixtures/mean-field.json" with { type: "json" };

/** Moments of a layer with z ~ N(mean, variance), whose weights pass on as much as they are given. */
const layer = (mean: number, variance: number): LayerMoments => ({
  ...{ inputs: 10, outputs: 10, weightMeanSquare: 0.1, inputMeanSquare: variance / 2 },
  ...{ biasMean: mean, biasVariance: variance / 2 },
});

/** P(z > limit) for z ~ N(mean, variance). */
const above = (limit: number, mean: number, variance: number): number =>
  erfc((limit - mean) / Math.sqrt(2 * variance)) / 2;

type Closed = readonly [Activation, (mean: number, variance: number) => number];

/** E[f′(z)²] of those whose slopes are constant between kinks. */
const closed: readonly Closed[] = [
  [relu, (mean, variance) => above(0, mean, variance)],
  [leakyRelu(0.2), (mean, variance) => 0.04 + 0.96 * above(0, mean, variance)],
  // even in the mean, and on this side a difference of tails that keeps its digits
  [hardTanh, (mean, variance) => above(-1, -Math.abs(mean), variance) - above(1, -Math.abs(mean), variance)],
  [identity, () => 1],
];

const moments = [
  ...[0, 0.3, -2, 1].flatMap((mean) => [1e-4, 0.04, 1, 25, 1e4].map((variance) => [mean, variance] as const)),
  ...([
    [7, 1],
    [-10, 1],
    [-0.5, 1e-3],
  ] as const),
];

describe("meanFieldAttenuation", () => {
  it.each(closed.map(([activation, expected]) => [activation.name, activation, expected] as const))(
    "is the closed form for %s wherever its kinks lie",
    (_, activation, expected) => {
      for (const [mean, variance] of moments) {
        const factor = Math.sqrt(expected(mean, variance));
        const actual = meanFieldAttenuation(activation, layer(mean, variance));
        expect(Math.abs(actual - factor), `N(${mean}, ${variance})`).toBeLessThanOrEqual(1e-12 * factor);
      }
    },
  );

  it.each(Object.entries(fixture.slopes))("has the digits of mpmath for %s", (name, cases) => {
    const activation = activationByName("test", name);
    for (const { mean, variance, factor } of cases) {
      const actual = meanFieldAttenuation(activation, layer(mean, variance));
      expect(Math.abs(actual / factor - 1), `N(${mean}, ${variance})`).toBeLessThan(1e-12);
    }
  });

  it("is tested for every activation", () => {
    const tested = [...closed.map(([{ name }]) => name), "leakyRelu(0.01)", ...Object.keys(fixture.slopes)];
    expect(activations.map(({ name }) => name).filter((name) => !tested.includes(name))).toEqual([]);
  });

  it("takes the kinks of an activation of one's own in any order", () => {
    const steps: Activation = {
      ...{ name: "steps", maxSlope: 2, kinks: [1, -1, 0] },
      apply: (z) => z,
      slope: (z) => (z < -1 ? 0 : z < 0 ? 1 : z < 1 ? 2 : 0.5),
    };
    const expected = (mean: number, variance: number): number =>
      above(-1, mean, variance) + 3 * above(0, mean, variance) - 3.75 * above(1, mean, variance);
    for (const [mean, variance] of [[0.4, 1] as const, [-0.2, 9] as const]) {
      const factor = Math.sqrt(expected(mean, variance));
      expect(meanFieldAttenuation(steps, layer(mean, variance)) / factor).toBeCloseTo(1, 12);
    }
  });

  it("is the slope itself where every weighted input is the same", () => {
    for (const mean of [-0.5, 0.5]) {
      expect(meanFieldAttenuation(relu, layer(mean, 0))).toBeCloseTo(relu.slope(mean), 12);
      expect(meanFieldAttenuation(sigmoid, layer(mean, 0))).toBeCloseTo(sigmoid.slope(mean), 12);
    }
  });
});
