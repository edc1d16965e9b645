import { describe, expect, it } from "vitest";
import {
  classicUniform,
  constant,
  dense,
  GradientProbe,
  type GradientReport,
  type Initializer,
  identity,
  type LayerGradient,
  linear,
  Matrix,
  Network,
  residual,
  sgd,
  sigmoid,
} from "../../src/index.ts";
import { SingularValueDecomposition } from "../../src/matrix/matrix.ts";
import { loadParameters } from "../../src/parameters.ts";
import { tracesInRange } from "../../src/probe/in-range.ts";
import { bitsOf } from "../support/bits.ts";
import { engine, isFloat64, rounded } from "../support/engine-under-test.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const width = 12;
const labels = Array.from({ length: 8 }, (_, example) => example % 3);
const inputs = randomMatrix("inputs of deep nets", 8, width);
for (let row = 0; row < 8; row++) inputs.setRow(row, inputs.getRow(row).map(Math.fround));

/** A logistic net from the classical start, in which a seventh of the error signal is left at each layer. */
function deepNet(depth: number): Network {
  const sizes = [...Array.from({ length: depth + 1 }, () => width), 3];
  return rounded(
    Network.fromSizes(sizes, { activation: sigmoid, initializer: classicUniform, seed: 1, engine }),
  );
}

/** In float32, some 40 roundings in each of the layers above, each of 2⁻²⁴ of the signal. */
const bound = (depth: number): number => (isFloat64 ? 1e-10 : 40 * (depth + 2) * 2 ** -24);

const sumOfSquares = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value ** 2, 0);
const rms = (rows: number[][]): number => Math.sqrt(sumOfSquares(rows.flat()) / rows.flat().length);
const times = (a: number[][], b: number[][]): number[][] =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0)));
const transpose = (a: number[][]): number[][] => a[0]!.map((_, j) => a.map((row) => row[j]!));

/** ln of the rms of ∂E/∂y, δ and ∂E/∂x and of ‖∂E/∂W‖, and the signal to noise, of one layer. */
interface Expected {
  readonly after: number;
  readonly before: number;
  readonly below: number;
  readonly gradient: number;
  readonly signalToNoise: number;
}

/** By plain loops, with the error signal divided by its rms at every layer and the logarithms of these added up. */
function expectedOf(network: Network): readonly Expected[] {
  const weights = network.layers.map((_, index) => network.parameters[`${index}.weights`]!.to2DArray());
  const activations = [inputs.to2DArray()];
  for (const [index, matrix] of weights.entries()) {
    const z = times(activations[index]!, matrix);
    activations.push(index < weights.length - 1 ? z.map((row) => row.map((v) => 1 / (1 + Math.exp(-v)))) : z);
  }
  let error = activations.at(-1)!.map((logits, row) => {
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    return logits.map((logit, j) => Math.exp(logit) / total - (labels[row] === j ? 1 : 0));
  });
  let logarithm = 0;
  const layers: Expected[] = [];
  for (let index = weights.length - 1; index >= 0; index--) {
    const scale = rms(error);
    logarithm += Math.log(scale);
    error = error.map((row) => row.map((value) => value / scale));
    const y = activations[index + 1]!;
    const slope = y.map((row) => row.map((v) => (index < weights.length - 1 ? v * (1 - v) : 1)));
    const delta = error.map((row, i) => row.map((value, j) => value * slope[i]![j]!));
    const below = times(delta, transpose(weights[index]!));
    const x = activations[index]!;
    const mean = times(transpose(x), delta).map((row) => row.map((value) => value / x.length));
    const noise = x.map((row, i) =>
      sumOfSquares(row.flatMap((v, k) => delta[i]!.map((d, j) => v * d - mean[k]![j]!))),
    );
    layers.unshift({
      after: logarithm,
      before: logarithm + Math.log(rms(delta)),
      below: logarithm + Math.log(rms(below)),
      gradient: logarithm + Math.log(sumOfSquares(mean.flat())) / 2,
      signalToNoise: Math.sqrt(sumOfSquares(mean.flat()) / (noise.reduce((a, b) => a + b) / x.length)),
    });
    error = below;
  }
  return layers;
}

const relative = (actual: number | undefined, expected: number): number => Math.abs(actual! / expected - 1);

function expectFigures(report: GradientReport, network: Network, depth: number): void {
  const expected = expectedOf(network);
  const within = bound(depth);
  for (const [index, { after, before, below, gradient }] of expected.entries()) {
    const layer = report.layers[index]!;
    const figures = [
      [layer.errorAfterActivation, after],
      [layer.errorBeforeActivation, before],
      [layer.errorBelow, below],
      [layer.weightGradientNorm, gradient],
    ] as const;
    for (const [actual, logarithm] of figures) {
      expect(relative(actual, Math.exp(logarithm)), `layer ${index}`).toBeLessThan(within);
    }
    expect(relative(layer.slopeFactor, Math.exp(before - after)), `slopes of ${index}`).toBeLessThan(within);
    expect(relative(layer.weightFactor, Math.exp(below - before)), `weights of ${index}`).toBeLessThan(
      within,
    );
  }
  const surviving = expected[0]!.before - expected[depth - 1]!.before;
  const slopes = expected.slice(0, depth - 1).reduce((sum, { before, after }) => sum + before - after, 0);
  expect(relative(report.surviving, Math.exp(surviving))).toBeLessThan(within);
  expect(relative(report.survivingPerLayer, Math.exp(surviving / (depth - 1)))).toBeLessThan(within);
  expect(relative(report.survivingBySlopes, Math.exp(slopes))).toBeLessThan(within);
  expect(relative(report.survivingByWeights, Math.exp(surviving - slopes))).toBeLessThan(within);
}

/** The cells of a table, without the heading and what follows. */
const cellsOf = (report: GradientReport): string[] =>
  String(report)
    .split("\n")
    .slice(3, -1)
    .flatMap((line) => line.split(/ {2,}/));

describe("probe.measure of a net of 60 layers, in which the error signal falls to 10⁻⁵¹", () => {
  const network = deepNet(60);
  const report = new GradientProbe().measure(network, inputs, labels);

  it("gives the figures of plain loops over the chain rule", () => {
    expectFigures(report, network, 60);
  });

  it("gives the signal to noise of plain loops", () => {
    for (const [index, { signalToNoise }] of expectedOf(network).entries()) {
      // What the examples share is taken off: ‖ḡ‖² of the mean of squares, which is up to 1 + signalToNoise² times what is left.
      const apart = (1 + signalToNoise ** 2) * bound(60);
      expect(relative(report.layers[index]!.signalToNoise, signalToNoise), `layer ${index}`).toBeLessThan(
        apart,
      );
    }
  });

  it("prints no 0 that is not one", () => {
    expect(cellsOf(report).filter((cell) => /^0(\.0+)?$/.test(cell))).toEqual([]);
    const { surviving, survivingBound } = report;
    expect(surviving).toBeLessThan(survivingBound!);
    expect(String(report)).toContain(
      `${surviving!.toExponential(1)} of δ at the last hidden layer is left at the first (slopes ` +
        `${report.survivingBySlopes!.toExponential(1)} × weights ${report.survivingByWeights!.toExponential(1)})`,
    );
  });
});

describe("a probe in fit, of a net of 60 layers", () => {
  const run = async (probe?: GradientProbe) => {
    const network = deepNet(60);
    const options = { epochs: 2, batchSize: 8, shuffle: false, optimizer: sgd({ learningRate: 0.5 }) };
    await network.fit(inputs, labels, { ...options, ...(probe && { probe }) });
    return network;
  };

  it("observes the figures of plain loops, and leaves the bits of training as they are", async () => {
    const probe = new GradientProbe({ every: 1 });
    const watched = await run(probe);
    expectFigures(probe.reports[0]!, deepNet(60), 60);
    expect(probe.reports[1]!.surviving).toBeGreaterThan(1e-60);
    expect(probe.reports[1]!.surviving).toBeLessThan(1e-40);
    expect(bitsOf(watched.parameters)).toEqual(bitsOf((await run()).parameters));
  });
});

describe("probe.measure of a net of 500 layers, in which the error signal falls below the least number there is", () => {
  const network = deepNet(500);
  const report = new GradientProbe().measure(network, inputs, labels);

  it("gives the factors of every layer and their mean", () => {
    const expected = expectedOf(network);
    for (const [index, { before, after, below }] of expected.entries()) {
      const { slopeFactor, weightFactor } = report.layers[index]!;
      expect(relative(slopeFactor, Math.exp(before - after)), `slopes of ${index}`).toBeLessThan(bound(500));
      expect(relative(weightFactor, Math.exp(below - before)), `weights of ${index}`).toBeLessThan(
        bound(500),
      );
    }
    const perLayer = Math.exp((expected[0]!.before - expected[499]!.before) / 499);
    expect(relative(report.survivingPerLayer, perLayer)).toBeLessThan(bound(500));
  });

  it("has the least number there is, and no 0, where a figure is out of range", () => {
    expect(report.surviving).toBe(Number.MIN_VALUE);
    expect(report.layers[0]!.errorBelow).toBe(Number.MIN_VALUE);
    expect(report.layers[0]!.weightGradientNorm).toBe(Number.MIN_VALUE);
    expect(report.survivingBySlopes).toBeGreaterThan(0);
    expect(report.survivingByWeights).toBeGreaterThan(0);
    expect(cellsOf(report).filter((cell) => /^0(\.0+)?$/.test(cell))).toEqual([]);
  });
});

describe("probe.jacobians of deep nets", () => {
  /** The largest singular value and the mean square of diag(f′(z))·Wᵀ of all layers but the first, by plain loops. */
  const endToEndOf = (network: Network, layers: number) => {
    let y = inputs.to2DArray().slice(0, 1);
    let through: number[][] | undefined;
    let logarithm = 0;
    for (let index = 0; index < layers; index++) {
      const weights = network.parameters[`${index}.weights`]!.to2DArray();
      y = times(y, weights).map((row) => row.map((z) => 1 / (1 + Math.exp(-z))));
      const jacobian = transpose(weights).map((row, unit) =>
        row.map((weight) => weight * y[0]![unit]! * (1 - y[0]![unit]!)),
      );
      if (index === 0) continue;
      const next = through ? times(jacobian, through) : jacobian;
      const scale = rms(next);
      logarithm += Math.log(scale);
      through = next.map((row) => row.map((value) => value / scale));
    }
    const largest = new SingularValueDecomposition(new Matrix(through!)).norm2;
    return { logarithm, largest, meanSquare: sumOfSquares(through!.flat()) / width };
  };

  it("give the values of plain loops, end to end", () => {
    const network = deepNet(60);
    const { endToEnd } = new GradientProbe().jacobians(network, inputs, { examples: 1 });
    const { logarithm, largest, meanSquare } = endToEndOf(network, 60);
    expect(relative(endToEnd!.largest, largest * Math.exp(logarithm))).toBeLessThan(bound(60));
    expect(relative(endToEnd!.meanSquare, meanSquare * Math.exp(2 * logarithm))).toBeLessThan(2 * bound(60));
    expect(endToEnd!.smallestIsBound).toBe(true);
  });

  it("have no 0 where the squares are out of range, and where all is", () => {
    const network = deepNet(300);
    const { endToEnd } = new GradientProbe().jacobians(network, inputs, { examples: 1 });
    const { logarithm, largest } = endToEndOf(network, 300);
    expect(relative(endToEnd!.largest, largest * Math.exp(logarithm))).toBeLessThan(bound(300));
    expect(endToEnd!.meanSquare).toBe(Number.MIN_VALUE);
    const beyond = new GradientProbe().jacobians(deepNet(450), inputs, { examples: 1 });
    expect(beyond.endToEnd!.largest).toBe(Number.MIN_VALUE);
  });
});

describe("probe.measure of a net in which the error signal grows beyond float32", () => {
  it("finds that 149 ways around an identity double it each time", () => {
    const even: Initializer = {
      name: "even",
      draw: ({ inputs: rows, outputs }) => ({ weights: Matrix.eye(rows, outputs) }),
    };
    const network = new Network({
      layers: [
        dense({ inputs: 2, outputs: 2, initializer: even }),
        ...Array.from({ length: 149 }, () =>
          residual([dense({ inputs: 2, outputs: 2, activation: identity, initializer: even })]),
        ),
        dense({ inputs: 2, outputs: 2, initializer: even }),
      ],
      head: linear,
      seed: 1,
      engine,
    });
    const report = new GradientProbe().measure(network, [[2 ** -120, 0]], [[2 ** 20, 0]]);
    for (const { attenuation } of report.layers.filter(({ kind }) => kind === "residual")) {
      expect(attenuation).toBe(2);
    }
    expect(report.surviving).toBe(2 ** 149);
    expect(report.survivingPerLayer).toBeCloseTo(2, 12);
  });
});

describe("probe.measure of a long branch", () => {
  it("measures inside it as deep as it goes, beside a way around with a signal of ordinary size", () => {
    const branch = Array.from({ length: 60 }, () =>
      dense({ inputs: width, outputs: width, activation: sigmoid, initializer: classicUniform }),
    );
    const head = dense({ inputs: width, outputs: 3 });
    const network = rounded(new Network({ layers: [residual(branch), head], head: linear, seed: 1, engine }));
    const targets = randomMatrix("targets", 8, 3);
    const { layers } = new GradientProbe().measure(network, inputs, targets);
    const inside = layers.filter(({ path }) => path.startsWith("0."));
    expect(inside).toHaveLength(60);
    const whole = inside.reduce((product, { attenuation }) => product * attenuation!, 1);
    expect(whole).toBeLessThan(1e-45);
    expect(relative(inside[0]!.errorBelow, layers[0]!.errorAfterActivation * whole)).toBeLessThan(1e-12);
    const exact = new GradientProbe().measure(
      new Network({
        ...{ layers: network.layers, head: linear, seed: 1, engine: "reference" },
        parameters: network.parameters,
      }),
      inputs,
      targets,
    );
    for (const [index, { slopeFactor, weightFactor }] of exact.layers.entries()) {
      expect(relative(layers[index]!.slopeFactor, slopeFactor!)).toBeLessThan(bound(60));
      expect(relative(layers[index]!.weightFactor, weightFactor!)).toBeLessThan(bound(60));
    }
  });
});

describe("tracesInRange", () => {
  it("hands on what training computed where the error signal has an ordinary size", () => {
    const network = Network.fromSizes([width, 9, 9, 9, 9, 9, 9, 3], {
      ...{ activation: sigmoid, initializer: classicUniform, seed: 1, engine },
    });
    const { traces, engine: opened } = network.gradients(inputs, labels);
    const same = tracesInRange(opened, loadParameters("test", opened, network.parameters), traces);
    expect(same.map(({ exponent }) => exponent)).toEqual(traces.map(() => 0));
    for (const [index, { backward }] of same.entries()) expect(backward).toBe(traces[index]!.backward);
  });

  it("leaves a signal of nothing as it is", () => {
    const network = Network.fromSizes([width, 4, 4, 3], { initializer: constant(0), seed: 1, engine });
    const { layers } = new GradientProbe().measure(network, inputs, labels);
    const errors = layers.map(({ errorBelow }: LayerGradient) => errorBelow);
    expect(errors).toEqual([0, 0, 0]);
  });
});
