import { describe, expect, it } from "vitest";
import { identity } from "../../src/activation/identity.ts";
import { relu } from "../../src/activation/relu.ts";
import { sigmoid } from "../../src/activation/sigmoid.ts";
import { tanh } from "../../src/activation/tanh.ts";
import { softmax } from "../../src/head/softmax.ts";
import { constant } from "../../src/initializer/constant.ts";
import { batchNorm } from "../../src/layers/batch-norm.ts";
import { dense } from "../../src/layers/dense.ts";
import { dropout } from "../../src/layers/dropout.ts";
import { residual } from "../../src/layers/residual.ts";
import { type Matrix, SingularValueDecomposition } from "../../src/matrix/matrix.ts";
import { Network } from "../../src/network/network.ts";
import { sgd } from "../../src/optimizer/sgd.ts";
import { GradientProbe } from "../../src/probe/gradient-probe.ts";
import { bitsOf } from "../support/bits.ts";
import { engine, expectWithin, tolerance } from "../support/engine-under-test.ts";
import { gaussianMean } from "../support/quadrature.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const inputs = randomMatrix("inputs of the probe", 9, 4);
const labels = [0, 1, 2, 0, 1, 2, 0, 1, 2];
const probe = new GradientProbe();
/** In float32, 50 roundings on the way through three layers and back; no figure exceeds 5. */
const near = tolerance(0.5e-12, 50, 5);

const rms = (rows: number[][]): number =>
  Math.sqrt(rows.flat().reduce((sum, value) => sum + value * value, 0) / rows.flat().length);
const norm = (rows: number[][]): number => Math.hypot(...rows.flat());
const times = (a: number[][], b: number[][]): number[][] =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0)));
const transpose = (a: number[][]): number[][] => a[0]!.map((_, j) => a.map((row) => row[j]!));

/** What mean field, the bound and the noise of the examples say of a dense layer, by plain loops. */
function denseFigures(
  x: number[][],
  delta: number[][],
  { weights, bias }: { weights: number[][]; bias: number[] },
  { slope, apply, maxSlope }: typeof sigmoid,
) {
  const [fanIn, fanOut] = [weights.length, bias.length];
  const biasMean = bias.reduce((sum, b) => sum + b, 0) / fanOut;
  const biasVariance = bias.reduce((sum, b) => sum + (b - biasMean) ** 2, 0) / fanOut;
  const deviation = Math.sqrt(fanIn * rms(weights) ** 2 * rms(x) ** 2 + biasVariance);
  const squaredSlope = gaussianMean((t) => slope(biasMean + t, apply(biasMean + t)) ** 2, deviation);
  const gradients = x.map((row, example) =>
    row.flatMap((input) => delta[example]!.map((error) => input * error)),
  );
  const average = gradients[0]!.map((_, k) => gradients.reduce((sum, g) => sum + g[k]!, 0) / x.length);
  const noise = gradients.reduce(
    (sum, g) => sum + Math.hypot(...g.map((value, k) => value - average[k]!)) ** 2,
    0,
  );
  const largest = new SingularValueDecomposition(weights, { autoTranspose: true }).norm2;
  return {
    predictedAttenuation: Math.sqrt(fanOut * squaredSlope) * rms(weights),
    attenuationBound: maxSlope * largest * Math.sqrt(fanOut / fanIn),
    signalToNoise: Math.hypot(...average) / Math.sqrt(noise / x.length),
  };
}

describe("probe.measure", () => {
  it("gives the figures that plain loops over the chain rule give", () => {
    const network = Network.fromSizes([4, 5, 6, 3], { activation: sigmoid, seed: 1, engine });
    const report = probe.measure(network, inputs, labels);
    const layers = [0, 1, 2].map((index) => ({
      weights: network.parameters[`${index}.weights`]!.to2DArray(),
      bias: network.parameters[`${index}.bias`]!.to1DArray(),
    }));

    const activations = [inputs.to2DArray()];
    for (const [index, { weights, bias }] of layers.entries()) {
      const z = times(activations[index]!, weights).map((row) => row.map((value, j) => value + bias[j]!));
      activations.push(index < 2 ? z.map((row) => row.map((value) => 1 / (1 + Math.exp(-value)))) : z);
    }
    // The gradient of the loss of each example on its own with respect to the logits.
    let error = activations[3]!.map((logits, row) => {
      const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
      return logits.map((logit, j) => Math.exp(logit) / total - (labels[row] === j ? 1 : 0));
    });
    for (const index of [2, 1, 0]) {
      const measured = report.layers[index]!;
      const y = activations[index + 1]!;
      const slope = y.map((row) => row.map((value) => (index < 2 ? value * (1 - value) : 1)));
      const delta = error.map((row, i) => row.map((value, j) => value * slope[i]![j]!));
      const below = times(delta, transpose(layers[index]!.weights));
      const weightGradient = times(transpose(activations[index]!), delta);
      const mean = y.flat().reduce((sum, value) => sum + value) / y.flat().length;
      const expected = {
        path: String(index),
        kind: "dense",
        activation: index < 2 ? "sigmoid" : "identity",
        weightGradientNorm: norm(weightGradient) / 9,
        biasGradientNorm: norm([transpose(delta).map((column) => column.reduce((a, b) => a + b))]) / 9,
        errorAfterActivation: rms(error),
        errorBeforeActivation: rms(delta),
        errorBelow: rms(below),
        slopeFactor: rms(delta) / rms(error),
        weightFactor: rms(below) / rms(delta),
        attenuation: rms(below) / rms(error),
        meanSlope: slope.flat().reduce((sum, value) => sum + value) / slope.flat().length,
        maxSlope: index < 2 ? 0.25 : 1,
        saturatedShare:
          slope.flat().filter((value) => value < (index < 2 ? 0.025 : 0.1)).length / slope.flat().length,
        activationMean: mean,
        activationSpread: rms(y.map((row) => row.map((value) => value - mean))),
        ...denseFigures(activations[index]!, delta, layers[index]!, index < 2 ? sigmoid : identity),
        deadShare: 0,
      };
      expect(Object.keys(measured).sort()).toEqual(Object.keys(expected).sort());
      for (const [name, value] of Object.entries(expected)) {
        const actual = measured[name as keyof typeof measured];
        if (typeof value === "number") expectWithin(actual as number, value, near, `${name} of ${index}`);
        else expect(actual).toBe(value);
      }
      error = below;
    }
    expect(report.loss).toBe(network.evaluate(inputs, labels).loss);
    const [first, second] = report.layers;
    expectWithin(report.surviving, first!.errorBeforeActivation! / second!.errorBeforeActivation!, near);
    expect(report.survivingPerLayer).toBe(report.surviving);
    expectWithin(report.survivingBySlopes, first!.slopeFactor!, near);
    expectWithin(report.survivingByWeights, second!.weightFactor!, near);
  });

  it("splits the attenuation of every layer into exactly two factors", () => {
    const network = Network.fromSizes([4, 7, 7, 7, 7, 3], { activation: tanh, seed: 2, engine });
    for (const layer of probe.measure(network, inputs, labels).layers) {
      const product = layer.slopeFactor! * layer.weightFactor!;
      expect(Math.abs(product / layer.attenuation! - 1)).toBeLessThan(1e-14);
    }
    const { layers, surviving, survivingPerLayer, survivingBySlopes, survivingByWeights } = probe.measure(
      network,
      inputs,
      labels,
    );
    const hidden = layers.slice(0, 4);
    const slopes = hidden.slice(0, 3).reduce((product, layer) => product * layer.slopeFactor!, 1);
    const weights = hidden.slice(1).reduce((product, layer) => product * layer.weightFactor!, 1);
    expectWithin(survivingBySlopes, slopes, near);
    expectWithin(survivingByWeights, weights, near);
    expectWithin(surviving, slopes * weights, near);
    expectWithin(survivingPerLayer! ** 3, surviving!, near);
  });

  it("does not depend on how often the examples are repeated", () => {
    const network = Network.fromSizes([4, 5, 3], { activation: sigmoid, seed: 3, engine });
    const twice = [...inputs.to2DArray(), ...inputs.to2DArray()];
    const [once, repeated] = [
      probe.measure(network, inputs, labels),
      probe.measure(network, twice, [...labels, ...labels]),
    ];
    for (const [index, layer] of once.layers.entries()) {
      for (const name of ["errorBeforeActivation", "errorBelow", "weightGradientNorm"] as const) {
        expectWithin(repeated.layers[index]![name], layer[name]!, near);
      }
    }
  });

  it("counts dead rectified units as saturated and leaves out factors of nothing", () => {
    const dead = new Network({
      layers: [
        dense({ inputs: 4, outputs: 5, activation: relu, initializer: constant(-1) }),
        dense({ inputs: 5, outputs: 3 }),
      ],
      head: softmax,
      seed: 1,
      engine,
    });
    const positive = inputs.to2DArray().map((row) => row.map(Math.abs));
    const [first] = probe.measure(dead, positive, labels).layers;
    expect(first!.saturatedShare).toBe(1);
    expect(first!.meanSlope).toBe(0);
    expect(first!.slopeFactor).toBe(0);
    expect(first!.weightFactor).toBeUndefined();
  });

  it("shows the layers inside a residual layer by their paths", () => {
    const network = new Network({
      layers: [
        dense({ inputs: 4, outputs: 4, activation: tanh }),
        batchNorm({ units: 4 }),
        dropout({ rate: 0.5 }),
        residual([dense({ inputs: 4, outputs: 4, activation: sigmoid })]),
        dense({ inputs: 4, outputs: 3 }),
      ],
      head: softmax,
      seed: 1,
      engine,
    });
    const report = probe.measure(network, inputs, labels);
    expect(report.layers.map(({ path, kind }) => `${path} ${kind}`)).toEqual([
      "0 dense",
      "1 batchNorm",
      "2 dropout",
      "3 residual",
      "3.0 dense",
      "4 dense",
    ]);
    expect(report.layers[4]!.maxSlope).toBe(0.25);
    expect(report.layers[1]!.weightGradientNorm).toBeGreaterThan(0);
  });

  it("alters nothing, and refuses data that do not fit", () => {
    const network = Network.fromSizes([4, 5, 3], { seed: 3, engine });
    const before = bitsOf(network.parameters);
    probe.measure(network, inputs, labels);
    expect(bitsOf(network.parameters)).toEqual(before);
    expect(() => probe.measure(network, [[1]], [0])).toThrow("expected inputs to be any×4, got 1×1");
    expect(() => probe.measure(network, inputs, [0])).toThrow(
      "expected one target for each of 9 examples, got 1",
    );
  });
});

describe("new GradientProbe", () => {
  it.each([0, -1, 1.5, Number.NaN])("refuses to look at one update in %d", (every) => {
    expect(() => new GradientProbe({ every })).toThrow(`expected every to be an integer ≥ 1, got ${every}`);
  });
});

describe("a probe in fit", () => {
  it("reports one update in so many, from the first on, with the loss before the update", async () => {
    const network = Network.fromSizes([4, 5, 3], { activation: sigmoid, seed: 4, engine });
    const measured = probe.measure(network, inputs, labels);
    const inFit = new GradientProbe({ every: 4 });
    await network.fit(inputs, labels, { epochs: 5, batchSize: 3, probe: inFit });
    expect(inFit.reports.map((report) => report.moment!.step)).toEqual([0, 4, 8, 12]);
    expect(inFit.reports.map((report) => report.moment!.epoch)).toEqual([0, 1 + 1 / 3, 2 + 2 / 3, 4]);

    const whole = new GradientProbe();
    await Network.fromSizes([4, 5, 3], { activation: sigmoid, seed: 4, engine }).fit(inputs, labels, {
      epochs: 1,
      probe: whole,
    });
    const [first] = whole.reports;
    expectWithin(first!.loss, measured.loss, near);
    for (const [index, layer] of measured.layers.entries()) {
      expectWithin(first!.layers[index]!.errorBelow, layer.errorBelow, near);
    }
  });

  it("is refused where it goes on after it has returned", async () => {
    const network = Network.fromSizes([4, 5, 3], { activation: sigmoid, seed: 4, engine });
    const before = bitsOf(network.parameters);
    const inFit = { every: 1, observe: async () => {} };
    await expect(network.fit(inputs, labels, { epochs: 1, probe: inFit })).rejects.toThrow(
      "expected observe of the probe to be done when it returns, got a promise",
    );
    expect(bitsOf(network.parameters)).toEqual(before);
  });

  it("takes the ratio of the update to the weights before it", async () => {
    const network = Network.fromSizes([4, 5, 3], { activation: tanh, seed: 5, engine });
    const inFit = new GradientProbe({ every: 1 });
    const snapshots: Matrix[] = [network.parameters["1.weights"]!.clone()];
    await network.fit(inputs, labels, {
      epochs: 3,
      optimizer: sgd({ learningRate: 0.3, momentum: 0.8 }),
      probe: inFit,
      onBatch: () => snapshots.push(network.parameters["1.weights"]!.clone()),
    });
    for (const [step, report] of inFit.reports.entries()) {
      const [before, after] = [snapshots[step]!, snapshots[step + 1]!];
      const change = norm(after.clone().sub(before).to2DArray()) / norm(before.to2DArray());
      expectWithin(report.layers[1]!.updateToWeightRatio, change, tolerance(0.5e-10, 100));
    }
  });

  it("sees frozen layers, which have no update", async () => {
    const network = Network.fromSizes([4, 5, 3], { seed: 6, engine }).freeze(0);
    const inFit = new GradientProbe();
    await network.fit(inputs, labels, { epochs: 1, probe: inFit });
    const [frozen, free] = inFit.reports[0]!.layers;
    expect(frozen!.weightGradientNorm).toBeGreaterThan(0);
    expect(frozen!.updateToWeightRatio).toBeUndefined();
    expect(free!.updateToWeightRatio).toBeGreaterThan(0);
  });
});

describe("GradientReport", () => {
  it("prints as a table with one line per layer and a sentence on what survives", () => {
    const network = Network.fromSizes([4, 5, 6, 3], { activation: sigmoid, seed: 1, engine });
    const lines = String(probe.measure(network, inputs, labels)).split("\n");
    expect(lines).toHaveLength(7);
    expect(lines[1]).toContain("slope ×  weights ×  = layer ×");
    expect(lines[3]).toMatch(/^0 sigmoid/);
    expect(lines[6]).toMatch(
      /^[\d.]+ of δ at the last hidden layer is left at the first \(slopes [\d.]+ × weights [\d.]+\), [\d.]+ per layer\.$/,
    );
    expect(new Set(lines.slice(1, 6).map((line) => line.length)).size).toBe(1);
  });
});
