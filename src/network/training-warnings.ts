import { saturatedShare } from "../activation/saturation.ts";
import { percentCell } from "../display/table.ts";
import type { Engine } from "../engine/engine.ts";
import { readMatrix } from "../engine/read-matrix.ts";
import { examplesToLookAt } from "../fit/examples-to-look-at.ts";
import type { Work } from "../fit/pauses.ts";
import { type LayerPass, prediction } from "../layers/layer.ts";
import { forwardSequence } from "../layers/sequence.ts";
import type { LoadedLayers } from "./evaluate.ts";
import type { Examples } from "./examples.ts";
import { classesOf } from "./targets.ts";

/** More dead units than this share of a layer are worth a warning. */
const MANY_DEAD = 0.25;
/** More saturated outputs than this share of those of a layer are. */
const MANY_SATURATED = 0.95;

/** What looks wrong with a network on the examples that it was trained on. */
export function* trainingWarnings(network: LoadedLayers, { inputs, targets }: Examples): Work<string[]> {
  const { engine, layers, values } = network;
  const looked = examplesToLookAt(inputs.rows);
  const x = engine.gatherRows(inputs, looked); // (examples, inputs)
  const { outputs: logits, passes } = forwardSequence(engine, layers, values, x, prediction);
  const { classes } = targets;
  const told =
    classes &&
    classWarning(
      classesOf(logits),
      Array.from(looked, (example) => classes[example]!),
    );
  const warnings = told ? [told] : [];
  for (const pass of passes.slice(0, -1)) {
    yield;
    warnings.push(...layerWarnings(engine, pass));
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
  const most = Math.max(...labels.map((label) => labels.filter((each) => each === label).length));
  const right = labels.filter((label, example) => label === predicted[example]).length;
  if (right > most) return undefined;
  const share = (count: number): string => percentCell(count / labels.length)!;
  return `${share(right)} of the examples are told right, where the most frequent class alone has ${share(most)}.`;
}

/** Units that no example moves, and outputs where the activation is flat, in a hidden layer and those inside it. */
export function layerWarnings(
  engine: Engine,
  { path, layer, outputs, preActivations, passes = [] }: LayerPass,
): string[] {
  const within = passes.flatMap((pass) => layerWarnings(engine, pass));
  if (!layer.activation || !preActivations) return within;
  const slope = engine.slope(layer.activation, preActivations, outputs); // (examples, units)
  const moved = readMatrix(engine, engine.columnSums(engine.map(Math.abs, slope))).to1DArray();
  const dead = moved.filter((sum) => sum === 0).length / moved.length;
  const saturated = saturatedShare(engine, layer.activation, slope);
  const { name } = layer.activation;
  if (dead > MANY_DEAD) {
    within.push(
      `Layer ${path} (${name}): ${percentCell(dead)} of its units are dead: no example moves them.`,
    );
  } else if (saturated > MANY_SATURATED) {
    within.push(
      `Layer ${path} (${name}): ${percentCell(saturated)} of its outputs are saturated: they hardly train.`,
    );
  }
  return within;
}
