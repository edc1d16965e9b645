import { checkNumber } from "../../check.ts";
import { atOnce } from "../../fit/pauses.ts";
import type { MatrixLike } from "../../matrix/matrix.ts";
import { forEachRow, mean } from "../machine/blocks.ts";
import { freeEnergy } from "../machine/energy.ts";
import type { Machine, RBMValues } from "../machine/machine.ts";
import { logPartitionOf } from "./log-partition.ts";
import { type MeasureOptions, measure, measuringEngine, readVisible } from "./measure.ts";

/** Options of `logLikelihood`. */
export interface LogLikelihoodOptions extends MeasureOptions {
  /** log Z, where it is known already or estimated. Default: `logPartition(rbm)`, exactly. */
  readonly logPartition?: number | undefined;
}

/**
 * The mean log-likelihood of examples, log p(v) = −F(v) − log Z, exact for a machine with at most 20 binary units on
 * one side. What lies between states, such as gray pixels of binary units or 2.5 of 4, is put into the same formula,
 * and then it is no probability.
 *
 * @param rbm - The machine.
 * @param data - (examples, visible), in the range of the visible units.
 * @param options - A known log Z, and the engine.
 * @returns The mean over examples, in nats.
 * @throws RangeError if the data has another width or values out of range, or if log Z is not given and the machine is
 * too large to enumerate.
 * @example
 * const logZ = logPartition(rbm);
 * logLikelihood(rbm, training, { logPartition: logZ });
 * logLikelihood(rbm, test, { logPartition: logZ });
 *
 * @see Hinton, "A practical guide to training restricted Boltzmann machines", 2010, equation 4.
 */
export function logLikelihood(rbm: RBMValues, data: MatrixLike, options: LogLikelihoodOptions = {}): number {
  const action = "compute the log-likelihood";
  const kind = measuringEngine(action, options, ["logPartition"]);
  const examples = readVisible(action, "data", rbm, data, kind);
  const compute = (machine: Machine): number => {
    const logZ =
      options.logPartition === undefined
        ? logPartitionOf(machine)
        : checkNumber(action, "logPartition", options.logPartition);
    return (
      -mean(atOnce(forEachRow(machine.engine, examples, (visible) => freeEnergy(machine, visible)))) - logZ
    );
  };
  return measure(action, rbm, kind, compute);
}
