import { checkArray, checkFunction, checkRecord, readSafely } from "../check.ts";
import { linear } from "../head/linear.ts";
import { softmax } from "../head/softmax.ts";
import { glorotUniform } from "../initializer/glorot.ts";
import { dense } from "../layers/dense.ts";
import type { Layer } from "../layers/layer.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";
import { Network } from "../network/network.ts";
import type { Parameters } from "../parameters.ts";
import { RandomStream } from "../random/stream.ts";
import { checkJSON } from "./check-json.ts";
import type { RBMStack, StackVariation } from "./rbm-stack.ts";
import type { OtherTask, Part } from "./trial-data.ts";
import type { TrialSpec } from "./trial-spec.ts";

/** What an arm makes its start from: the same for all arms of a seed, but for the width of prepared inputs. */
export interface Ground {
  readonly spec: TrialSpec;
  /** All training inputs, prepared: (examples, inputs). */
  readonly inputs: AbstractMatrix;
  /** The training examples that have labels, or numbers to be told: what supervised pretraining may use. */
  readonly labeled: Part;
  /** The examples of another task, prepared, where some classes were set apart as one. */
  readonly other?: OtherTask;
  /** How many classes there are, 0 where the targets are numbers. */
  readonly classes: number;
  /** How many numbers are to be told of each example, where the targets are numbers. */
  readonly targets?: number;
  /** Widths of the inputs and of the hidden layers. */
  readonly sizes: readonly number[];
  /** A stack of RBMs on the training inputs, as deep as the net; stacks are trained once and shared. */
  readonly stack: (variation?: StackVariation) => Promise<RBMStack>;
}

/**
 * A net of these hidden layers under the layer of the logits, which starts the same in every arm of a seed.
 *
 * @param ground - What the arm was handed.
 * @param hidden - The hidden layers, the one on the inputs first.
 * @param given - Values to start the hidden layers from instead of drawn ones, named as in `network.parameters`: `"0.weights"`.
 * @returns A net with softmax outputs, one per class, or with linear ones, one per numeric target, that is trained on one thread.
 * @example
 * const start: Arm["start"] = (ground) => ({
 *   network: networkOf(
 *     ground,
 *     hiddenLayers(ground, (fan) => dense({ ...fan, activation: softplus })),
 *   ),
 * });
 */
export function networkOf(ground: Ground, hidden: readonly Layer[], given: Parameters = {}): Network {
  const action = "make the network of an arm";
  const { spec, sizes, classes, targets } = checkGround(action, ground);
  checkArray(action, "hidden to be a list of layers", hidden);
  const values = readSafely(action, "values by name", () => ({
    ...checkRecord(action, "values by name", given),
  }));
  const width = sizes.at(-1)!;
  const fan = { inputs: width, outputs: targets ?? classes };
  const top = dense(fan);
  const drawn = glorotUniform.draw(fan, new RandomStream(spec.seed, "head"));
  return new Network({
    layers: [...hidden, top],
    head: targets === undefined ? softmax : linear,
    seed: spec.seed,
    engine: spec.settings.engine,
    threads: 1,
    parameters: { ...values, [`${hidden.length}.weights`]: drawn.weights },
  });
}

/**
 * One hidden layer per pair of neighbouring widths.
 *
 * @param ground - What the arm was handed.
 * @param make - Makes the layer from how many values go in and out, and from its place, 0 on the inputs.
 * @returns As many layers as the trial's depth.
 * @example
 * const halving: Arm["start"] = (ground) => ({
 *   network: networkOf(
 *     ground,
 *     hiddenLayers(ground, (fan, layer) =>
 *       dense({ ...fan, activation: sigmoid, initializer: uniform({ limit: 2 ** -layer }) }),
 *     ),
 *   ),
 * });
 */
export function hiddenLayers<Result>(
  ground: Ground,
  make: (fan: { readonly inputs: number; readonly outputs: number }, layer: number) => Result,
): Result[] {
  const { sizes } = checkGround("make hidden layers", ground);
  checkFunction("make hidden layers", "make", make);
  return sizes.slice(1).map((outputs, layer) => make({ inputs: sizes[layer]!, outputs }, layer));
}

function checkGround(action: string, ground: Ground): Ground {
  return checkJSON(action, "the ground", ground, {
    spec: { seed: "number", settings: { engine: "string" } },
    classes: "whole",
    sizes: ["count"],
  });
}
