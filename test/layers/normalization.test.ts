import { describe, expect, it } from "vitest";
import { reference } from "../../src/engine/reference.ts";
import { batchNorm } from "../../src/layers/batch-norm.ts";
import { type BackwardResult, type ForwardResult, prediction } from "../../src/layers/layer.ts";
import { layerNorm } from "../../src/layers/layer-norm.ts";
import { Matrix } from "../../src/matrix/matrix.ts";
import { loadParameters, type Parameters } from "../../src/parameters.ts";
import { RandomStream } from "../../src/random/stream.ts";
import fixture from "../fixtures/layers.json" with { type: "json" };
import { expectClose } from "../support/expect-close.ts";
import { randomMatrix } from "../support/random-matrix.ts";

type Pass = (typeof fixture.layerNorm)[number]["passes"][number];

const training = () => ({ training: true, random: new RandomStream(1, "draws of the layers") }) as const;

const affine = ({ gain, bias }: { gain: number[][]; bias: number[][] }) => ({
  gain: new Matrix(gain),
  bias: new Matrix(bias),
});

function expectPass(pass: Pass, forward: ForwardResult, backward: BackwardResult): void {
  expectClose(forward.outputs, pass.outputs, 1e-12);
  expectClose(backward.inputGradient(), pass.inputGradient, 1e-12);
  expectClose(backward.gradients.gain!, pass.gradients.gain, 1e-12);
  expectClose(backward.gradients.bias!, pass.gradients.bias, 1e-12);
}

describe.each(fixture.batchNorm)("batchNorm with $options", ({ options, parameters, ...passes }) => {
  it("agrees with PyTorch over three batches of training and two of prediction", () => {
    const layer = batchNorm(options);
    const { statistics } = layer.initialize((purpose) => new RandomStream(1, purpose), "first");
    const values: Parameters = { ...affine(parameters), ...loadParameters("test", reference, statistics) };
    for (const pass of passes.training) {
      const forward = layer.forward(reference, values, new Matrix(pass.inputs), training());
      const gradient = new Matrix(pass.outputGradient);
      expectPass(pass, forward, layer.backward(reference, values, forward.cache, gradient));
      layer.updateStatistics?.(reference, values, forward.cache);
      expectClose(values.runningMean!, pass.runningMean, 1e-12);
      expectClose(values.runningVariance!, pass.runningVariance, 1e-12);
    }
    for (const pass of passes.prediction) {
      const forward = layer.forward(reference, values, new Matrix(pass.inputs), prediction);
      const gradient = new Matrix(pass.outputGradient);
      expectPass(pass, forward, layer.backward(reference, values, forward.cache, gradient));
    }
  });
});

describe("batchNorm", () => {
  const layer = batchNorm({ units: 3 });
  const start = () => layer.initialize((purpose) => new RandomStream(1, purpose), "first");
  const inputs = randomMatrix("inputs", 4, 3);

  it("gives columns of mean 0 and variance 1 in training", () => {
    const { parameters, statistics } = start();
    const { outputs } = layer.forward(reference, { ...parameters, ...statistics }, inputs, training());
    for (const column of [0, 1, 2]) {
      const values = outputs.getColumn(column);
      const variance = values.reduce((sum, value) => sum + value * value, 0) / 4;
      expect(Math.abs(values.reduce((sum, value) => sum + value, 0) / 4)).toBeLessThan(1e-15);
      expect(Math.abs(variance - 1)).toBeLessThan(1e-4); // σ²/(σ² + ε)
    }
  });

  it("is the identity up to ε at prediction before it has seen a batch", () => {
    const { parameters, statistics } = start();
    const { outputs } = layer.forward(reference, { ...parameters, ...statistics }, inputs, prediction);
    expectClose(
      outputs,
      inputs
        .clone()
        .div(Math.sqrt(1 + 1e-5))
        .to2DArray(),
      1e-15,
    );
  });

  it("gives the bias for a unit that is constant over the batch", () => {
    const { parameters, statistics } = start();
    const constant = new Matrix([
      [3, 0.1, -7],
      [3, 0.1, -7],
    ]);
    const { outputs } = layer.forward(reference, { ...parameters, ...statistics }, constant, training());
    expectClose(outputs, Matrix.zeros(2, 3).to2DArray(), 1e-12);
  });

  it("moves its running statistics only in updateStatistics, and not after a pass at prediction", () => {
    const { parameters } = start();
    const statistics = { runningMean: new Matrix([[1, -2, 3]]), runningVariance: new Matrix([[4, 5, 6]]) };
    const values = { ...parameters, ...statistics };
    const before = JSON.stringify(values);
    const trained = layer.forward(reference, values, inputs, training());
    layer.backward(reference, values, trained.cache, inputs);
    const predicted = layer.forward(reference, values, inputs, prediction);
    layer.updateStatistics?.(reference, values, predicted.cache);
    expect(JSON.stringify(values)).toBe(before);
  });

  it("refuses a batch of one row in training and takes it at prediction", () => {
    const { parameters, statistics } = start();
    const values = { ...parameters, ...statistics };
    const row = randomMatrix("row", 1, 3);
    expect(() => layer.forward(reference, values, row, training())).toThrow(
      new RangeError(
        "Cannot normalize a batch in training: expected at least 2 rows to take the variance of, got 1",
      ),
    );
    expect(layer.forward(reference, values, row, prediction).outputs.rows).toBe(1);
  });

  it.each([
    [{ units: 0 }, "units to be an integer ≥ 1, got 0"],
    [{ units: 2.5 }, "units to be an integer ≥ 1, got 2.5"],
    [{ units: 3, momentum: 0 }, "momentum to be a finite number > 0 and ≤ 1, got 0"],
    [{ units: 3, momentum: 1.1 }, "momentum to be a finite number > 0 and ≤ 1, got 1.1"],
    [{ units: 3, epsilon: 0 }, "epsilon to be a finite number > 0, got 0"],
    [{ units: 3, eps: 1e-5 }, 'options named "units", "momentum", "epsilon", got "eps"'],
  ])("refuses %o", (options, complaint) => {
    expect(() => batchNorm(options)).toThrow(`Cannot create a batchNorm layer: expected ${complaint}`);
  });
});

describe.each(fixture.layerNorm)("layerNorm with $options", ({ options, parameters, passes }) => {
  it("agrees with PyTorch, in training as at prediction", () => {
    const layer = layerNorm(options);
    const values = affine(parameters);
    for (const mode of [training(), prediction]) {
      for (const pass of passes) {
        const forward = layer.forward(reference, values, new Matrix(pass.inputs), mode);
        const gradient = new Matrix(pass.outputGradient);
        expectPass(pass, forward, layer.backward(reference, values, forward.cache, gradient));
      }
    }
  });
});

describe("layerNorm", () => {
  it("starts with gain 1 and bias 0, and gives the bias for a constant row", () => {
    const layer = layerNorm({ units: 3 });
    const { parameters, statistics } = layer.initialize((purpose) => new RandomStream(1, purpose), "first");
    expect(parameters.gain!.to2DArray()).toEqual([[1, 1, 1]]);
    expect(parameters.bias!.to2DArray()).toEqual([[0, 0, 0]]);
    expect(statistics).toEqual({});
    const { outputs } = layer.forward(reference, parameters, new Matrix([[5, 5, 5]]), prediction);
    expect(outputs.to2DArray()).toEqual([[0, 0, 0]]);
  });

  it.each([
    [{ units: 1 }, "units to be an integer ≥ 2, got 1"],
    [{ units: 3, epsilon: -1 }, "epsilon to be a finite number > 0, got -1"],
    [{ units: 3, momentum: 0.1 }, 'options named "units", "epsilon", got "momentum"'],
  ])("refuses %o", (options, complaint) => {
    expect(() => layerNorm(options)).toThrow(`Cannot create a layerNorm layer: expected ${complaint}`);
  });
});
