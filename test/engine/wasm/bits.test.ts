import type { Worker } from "node:worker_threads";
import { RBM } from "layerwise";
import { loadDigits } from "layerwise/data";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { trainAll } from "../../runtimes/trainings.ts";
import { bitsOf } from "../../support/bits.ts";
import { until } from "../../support/pool-run.ts";

let workers = 0;
const count = (): void => {
  workers += 1;
};
beforeAll(() => void process.on("worker", count));
afterAll(() => void process.off("worker", count));

describe("Training on the wasm engine", () => {
  it("gives an RBM, a DBN and a network the same bits with 1, 2 and 4 threads, and with helpers at work", async () => {
    const expected = await trainAll(1);
    expect(workers).toBe(0);
    expect(new Set(Object.values(expected)).size).toBe(3);
    expect(await trainAll(2)).toEqual(expected);
    expect(workers).toBe(1);
    expect(await trainAll(4)).toEqual(expected);
    expect(workers).toBe(1 + 3);
  });
});

describe("RBM.fit", () => {
  it("goes on to the same bits when a thread ends between launches, and else ends with an error that keeps the epoch before", async () => {
    const { inputs } = await loadDigits();
    const options = { epochs: 100, batchSize: 200 };
    const build = (threads: number): RBM =>
      new RBM({ visible: 64, hidden: 300, seed: 1, engine: "wasm", threads });
    const alone = build(1);
    await alone.fit(inputs, options);

    const rbm = build(3);
    const threads: Worker[] = [];
    const ended = new Set<Worker>();
    const keep = (worker: Worker): void => {
      threads.push(worker);
      worker.once("exit", () => ended.add(worker));
      if (threads.length === 2) worker.once("online", () => setTimeout(() => worker.terminate(), 200));
    };
    process.on("worker", keep);
    let left = {};
    const onEpoch = (): void => {
      left = bitsOf(rbm.parameters);
    };
    const failure = await rbm.fit(inputs, { ...options, onEpoch }).then(
      () => undefined,
      (error: Error) => error,
    );
    await until("the thread has ended", () => ended.has(threads[1]!));
    if (failure === undefined) {
      expect(bitsOf(rbm.parameters)).toEqual(bitsOf(alone.parameters));
    } else {
      expect(failure.message).toBe(
        "Cannot train on 3 threads: expected the threads to stay alive, got thread 2 that ended with code 1",
      );
      expect(bitsOf(rbm.parameters)).toEqual(left);
    }
    await rbm.fit(inputs, { epochs: 1, batchSize: 200 });
    await until("a fresh thread was started", () => threads.length > 2);
    process.off("worker", keep);
  });
});
