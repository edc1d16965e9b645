import type { Activation } from "../activation/activation.ts";
import { identity } from "../activation/identity.ts";
import { tanh } from "../activation/tanh.ts";
import { checkArray, checkKeys, rangeError, show } from "../check.ts";
import { type EngineOptions, engineOptionNames, engineOptionsOf } from "../engine/select.ts";
import { defaultHead } from "../head/default-head.ts";
import type { Head } from "../head/head.ts";
import { glorotUniform } from "../initializer/glorot.ts";
import type { Initializer } from "../initializer/initializer.ts";
import { dense } from "../layers/dense.ts";
import type { Seed } from "../random/seed.ts";
import type { NetworkOptions } from "./network-options.ts";

/** Options of `Network.fromSizes`. */
export interface FromSizesOptions extends EngineOptions {
  /** The activation of every layer but the last, which gives the logits. Default `tanh`. */
  readonly activation?: Activation | undefined;
  /** Where the weights of every layer start. Default `glorotUniform`. */
  readonly initializer?: Initializer | undefined;
  /** Default `softmax`, and `logistic` for one output. */
  readonly head?: Head | undefined;
  readonly seed?: Seed | undefined;
}

/** The layers that a list of widths stands for. */
export function layersFromSizes(sizes: readonly number[], options: FromSizesOptions): NetworkOptions {
  const action = "create a network from sizes";
  checkKeys(action, options, ["activation", "initializer", "head", "seed", ...engineOptionNames]);
  const expected = "at least two widths, inputs and outputs";
  const widths = checkArray(action, expected, sizes);
  if (widths.length < 2) throw rangeError(action, expected, show(sizes));
  const {
    activation = tanh,
    initializer = glorotUniform,
    head = defaultHead(widths.at(-1)!),
    seed,
  } = options;
  const layers = widths.slice(1).map((outputs, index) =>
    dense({
      inputs: widths[index]!,
      outputs,
      activation: index === widths.length - 2 ? identity : activation,
      initializer,
    }),
  );
  return { ...engineOptionsOf(options), layers, head, ...(seed !== undefined && { seed }) };
}
