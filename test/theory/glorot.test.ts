import { describe, expect, it } from "vitest";
import {
  type AbstractMatrix,
  classicUniform,
  glorotUniform,
  type Initializer,
  Matrix,
  Network,
  tanh,
} from "../../src/index.ts";
import { SingularValueDecomposition } from "../../src/matrix/matrix.ts";
import { bisect, gaussianMean, nextVariance } from "../support/quadrature.ts";
import { randomMatrix } from "../support/random-matrix.ts";

interface Start {
  readonly initializer: Initializer;
  /** n·Var(W) */
  readonly weights: number;
  /** The mean singular value of a layer's Jacobian that section 4.2.1 gives. */
  readonly singularValue: number;
  /** Standard deviations of the activations, the first hidden layer first. */
  readonly deviations: readonly number[];
}

/** Glorot and Bengio, AISTATS 2010, on a tanh net with five hidden layers of 1000 units before training. */
const starts: readonly Start[] = [
  {
    initializer: classicUniform,
    weights: 1 / 3,
    singularValue: 0.5,
    deviations: [0.164, 0.094, 0.054, 0.031, 0.018],
  },
  {
    initializer: glorotUniform,
    weights: 1,
    singularValue: 0.8,
    deviations: [0.268, 0.248, 0.232, 0.222, 0.213],
  },
];

const meanOf = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

/** The standard deviation over units and examples. */
function deviationOf(outputs: AbstractMatrix): number {
  const values = new Matrix(outputs).to1DArray();
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((y) => (y - mean) ** 2)));
}

/** std of tanh z for z ~ N(0, variance); its mean is 0. */
const deviationAt = (variance: number): number =>
  Math.sqrt(gaussianMean((z) => Math.tanh(z) ** 2, Math.sqrt(variance)));

/** The variance of z in the first layer that gives its activations this standard deviation. */
const varianceFor = (deviation: number): number => bisect((q) => deviation - deviationAt(q), 0, 1);

/** Inputs N(0, a²), with a such that n·Var(W)·a² is this variance of z. */
const inputsFor = (variance: number, weights: number, examples: number, width: number): Matrix =>
  randomMatrix("inputs of the tanh net", examples, width, Math.sqrt(variance / weights));

const tanhNet = (initializer: Initializer, width: number, seed: number): Network =>
  Network.fromSizes([...Array.from({ length: 6 }, () => width), 10], {
    activation: tanh,
    initializer,
    seed,
    engine: "reference",
  });

/** The singular values of a layer's Jacobian diag(f′)·Wᵀ at one example. */
function singularValues(weights: Matrix, slopes: readonly number[]): readonly number[] {
  const transposed = new Matrix(weights).mulRowVector([...slopes]); // (inputs, outputs), ∂yⱼ/∂xᵢ
  const options = { computeLeftSingularVectors: false, computeRightSingularVectors: false };
  return new SingularValueDecomposition(transposed, options).diagonal;
}

describe.each(starts)("$initializer.name, in a tanh net with five hidden layers", (start) => {
  const { initializer, weights, deviations } = start;
  const first = varianceFor(deviations[0]!);

  describe("the standard deviation of the activations", () => {
    // Each layer of n units moves the root mean square of z at random by 1/√(2n) of itself where all inputs have one
    // direction, by less where they have several, and what one layer adds the next passes on. Our 50 inputs are
    // independent, and after five layers of 500 still spread over some 33 directions, 1/(1/50 + 5/500): so five layers
    // move it by √(5/(2·500·33)) = 1.2 %. The published net has 1000 units and images that resemble one another: between
    // none and 2.2 % a layer, 4.5 % over the four layers from the first to the last.
    const width = 500;
    const { passes } = tanhNet(initializer, width, 1).forward(inputsFor(first, weights, 50, width));
    const predicted = [first];
    while (predicted.length < 5) predicted.push(nextVariance(tanh, predicted.at(-1)!, { weights }));

    it.each(deviations.map((published, layer) => ({ layer, published })))(
      "is $published in hidden layer $layer, as published to 5 % and as mean field says to 3 %",
      ({ layer, published }) => {
        const measured = deviationOf(passes[layer]!.outputs);
        expect(Math.abs(measured / published - 1)).toBeLessThan(0.05);
        expect(Math.abs(measured / deviationAt(predicted[layer]!) - 1)).toBeLessThan(0.03);
      },
    );
  });

  describe("the singular values of a layer's Jacobian", () => {
    // Those of an n×n matrix of independent elements of variance v/n have the mean √v·8/(3π), by the quarter circle law,
    // whatever n: 0.4901 for v = 1/3, 0.8488 for v = 1. Their sum strays by a constant, their mean by the order 1/n. The
    // slopes differ little from unit to unit, and but for the square of what they differ, their mean is all that counts.
    const width = 300;
    const network = tanhNet(initializer, width, 2);
    const { passes } = network.forward(inputsFor(first, weights, 2, width));
    const layers = [1, 2, 3, 4].map((layer) => {
      const z = new Matrix(passes[layer]!.preActivations!); // (2, width)
      const slopes = z.to2DArray().map((row) => row.map((value) => tanh.slope(value)));
      const matrix = network.parameters[`${layer}.weights`]!;
      const means = slopes.map((ofExample) => meanOf(singularValues(matrix, ofExample)));
      return { measured: meanOf(means), slope: meanOf(slopes.flat()) };
    });

    it("have the mean 8/(3π)·√(n·Var W)·E[tanh′], to half a percent", () => {
      for (const { measured, slope } of layers) {
        expect(slope).toBeLessThan(1);
        expect(measured / ((8 / (3 * Math.PI)) * Math.sqrt(weights) * slope)).toBeGreaterThan(0.995);
        expect(measured / ((8 / (3 * Math.PI)) * Math.sqrt(weights) * slope)).toBeLessThan(1.005);
      }
    });

    it(`have a mean that rounds to the ${start.singularValue} published, in every layer`, () => {
      for (const { measured } of layers) expect(Number(measured.toFixed(1))).toBe(start.singularValue);
    });
  });
});
