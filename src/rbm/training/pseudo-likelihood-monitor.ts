import { checkInteger, checkKeys } from "../../check.ts";
import type { Work } from "../../fit/pauses.ts";
import type { AbstractMatrix } from "../../matrix/matrix.ts";
import { featureLogLikelihoodsOn } from "../likelihood/feature-log-likelihoods.ts";
import type { Machine } from "../machine/machine.ts";
import type { Monitor } from "./monitors.ts";
import { someOf } from "./some-examples.ts";

/** Options of `pseudoLikelihoodMonitor`. */
export interface PseudoLikelihoodMonitorOptions {
  /** Every how many epochs, ≥ 1. Default 1. */
  readonly every?: number | undefined;
  /** How many evenly spaced examples are looked at, ≥ 1. Default 100. */
  readonly examples?: number | undefined;
}

/**
 * Measures the pseudo-log-likelihood, the mean over examples of Σᵢ log P(vᵢ | all other visible units), as `pseudoLogLikelihood`, and as
 * `validationPseudoLogLikelihood` where there are validation data. Training examples count by `sampleWeights` where there are some. It is
 * exact for all units that have an energy: see `featureLogLikelihoods`.
 *
 * @param options - How often, and on how many examples.
 * @returns A monitor. It refuses a machine without energy, and data that are no states, before anything is trained.
 * @throws RangeError if an option is out of range.
 * @example
 * const rbm = new RBM({ visible: 2, hidden: 1, seed: 1 });
 * const { epochs } = await rbm.fit([[1, 1], [0, 0]], { epochs: 20, monitors: monitors([pseudoLikelihoodMonitor({ every: 10 })]) });
 * epochs.length; // 20
 */
export function pseudoLikelihoodMonitor(options: PseudoLikelihoodMonitorOptions = {}): Monitor<null> {
  const action = "create pseudoLikelihoodMonitor";
  checkKeys(action, options, ["every", "examples"]);
  const { every = 1, examples = 100 } = options;
  checkInteger(action, "every", every, { min: 1 });
  checkInteger(action, "examples", examples, { min: 1 });
  function* sumOn(machine: Machine, data: AbstractMatrix, sampleWeights?: Float64Array): Work<number> {
    const { rows, weights } = someOf(machine, data, examples, sampleWeights);
    const logs = yield* featureLogLikelihoodsOn(machine, rows, weights);
    return logs.reduce((sum, log) => sum + log, 0);
  }
  return Object.freeze({
    name: "pseudoLogLikelihood",
    every,
    *begin(machine, { training, validation }) {
      for (const data of [training, validation]) if (data) yield* sumOn(machine, data);
      return null;
    },
    *measure(machine, { training, validation, sampleWeights }) {
      return {
        pseudoLogLikelihood: yield* sumOn(machine, training, sampleWeights),
        ...(validation && { validationPseudoLogLikelihood: yield* sumOn(machine, validation) }),
      };
    },
  } satisfies Monitor<null>);
}
