import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Dataset } from "../data/dataset.ts";
import { arms } from "../study/arms/all.ts";
import type { TrialExecutor } from "../study/run-study.ts";
import type { TrialResult } from "../study/trial-result.ts";
import type { TrialSpec } from "../study/trial-spec.ts";
import { shareDataset } from "./shared-dataset.ts";

/** Threads that run trials. */
export interface Workers {
  readonly execute: TrialExecutor;
  close(): Promise<void>;
}

/** Starts so many threads, which see the data without a copy. */
export function startWorkers(dataset: Dataset, count: number): Workers {
  const program = new URL("./study-worker.js", import.meta.url); // beside the built command
  const workerData = shareDataset(dataset);
  const workers = Array.from({ length: count }, () => new Worker(program, { workerData }));
  return {
    async *execute(specs) {
      const queue = trialQueue(specs);
      const running = new Map<Worker, Promise<{ readonly worker: Worker; readonly result: TrialResult }>>();
      const next = (worker: Worker): void => {
        const spec = queue.take(worker);
        if (spec === undefined) running.delete(worker);
        else running.set(worker, runIn(worker, spec));
      };
      for (const worker of workers) next(worker);
      while (running.size > 0) {
        const { worker, result } = await Promise.race(running.values());
        next(worker);
        yield result;
      }
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

/** Rejects where the thread fails: `once` does so on an error. */
async function runIn(worker: Worker, spec: TrialSpec) {
  const ended = new AbortController();
  const died = once(worker, "exit", { signal: ended.signal }).then(([code]) => {
    throw new Error(`A worker ended with code ${code} in the middle of a trial`);
  });
  const answered = once(worker, "message", { signal: ended.signal });
  worker.postMessage(spec);
  try {
    const [result] = (await Promise.race([answered, died])) as [TrialResult];
    return { worker, result };
  } finally {
    died.catch(() => {}); // what is not waited for any more is given up
    answered.catch(() => {});
    ended.abort();
  }
}

/**
 * Hands out trials so that a worker stays with those that share a split and stacks of RBMs as long as there are any, and
 * begins with a set that nobody else is at.
 */
function trialQueue(specs: readonly TrialSpec[]) {
  const groups = new Map<string, TrialSpec[]>();
  for (const spec of specs) groups.set(groupOf(spec), [...(groups.get(groupOf(spec)) ?? []), spec]);
  const places = new Map<Worker, string>();
  return {
    take(worker: Worker): TrialSpec | undefined {
      const own = places.get(worker);
      const key = own !== undefined && groups.has(own) ? own : largest(groups, new Set(places.values()));
      if (key === undefined) return undefined;
      places.set(worker, key);
      const group = groups.get(key)!;
      const spec = group.shift();
      if (group.length === 0) groups.delete(key);
      return spec;
    },
  };
}

const withStacks = new Set(
  arms.filter(({ kind }) => kind === "pretrained" || kind === "control").map(({ name }) => name),
);

function groupOf({ arm, seed, width }: TrialSpec): string {
  return `${seed} ${width} ${withStacks.has(arm)}`;
}

function largest(
  groups: ReadonlyMap<string, readonly unknown[]>,
  taken: ReadonlySet<string>,
): string | undefined {
  const ranked = [...groups].sort(
    ([a, one], [b, other]) => Number(taken.has(a)) - Number(taken.has(b)) || other.length - one.length,
  );
  return ranked[0]?.[0];
}
