import { Worker } from "node:worker_threads";
import type { Dataset } from "../data/dataset.ts";
import { arms } from "../study/arms/all.ts";
import type { TrialResult } from "../study/trial-result.ts";
import type { TrialSpec } from "../study/trial-spec.ts";
import { shareDataset } from "./shared-dataset.ts";
import { type TrialThread, trialThread } from "./trial-thread.ts";
import type { ClaimingExecutor } from "./trials/shared-trials.ts";

/** Threads that run trials. */
export interface Workers {
  readonly execute: ClaimingExecutor;
  close(): Promise<void>;
}

/**
 * Runs trials in so many threads, which see the data without a copy.
 *
 * @param program - What a thread runs. Default: the one beside the built command.
 */
export function startWorkers(
  dataset: Dataset,
  count: number,
  program: URL = new URL("./study-worker.js", import.meta.url),
): Workers {
  const workerData = shareDataset(dataset);
  const threads = Array.from({ length: count }, () => trialThread(() => new Worker(program, { workerData })));
  const visited = new Map<TrialThread, Set<string>>(threads.map((thread) => [thread, new Set()]));
  return {
    async *execute(specs, take) {
      const queue = trialQueue(specs, take, visited);
      const running = new Map<TrialThread, Promise<readonly [TrialThread, TrialResult]>>();
      const next = (thread: TrialThread): void => {
        const spec = queue.take(thread);
        if (spec === undefined) running.delete(thread);
        else
          running.set(
            thread,
            thread.run(spec).then((result) => [thread, result]),
          );
      };
      for (const thread of threads) next(thread);
      while (running.size > 0) {
        const [thread, result] = await Promise.race(running.values());
        next(thread);
        yield result;
      }
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

/**
 * Hands out trials so that a worker stays with those that share a split and stacks of RBMs as long as there are any, and
 * begins with a set that nobody else is at, in this process or in another, and rather with one that it was at before, `visited`.
 */
function trialQueue(
  specs: readonly TrialSpec[],
  take: (spec: TrialSpec) => boolean,
  visited: ReadonlyMap<TrialThread, Set<string>>,
) {
  const groups = new Map<string, TrialSpec[]>();
  for (const spec of specs) groups.set(groupOf(spec), [...(groups.get(groupOf(spec)) ?? []), spec]);
  const places = new Map<TrialThread, string>();
  const others = new Set<string>(); // where other processes are
  return {
    take(thread: TrialThread): TrialSpec | undefined {
      for (;;) {
        const own = places.get(thread);
        const key =
          own !== undefined && groups.has(own)
            ? own
            : largest(groups, new Set([...places.values(), ...others]), visited.get(thread)!);
        if (key === undefined) return undefined;
        places.set(thread, key);
        visited.get(thread)!.add(key);
        const group = groups.get(key)!;
        const spec = group.shift()!;
        if (group.length === 0) groups.delete(key);
        if (take(spec)) return spec;
        places.delete(thread);
        others.add(key);
      }
    },
  };
}

const withStacks = new Set(
  arms.filter(({ kind }) => kind === "pretrained" || kind === "control").map(({ name }) => name),
);

function groupOf({ arm, seed, width }: TrialSpec): string {
  return `${seed} ${width} ${withStacks.has(arm)}`;
}

/** The largest group of those where nobody is, and of these where one was before. */
function largest(
  groups: ReadonlyMap<string, readonly unknown[]>,
  taken: ReadonlySet<string>,
  known: ReadonlySet<string>,
): string | undefined {
  const ranked = [...groups].sort(
    ([a, one], [b, other]) =>
      Number(taken.has(a)) - Number(taken.has(b)) ||
      Number(known.has(b)) - Number(known.has(a)) ||
      other.length - one.length,
  );
  return ranked[0]?.[0];
}
