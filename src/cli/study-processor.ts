import { readFileSync, rmdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Job } from "bullmq";
import { rangeError } from "../check.ts";
import { hashOf } from "../study/hash.ts";
import type { TrialResult } from "../study/trial-result.ts";
import { type TrialRunner, trialRunner } from "../study/trial-runner.ts";
import { aboutProgram, isSameProgram, programText, readAbout } from "./queue/about-program.ts";
import { datasetFromBytes } from "./queue/portable-data.ts";
import type { TrialJob } from "./queue/queue-trials.ts";

const { LAYERWISE_DATA_FILE: file = "", LAYERWISE_DATA: fingerprint = "" } = process.env;

const worker = process.ppid;

/** Milliseconds that a system may take to tell the children of a process that it has ended, and looks for it. */
const LOOKS = { every: 50, most: 20 };

// The program of a process that a worker of the queue starts: it runs one trial for each job. It ends with its worker, and takes
// away the copy of the data of one that was killed: that file and its folder, and nothing else. A worker that lives has other
// processes that read the copy.
process.once("disconnect", async () => {
  for (let look = 0; look < LOOKS.most && process.ppid === worker; look++) await setTimeout(LOOKS.every);
  if (process.ppid !== worker) {
    try {
      rmSync(file, { force: true });
      rmdirSync(dirname(file));
    } catch {
      // another process of the same worker has taken it away
    }
  }
  process.exit();
});

let runner: TrialRunner | undefined;

/** Runs the trial of a job. */
export default async function processTrial(job: Job<TrialJob>): Promise<TrialResult> {
  const action = `run job ${job.id}`;
  const { spec, program } = job.data;
  const [own, other] = [await aboutProgram(), readAbout(program)];
  if (!isSameProgram(own, other)) {
    throw rangeError(action, `a trial of ${programText(own)}`, `one of ${programText(other)}`);
  }
  const id = await hashOf(spec);
  if (job.id !== id) throw rangeError(action, "an id that is the hash of its spec", id);
  if (spec.data !== fingerprint) throw rangeError(action, `a trial on the data ${fingerprint}`, spec.data);
  runner ??= trialRunner(await datasetFromBytes(readFileSync(file), fingerprint));
  return runner.run(spec);
}
