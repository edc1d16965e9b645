import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Job, Worker } from "bullmq";
import { rangeError, show } from "../../check.ts";
import type { Dataset } from "../../data/dataset.ts";
import { duration } from "../../show/progress-line.ts";
import { fingerprintOf } from "../../study/hash.ts";
import type { CommandIO } from "../commands/command.ts";
import { warnTo } from "../output.ts";
import { stopCode } from "../stop.ts";
import { aboutProgram, isSameProgram, programText } from "./about-program.ts";
import { type AnnouncedStudy, announcedStudies, dataKey, removeRemains } from "./announced-studies.ts";
import { connectQueue, PREFIX, type QueueConnection } from "./connect.ts";
import { bytesOfDataset, datasetFromBytes } from "./portable-data.ts";
import type { TrialJob } from "./queue-trials.ts";
import type { RedisAddress } from "./redis-address.ts";

/** What `layerwise worker` was asked to do. */
export interface WorkerCall {
  readonly address: RedisAddress;
  /** Trials at once, each in a process of its own. */
  readonly concurrency: number;
  /** The data on this machine. Default: those that travel in Redis. */
  readonly dataset?: Dataset;
}

const action = "work on the queue";

/** Milliseconds between two looks for another study. */
const PAUSE = 1000;

/** Milliseconds without a sign of life after which another worker takes a trial, and between two looks for such trials. */
const LOCK = { lockDuration: 10_000, stalledInterval: 5000 } as const;

/** How often a trial may lose its worker. */
const MOST_STALLS = 3;

/**
 * Computes trials until it is stopped: those of one study after those of another.
 *
 * @param program - What a process runs. Default: the one beside the built command.
 * @returns The exit code of the signal that stopped it. The trials that it was at are ended before.
 */
export async function runQueueWorker(
  call: WorkerCall,
  io: CommandIO,
  program: URL = new URL("./study-processor.js", import.meta.url),
): Promise<number> {
  const warn = warnTo(io.errors);
  const own = call.dataset && { dataset: call.dataset, fingerprint: await fingerprintOf(call.dataset) };
  const connection = await connectQueue(action, call.address, warn);
  try {
    io.output.line(`Waiting for a study at ${call.address.shown}`);
    while (!io.signal?.aborted) {
      const study = await nextStudy(connection, own?.fingerprint);
      if (study === undefined) {
        await setTimeout(PAUSE, undefined, { signal: io.signal }).catch(() => {});
        continue;
      }
      const bytes = own
        ? bytesOfDataset(own.dataset)
        : await connection.redis.getBuffer(dataKey(study.fingerprint));
      if (bytes === null) continue; // taken back meanwhile
      await datasetFromBytes(bytes, study.fingerprint);
      const folder = mkdtempSync(join(tmpdir(), "layerwise-worker-"));
      try {
        const file = join(folder, study.fingerprint);
        writeFileSync(file, bytes);
        await workOn(study, file, fileURLToPath(program), connection, call, io);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }
    return stopCode(io.signal);
  } finally {
    await connection.close();
  }
}

/** A study that this worker can help with, one with trials to run first. */
async function nextStudy(
  { redis, queueOf }: QueueConnection,
  own: string | undefined,
): Promise<AnnouncedStudy | undefined> {
  const program = await aboutProgram();
  const refusals: Error[] = [];
  let idle: AnnouncedStudy | undefined;
  for (const study of await announcedStudies(redis)) {
    const { fingerprint, name } = study;
    if (!isSameProgram(program, study.program)) {
      refusals.push(
        rangeError(action, `a study of ${programText(program)}`, `one of ${programText(study.program)}`),
      );
    } else if (own === undefined && !(await redis.exists(dataKey(fingerprint)))) {
      refusals.push(
        rangeError(
          action,
          `--data with the fingerprint ${fingerprint}, of ${show(name)}, which do not travel`,
          "none",
        ),
      );
    } else if (own !== undefined && own !== fingerprint) {
      refusals.push(
        rangeError(action, `data with the fingerprint ${fingerprint}, of ${show(name)}`, `others, ${own}`),
      );
    } else if ((await queueOf(fingerprint).getWaitingCount()) > 0) return study;
    else idle ??= study;
  }
  if (idle === undefined && refusals[0]) throw refusals[0];
  return idle;
}

/** Runs trials on one set of data until it is stopped, or another study waits and this one does not. */
async function workOn(
  { fingerprint, name }: AnnouncedStudy,
  file: string,
  program: string,
  connection: QueueConnection,
  { concurrency }: WorkerCall,
  { output, errors, signal }: CommandIO,
): Promise<void> {
  const { bullmq, redis, queueOf } = connection;
  const env = { ...process.env, LAYERWISE_DATA_FILE: file, LAYERWISE_DATA: fingerprint };
  const worker: Worker<TrialJob> = new bullmq.Worker(fingerprint, program, {
    ...{ connection: redis, prefix: PREFIX, concurrency, ...LOCK, maxStalledCount: MOST_STALLS },
    ...{ useWorkerThreads: false, workerForkOptions: { env } },
  });
  const running = new Set<string>();
  worker.on("error", () => {}); // the connection tells where Redis is away; the queue gives a trial whose lock was lost to others
  worker.on("active", (job) => running.add(job.id!));
  worker.on("completed", (job) => {
    running.delete(job.id!);
    output.line(`${textOf(job)}: ${duration(job.finishedOn! - job.processedOn!)}`);
  });
  worker.on("failed", (job, error) => {
    running.delete(job?.id ?? "");
    warnTo(errors)(`${job ? textOf(job) : "a trial"} failed: ${error.message}`);
  });
  output.line(
    `Working on ${name} (${fingerprint}), ${concurrency} trial${concurrency === 1 ? "" : "s"} at once`,
  );
  while (!signal?.aborted) {
    await setTimeout(PAUSE, undefined, { signal }).catch(() => {});
    if (running.size > 0 || signal?.aborted || redis.status !== "ready") continue;
    const studies = await announcedStudies(redis);
    if (!studies.some((study) => study.fingerprint === fingerprint)) break;
    if (studies.length > 1 && (await queueOf(fingerprint).getWaitingCount()) === 0) break;
  }
  if (signal?.aborted && running.size > 0) {
    output.line(
      `Stopping; first the ${running.size} trial${running.size === 1 ? "" : "s"} that run are ended`,
    );
  }
  await worker.close();
  if (redis.status === "ready") await removeRemains(connection, fingerprint);
}

/** A trial in a few words. */
function textOf({ data }: Job<TrialJob>): string {
  const { purpose, arm, optimizer, depth, width, seed, learningRate } = Object(data.spec);
  return `${purpose} ${arm} by ${optimizer}, ${depth} × ${width}, rate ${learningRate}, seed ${seed}`;
}
