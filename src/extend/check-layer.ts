import { checkActivation } from "../activation/check-activation.ts";
import { checkInteger, checkKeys, checkMethods, checkNumber, rangeError, show } from "../check.ts";
import type { Engine, EngineKind } from "../engine/engine.ts";
import { readMatrix } from "../engine/read-matrix.ts";
import { reference, referenceKind } from "../engine/reference.ts";
import { withEngine } from "../engine/with-engine.ts";
import { checkStatistics } from "../layers/check-statistics.ts";
import { type Layer, type LayerValues, type Mode, prediction } from "../layers/layer.ts";
import { type AbstractMatrix, Matrix } from "../matrix/matrix.ts";
import { checkLike, firstNotFinite, loadParameters, mapParameters, type Parameters } from "../parameters.ts";
import { RandomStream } from "../random/stream.ts";
import { checkGradients } from "./check-gradients.ts";
import { anything, checked, fields, json, matrices, matrix, method } from "./checked.ts";
import { checkingEngine } from "./checking-engine.ts";
import { expectSame, expectShape } from "./expect.ts";
import { checkAffineValues, checkKind, checkWeights, checkWidths } from "./layer-declarations.ts";
import { checkAffine, checkSignals } from "./layer-signals.ts";

/** Options of `checkLayer`. */
export interface CheckLayerOptions {
  /** Columns that go in. Default: as the layer says, or 4. */
  readonly inputs?: number | undefined;
  /** Examples in the batch, ≥ 2. Default 5. */
  readonly rows?: number | undefined;
}

const action = "check a layer";

/** What its functions return. */
const results = {
  initialize: fields({ parameters: matrices, statistics: matrices }),
  forward: fields({ outputs: matrix, cache: anything, "preActivations?": matrix }),
  backward: fields({ gradients: matrices, inputGradient: method, "errorSignal?": matrix }),
  updateStatistics: anything,
  toJSON: json,
};

/**
 * Checks that a layer is one, at prediction and in training:
 *
 * * its gradients, with respect to every parameter and to its inputs, are those of central differences in float64;
 * * every parameter has one, which is not 0 wherever one looks;
 * * outputs and gradients have the shapes that it says, and nothing that is handed over is changed, but statistics by
 *   `updateStatistics`, which stay finite;
 * * every matrix of parameters is among its `weights`, or the layer says that it is not;
 * * `preActivations`, if it gives them, are z of y = f(z) with its `activation` f, by default the identity, and `errorSignal` is ∂E/∂y ⊙ f′(z);
 * * if it says that it is `affine`, it has `weights` and `bias` alone, and y = f(x·W + b);
 * * `toJSON` gives its kind, in JSON, and so do the layers inside it; the kind is none of the library's; statistics have other names than
 *   parameters;
 * * equal streams give equal bits, first values and statistics too, and so does an engine with memory of its own: nothing is kept from an
 *   earlier pass.
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
  const own = checked(action, layer, results);
  checkWidths(action, own);
  const { inputs = own.inputs ?? 4, rows = 5 } = options;
  checkInteger(action, "inputs", inputs, { min: 1 });
  checkInteger(action, "rows", rows, { min: 2 });
  checkKind(action, layer, own);
  if (own.activation) checkActivation(action, own.activation);
  if (own.multiplications !== undefined)
    checkNumber(action, "multiplications", own.multiplications, { min: 0 });
  const [first, again] = [0, 1].map(() =>
    own.initialize((purpose) => new RandomStream("check a layer", purpose), "first"),
  ) as [LayerValues, LayerValues];
  checkStatistics(action, first);
  expectSame(action, "a second initialize from equal streams", valuesOf(again), valuesOf(first));
  checkWeights(action, own, first.parameters);
  checkAffineValues(action, own, first);
  const x = randomMatrix("inputs", rows, inputs);
  const seen = [false, true].map((training) => {
    const mode = (): Mode =>
      training ? { training, random: new RandomStream("check a layer", "draws") } : prediction;
    checkPass(own, first, x, mode);
    return pass(referenceKind, own, { ...first, parameters: moved(first.parameters) }, x, mode()).gradients;
  });
  for (const name of Object.keys(first.parameters)) {
    if (seen.every(({ [name]: gradient }) => gradient!.to1DArray().every((value) => value === 0)))
      throw rangeError(action, `outputs that depend on the parameter ${show(name)}`, "a gradient of 0");
  }
}

/** Checks shapes, bits and gradients of one way through the layer. */
function checkPass(layer: Layer, start: LayerValues, x: Matrix, mode: () => Mode): void {
  const values = valuesOf(start);
  const run = (kindOfEngine: EngineKind): Passed => pass(kindOfEngine, layer, start, x, mode());
  const first = run(referenceKind);
  for (const [name, other] of Object.entries({
    "a second pass": run(referenceKind),
    "an engine with memory of its own": run(checkingEngine),
  })) {
    const [expected, own] = [first, other].map(({ outputs, gradients, inputGradient, statistics }) => ({
      ...{ outputs, "the gradient of the inputs": inputGradient },
      ...renamed(gradients, (each) => `the gradient of ${show(each)}`),
      ...renamed(statistics, (each) => `the statistic ${show(each)} after updateStatistics`),
    }));
    expectSame(action, name, own!, expected!);
  }
  const { weights, gradients, inputGradient } = first;
  const loss = (point: Parameters): number => {
    const { " inputs": moved, ...rest } = point;
    const { outputs } = layer.forward(reference, { ...values, ...rest }, moved!, mode());
    return reference.sum(reference.multiply(outputs, weights));
  };
  checkGradients({ ...start.parameters, " inputs": x }, loss, { ...gradients, " inputs": inputGradient });
}

interface Passed {
  readonly outputs: Matrix;
  /** What each output counts in the loss Σ weight·output: (rows, outputs). */
  readonly weights: Matrix;
  readonly gradients: Readonly<Record<string, Matrix>>;
  readonly inputGradient: Matrix;
  /** Those that `updateStatistics` left, in training. */
  readonly statistics: Readonly<Record<string, Matrix>>;
}

/** Forward and back through the layer, read out of the engine. */
function pass(kind: EngineKind, layer: Layer, start: LayerValues, x: Matrix, mode: Mode): Passed {
  return withEngine(kind, (engine: Engine) =>
    engine.scope(() => {
      const values = loadParameters(action, engine, valuesOf(start));
      const weights = randomMatrix("weights of outputs", x.rows, layer.outputs ?? x.columns);
      const handed = { ...values, " inputs": engine.load(x), " gradient": engine.load(weights) };
      const before = bitsOf(engine, handed);
      const forward = layer.forward(engine, values, handed[" inputs"], mode);
      expectShape(action, "outputs", forward.outputs, x.rows, layer.outputs ?? x.columns);
      const outputs = readMatrix(engine, forward.outputs);
      const backward = layer.backward(engine, values, forward.cache, handed[" gradient"]);
      checkLike(action, "backward to return a gradient of", backward.gradients, start.parameters);
      const inputGradient = checked(action, backward, { inputGradient: matrix }).inputGradient();
      expectShape(action, "the gradient of the inputs", inputGradient, x.rows, x.columns);
      if (bitsOf(engine, handed) !== before)
        throw rangeError(action, "inputs, values and gradients of outputs to be left as they are", "others");
      const seen = { engine, layer, forward, backward };
      checkAffine(action, seen, valuesOf(start), x);
      checkSignals(action, seen, weights);
      const read = (each: AbstractMatrix): Matrix => readMatrix(engine, each);
      const passed = {
        ...{ outputs, weights, inputGradient: read(inputGradient) },
        gradients: mapParameters(backward.gradients, read),
      };
      if (mode.training) moveStatistics(engine, layer, values, start, forward.cache);
      return { ...passed, statistics: mapParameters(start.statistics, (_, name) => read(values[name]!)) };
    }),
  );
}

/** Moves the statistics, which are to stay finite, and nothing else. */
function moveStatistics(
  engine: Engine,
  layer: Layer,
  values: Parameters,
  { parameters, statistics }: LayerValues,
  cache: unknown,
): void {
  const of = (names: object): Parameters =>
    Object.fromEntries(Object.keys(names).map((name) => [name, values[name]!]));
  const before = bitsOf(engine, of(parameters));
  layer.updateStatistics?.(engine, values, cache);
  if (bitsOf(engine, of(parameters)) !== before)
    throw rangeError(action, "updateStatistics to leave parameters as they are", "others");
  const name = firstNotFinite(engine, of(statistics));
  if (name !== undefined)
    throw rangeError(action, `updateStatistics to keep ${show(name)} finite`, "what is not");
}

/** Parameters a little away from where they start, where one that waits for another, such as a gain of 0, has a gradient too. */
function moved(parameters: Parameters): Parameters {
  return mapParameters(parameters, (each, name) =>
    reference.combine(1, each, 0.01, randomMatrix(`moved ${name}`, each.rows, each.columns)),
  );
}

function renamed(all: Parameters, name: (name: string) => string): Parameters {
  return Object.fromEntries(Object.entries(all).map(([each, matrix]) => [name(each), matrix]));
}

function valuesOf({ parameters, statistics }: LayerValues): Parameters {
  return { ...parameters, ...statistics };
}

function bitsOf(engine: Engine, all: Parameters): string {
  const read = (each: AbstractMatrix): string[] => readMatrix(engine, each).to1DArray().map(String);
  return JSON.stringify(mapParameters(all, read));
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
