import type { Activation } from "../activation/activation.ts";
import { identity } from "../activation/identity.ts";
import { rangeError } from "../check.ts";
import type { Engine } from "../engine/engine.ts";
import { readMatrix } from "../engine/read-matrix.ts";
import { reference } from "../engine/reference.ts";
import type { BackwardResult, ForwardResult, Layer } from "../layers/layer.ts";
import type { AbstractMatrix, Matrix } from "../matrix/matrix.ts";
import type { Parameters } from "../parameters.ts";
import { expectElements, expectShape } from "./expect.ts";

/** What went through a layer, in the memory of its engine. */
export interface Seen {
  readonly engine: Engine;
  readonly layer: Layer;
  readonly forward: ForwardResult;
  readonly backward: BackwardResult;
}

/** Refuses what a probe would read of the ends of a layer y = f(z) if it is not z, with y = f(z), and δ = ∂E/∂y ⊙ f′(z). */
export function checkSignals(action: string, seen: Seen, outputGradient: Matrix): void {
  const { engine, layer, forward, backward } = seen;
  const { activation } = layer;
  const f: Activation = activation ?? identity;
  const outputs = readMatrix(engine, forward.outputs);
  const given = forward.preActivations && readMatrix(engine, forward.preActivations);
  if (given) {
    expectShape(action, "preActivations", given, outputs.rows, outputs.columns);
    expectElements(action, `${f.name} of preActivations`, reference.activate(f, given), outputs);
  }
  if (!backward.errorSignal) return;
  if (activation && !given)
    throw rangeError(action, `preActivations of a layer with an errorSignal behind ${f.name}`, "undefined");
  const slope = reference.slope(f, given ?? outputs, outputs);
  const expected = reference.multiply(outputGradient, slope);
  expectElements(action, "errorSignal", readMatrix(engine, backward.errorSignal), expected);
}

/** Refuses outputs of a layer that says it is affine and is not y = f(x·W + b), at these values. */
export function checkAffine(action: string, seen: Seen, values: Parameters, x: AbstractMatrix): void {
  const { engine, layer, forward } = seen;
  if (!layer.affine) return;
  const { weights, bias } = values;
  const { activation = identity } = layer;
  const z = reference.affine(x, weights!, bias!); // (rows, outputs)
  const expected = reference.activate(activation, z);
  const what = `of a layer that is affine, ${activation.name}(x·W + b),`;
  expectElements(action, `outputs ${what}`, readMatrix(engine, forward.outputs), expected);
  if (forward.preActivations)
    expectElements(
      action,
      "preActivations of a layer that is affine, x·W + b,",
      readMatrix(engine, forward.preActivations),
      z,
    );
}
