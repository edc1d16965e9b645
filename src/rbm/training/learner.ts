import { checkKeys } from "../../check.ts";
import type { BatchRecord } from "../../fit/fit-options.ts";
import type { RBMEpochRecord } from "../../fit/history.ts";
import { type LearnerOptions, learn, learnerOptionNames } from "../../fit/learner.ts";
import type { AbstractMatrix } from "../../matrix/matrix.ts";
import type { RunningRBM } from "../machine/running-rbm.ts";
import { defaultOptimizer } from "./default-optimizer.ts";
import type { RBMFitOptions } from "./fit-options.ts";
import { batchReader, prepare, type RBMBatch } from "./prepare-fit.ts";

/** Options of `rbm.online`. */
export interface RBMLearnerOptions
  extends LearnerOptions<RBMEpochRecord>,
    Pick<RBMFitOptions, "sampler" | "sparsity"> {}

/**
 * Trains an RBM on one batch after the other. What the optimizer remembers is kept from batch to batch, and so are chains, which begin
 * at the first batch: they do what the same batches in one `fit` do, to the bit.
 */
export interface RBMLearner {
  /** Makes one update by these examples, (examples, visible), and resolves when the RBM has it. */
  partialFit(data: RBMBatch): Promise<BatchRecord>;
  /** Ends the run, and lets the RBM be trained otherwise. */
  end(): Promise<void>;
}

/** The end of a run that goes on as long as something new comes. */
const NOBODY_KNOWS = Number.MAX_SAFE_INTEGER;

/** Makes a learner of this RBM. */
export function rbmLearner(rbm: RunningRBM, options: RBMLearnerOptions): RBMLearner {
  const action = "fit the RBM";
  checkKeys(action, options, [...learnerOptionNames, "sampler", "sparsity"]);
  const { batches, optimizer = defaultOptimizer(rbm, NOBODY_KNOWS, options.sampler), ...others } = options;
  const rest = { ...others, optimizer };
  const read = batchReader(rbm);
  const queue = learn<AbstractMatrix, RBMEpochRecord>(action, batches, (source) =>
    prepare(rbm, source, rest),
  );
  return Object.freeze({
    async partialFit(data: RBMBatch) {
      return queue.take(read("a batch", data));
    },
    end: queue.end,
  });
}
