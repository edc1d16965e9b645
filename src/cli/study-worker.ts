import { parentPort, workerData } from "node:worker_threads";
import { trialRunner } from "../study/trial-runner.ts";
import type { TrialSpec } from "../study/trial-spec.ts";
import { datasetFrom, type SharedDataset } from "./shared-dataset.ts";

// The program of a worker thread: it runs one trial for each spec that it is sent, and sends the result back.
const runner = trialRunner(datasetFrom(workerData as SharedDataset));
parentPort!.on("message", async (spec: TrialSpec) => parentPort!.postMessage(await runner.run(spec)));
