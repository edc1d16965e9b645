import { checkKeys, rangeError, show } from "../check.ts";
import type { Head } from "../head/head.ts";
import type { Initializer } from "../initializer/initializer.ts";
import { dense } from "../layers/dense.ts";
import type { Parameters } from "../parameters.ts";
import type { Seed } from "../random/seed.ts";
import type { NetworkOptions } from "./network-options.ts";
import type { RunningNetwork } from "./running-network.ts";

/** The new end of a network: what it is to tell, and where the weights of its last layer start. */
export interface NewHead {
  readonly outputs: number;
  readonly head: Head;
  /** Default `glorotUniform`. */
  readonly initializer?: Initializer | undefined;
  /** Default: the seed of the network whose body it is. */
  readonly seed?: Seed | undefined;
}

/** The options of a network with the body of another and a fresh last layer. */
export function optionsWithHead(
  trained: RunningNetwork,
  options: NewHead,
): NetworkOptions & { readonly frozen: readonly number[] } {
  const action = "replace the head";
  checkKeys(action, options, ["outputs", "head", "initializer", "seed"]);
  const { outputs, head, initializer, seed = trained.seed } = options;
  const last = trained.layers.length - 1;
  const output = trained.layers[last]!;
  if (!output.affine) {
    throw rangeError(action, "the last layer to be dense", show(output.kind));
  }
  const fresh = dense({ inputs: output.inputs!, outputs, initializer });
  const ofBody = (values: Parameters): Parameters =>
    Object.fromEntries(Object.entries(values).filter(([name]) => !name.startsWith(`${last}.`)));
  return {
    layers: [...trained.layers.slice(0, last), fresh],
    head,
    seed,
    engine: trained.engineKind,
    parameters: ofBody(trained.parameters),
    statistics: ofBody(trained.statistics),
    frozen: [...trained.frozen].filter((index) => index < last),
  };
}
