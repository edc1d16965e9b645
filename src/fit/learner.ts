import { checkInteger, rangeError } from "../check.ts";
import type { Engine, EngineKind } from "../engine/engine.ts";
import { fitEpochs, toEnd } from "./fit.ts";
import type { BatchRecord, CheckedFitOptions, FitOptions } from "./fit-options.ts";
import type { EpochRecord } from "./history.ts";
import type { Job, Trained } from "./job.ts";
import type { Source } from "./stream.ts";

/** The options of a model's `fit` that its learner takes too. */
export interface LearnerOptions<Epoch extends EpochRecord = EpochRecord>
  extends Pick<FitOptions<Epoch>, "optimizer" | "seed" | "run"> {
  /** How many batches count as an epoch to a schedule. Default: a schedule stays at its beginning. */
  readonly batches?: number | undefined;
}

/** The names of those options. */
export const learnerOptionNames: readonly string[] = ["optimizer", "seed", "run", "batches"];

/** What takes one batch at a time. */
export interface Queue<Batch> {
  /** Makes an update, once those before it are made; resolves when the model has it. */
  take(batch: Batch): Promise<BatchRecord>;
  /** Ends the run when all updates are made. */
  end(): Promise<void>;
}

/** A run over batches that come by one call each: one epoch, which lasts until it is ended. */
export function learn<Batch, Epoch extends EpochRecord>(
  action: string,
  batches: number | undefined,
  prepare: (
    source: Source<Batch>,
  ) => readonly [EngineKind, (engine: Engine) => Job, CheckedFitOptions<Epoch>, Trained],
): Queue<Batch> {
  if (batches !== undefined) checkInteger(action, "batches", batches, { min: 1 });
  interface Waiting {
    readonly batch: Batch;
    readonly resolve: (record: BatchRecord) => void;
    readonly reject: (reason: unknown) => void;
  }
  const waiting: Waiting[] = [];
  const end = new Error("the end");
  let wake = (): void => {};
  let ended = false;
  let running: Promise<unknown> | undefined;
  const [kind, start, checked, trained] = prepare({
    batches,
    async *epoch() {
      for (;;) {
        while (waiting.length === 0) {
          if (ended) throw end; // so that the run stands where it is, in its epoch
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        yield waiting[0]!.batch;
      }
    },
  });
  const onBatch = (record: BatchRecord): void => waiting.shift()!.resolve(record);
  const fail = (reason: unknown): void => {
    ended = true;
    for (const { reject } of waiting.splice(0)) reject(reason);
  };
  return {
    take(batch) {
      if (ended) throw rangeError(action, "a learner that goes on", "one that has ended");
      return new Promise<BatchRecord>((resolve, reject) => {
        waiting.push({ batch, resolve, reject });
        wake();
        running ??= toEnd(fitEpochs(kind, start, { ...checked, onBatch }, trained)).catch(fail);
      });
    },
    async end() {
      ended = true;
      wake();
      await running;
    },
  };
}
