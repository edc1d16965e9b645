import { trainAll } from "./trainings.ts";

/** What a runtime reports: hashes by model, by the number of threads, and how many workers were started for them. */
export interface Report {
  readonly hashes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly workers: number;
}

/** Trains with 1, 2 and 4 threads. */
export async function report(): Promise<Report> {
  const started = countWorkers();
  const hashes: Record<string, Record<string, string>> = {};
  for (const threads of [1, 2, 4]) hashes[threads] = await trainAll(threads);
  return { hashes, workers: started() };
}

/** Counts the workers that are started from now on: equal hashes say little where all threads are one. */
function countWorkers(): () => number {
  const threads = globalThis.process?.getBuiltinModule?.("node:worker_threads");
  const owner = (threads ?? globalThis) as { Worker: new (...options: never[]) => object };
  const { Worker } = owner;
  let count = 0;
  owner.Worker = new Proxy(Worker, {
    construct(target, options: never[]) {
      count += 1;
      return new target(...options);
    },
  });
  return () => count;
}
