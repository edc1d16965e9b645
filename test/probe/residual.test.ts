import { describe, expect, it } from "vitest";
import {
  dense,
  GradientProbe,
  type GradientReport,
  glorotUniform,
  type Initializer,
  type Layer,
  leakyRelu,
  linear,
  Matrix,
  Network,
  residual,
  tanh,
} from "../../src/index.ts";
import { engine, tolerance } from "../support/engine-under-test.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const half = leakyRelu(0.5);

/** W = factor·1, without a bias. */
const times = (factor: number): Initializer => ({
  name: `times ${factor}`,
  draw: ({ inputs, outputs }) => ({ weights: Matrix.mul(Matrix.eye(inputs, outputs), factor) }),
});
const unit = (factor: number, activation = half): Layer =>
  dense({ inputs: 2, outputs: 2, activation, initializer: times(factor) });
const logits: Layer = dense({ inputs: 2, outputs: 2, initializer: times(1) });

/** Where the first layer has the weights −1, all weighted inputs behind are negative, and all slopes are a half. */
const measured = (...layers: Layer[]): GradientReport =>
  new GradientProbe().measure(
    new Network({ layers: [...layers, logits], head: linear, seed: 1, engine }),
    ...([
      [
        [1, 2],
        [3, 1],
      ],
      [
        [5, 0],
        [0, 7],
      ],
    ] as const),
  );
/** In float32, a few roundings of a factor. */
const digits = Math.floor(-Math.log10(tolerance(1e-12, 20, 4)));

describe("the two factors of a residual layer", () => {
  it("are the mean square over both ways, weighted by what the weights of each pass on", () => {
    // ∂E/∂x = ∂E/∂y + ½·2·∂E/∂y: the branch has s = ½ and w = 2, so the slopes leave √((1 + ¼·4) / (1 + 4)) = √0.4.
    const { layers } = measured(unit(-1), residual([unit(2)]));
    const around = layers[1]!;
    expect(around.attenuation).toBeCloseTo(2, digits);
    expect(around.slopeFactor).toBeCloseTo(Math.sqrt(0.4), digits);
    expect(around.weightFactor).toBeCloseTo(2 / Math.sqrt(0.4), digits);
    expect(layers[2]!.slopeFactor).toBeCloseTo(0.5, digits);
    expect(layers[2]!.weightFactor).toBeCloseTo(2, digits);
  });

  it("take the product along a branch of several layers", () => {
    // s = ½·½, w = 2·3 and ∂E/∂x = (1 + 1.5)·∂E/∂y, so the slopes leave √((1 + 1.5²) / (1 + 6²)).
    const around = measured(unit(-1), residual([unit(2), unit(3)])).layers[1]!;
    expect(around.attenuation).toBeCloseTo(2.5, digits);
    expect(around.slopeFactor).toBeCloseTo(Math.sqrt(3.25 / 37), digits);
    expect(around.weightFactor).toBeCloseTo(2.5 / Math.sqrt(3.25 / 37), digits);
  });

  it("take those of a way around inside the branch as those of a layer of it", () => {
    // Inside, as above: s = √0.4 and 2 in all, so w = 2/√0.4; outside 1 + 2 in all, and √((1 + 2²) / (1 + 4/0.4)).
    const { layers } = measured(unit(-1), residual([residual([unit(2)])]));
    expect(layers.map(({ path }) => path)).toEqual(["0", "1", "1.0", "1.0.0", "2"]);
    expect(layers[2]!.slopeFactor).toBeCloseTo(Math.sqrt(0.4), digits);
    expect(layers[1]!.attenuation).toBeCloseTo(3, digits);
    expect(layers[1]!.slopeFactor).toBeCloseTo(Math.sqrt(5 / 11), digits);
    expect(layers[1]!.weightFactor).toBeCloseTo(3 / Math.sqrt(5 / 11), digits);
  });

  it("are 1 where the branch passes nothing on, and absent where there is no slope in it", () => {
    const nothing = measured(unit(-1), residual([unit(0)])).layers[1]!;
    expect([nothing.slopeFactor, nothing.weightFactor, nothing.attenuation]).toEqual([1, 1, 1]);
    const [, around] = measured(unit(-1), residual([residualOfNothing])).layers;
    expect(around!.slopeFactor).toBeUndefined();
  });

  it("lie between the slope factor of the branch and 1, and make up the attenuation", () => {
    const layer = (): Layer => dense({ inputs: 5, outputs: 5, activation: tanh, initializer: glorotUniform });
    const network = new Network({
      layers: [layer(), residual([layer(), layer()]), residual([layer()]), dense({ inputs: 5, outputs: 2 })],
      ...{ head: linear, seed: 3, engine },
    });
    const { layers } = new GradientProbe().measure(
      network,
      randomMatrix("five", 9, 5, 3),
      randomMatrix("two", 9, 2),
    );
    for (const { path, slopeFactor, weightFactor, attenuation } of layers) {
      expect(slopeFactor! * weightFactor!).toBeCloseTo(attenuation!, 12);
      const branch = layers.filter((each) => each.path.startsWith(`${path}.`));
      const slopes = branch.reduce((product, each) => product * each.slopeFactor!, 1);
      if (branch.length === 0) continue;
      expect(slopeFactor).toBeGreaterThan(slopes);
      expect(slopeFactor).toBeLessThan(1);
    }
  });
});

/** Layers without values or slopes: what goes in comes out. */
const residualOfNothing: Layer = {
  kind: "nothing",
  initialize: () => ({ parameters: {}, statistics: {} }),
  forward: (_engine, _values, x) => ({ outputs: x, cache: {} }),
  backward: (_engine, _values, _cache, outputGradient) => ({
    gradients: {},
    inputGradient: () => outputGradient,
  }),
  toJSON: () => ({ kind: "nothing" }),
};

describe("report.surviving of a residual net", () => {
  it("is what the way of the signal leaves, from ∂E/∂y to ∂E/∂y", () => {
    const report = measured(unit(-1), residual([unit(2)]), residual([unit(2), unit(3)]));
    expect(report.surviving).toBeCloseTo(5, digits);
    expect(report.survivingPerLayer).toBeCloseTo(Math.sqrt(5), digits);
    expect(report.survivingBySlopes).toBeCloseTo(Math.sqrt((0.4 * 3.25) / 37), digits);
    expect(report.survivingByWeights).toBeCloseTo(5 / Math.sqrt((0.4 * 3.25) / 37), digits);
    expect(report.survivingBound).toBeUndefined();
  });

  it("goes from δ to δ where both ends have one", () => {
    // The last hidden layer passes 3 on, the way around 2, and the slopes of the first a half.
    const report = measured(unit(-1), residual([unit(2)]), unit(3));
    expect(report.surviving).toBeCloseTo(3, digits);
    expect(report.survivingPerLayer).toBeCloseTo(Math.sqrt(3), digits);
    expect(report.survivingBySlopes).toBeCloseTo(0.5 * Math.sqrt(0.4), digits);
    expect(report.survivingByWeights).toBeCloseTo(6 / Math.sqrt(0.4), digits);
  });

  it("does not say how much is due to the weights where the slopes leave nothing", () => {
    const report = measured(unit(-1, leakyRelu(0)), unit(1));
    expect([report.surviving, report.survivingBySlopes]).toEqual([0, 0]);
    expect(report.survivingByWeights).toBeUndefined();
    expect(String(report)).toContain(
      "0 of δ at the last hidden layer is left at the first (slopes 0), 0 per",
    );
  });

  it("is absent with one hidden layer, and with none", () => {
    for (const layers of [[unit(1)], [residual([unit(1)])], []]) {
      expect(measured(...layers).surviving).toBeUndefined();
    }
  });
});
