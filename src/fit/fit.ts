import { checkFigures } from "../check.ts";
import type { Engine, EngineKind } from "../engine/engine.ts";
import { reference } from "../engine/reference.ts";
import { openEngine } from "../engine/with-engine.ts";
import { makeRows } from "../matrix/made-later.ts";
import { copyParameters, firstNotFinite, loadParameters, mapParameters, readerOf } from "../parameters.ts";
import { RandomStream } from "../random/stream.ts";
import { batchesOf } from "./batches.ts";
import { Watch } from "./early-stopping.ts";
import type { CheckedFitOptions } from "./fit-options.ts";
import { type Course, goOn, stateOf } from "./go-on.ts";
import { createHistory, type Ending, type EpochRecord, type History } from "./history.ts";
import type { Job, Trained } from "./job.ts";
import { lossWarning } from "./loss-warning.ts";
import { noProgress } from "./monitor.ts";
import { holdModel } from "./one-run.ts";
import { inTurns, pauses } from "./pauses.ts";
import { addBatch, beginning, endEpoch, meansOf } from "./place.ts";
import { checkIdle, checkModel } from "./run.ts";
import { settingsOf } from "./run-settings.ts";
import type { RunState } from "./run-state.ts";
import { diverged, makeUpdate, refuseNotFinite } from "./update.ts";

/** Runs all epochs of a job. */
export function fit<Epoch extends EpochRecord>(
  kind: EngineKind,
  start: (engine: Engine) => Job,
  options: CheckedFitOptions<Epoch>,
  trained: Trained,
): Promise<History<Epoch>> {
  return toEnd(fitEpochs(kind, start, options, trained));
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
 * @param trained - What is known of the job before it starts: first values that nobody has read yet are drawn with pauses.
 */
export async function* fitEpochs<Epoch extends EpochRecord>(
  kind: EngineKind,
  start: (engine: Engine) => Job,
  options: CheckedFitOptions<Epoch>,
  trained: Trained,
): AsyncGenerator<Epoch, History<Epoch>, void> {
  options.signal?.throwIfAborted();
  const engine = openEngine(kind);
  const pause = pauses();
  let release: (() => void) | undefined;
  try {
    release = holdModel(trained);
    for (const _ of makeRows(Object.values(trained.own))) await pause();
    const job = start(engine);
    if (job.begin) await inTurns(job.begin(), pause, options.signal);
    return yield* jobEpochs(job, options, pause);
  } finally {
    release?.(); // also where the engine has lost a thread: the model keeps what it was given last
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
  pause: () => Promise<void>,
): AsyncGenerator<Epoch, History<Epoch>, void> {
  const { earlyStopping, optimizer, signal, run } = options;
  const { engine, own } = job;
  const values = { ...job.parameters, ...job.statistics };
  const originals = [mapParameters(own, (matrix) => reference.load(matrix))];
  await pause(); // what was loaded is copied
  const lastGood = loadParameters(job.action, engine, values);
  const watch = earlyStopping && new Watch(earlyStopping);
  let course: Course = {
    place: beginning(),
    optimizer: optimizer.init(engine, job.parameters),
    best: watch && loadParameters(job.action, engine, values),
    originals,
  };
  if (run) checkModel(job.action, checkIdle(job.action, run), job.model);
  if (run?.state) {
    course = goOn(job, options, course, run.state);
    copyParameters(engine, values, lastGood);
  }
  const { place, best, optimizer: state } = course;
  const readOut = readerOf(engine, course.originals);
  const publish = (): void => {
    for (const [name, matrix] of Object.entries(values)) readOut(matrix, name, own[name]!);
  };
  const stand = (): RunState => stateOf(job, options, course);
  if (run) {
    run.keep(stand()); // also says at once if something cannot be kept
    run.follow(stand);
  }
  let stands = true; // false while a batch is under way
  try {
    const order = options.shuffle ? new RandomStream(options.seed, "order of examples") : undefined;
    const label = job.layer === undefined ? {} : { layer: job.layer };
    const records = place.records as Epoch[]; // with the figures that the model's job reports
    const progress = noProgress(options.metrics);
    const see = (record: Epoch): boolean => {
      for (const metric of options.metrics) progress[metric]!.push(record[metric]!);
      return watch?.improves(record) ?? false;
    };
    for (const record of records) see(record);
    const isOver = (): boolean => records.length > 0 && (watch?.isOver(records.at(-1)!) ?? false);

    const isLast = (): boolean => place.epoch >= options.epochs || isOver();
    await pause(); // after all that was checked and loaded
    while (!isLast()) {
      const began = performance.now();
      const epoch = place.epoch + 1;
      if (order) order.position = place.order;
      const { stream } = job;
      const list = stream ? undefined : batchesOf(job.examples, options.batchSize, order);
      const total = list ? list.length : stream!.batches;
      const within = (index: number): number =>
        total ? Math.floor(index / total) + (index % total) / total : 0;
      for await (const batch of list?.slice(place.batch) ?? stream!.epoch(epoch, place.batch, signal)) {
        const index = place.batch;
        stands = false;
        const loss = engine.scope(() => {
          const time = { step: place.step, epoch: epoch - 1 + within(index), progress };
          const evaluation = job.evaluate(batch, time);
          if (!Number.isFinite(evaluation.loss)) {
            const where = evaluation.locateOverflow();
            copyParameters(engine, lastGood, values);
            throw diverged(job, evaluation.loss, { epoch, batch: index + 1, step: place.step }, where);
          }
          const { loss, weight = batch.length } = evaluation;
          if (weight > 0) {
            const moment = { loss, weights: job.weights, ...time };
            makeUpdate(job, optimizer, evaluation, state, lastGood, moment);
            place.last = { step: time.step, epoch: time.epoch, loss };
            place.step += 1;
          }
          addBatch(place, evaluation.metrics, weight, batch.length);
          return loss;
        });
        if (options.onBatch) {
          refuseNotFinite(job, values, lastGood, { epoch, batch: index + 1, step: place.step }); // nobody is shown what is none
          stands = true;
          publish();
          const batches = total ?? index + 1;
          const record = { ...label, epoch, batch: index + 1, batches, loss };
          await options.onBatch(record, { epochs: options.epochs, isLast: false });
        }
        stands = true;
        await pause();
        signal?.throwIfAborted();
      }
      stands = false;
      refuseNotFinite(job, values, lastGood, { epoch, batch: place.batch, step: place.step });
      stands = true; // at its last batch, behind which everything is measured anew

      const measured = await inTurns(
        engine.scope(() => job.measure(epoch)),
        pause,
        signal,
      );
      const learningRate = place.last && optimizer.learningRateAt?.({ ...place.last, progress });
      const figures = {
        ...{ ...label, epoch, ...meansOf(place), ...measured },
        ...(learningRate !== undefined && { learningRate }),
        seconds: (performance.now() - began) / 1000,
      };
      const record = Object.freeze(checkFigures(job.action, figures)) as object as Epoch;
      endEpoch(place, record, order?.position ?? 0);
      if (see(record)) copyParameters(engine, values, best!);
      publish();
      await options.onEpoch?.(record, { epochs: options.epochs, isLast: isLast() });
      await run?.onEpoch?.(record);
      await pause();
      yield record;
      signal?.throwIfAborted();
    }

    run?.keep(stand());
    const bestEpoch = watch?.bestEpoch || undefined;
    if (best && bestEpoch) copyParameters(engine, best, values);
    const ending = isOver() ? "early stopping" : "all epochs done";
    return createHistory({
      epochs: Object.freeze([...records]),
      ending,
      ...(bestEpoch === undefined ? {} : { bestEpoch }),
      seed: options.seed,
      engine: engine.name,
      settings: [settingsOf(job, options, place)],
      warnings: await warningsOf(job, records, ending, pause),
    });
  } finally {
    if (run?.isLive) run.keep(stands ? stand() : undefined);
    if (firstNotFinite(engine, values) !== undefined) copyParameters(engine, lastGood, values);
    publish();
  }
}

/** What looks wrong at the end. */
async function warningsOf(
  job: Job,
  records: readonly EpochRecord[],
  ending: Ending,
  pause: () => Promise<void>,
): Promise<readonly string[]> {
  const ofLoss = lossWarning(records, ending === "all epochs done");
  const ofModel = await inTurns(job.warnings?.() ?? [], pause);
  return Object.freeze([...(ofLoss ? [ofLoss] : []), ...ofModel]);
}
