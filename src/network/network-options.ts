import { checkInteger } from "../check.ts";
import { type EngineOptions, engineOptionNames } from "../engine/select.ts";
import type { Head } from "../head/head.ts";
import type { Layer } from "../layers/layer.ts";
import type { RowsLike } from "../matrix/matrix.ts";
import type { Seed } from "../random/seed.ts";

/** Values to start from by name: matrices, or plain rows, one row for a bias. */
export type GivenValues = Readonly<Record<string, RowsLike>>;

/** Options of `new Network`. */
export interface NetworkOptions extends EngineOptions {
  /** The layers, from the inputs to the logits. Their widths must fit. */
  readonly layers: readonly Layer[];
  /** What turns logits into outputs, with the loss that belongs to it: `softmax`, `logistic` or `linear`. */
  readonly head: Head;
  /** Decides the first weights, and by default the order of training. Drawn and kept in `.seed` if not given. */
  readonly seed?: Seed | undefined;
  /** Values to start from instead of drawn ones, by name: `{ "0.weights": … }`. They are copied. */
  readonly parameters?: GivenValues | undefined;
  /** Running statistics to start from, by name: `{ "1.runningMean": … }`. They are copied. */
  readonly statistics?: GivenValues | undefined;
}

/** The names of those options, for the check that no option is misspelt. */
export const networkOptionNames: readonly string[] = [
  "layers",
  "head",
  "seed",
  "parameters",
  "statistics",
  ...engineOptionNames,
];

/** Returns indices of layers, and refuses one that there is not. */
export function checkIndices(
  action: string,
  indices: readonly number[],
  { length }: readonly Layer[],
): readonly number[] {
  for (const index of indices) checkInteger(action, "index", index, { min: 0, max: length - 1 });
  return indices;
}
