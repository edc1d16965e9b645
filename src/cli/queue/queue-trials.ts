import { setTimeout } from "node:timers/promises";
import type { Job, Queue } from "bullmq";
import type { Dataset } from "../../data/dataset.ts";
import { hashOf } from "../../study/hash.ts";
import type { StudyPlan } from "../../study/study-plan.ts";
import type { TrialResult } from "../../study/trial-result.ts";
import type { TrialSpec } from "../../study/trial-spec.ts";
import { readTrialLine } from "../trials/trial-line.ts";
import type { Workers } from "../workers.ts";
import { type AboutProgram, aboutProgram } from "./about-program.ts";
import { announce, MOST_BYTES, withdraw } from "./announced-studies.ts";
import { connectQueue } from "./connect.ts";
import { bytesOfDataset } from "./portable-data.ts";
import type { RedisAddress } from "./redis-address.ts";

/** What a job carries. */
export interface TrialJob {
  readonly spec: TrialSpec;
  readonly program: AboutProgram;
}

/** Milliseconds between two looks for results. */
const PAUSE = 200;

/** Looks after which it is asked whether all trials are still there, and whether anybody is at them. */
const LOOKS = 25;

/** Jobs that are handed over at once. */
const BATCH = 500;

/** Results of one trial that are none, after which it is given up. */
const MOST_ATTEMPTS = 3;

/**
 * Runs trials on a queue. A trial is a job whose id is the hash of its spec, so that it is there once however often it is added.
 * A job is removed when its result was taken: what is lost on the way is added anew.
 */
export async function queueTrials(
  address: RedisAddress,
  plan: StudyPlan,
  dataset: Dataset,
  warn: (text: string) => void,
): Promise<Workers> {
  const connection = await connectQueue("submit the study", address, warn);
  const { fingerprint } = plan.data;
  const program = await aboutProgram();
  const queue: Queue = connection.queueOf(fingerprint);
  const whole = bytesOfDataset(dataset);
  const bytes = whole.length <= MOST_BYTES ? whole : undefined;
  if (!bytes) {
    warn(
      `the data have ${whole.length} bytes, and more than ${MOST_BYTES} do not travel: start each worker with its own --data`,
    );
  }
  const add = async (specs: ReadonlyMap<string, TrialSpec>): Promise<void> => {
    await announce(connection, { fingerprint, name: dataset.name, program }, bytes);
    const jobs = [...specs].map(([jobId, spec]) => ({
      name: spec.purpose,
      data: { spec, program } satisfies TrialJob,
      opts: { jobId, attempts: MOST_ATTEMPTS, stackTraceLimit: 1 },
    }));
    for (let at = 0; at < jobs.length; at += BATCH) await queue.addBulk(jobs.slice(at, at + BATCH));
  };
  return {
    async *execute(specs, take) {
      const missing = new Map<string, TrialSpec>();
      // Trials of one seed share their data and RBMs, so they stand together.
      for (const spec of specs.toSorted((a, b) => a.seed - b.seed)) {
        if (take(spec)) missing.set(await hashOf(spec), spec);
      }
      for (const id of await idsIn(queue, "failed", missing)) await queue.remove(id);
      await add(missing);
      const refused = new Map<string, number>();
      let isAlone = false;
      for (let look = 1; missing.size > 0; look++) {
        for (const id of await idsIn(queue, "completed", missing)) {
          const job = (await queue.getJob(id)) as Job<TrialJob> | undefined;
          if (!job) continue;
          const result = await resultOf(job).catch((error: Error) => {
            refused.set(id, (refused.get(id) ?? 0) + 1);
            if (refused.get(id) === MOST_ATTEMPTS) throw failure(id, error.message);
            warn(`the queue holds no result of trial ${id}, which is run again: ${error.message}`);
          });
          if (result) {
            missing.delete(id);
            yield result;
          }
          await job.remove(); // after the result is on disk
          if (!result) await add(new Map([[id, missing.get(id)!]]));
        }
        for (const id of await idsIn(queue, "failed", missing)) {
          const job = await queue.getJob(id);
          if (job) throw failure(id, job.failedReason ?? "no reason");
        }
        if (missing.size > 0 && look % LOOKS === 0) {
          await add(missing); // those that are there stay as they are
          const wasAlone = isAlone;
          isAlone = (await queue.getWorkersCount()) === 0;
          if (isAlone && !wasAlone) {
            warn(`${missing.size} trials wait for a worker: layerwise worker ${address.shown}`);
          }
        }
        if (missing.size > 0) await setTimeout(PAUSE);
      }
    },
    async close() {
      if (connection.redis.status === "ready") await withdraw(connection, fingerprint);
      await connection.close();
    },
  };
}

/** Those of some trials whose jobs have ended so. */
async function idsIn(
  queue: Queue,
  state: "completed" | "failed",
  trials: ReadonlyMap<string, TrialSpec>,
): Promise<string[]> {
  const ids = await queue.getRanges([state], 0, -1, true);
  return ids.filter((id) => trials.has(id));
}

/** The result in a job, checked as the lines of files are. */
async function resultOf({ id, returnvalue }: Job<TrialJob>): Promise<TrialResult> {
  const result = await readTrialLine(JSON.stringify(returnvalue ?? null));
  if (result.id !== id) throw new RangeError(`expected the result of trial ${id}, got that of ${result.id}`);
  return result;
}

const failure = (id: string, reason: string): Error =>
  new Error(`Cannot run trial ${id} on the queue: expected its result, got ${reason}`);
