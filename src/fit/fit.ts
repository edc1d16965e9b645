import { checkFigures, rangeError } from "../check.ts";
import type { Engine, EngineKind } from "../engine/engine.ts";
import type { Moment } from "../optimizer/optimizer.ts";
import { copyParameters, firstNotFinite, loadParameters } from "../parameters.ts";
import { RandomStream } from "../random/stream.ts";
import { batchesOf } from "./batches.ts";
import { Watch } from "./early-stopping.ts";
import type { CheckedFitOptions } from "./fit-options.ts";
import {
  createHistory,
  type Ending,
  type EpochRecord,
  type History,
  type Metric,
  type RunSettings,
} from "./history.ts";
import type { Job } from "./job.ts";
import { lossWarning } from "./loss-warning.ts";
import { noProgress } from "./monitor.ts";
import { pauses } from "./pauses.ts";
import { diverged, makeUpdate, refuseNotFinite } from "./update.ts";

/**
 * Models in training, with their runs: a second run on the same parameters would undo the first one's work. A run whose iterator nobody
 * has any more holds its model no longer.
 */
const running = new WeakMap<object, WeakRef<object>>();

/** Runs all epochs of a job. */
export function fit<Epoch extends EpochRecord>(
  kind: EngineKind,
  start: (engine: Engine) => Job,
  options: CheckedFitOptions<Epoch>,
): Promise<History<Epoch>> {
  return toEnd(fitEpochs(kind, start, options));
}

/** Runs an iteration over epochs to its end, and returns the history that it closes with. */
export async function toEnd<Epoch extends EpochRecord>(
  epochs: AsyncGenerator<Epoch, History<Epoch>, void>,
): Promise<History<Epoch>> {
  for (;;) {
    const next = await epochs.next();
    if (next.done) return next.value;
  }
}

/**
 * The same, an epoch at a time: leaving the iteration early keeps what was learnt so far.
 *
 * @param kind - The kind of engine, of which one is opened for this run and closed after it.
 * @param start - Takes the parameters as they are when the first epoch begins, not when the iteration was asked for.
 */
export async function* fitEpochs<Epoch extends EpochRecord>(
  kind: EngineKind,
  start: (engine: Engine) => Job,
  options: CheckedFitOptions<Epoch>,
): AsyncGenerator<Epoch, History<Epoch>, void> {
  options.signal?.throwIfAborted();
  const engine = kind.open();
  try {
    return yield* jobEpochs(start(engine), options);
  } finally {
    engine.close();
  }
}

/**
 * The one minibatch loop.
 *
 * The loss of a batch is checked before its update is made, so a loss that is not finite shows that the update before
 * it went wrong: the parameters from before that update, whose loss was finite, are put back.
 */
async function* jobEpochs<Epoch extends EpochRecord>(
  job: Job,
  options: CheckedFitOptions<Epoch>,
): AsyncGenerator<Epoch, History<Epoch>, void> {
  const { earlyStopping, optimizer, signal } = options;
  const { engine, model } = job;
  if (running.get(model)?.deref()) {
    const got = "one in progress; finish it, or end it by return() of its iterator";
    throw rangeError(job.action, "no other run on this model", got);
  }
  const values = { ...job.parameters, ...job.statistics };
  const lastGood = loadParameters(job.action, engine, values);
  running.set(model, new WeakRef(job));
  try {
    const best = earlyStopping && {
      watch: new Watch(earlyStopping),
      values: loadParameters(job.action, engine, values),
    };
    const state = optimizer.init(engine, job.parameters);
    const order = options.shuffle ? new RandomStream(options.seed, "order of examples") : undefined;
    const pause = pauses();
    const label = job.layer === undefined ? {} : { layer: job.layer };
    const records: Epoch[] = [];
    const progress = noProgress(options.metrics);
    let ending: Ending = "all epochs done";
    let step = 0;

    for (let epoch = 1; epoch <= options.epochs; epoch++) {
      const began = performance.now();
      const means = new MetricMeans();
      const batches = batchesOf(job.examples, options.batchSize, order);
      let last = undefined as Moment | undefined;
      for (const [index, batch] of batches.entries()) {
        const loss = engine.scope(() => {
          const time = { step, epoch: epoch - 1 + index / batches.length, progress };
          const evaluation = job.evaluate(batch, time);
          if (!Number.isFinite(evaluation.loss)) {
            const where = evaluation.locateOverflow();
            copyParameters(engine, lastGood, values);
            throw diverged(job, evaluation.loss, { epoch, batch: index + 1, step }, where);
          }
          const { weight = batch.length } = evaluation;
          if (weight > 0) {
            last = { ...time, loss: evaluation.loss };
            makeUpdate(job, optimizer, evaluation, state, lastGood, last);
            step += 1;
          }
          means.add(evaluation.metrics, weight);
          return evaluation.loss;
        });
        if (options.onBatch) {
          job.publish();
          await options.onBatch({ ...label, epoch, batch: index + 1, batches: batches.length, loss });
        }
        await pause();
        signal?.throwIfAborted();
      }
      refuseNotFinite(job, values, lastGood, { epoch, batch: batches.length, step });

      const measured = engine.scope(() => job.measure());
      const learningRate = last && optimizer.learningRateAt?.(last);
      const figures = {
        ...{ ...label, epoch, ...means.values(), ...measured },
        ...(learningRate !== undefined && { learningRate }),
        seconds: (performance.now() - began) / 1000,
      };
      const record = Object.freeze(checkFigures(job.action, figures)) as object as Epoch; // with the figures that the model's job reports
      records.push(record);
      for (const metric of options.metrics) progress[metric]!.push(record[metric]!);
      if (best?.watch.improves(record)) copyParameters(engine, values, best.values);
      job.publish();
      await options.onEpoch?.(record);
      yield record;
      signal?.throwIfAborted();
      if (best?.watch.isOver(record)) {
        ending = "early stopping";
        break;
      }
    }

    const bestEpoch = best?.watch.bestEpoch || undefined;
    if (best && bestEpoch) copyParameters(engine, best.values, values);
    return createHistory({
      epochs: Object.freeze(records),
      ending,
      ...(bestEpoch === undefined ? {} : { bestEpoch }),
      seed: options.seed,
      engine: engine.name,
      settings: [settingsOf(job, options, records[0]?.learningRate)],
      warnings: engine.scope(() => warningsOf(job, records, ending)),
    });
  } finally {
    try {
      if (firstNotFinite(engine, values) !== undefined) copyParameters(engine, lastGood, values);
      job.publish();
    } finally {
      running.delete(model); // also where the engine has lost a thread: the model keeps what it was given last
    }
  }
}

function settingsOf(
  { layer, examples, sampler }: Job,
  options: Pick<CheckedFitOptions, "batchSize" | "epochs" | "optimizer">,
  learningRate: number | undefined,
): RunSettings {
  const { batchSize, epochs, optimizer } = options;
  return Object.freeze({
    ...(layer === undefined ? {} : { layer }),
    ...{ examples, batchSize, epochs, optimizer: optimizer.name },
    ...(learningRate === undefined ? {} : { learningRate }),
    ...(sampler === undefined ? {} : { sampler }),
  });
}

/** What looks wrong at the end. */
function warningsOf(job: Job, records: readonly EpochRecord[], ending: Ending): readonly string[] {
  const ofLoss = lossWarning(records, ending === "all epochs done");
  return Object.freeze([...(ofLoss ? [ofLoss] : []), ...(job.warnings?.() ?? [])]);
}

/** The means of figures over an epoch, each batch counting by its weight. */
class MetricMeans {
  readonly #sums = new Map<Metric, number>();
  #weight = 0;

  add(metrics: Partial<Record<Metric, number>>, weight: number): void {
    for (const [name, value] of Object.entries(metrics) as [Metric, number][]) {
      this.#sums.set(name, (this.#sums.get(name) ?? 0) + value * weight);
    }
    this.#weight += weight;
  }

  values(): Partial<Record<Metric, number>> {
    return Object.fromEntries([...this.#sums].map(([name, sum]) => [name, sum / this.#weight]));
  }
}
