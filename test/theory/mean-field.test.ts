import { describe, expect, it } from "vitest";
import {
  classicUniform,
  GradientProbe,
  glorotUniform,
  heNormal,
  type Initializer,
  type LayerGradient,
  logisticGlorot,
  Network,
  sigmoid,
  tanh,
} from "../../src/index.ts";
import fixture from "../fixtures/mean-field.json" with { type: "json" };
import { engine } from "../support/engine-under-test.ts";
import { normalBias } from "../support/normal-bias.ts";
import { bisect, gaussianMean, type LayerVariances, meanField, nextVariance } from "../support/quadrature.ts";
import { randomMatrix } from "../support/random-matrix.ts";

interface Start {
  readonly initializer: Initializer;
  readonly variances: LayerVariances;
  /** √χ as it is quoted, to four digits. */
  readonly quoted: number;
  /** q and √χ to all digits. */
  readonly exact: { readonly variance: number; readonly attenuation: number };
}

const { starts: exact, border } = fixture;
const starts: readonly Start[] = [
  { initializer: classicUniform, variances: { weights: 1 / 3 }, quoted: 0.1414, exact: exact.classicUniform },
  { initializer: glorotUniform, variances: { weights: 1 }, quoted: 0.2361, exact: exact.glorotUniform },
  { initializer: heNormal, variances: { weights: 2 }, quoted: 0.3178, exact: exact.heNormal },
  { initializer: normalBias, variances: { weights: 1, bias: 1 }, quoted: 0.2048, exact: exact.normalBias },
  { initializer: logisticGlorot, variances: { weights: 16 }, quoted: 0.6316, exact: exact.logisticGlorot },
];

describe("gaussianMean", () => {
  it("gives the moments of N(0, 1), 1·3·5 ⋯ (k − 1)", () => {
    for (const [power, moment] of [1, 0, 1, 0, 3, 0, 15, 0, 105, 0, 945].entries()) {
      expect(gaussianMean((z) => z ** power)).toBeCloseTo(moment, 10);
    }
  });

  it("gives the closed forms E[cos az] = e^(−a²/2), E[e^az] = e^(a²/2) and E[1/(1 + z²)] to 13 digits", () => {
    for (const a of [0.3, 1, 2.5]) {
      expect(gaussianMean((z) => Math.cos(z), a)).toBeCloseTo(Math.exp((-a * a) / 2), 13);
      expect(gaussianMean((z) => Math.exp(z), a) / Math.exp((a * a) / 2)).toBeCloseTo(1, 13);
    }
    // √(πe/2)·erfc(1/√2), with a pole at distance 1 as the logistic has one at distance π
    expect(gaussianMean((z) => 1 / (1 + z * z))).toBeCloseTo(0.65567954241879, 13);
  });
});

describe("meanField", () => {
  it.each(starts)("has √χ = $quoted for logistic units under $initializer.name", (start) => {
    const { variance, attenuation } = meanField(sigmoid, start.variances);
    expect(attenuation).toBeCloseTo(start.quoted, 4);
    expect(attenuation).toBeCloseTo(start.exact.attenuation, 13);
    expect(variance).toBeCloseTo(start.exact.variance, 13);
  });

  it("finds a fixed point to which the length map comes back from either side", () => {
    for (const { variances } of starts) {
      const { variance } = meanField(sigmoid, variances);
      expect(nextVariance(sigmoid, variance, variances) / variance).toBeCloseTo(1, 13);
      for (const away of [0.5, 2]) {
        const moved = nextVariance(sigmoid, away * variance, variances) / variance;
        expect(Math.abs(moved - 1)).toBeLessThan(Math.abs(away - 1));
      }
    }
  });

  it("puts the border between vanishing and exploding, χ = 1, at n·Var W = 103.0076 for logistic units", () => {
    const found = bisect((weights) => 1 - meanField(sigmoid, { weights }).attenuation, 50, 200);
    expect(found / border.weights).toBeCloseTo(1, 12);
    expect(meanField(sigmoid, { weights: found }).variance / border.variance).toBeCloseTo(1, 12);
  });

  it("has √χ = 0.577 for tanh under U(±1/√n), and 1 at n·Var W = 1", () => {
    expect(meanField(tanh, { weights: 1 / 3 }).attenuation).toBeCloseTo(0.577, 3);
    expect(meanField(tanh, { weights: 1 / 3 }).attenuation).toBeCloseTo(Math.sqrt(1 / 3), 12); // q = 0 is all there is
    expect(meanField(tanh, { weights: 1 }).attenuation).toBeCloseTo(1, 6);
  });

  it("agrees with the isometry of σ(2z) = (1 + tanh z)/2: four times the weights and their bias", () => {
    // A net of logistic units with weights 4W and biases −2·ΣW has z′ = 2z and slope f′(2z) = (1 − tanh² z)/4.
    for (const std of [0.1, 1, 3]) {
      const logistic = gaussianMean((z) => sigmoid.slope(2 * z) ** 2, std);
      expect(16 * logistic).toBeCloseTo(
        gaussianMean((z) => tanh.slope(z) ** 2, std),
        13,
      );
    }
  });
});

describe("GradientProbe on wide logistic nets", () => {
  // Mean field averages over the draws of weights and biases: for one example, the weighted inputs z of the units of a
  // layer are n draws from N(0, q). The probe averages over units and examples, which comes to the same, since every
  // example by itself has that distribution; but examples add next to nothing to the n draws, for deep in a logistic
  // net all of them have nearly the same z. So a measured factor strays by about 1/√(2n) of itself, 3.5 % at n = 400,
  // as the rms of n normal numbers does. A tenth is three times that, and the mean of twelve has a third as much.
  const width = 400;
  const hidden = 6;
  const seeds = [1, 2, 3];
  const inputs = randomMatrix("inputs of wide nets", 30, width);
  const labels = Array.from({ length: 30 }, (_, example) => example % 10);
  const sizes = [width, ...Array.from({ length: hidden }, () => width), 10];

  describe.each(starts)("under $initializer.name", ({ initializer, variances, quoted }) => {
    const predicted = meanField(sigmoid, variances);
    // From the third layer on z is at its fixed point, whatever the inputs were.
    const measured: readonly LayerGradient[] = seeds.flatMap((seed) => {
      const network = Network.fromSizes(sizes, { activation: sigmoid, initializer, seed, engine });
      return new GradientProbe().measure(network, inputs, labels).layers.slice(2, hidden);
    });

    it(`measures an attenuation within a tenth of ${quoted} in every layer from the third on`, () => {
      expect(measured).toHaveLength(12);
      for (const { path, attenuation } of measured) {
        expect(Math.abs(attenuation! / predicted.attenuation - 1), `layer ${path}`).toBeLessThan(0.1);
      }
    });

    it.each(["slopeFactor", "weightFactor", "attenuation"] as const)(
      "measures the predicted %s within 3 % in the geometric mean over layers and seeds",
      (factor) => {
        const logs = measured.map((layer) => Math.log(layer[factor]! / predicted[factor]));
        expect(Math.abs(logs.reduce((sum, log) => sum + log) / logs.length)).toBeLessThan(0.03);
      },
    );
  });
});
