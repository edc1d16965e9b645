import { checkFunction, checkMethods, checkThat } from "../check.ts";
import type { Engine, EngineKind } from "../engine/engine.ts";
import { fitEpochs as epochsOf, toEnd } from "../fit/fit.ts";
import type { CheckedFitOptions } from "../fit/fit-options.ts";
import type { EpochRecord, History } from "../fit/history.ts";
import type { Job, Trained } from "../fit/job.ts";
import { holdModel } from "../fit/one-run.ts";
import { checkedJob, checkTrained } from "./checked-job.ts";

const action = "run a job";

/**
 * Runs all epochs of a job.
 *
 * @param kind - The kind of engine, of which one is opened for this run and closed after it.
 * @param start - Takes the parameters as they are when the first epoch begins.
 * @param options - What `checkFitOptions` returns.
 * @param trained - What is known of the job before it starts: first values that nobody has read yet are drawn with pauses.
 * @returns What was measured in each epoch.
 * @throws TypeError or RangeError, as a rejection, that names the field of the job that is wrong, or the function that gives something
 * else than it should; or if training diverges. Then the model has what it had, or what it learned before.
 * @example
 * const center = new Matrix([[0]]);
 * const model = { center, seed: 1 };
 * const start = (engine) => {
 *   const parameters = loadParameters("find a center", engine, { center });
 *   const evaluate = (batch) => {
 *     const away = engine.subtract(parameters.center, engine.gatherRows(new Matrix([[1], [2], [6]]), batch.slice(0, 1)));
 *     const loss = 0.5 * engine.sumOfSquares(away);
 *     return { loss, gradients: { center: away }, metrics: { loss }, locateOverflow: () => "the center" };
 *   };
 *   return {
 *     ...{ model, action: "find a center", engine, examples: 3, about: {}, own: { center } },
 *     ...{ parameters, statistics: {}, all: parameters, random: new RandomStream(1, "draws") },
 *     ...{ evaluate, measure: () => ({}) },
 *   };
 * };
 * const defaults = { optimizer: () => sgd({ learningRate: 0.1 }), seed: 1 };
 * const options = checkFitOptions("find a center", { epochs: 2, batchSize: 1 }, defaults, 3, ["loss"]);
 * await fit(checkingEngine, start, options);
 * center; // (1, 1)
 */
export function fit<Epoch extends EpochRecord>(
  kind: EngineKind,
  start: (engine: Engine) => Job,
  options: CheckedFitOptions<Epoch>,
  trained?: Trained,
): Promise<History<Epoch>> {
  return toEnd(fitEpochs(kind, start, options, trained));
}

/**
 * The same, an epoch at a time: leaving the iteration early keeps what was learnt so far. The job starts when the first epoch begins, not
 * when the iteration is asked for.
 *
 * @example
 * const defaults = { optimizer: () => sgd(), seed: 1 };
 * fitEpochs(checkingEngine, () => undefined, checkFitOptions("fit", { epochs: 3 }, defaults, 100, ["loss"]));
 */
export async function* fitEpochs<Epoch extends EpochRecord>(
  kind: EngineKind,
  start: (engine: Engine) => Job,
  options: CheckedFitOptions<Epoch>,
  trained?: Trained,
): AsyncGenerator<Epoch, History<Epoch>, void> {
  checkMethods(action, "kind to be a kind of engines", kind, "open");
  checkFunction(action, "start", start);
  checkThat(action, "options to be what checkFitOptions returns", options, isChecked);
  if (trained !== undefined) checkTrained(action, "trained to be { model, action, own }", trained);
  let release: (() => void) | undefined;
  const startChecked = (engine: Engine): Job => {
    const job = checkedJob(action, start(engine), options, trained);
    if (trained === undefined) release = holdModel(job); // only now it is known
    return job;
  };
  try {
    return yield* epochsOf(kind, startChecked, options, trained ?? { model: {}, action, own: {} });
  } finally {
    release?.();
  }
}

/** Whether the defaults are in these options. */
function isChecked({ epochs, batchSize, optimizer, metrics }: Omit<CheckedFitOptions, "onEpoch">): boolean {
  return [epochs, batchSize].every(Number.isSafeInteger) && optimizer !== undefined && Array.isArray(metrics);
}
