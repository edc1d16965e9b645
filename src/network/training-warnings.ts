import { countSaturated } from "../activation/saturation.ts";
import { percentCell } from "../display/table.ts";
import type { Engine } from "../engine/engine.ts";
import { readMatrix } from "../engine/read-matrix.ts";
import { examplesToLookAt } from "../fit/examples-to-look-at.ts";
import type { Work } from "../fit/pauses.ts";
import type { LayerPass } from "../layers/layer.ts";
import type { Examples } from "./examples.ts";
import { forEachPass, type LoadedLayers } from "./for-each-pass.ts";
import { classesOf } from "./targets.ts";

/** More dead units than this share of a layer are worth a warning. */
const MANY_DEAD = 0.25;
/** More saturated outputs than this share of those of a layer are. */
const MANY_SATURATED = 0.95;

/** What was seen in hidden layers that end in an activation, by their paths. */
export type SeenLayers = Map<
  string,
  {
    /** The name of the activation. */
    readonly name: string;
    /** Whether an example moves each unit. */
    readonly moves: readonly boolean[];
    /** How many outputs lie where the activation is flat, and of how many. */
    readonly saturated: number;
    readonly outputs: number;
  }
>;

/** What looks wrong with a network on the examples that it was trained on. */
export function* trainingWarnings(network: LoadedLayers, { inputs, targets }: Examples): Work<string[]> {
  const { engine } = network;
  const looked = examplesToLookAt(inputs.rows);
  const predicted = new Int32Array(looked.length);
  const seen: SeenLayers = new Map();
  yield* forEachPass(network, inputs, looked, ({ outputs: logits, passes }, [first]) => {
    predicted.set(classesOf(logits), first);
    for (const pass of passes.slice(0, -1)) lookAt(engine, pass, seen);
  });
  const { classes } = targets;
  const labels = classes && Array.from(looked, (example) => classes[example]!);
  const told = labels && classWarning(predicted, labels);
  return [...(told ? [told] : []), ...layerWarnings(seen)];
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

/** Looks at some examples in a hidden layer and those inside it. */
export function lookAt(
  engine: Engine,
  { path, layer: { activation }, outputs, preActivations, passes = [] }: LayerPass,
  seen: SeenLayers,
): void {
  for (const pass of passes) lookAt(engine, pass, seen);
  if (!activation || !preActivations) return;
  const slope = engine.slope(activation, preActivations, outputs); // (examples, units)
  const moved = readMatrix(engine, engine.columnSums(engine.map(Math.abs, slope))).to1DArray();
  const before = seen.get(path);
  seen.set(path, {
    name: activation.name,
    moves: moved.map((sum, unit) => sum !== 0 || before?.moves[unit] === true),
    saturated: (before?.saturated ?? 0) + countSaturated(engine, activation, slope),
    outputs: (before?.outputs ?? 0) + slope.rows * slope.columns,
  });
}

/** What was seen in hidden layers that is worth a warning. */
export function layerWarnings(seen: SeenLayers): string[] {
  return [...seen].flatMap(([path, { name, moves, saturated, outputs }]) => {
    const dead = moves.filter((does) => !does).length / moves.length;
    const flat = saturated / outputs;
    if (dead > MANY_DEAD) {
      return [`Layer ${path} (${name}): ${percentCell(dead)} of its units are dead: no example moves them.`];
    }
    if (!(flat > MANY_SATURATED)) return [];
    return [`Layer ${path} (${name}): ${percentCell(flat)} of its outputs are saturated: they hardly train.`];
  });
}
