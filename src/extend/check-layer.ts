import {
  checkArray,
  checkInteger,
  checkKeys,
  checkMethods,
  checkNumber,
  rangeError,
  show,
} from "../check.ts";
import type { Engine, EngineKind } from "../engine/engine.ts";
import { readMatrix } from "../engine/read-matrix.ts";
import { reference, referenceKind } from "../engine/reference.ts";
import { withEngine } from "../engine/with-engine.ts";
import { type Layer, type LayerValues, type Mode, prediction } from "../layers/layer.ts";
import { type AbstractMatrix, Matrix } from "../matrix/matrix.ts";
import { loadParameters, mapParameters, type Parameters } from "../parameters.ts";
import { RandomStream } from "../random/stream.ts";
import { checkGradients } from "./check-gradients.ts";
import { checkingEngine } from "./checking-engine.ts";
import { expectShape } from "./expect.ts";

/** Options of `checkLayer`. */
export interface CheckLayerOptions {
  /** Columns that go in. Default: as the layer says, or 4. */
  readonly inputs?: number | undefined;
  /** Examples in the batch, ≥ 2. Default 5. */
  readonly rows?: number | undefined;
}

const action = "check a layer";

/**
 * Checks that a layer is one, at prediction and in training:
 *
 * * its gradients, with respect to every parameter and to its inputs, are those of central differences in float64;
 * * outputs and gradients have the shapes that it says, and nothing that is handed over is changed;
 * * every matrix of parameters is among its `weights`, or the layer says that it is not;
 * * equal streams give equal bits, and so does an engine with memory of its own: nothing is kept from an earlier pass.
 *
 * Draws in training are the same at both sides of a difference. Where an activation has a kink, inputs are not near it: draw others, by
 * another number of rows, if a difference falls on one.
 *
 * @param layer - The layer.
 * @param options - The width and the number of examples.
 * @throws RangeError or TypeError that says which of these does not hold.
 * @example
 * checkLayer(dense({ inputs: 3, outputs: 2, activation: tanh }));
 */
export function checkLayer(layer: Layer, options: CheckLayerOptions = {}): void {
  checkMethods(action, "a layer such as dense()", layer, "initialize", "forward", "backward", "toJSON");
  checkKeys(action, options, ["inputs", "rows"]);
  const { inputs = layer.inputs ?? 4, rows = 5 } = options;
  checkInteger(action, "inputs", inputs, { min: 1 });
  checkInteger(action, "rows", rows, { min: 2 });
  const { kind } = layer.toJSON();
  if (kind !== layer.kind)
    throw rangeError(action, `toJSON to give the kind ${show(layer.kind)}`, show(kind));
  const x = randomMatrix("inputs", rows, inputs);
  if (layer.multiplications !== undefined)
    checkNumber(action, "multiplications", layer.multiplications, { min: 0 });
  const first = layer.initialize((purpose) => new RandomStream("check a layer", purpose), "first");
  checkWeights(layer, first.parameters);
  const values = valuesOf(first);
  for (const training of [false, true]) {
    const mode = (): Mode =>
      training ? { training, random: new RandomStream("check a layer", "draws") } : prediction;
    const run = (kindOfEngine: EngineKind): Passed => pass(kindOfEngine, layer, values, x, mode());
    const before = show([x.to2DArray(), mapParameters(values, (matrix) => matrix.to1DArray())]);
    const first = run(referenceKind);
    if (show([x.to2DArray(), mapParameters(values, (matrix) => matrix.to1DArray())]) !== before) {
      throw rangeError(action, "inputs and values to be left as they are", "others");
    }
    expectShape(action, "outputs", first.outputs, rows, layer.outputs ?? inputs);
    for (const [name, other] of Object.entries({
      "a second pass": run(referenceKind),
      "an engine with memory of its own": run(checkingEngine),
    })) {
      if (bitsOf(other) !== bitsOf(first)) throw rangeError(action, `the same bits in ${name}`, "others");
    }
    const { weights, gradients, inputGradient } = first;
    const loss = (point: Parameters): number => {
      const { " inputs": moved, ...rest } = point;
      const { outputs } = layer.forward(reference, { ...values, ...rest }, moved!, mode());
      return reference.sum(reference.multiply(outputs, weights));
    };
    const trained = Object.fromEntries(Object.keys(gradients).map((name) => [name, values[name]!]));
    checkGradients({ ...trained, " inputs": x }, loss, { ...gradients, " inputs": inputGradient });
  }
}

interface Passed {
  readonly outputs: Matrix;
  /** What each output counts in the loss Σ weight·output: (rows, outputs). */
  readonly weights: Matrix;
  readonly gradients: Readonly<Record<string, Matrix>>;
  readonly inputGradient: Matrix;
}

/** Forward and back through the layer, read out of the engine. */
function pass(kind: EngineKind, layer: Layer, values: Parameters, x: Matrix, mode: Mode): Passed {
  return withEngine(kind, (engine: Engine) =>
    engine.scope(() => {
      const loaded = loadParameters(action, engine, values);
      const forward = layer.forward(engine, loaded, engine.load(x), mode);
      const outputs = readMatrix(engine, forward.outputs);
      const weights = randomMatrix("weights of outputs", outputs.rows, outputs.columns);
      const { gradients, inputGradient } = layer.backward(
        engine,
        loaded,
        forward.cache,
        engine.load(weights),
      );
      const read = (matrix: AbstractMatrix): Matrix => readMatrix(engine, matrix);
      return {
        outputs,
        weights,
        gradients: mapParameters(gradients, read),
        inputGradient: read(inputGradient()),
      };
    }),
  );
}

/** A matrix that nothing says of whether it decays was forgotten: what is called `weights` is one, and a row is a bias or a gain. */
function checkWeights(layer: Layer, parameters: Parameters): void {
  const own = Object.entries(parameters).filter(([name]) => !layer.layers?.[Number.parseInt(name, 10)]);
  for (const name of checkArray(action, "weights to be a list of names", layer.weights ?? [])) {
    if (!own.some(([other]) => other === name)) {
      throw rangeError(
        action,
        `weights to name parameters of the layer, ${show(own.map(([other]) => other))}`,
        show(name),
      );
    }
  }
  if (layer.weights) return;
  const unsaid = own.find(([name, { rows }]) => rows > 1 && name !== "weights");
  if (unsaid)
    throw rangeError(action, `weights to say whether weight decay is for ${show(unsaid[0])}`, "nothing");
}

function valuesOf({ parameters, statistics }: LayerValues): Parameters {
  return { ...parameters, ...statistics };
}

function bitsOf({ outputs, gradients, inputGradient }: Passed): string {
  const all = { ...gradients, outputs, inputGradient };
  return JSON.stringify(
    mapParameters(all, (matrix) => Array.from(matrix.to1DArray(), (value) => `${value}`)),
  );
}

/** Numbers from −1 to 1. */
function randomMatrix(purpose: string, rows: number, columns: number): Matrix {
  const uniforms = new RandomStream("check a layer", `${purpose} ${rows}`).uniforms(rows * columns);
  return Matrix.from1DArray(
    rows,
    columns,
    uniforms.map((uniform) => 2 * uniform - 1),
  );
}
