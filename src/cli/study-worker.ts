import { parentPort, workerData } from "node:worker_threads";
import { trialRunner } from "../study/trial-runner.ts";
import type { TrialSpec } from "../study/trial-spec.ts";
import { datasetFrom, type SharedDataset } from "./shared-dataset.ts";
import type { Answer } from "./trial-thread.ts";

// The program of a worker thread: it runs one trial for each spec that it is sent, and sends back the result or what failed.
const runner = trialRunner(datasetFrom(workerData as SharedDataset));
parentPort!.on("message", async (spec: TrialSpec) => {
  const answer: Promise<Answer> = runner.run(spec).then(
    (result) => ({ result }),
    (error: unknown) => ({ error }),
  );
  parentPort!.postMessage(await answer);
});
