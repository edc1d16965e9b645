import type { Activation } from "../activation/activation.ts";
import { saturatedShare } from "../activation/saturation.ts";
import { percentCell } from "../display/table.ts";
import type { Engine } from "../engine/engine.ts";
import { readRows } from "../engine/read-matrix.ts";
import { reference } from "../engine/reference.ts";
import { rowBlocks } from "../engine/row-blocks.ts";
import { ROWS_BETWEEN_PAUSES } from "../fit/by-rows.ts";
import { examplesToLookAt } from "../fit/examples-to-look-at.ts";
import type { Work } from "../fit/pauses.ts";
import { type LayerPass, prediction } from "../layers/layer.ts";
import { forwardSequence } from "../layers/sequence.ts";
import { Matrix } from "../matrix/matrix.ts";
import type { LoadedLayers } from "./evaluate.ts";
import type { Examples } from "./examples.ts";
import { classesOf } from "./targets.ts";

/** More dead units than this share of a layer are worth a warning. */
const MANY_DEAD = 0.25;
/** More saturated outputs than this share of those of a layer are. */
const MANY_SATURATED = 0.95;

/** The slopes of hidden layers that end in an activation, (examples, units), by their paths. */
export type Slopes = Map<string, readonly [Activation, Matrix]>;

/** What looks wrong with a network on the examples that it was trained on. */
export function* trainingWarnings(network: LoadedLayers, { inputs, targets }: Examples): Work<string[]> {
  const { engine, layers, values } = network;
  const looked = examplesToLookAt(inputs.rows);
  const predicted = new Int32Array(looked.length);
  const slopes: Slopes = new Map();
  for (const rows of rowBlocks(looked.length, ROWS_BETWEEN_PAUSES)) {
    engine.scope(() => {
      const x = engine.gatherRows(
        inputs,
        rows.map((row) => looked[row]!),
      ); // (rows, inputs)
      const { outputs: logits, passes } = forwardSequence(engine, layers, values, x, prediction);
      predicted.set(classesOf(logits), rows[0]);
      for (const pass of passes.slice(0, -1)) readSlopes(engine, pass, slopes, looked.length, rows[0]!);
    });
    yield;
  }
  const { classes } = targets;
  const labels = classes && Array.from(looked, (example) => classes[example]!);
  const told = labels && classWarning(predicted, labels);
  const warnings = told ? [told] : [];
  for (const [path, [activation, slope]] of slopes) {
    yield;
    warnings.push(...layerWarnings(path, activation, slope));
  }
  return warnings;
}

/** One class for everything, or no more right than one class for everything would have. */
function classWarning(predicted: Int32Array, labels: readonly number[]): string | undefined {
  if (labels.every((label) => label === labels[0])) return undefined;
  const [first] = predicted;
  if (predicted.every((label) => label === first)) {
    return `Class ${first} is predicted for every example: the network tells nothing apart.`;
  }
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const most = Math.max(...counts.values());
  const right = labels.filter((label, example) => label === predicted[example]).length;
  if (right > most) return undefined;
  const share = (count: number): string => percentCell(count / labels.length)!;
  return `${share(right)} of the examples are told right, where the most frequent class alone has ${share(most)}.`;
}

/** Reads out the slopes of a block of examples in a hidden layer and those inside it, from row `first` on. */
function readSlopes(
  engine: Engine,
  { path, layer: { activation }, outputs, preActivations, passes = [] }: LayerPass,
  slopes: Slopes,
  examples: number,
  first: number,
): void {
  for (const pass of passes) readSlopes(engine, pass, slopes, examples, first);
  if (!activation || !preActivations) return;
  if (!slopes.has(path)) slopes.set(path, [activation, new Matrix(examples, outputs.columns)]);
  readRows(engine, engine.slope(activation, preActivations, outputs), slopes.get(path)![1], first);
}

/** Units that no example moves, and outputs where the activation is flat; `slope` is f′(z), (examples, units). */
export function layerWarnings(path: string, activation: Activation, slope: Matrix): string[] {
  const moved = reference.columnSums(reference.map(Math.abs, slope)).to1DArray();
  const dead = moved.filter((sum) => sum === 0).length / moved.length;
  const saturated = saturatedShare(reference, activation, slope);
  const layer = `Layer ${path} (${activation.name})`;
  if (dead > MANY_DEAD) {
    return [`${layer}: ${percentCell(dead)} of its units are dead: no example moves them.`];
  }
  if (!(saturated > MANY_SATURATED)) return [];
  return [`${layer}: ${percentCell(saturated)} of its outputs are saturated: they hardly train.`];
}
