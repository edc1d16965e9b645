import { softmax } from "../head/softmax.ts";
import { glorotUniform } from "../initializer/glorot.ts";
import { dense } from "../layers/dense.ts";
import type { Layer } from "../layers/layer.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";
import { Network } from "../network/network.ts";
import type { Parameters } from "../parameters.ts";
import { RandomStream } from "../random/stream.ts";
import type { RBMStack, StackVariation } from "./rbm-stack.ts";
import type { TrialSpec } from "./trial-spec.ts";

/** What an arm makes its start from: the same for all arms of a seed, but for the width of prepared inputs. */
export interface Ground {
  readonly spec: TrialSpec;
  /** All training inputs, prepared: (examples, inputs). */
  readonly inputs: AbstractMatrix;
  readonly classes: number;
  /** Widths of the inputs and of the hidden layers. */
  readonly sizes: readonly number[];
  /** A stack of RBMs on the training inputs, as deep as the net; stacks are trained once and shared. */
  readonly stack: (variation?: StackVariation) => Promise<RBMStack>;
}

/**
 * A net of these hidden layers, with the same first logits' layer in every arm of a seed.
 *
 * @param given - Values of the hidden layers to start from instead of drawn ones.
 */
export function networkOf(
  { spec, sizes, classes }: Ground,
  hidden: readonly Layer[],
  given: Parameters = {},
): Network {
  const width = sizes.at(-1)!;
  const head = glorotUniform.draw({ inputs: width, outputs: classes }, new RandomStream(spec.seed, "head"));
  return new Network({
    layers: [...hidden, dense({ inputs: width, outputs: classes })],
    head: softmax,
    seed: spec.seed,
    threads: 1,
    parameters: { ...given, [`${hidden.length}.weights`]: head.weights },
  });
}

/** One layer per pair of neighbouring widths. */
export function hiddenLayers<Result>(
  { sizes }: Ground,
  make: (fan: { readonly inputs: number; readonly outputs: number }, layer: number) => Result,
): Result[] {
  return sizes.slice(1).map((outputs, layer) => make({ inputs: sizes[layer]!, outputs }, layer));
}
