import { notFiniteError, show } from "../check.ts";
import { checkResult } from "../engine/result.ts";
import type { Moment, Optimizer } from "../optimizer/optimizer.ts";
import { checkLike, copyParameters, firstNotFinite, type Parameters } from "../parameters.ts";
import type { Evaluation, Job } from "./job.ts";

/** Where in a run something went wrong: the epoch and its batch, from 1, and how many updates were made before. */
export interface Place {
  readonly epoch: number;
  readonly batch: number;
  readonly step: number;
}

/** Makes one update, θ ← θ + update; what there was before it is left in `lastGood`. */
export function makeUpdate(
  job: Job,
  optimizer: Optimizer,
  evaluation: Evaluation,
  state: unknown,
  lastGood: Parameters,
  moment: Moment,
): void {
  const { engine, parameters, statistics } = job;
  checkGradients(job, evaluation.gradients, moment);
  const updates = optimizer.update(engine, evaluation.gradients, state, parameters, moment);
  checkLike(job.action, `an update by ${optimizer.name} of`, updates, parameters);
  job.observe?.(evaluation, updates, moment);
  for (const [name, parameter] of Object.entries(parameters)) {
    const spare = lastGood[name]!;
    engine.add(parameter, updates[name]!, spare);
    engine.exchange(parameter, spare); // the new values become the parameter, and no copy is made of the old
  }
  if (firstNotFinite(engine, statistics) === undefined) copyParameters(engine, statistics, lastGood);
  evaluation.updateStatistics?.();
}

/**
 * Refuses gradients that leave a parameter out, and in the first update those that are not finite: later ones show in the loss after
 * them. Gradients come from above, so the last one is the first to go wrong.
 */
function checkGradients({ action, engine, parameters }: Job, gradients: Parameters, { step }: Moment): void {
  checkLike(action, "a gradient of", gradients, parameters);
  if (step > 0) return;
  for (const name of Object.keys(parameters).reverse()) {
    checkResult(action, engine, `the gradient of ${show(name)} to be finite`, gradients[name]!);
  }
}

/** An update that no loss follows to show that it went wrong, as at the end of an epoch: its values are looked at. */
export function refuseNotFinite(job: Job, values: Parameters, lastGood: Parameters, place: Place): void {
  const name = firstNotFinite(job.engine, values);
  if (name === undefined) return;
  copyParameters(job.engine, lastGood, values);
  throw diverged(job, Number.NaN, place, name);
}

/** The error of a run whose loss is not finite. */
export function diverged(
  { action }: Job,
  loss: number,
  { epoch, batch, step }: Place,
  where: string,
): RangeError {
  const advice =
    step === 0
      ? "no update was made (smaller inputs or first weights may help)"
      : "the last good parameters are kept (a smaller learning rate may help)";
  const place = `at epoch ${epoch}, batch ${batch}, where ${where} is the first whose values went out of range`;
  return notFiniteError(action, "the loss to stay finite", `${loss} ${place}; ${advice}`);
}
