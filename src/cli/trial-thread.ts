import type { Worker } from "node:worker_threads";
import type { TrialResult } from "../study/trial-result.ts";
import type { TrialSpec } from "../study/trial-spec.ts";

/** What the program of a thread sends back: a result, or the error that the trial met. */
export type Answer = { readonly result: TrialResult } | { readonly error: unknown };

/** A place where a thread runs trials, one after the other; where the thread ends, another takes its place. */
export interface TrialThread {
  run(spec: TrialSpec): Promise<TrialResult>;
  close(): Promise<void>;
}

/** A trial in which so many threads ended is not tried again. */
const MOST_ATTEMPTS = 3;

/** A place for a thread; `start` starts one when there is a trial to run and none that lives. */
export function trialThread(start: () => Worker): TrialThread {
  let worker: Worker | undefined;
  let isClosed = false;
  let lastWords = "";

  const living = (): Worker => {
    if (worker) return worker;
    const started = start();
    started.on("error", (error) => {
      lastWords = `, ${error.message}`;
    });
    started.on("exit", () => {
      if (worker === started) worker = undefined;
    });
    worker = started;
    return started;
  };

  return {
    async run(spec) {
      for (let attempt = 1; attempt <= MOST_ATTEMPTS && !isClosed; attempt++) {
        const answer = await answerOf(living(), spec);
        if (answer === undefined) continue;
        if ("error" in answer) throw answer.error;
        return answer.result;
      }
      throw new Error(`Threads ended ${MOST_ATTEMPTS} times in the middle of one trial${lastWords}`);
    },
    async close() {
      isClosed = true;
      await worker?.terminate();
    },
  };
}

/** What a thread answers; undefined where it ends before. */
function answerOf(worker: Worker, spec: TrialSpec): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const end = (answer: Answer | undefined): void => {
      worker.off("message", end);
      worker.off("exit", ended);
      resolve(answer);
    };
    const ended = (): void => end(undefined);
    worker.on("message", end);
    worker.on("exit", ended);
    worker.postMessage(spec);
  });
}
