import { describe, expect, it } from "vitest";
import {
  type AbstractMatrix,
  classicUniform,
  GradientProbe,
  isometricLogistic,
  Matrix,
  Network,
  orthogonal,
  sigmoid,
  tanh,
} from "../../src/index.ts";
import { engine, tolerance } from "../support/engine-under-test.ts";
import { meanField } from "../support/quadrature.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const width = 100;
const hidden = 20;
const sizes = [...Array.from({ length: hidden + 1 }, () => width), 10];
const inputs = randomMatrix("inputs of the isometric net", 30, width);
const labels = Array.from({ length: 30 }, (_, example) => example % 10);
const seeds = [1, 2, 3, 4, 5];

const logisticNet = (gain: number, seed: number): Network =>
  Network.fromSizes(sizes, { activation: sigmoid, initializer: isometricLogistic({ gain }), seed, engine });
const tanhNet = (gain: number, seed: number): Network =>
  Network.fromSizes(sizes, { activation: tanh, initializer: orthogonal({ gain }), seed, engine });

/**
 * What rounding leaves of an equality through 20 layers: in float32 each adds the roundings of a sum over 100 units of a
 * size of about 10 (4W·y before the biases take half of it off), which orthogonal weights carry on and do not enlarge.
 */
const near = tolerance(1e-12, hidden * 10, 10);

/** The largest |aᵢⱼ − bᵢⱼ|. */
function difference(a: AbstractMatrix, b: AbstractMatrix): number {
  return Matrix.sub(a, b).abs().max();
}

const cases = [1, 1.1].flatMap((gain) => seeds.map((seed) => ({ gain, seed })));

describe.each(cases)("isometricLogistic with gain $gain, seed $seed", ({ gain, seed }) => {
  const logistic = logisticNet(gain, seed);
  const twin = tanhNet(gain, seed);
  const logisticPass = logistic.forward(inputs);
  const twinPass = twin.forward(inputs);

  it("computes (1 + t)/2 of the tanh net in each of 20 layers, and twice its logits, to rounding", () => {
    for (let layer = 0; layer < hidden; layer++) {
      const t = new Matrix(twinPass.passes[layer]!.outputs);
      const y = logisticPass.passes[layer]!.outputs;
      expect(difference(y, t.add(1).div(2)), `layer ${layer}`).toBeLessThan(near);
    }
    expect(difference(logisticPass.logits, Matrix.mul(twinPass.logits, 2))).toBeLessThan(near);
  });

  it("carries back the same error signal through each of 20 layers, to rounding", () => {
    // z′ = 2z in every layer, the logits included, so ∂E/∂z = 2·∂E/∂z′: hand the tanh net twice the gradient of the
    // logits, and each of its δ is twice that of the logistic net.
    const gradient = randomMatrix("gradient of the logits", inputs.rows, 10);
    const { traces } = logistic.backward(logisticPass, gradient);
    const twins = twin.backward(twinPass, Matrix.mul(gradient, 2)).traces;
    expect(traces).toHaveLength(hidden + 1);
    for (const [layer, trace] of traces.entries()) {
      const delta = Matrix.mul(trace.backward.errorSignal!, 2);
      expect(difference(delta, twins[layer]!.backward.errorSignal!), `layer ${layer}`).toBeLessThan(near);
    }
  });

  it("keeps the error signal through 20 layers within a factor of ten", () => {
    const surviving = new GradientProbe().measure(logistic, inputs, labels).surviving!;
    expect(surviving).toBeGreaterThan(0.1);
    expect(surviving).toBeLessThan(10);
    // At gain 1, 4W stretches nothing more than four times, and the slope takes back at least that.
    if (gain === 1) expect(surviving).toBeLessThanOrEqual(1);
  });
});

describe.each(seeds)("classicUniform with seed %i", (seed) => {
  it("loses more than ten orders of magnitude of the error signal of the same net, √χ = 0.1414 a layer", () => {
    const network = Network.fromSizes(sizes, {
      activation: sigmoid,
      initializer: classicUniform,
      seed,
      engine,
    });
    const { surviving, survivingPerLayer } = new GradientProbe().measure(network, inputs, labels);
    expect(surviving).toBeLessThan(1e-10);
    // The geometric mean of 19 factors, each of which strays by about 1/√(2·100) = 7 %: three times 7 %/√19.
    const { attenuation } = meanField(sigmoid, { weights: 1 / 3 });
    expect(Math.abs(survivingPerLayer! / attenuation - 1)).toBeLessThan(0.05);
  });
});
