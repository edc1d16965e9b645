import { rangeError, show } from "../check.ts";
import type { Layer } from "../layers/layer.ts";
import type { Matrices } from "../network/initial-values.ts";
import type { Network } from "../network/network.ts";
import { type Parameters, prefixParameters, selectParameters } from "../parameters.ts";

/** A hidden layer of a network: one with weights and what follows it up to the next, with values under names of their own. */
export interface HiddenPart {
  readonly layers: readonly Layer[];
  readonly frozen: ReadonlySet<number>;
  readonly parameters: Matrices;
  readonly statistics: Matrices;
  /** The width that it ends in. */
  readonly outputs: number;
  /** Whether there is something to train: not all of it is frozen. */
  readonly trains: boolean;
}

/** What has parameters, and belongs to the weights before it. */
const withoutWeights: readonly string[] = ["batchNorm", "layerNorm"];

/** The hidden layers of a network, from the data upwards. What stands before the first weights belongs to them. */
export function hiddenParts(action: string, network: Network): readonly HiddenPart[] {
  const { layers, parameters } = network;
  const last = layers.length - 1;
  if (!layers[last]!.affine) {
    throw rangeError(action, "the last layer to be dense", show(layers[last]!.kind));
  }
  const starts = layers.slice(0, last).flatMap(({ kind }, index) => {
    const isStart = !withoutWeights.includes(kind) && holdsAny(selectParameters(parameters, index));
    return isStart ? index : [];
  });
  const parts = starts.map((start, part) =>
    partOf(network, part === 0 ? 0 : start, starts[part + 1] ?? last),
  );
  if (!parts.some(({ trains }) => trains)) {
    throw rangeError(action, "at least one hidden layer to train", parts.length > 0 ? "all frozen" : "none");
  }
  return parts;
}

/** The layers from one index up to before another. */
function partOf(network: Network, start: number, end: number): HiddenPart {
  const { layers, frozen, inputs, parameters, statistics } = network;
  const indices = Array.from({ length: end - start }, (_, index) => start + index);
  const own = (values: Parameters): Matrices =>
    Object.assign(
      {},
      ...indices.map((index) => prefixParameters(index - start, selectParameters(values, index))),
    );
  return {
    layers: layers.slice(start, end),
    frozen: new Set(indices.filter((index) => frozen.has(index)).map((index) => index - start)),
    parameters: own(parameters),
    statistics: own(statistics),
    outputs: layers.slice(0, end).findLast(({ outputs }) => outputs !== undefined)?.outputs ?? inputs,
    trains: indices.some((index) => !frozen.has(index) && holdsAny(selectParameters(parameters, index))),
  };
}

const holdsAny = (values: Parameters): boolean => Object.keys(values).length > 0;
