import { describe, expect, it } from "vitest";
import type { Activation } from "../../src/activation/activation.ts";
import { activations } from "../../src/activation/all.ts";
import { identity } from "../../src/activation/identity.ts";
import { sigmoid } from "../../src/activation/sigmoid.ts";
import { reference } from "../../src/engine/reference.ts";
import { activate } from "../../src/layers/activate.ts";
import { batchNorm } from "../../src/layers/batch-norm.ts";
import { dense } from "../../src/layers/dense.ts";
import { dropout } from "../../src/layers/dropout.ts";
import { layerKinds } from "../../src/layers/kinds.ts";
import { type Layer, type Mode, prediction } from "../../src/layers/layer.ts";
import { layerNorm } from "../../src/layers/layer-norm.ts";
import { residual } from "../../src/layers/residual.ts";
import type { AbstractMatrix } from "../../src/matrix/matrix.ts";
import { mapParameters, type Parameters } from "../../src/parameters.ts";
import { RandomStream } from "../../src/random/stream.ts";
import { checkGradients } from "../support/gradient-check.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const batch = 5;

const cubic: Activation = {
  name: "cubic",
  maxSlope: Infinity,
  apply: (z) => z ** 3 / 3 + z,
  slope: (z) => z ** 2 + 1,
};

/** Each layer takes 4 inputs. */
const layers: Record<string, Layer> = {
  ...Object.fromEntries(
    activations.map((activation) => [
      `dense ${activation.name}`,
      dense({ inputs: 4, outputs: 3, activation }),
    ]),
  ),
  "dense cubic": dense({ inputs: 4, outputs: 3, activation: cubic }),
  "dense with one unit": dense({ inputs: 4, outputs: 1, activation: sigmoid }),
  "activate sigmoid": activate(sigmoid),
  "activate cubic": activate(cubic),
  dropout: dropout({ rate: 0.4 }),
  batchNorm: batchNorm({ units: 4 }),
  "batchNorm with a large epsilon": batchNorm({ units: 4, epsilon: 0.5 }),
  layerNorm: layerNorm({ units: 4 }),
  "layerNorm with a large epsilon": layerNorm({ units: 4, epsilon: 0.5 }),
  residual: residual([
    dense({ inputs: 4, outputs: 6, activation: sigmoid }),
    dense({ inputs: 6, outputs: 4, activation: identity }),
  ]),
  "residual of every kind, nested": residual([
    batchNorm({ units: 4 }),
    dense({ inputs: 4, outputs: 3, activation: sigmoid }),
    residual([
      layerNorm({ units: 3 }),
      activate(cubic),
      dropout({ rate: 0.3 }),
      residual([dense({ inputs: 3, outputs: 3, activation: cubic })]),
    ]),
    dense({ inputs: 3, outputs: 4 }),
  ]),
};

it("The layers whose gradients are checked have every kind of the library", () => {
  const checked = Object.values(layers).map(({ kind }) => kind);
  expect(layerKinds.filter((kind) => !checked.includes(kind))).toEqual([]);
});

/** A fresh stream of one seed, so that every evaluation of the loss draws the same masks. */
const training = (): Mode => ({ training: true, random: new RandomStream(7, "draws of the layers") });

/** Values away from their starts (ones and zeros would hide mistakes); variances stay positive. */
function valuesOf(layer: Layer): { parameters: Parameters; statistics: Parameters } {
  const start = layer.initialize((purpose) => new RandomStream(1, purpose), "first");
  const moved = (matrix: AbstractMatrix, name: string) =>
    reference.add(matrix, randomMatrix(`moved ${name}`, matrix.rows, matrix.columns, 0.4));
  const statistics = mapParameters(start.statistics, (matrix, name) =>
    name.endsWith("Variance") ? reference.map((v) => 0.3 + v * v, moved(matrix, name)) : moved(matrix, name),
  );
  return { parameters: mapParameters(start.parameters, moved), statistics };
}

/** Checks ∂E/∂θ and ∂E/∂x of E = Σ c ⊙ y with random c. */
function checkLayer(layer: Layer, mode: () => Mode): void {
  const { parameters, statistics } = valuesOf(layer);
  const inputs = randomMatrix("inputs", batch, 4);
  const run = (values: Parameters) => {
    const { inputs, ...parameters } = values;
    return layer.forward(reference, { ...parameters, ...statistics }, inputs!, mode());
  };
  const values = { ...parameters, inputs };
  const { outputs, cache } = run(values);
  const projection = randomMatrix("projection", batch, outputs.columns);
  const { gradients, inputGradient } = layer.backward(
    reference,
    { ...parameters, ...statistics },
    cache,
    projection,
  );
  const loss = (values: Parameters) => reference.sum(reference.multiply(projection, run(values).outputs));
  checkGradients(values, loss, { ...gradients, inputs: inputGradient() });
}

describe.each(Object.entries(layers))("%s", (_name, layer) => {
  it("has the gradients of central differences in training", () => {
    checkLayer(layer, training);
  });

  it("has the gradients of central differences at prediction", () => {
    checkLayer(layer, () => prediction);
  });
});

describe("checkGradients", () => {
  // E = Σ a² + Σ exp(b), with ∂E/∂a = 2a and ∂E/∂b = exp(b).
  const values = { a: randomMatrix("a", 3, 2), b: randomMatrix("b", 1, 4) };
  const loss = ({ a, b }: Parameters) =>
    reference.sumOfSquares(a!) + reference.sum(reference.map(Math.exp, b!));
  const gradients = () => ({
    a: reference.scale(2, values.a),
    b: reference.map(Math.exp, values.b),
  });

  it("accepts the true gradients and leaves the values as they were", () => {
    const before = JSON.stringify(values);
    checkGradients(values, loss, gradients());
    expect(JSON.stringify(values)).toBe(before);
  });

  it("finds one element that is wrong by 3 in a million, and names it", () => {
    const wrong = gradients();
    const exact = wrong.b.get(0, 2);
    wrong.b.set(0, 2, exact * (1 + 3e-6));
    expect(() => checkGradients(values, loss, wrong)).toThrow(
      new RegExp(
        `got Gradient of b at \\[0, 2\\]: analytic ${String(wrong.b.get(0, 2)).replace(".", "\\.")}, numeric `,
      ),
    );
  });

  it("finds a small gradient that is left out", () => {
    const wrong = gradients();
    const small = { ...values, c: randomMatrix("c", 1, 1) };
    const withSmall = ({ a, b, c }: Parameters) => loss({ a: a!, b: b! }) + 1e-5 * c!.get(0, 0);
    const zero = reference.zeros(1, 1);
    expect(() => checkGradients(small, withSmall, { ...wrong, c: zero })).toThrow("Gradient of c at [0, 0]");
  });

  it("finds NaN, a wrong sign, a missing name, another shape and a gradient that nobody asked for", () => {
    const { a, b } = gradients();
    const nan = reference.map(() => NaN, a);
    expect(() => checkGradients(values, loss, { a: nan, b })).toThrow(
      "Gradient of a at [0, 0]: analytic NaN",
    );
    expect(() => checkGradients(values, loss, { a: reference.scale(-1, a), b })).toThrow("Gradient of a at");
    expect(() => checkGradients(values, loss, { b })).toThrow(
      'expected a gradient of "a", 3×2, got undefined',
    );
    expect(() => checkGradients(values, loss, { a: b, b })).toThrow(
      'expected a gradient of "a", 3×2, got 1×4',
    );
    expect(() => checkGradients(values, loss, { a, b, c: b })).toThrow(
      'expected a gradient of "a" or "b", got "c"',
    );
  });
});
