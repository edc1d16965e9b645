import { checkKeys } from "../check.ts";
import type { BatchRecord } from "../fit/fit-options.ts";
import type { NetworkEpochRecord } from "../fit/history.ts";
import { type LearnerOptions, learn, learnerOptionNames } from "../fit/learner.ts";
import type { DatasetLike } from "../matrix/dataset-like.ts";
import type { MatrixLike, Targets } from "../matrix/matrix.ts";
import { type ExampleArguments, sortArguments } from "./example-arguments.ts";
import type { Examples } from "./examples.ts";
import { batchReader, type NetworkFitOptions, prepare } from "./prepare-fit.ts";
import type { RunningNetwork } from "./running-network.ts";

/** Options of `network.online`. */
export interface NetworkLearnerOptions
  extends LearnerOptions<NetworkEpochRecord>,
    Pick<NetworkFitOptions, "classWeights" | "probe"> {}

/**
 * Trains a network on one batch after the other. What the optimizer remembers is kept from batch to batch, so they do what the same
 * batches in one `fit` do, to the bit.
 */
export interface NetworkLearner {
  /** Makes one update by these examples, a dataset or inputs and targets, and resolves when the network has it. */
  partialFit(data: DatasetLike): Promise<BatchRecord>;
  partialFit(inputs: MatrixLike, targets: Targets): Promise<BatchRecord>;
  /** Ends the run, and lets the network be trained otherwise. */
  end(): Promise<void>;
}

/** Makes a learner of this network. */
export function networkLearner(network: RunningNetwork, options: NetworkLearnerOptions): NetworkLearner {
  const action = "fit the network";
  checkKeys(action, options, [...learnerOptionNames, "classWeights", "probe"]);
  const { batches, ...rest } = options;
  const read = batchReader(network, rest);
  const queue = learn<Examples, NetworkEpochRecord>(action, batches, (source) =>
    prepare(network, source, rest),
  );
  return Object.freeze({
    async partialFit(...given: ExampleArguments<undefined>) {
      return queue.take(read(sortArguments(action, given)[0]));
    },
    end: queue.end,
  });
}
