import { availableParallelism } from "node:os";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, it, vi } from "vitest";
import { defaultThreads } from "../../../src/engine/wasm/default-threads.ts";
import { poolOf, ThreadPool } from "../../../src/engine/wasm/pool.ts";
import { READY, RECORDS, stateOf, WORKING } from "../../../src/engine/wasm/pool-control.ts";
import { type StartThread, startThread, type Thread } from "../../../src/engine/wasm/pool-thread.ts";
import { wasmKind } from "../../../src/engine/wasm/wasm-kind.ts";
import { kernels, PoolRun, until } from "../../support/pool-run.ts";

/** A module whose `work` meets an error at once: (func (export "work") (param i32) unreachable). */
const failing = new WebAssembly.Module(
  Uint8Array.of(
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...[0x01, 0x05, 0x01, 0x60, 0x01, 0x7f, 0x00],
    ...[0x03, 0x02, 0x01, 0x00],
    ...[0x07, 0x08, 0x01, 0x04, 0x77, 0x6f, 0x72, 0x6b, 0x00, 0x00],
    ...[0x0a, 0x05, 0x01, 0x03, 0x00, 0x00, 0x0b],
  ),
);

/**
 * A module whose `work` writes the number of the thread into the memory, at 1024 and on:
 * (func (export "work") (param i32) (i32.store offset=1024 (i32.shl (local.get 0) (i32.const 2)) (local.get 0))).
 */
const numbering = new WebAssembly.Module(
  Uint8Array.of(
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...[0x01, 0x05, 0x01, 0x60, 0x01, 0x7f, 0x00],
    ...[0x02, 0x12, 0x01, 0x03, 0x65, 0x6e, 0x76, 0x06, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79],
    ...[0x02, 0x03, 0x01, 0x80, 0x80, 0x04],
    ...[0x03, 0x02, 0x01, 0x00],
    ...[0x07, 0x08, 0x01, 0x04, 0x77, 0x6f, 0x72, 0x6b, 0x00, 0x00],
    ...[0x0a, 0x0f, 0x01, 0x0d, 0x00],
    ...[0x20, 0x00, 0x41, 0x02, 0x74, 0x20, 0x00, 0x36, 0x02, 0x80, 0x08, 0x0b],
  ),
);

/** A module that cannot be instantiated: (import "env" "missing" (func)). */
const incomplete = new WebAssembly.Module(
  Uint8Array.of(
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00],
    ...[0x02, 0x0f, 0x01, 0x03, 0x65, 0x6e, 0x76, 0x07, 0x6d, 0x69, 0x73, 0x73, 0x69, 0x6e, 0x67, 0x00, 0x00],
  ),
);

/** A thread, and the control block that it was sent. */
interface ListedThread {
  readonly thread: Thread;
  control?: Int32Array;
}

/** Starts threads and keeps them in a list. */
function listing(list: ListedThread[]): StartThread {
  return (program, ended) => {
    const thread = startThread(program, ended);
    const listed: ListedThread = { thread };
    list.push(listed);
    const post = (message: object): void => {
      if ("control" in message) listed.control = message.control as Int32Array;
      thread.post(message);
    };
    return { post, stop: thread.stop };
  };
}

/** Threads that do nothing but count what they are sent and told. */
function idleThreads(): { start: StartThread; started: number; stopped: number; letGo: number } {
  const counts = { start: (): Thread => thread, started: 0, stopped: 0, letGo: 0 };
  const thread: Thread = {
    post: (message) => {
      if ("thread" in message) counts.started += 1;
      else if (!("module" in message)) counts.letGo += 1;
    },
    stop: () => {
      counts.stopped += 1;
    },
  };
  return counts;
}

afterEach(() => vi.unstubAllGlobals());

describe("Pool", () => {
  it("has launches done by its helpers alone, from the first on, which is made while they start", async () => {
    const [pool, run] = [poolOf(3)!, new PoolRun()];
    expect(pool.helpers).toBe(2);
    const number = pool.attach(kernels, run.memory);
    for (let launch = 1; launch <= 100; launch++) {
      expect(await run.launch(pool, number, launch)).toBe(2 * 64 * launch);
    }
    pool.detach(number);
    pool.check();
  });

  it("numbers its helpers from 1, the caller being 0", async () => {
    const [pool, run] = [poolOf(4)!, new PoolRun()];
    const number = pool.attach(numbering, run.memory);
    pool.wake(number);
    const words = new Int32Array(run.memory.buffer, 1024, 6);
    await until("all helpers have come", () => [1, 2, 3].every((thread) => Atomics.load(words, thread) > 0));
    expect([...words]).toEqual([0, 1, 2, 3, 0, 0]);
    pool.detach(number);
  });

  it("calls helpers that have gone to sleep, to a launch and to a memory that is attached later", async () => {
    const pool = poolOf(2)!;
    const [first, second] = [new PoolRun(), new PoolRun()];
    const numbers = [pool.attach(kernels, first.memory)];
    expect(await first.launch(pool, numbers[0]!, 3)).toBe(2 * 64 * 3);
    await new Promise((resolve) => setTimeout(resolve, 50)); // many times as long as a helper looks
    expect(await first.launch(pool, numbers[0]!, 5)).toBe(2 * 64 * 5);
    await new Promise((resolve) => setTimeout(resolve, 50));
    numbers.push(pool.attach(kernels, second.memory));
    expect(await second.launch(pool, numbers[1]!, 7)).toBe(2 * 64 * 7);
    for (const number of numbers) pool.detach(number);
  });

  it("serves two memories in turn, and shares chunks with the thread that calls", async () => {
    const pool = poolOf(3)!;
    const runs = [new PoolRun(), new PoolRun()].map((run) => ({
      run,
      number: pool.attach(kernels, run.memory),
    }));
    for (let launch = 0; launch < 200; launch++) {
      const { run, number } = runs[launch % 2]!;
      if (launch % 5 === 0) expect(await run.launch(pool, number, 9)).toBe(2 * 64 * 9);
      else {
        run.prepare(20, 256);
        pool.wake(number);
        run.work();
        pool.wait(() => run.joined(20, 1000));
        expect(run.sum(20, 256)).toBe(2 * 256 * 20);
      }
    }
    for (const { number } of runs) pool.detach(number);
  });

  it("calls its helpers out of a memory before it grows, and works on what it has grown to", async () => {
    const [pool, run] = [poolOf(2)!, new PoolRun()];
    const before = pool.attach(kernels, run.memory);
    expect(await run.launch(pool, before, 1)).toBe(2 * 64);
    pool.recall(before);
    run.memory.grow(500); // 32 MB, of which the launch fills 16
    const number = pool.attach(kernels, run.memory);
    run.prepare(1);
    pool.wake(before);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(run.unclaimed).toBe(1);
    expect(await run.launch(pool, number, 64, 65536)).toBe(2 * 65536 * 64);
    pool.detach(number);
  });

  it("leaves a memory alone that was detached", async () => {
    const pool = poolOf(2)!;
    const [gone, kept] = [new PoolRun(), new PoolRun()];
    const numbers = [gone, kept].map((run) => pool.attach(kernels, run.memory)) as [number, number];
    expect(await gone.launch(pool, numbers[0], 4)).toBe(2 * 64 * 4);
    pool.detach(numbers[0]);
    gone.prepare(4);
    pool.wake(numbers[0]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await kept.launch(pool, numbers[1], 4)).toBe(2 * 64 * 4);
    expect(gone.unclaimed).toBe(4);
    pool.detach(numbers[1]);
  });

  it("starts its threads at the first attach, and again after they let go of much memory", () => {
    const threads = idleThreads();
    const pool = new ThreadPool(3, threads.start);
    expect(threads.started).toBe(0);
    const [small, large] = [new PoolRun(), new PoolRun()];
    large.memory.grow(2048); // 128 MiB
    const numbers = [small, large].map((run) => pool.attach(kernels, run.memory)) as [number, number];
    pool.detach(numbers[1]);
    expect(threads).toMatchObject({ started: 2, stopped: 0, letGo: 2 }); // the other memory is still in use
    pool.detach(numbers[0]);
    expect(threads).toMatchObject({ started: 2, stopped: 2 });
    pool.attach(kernels, small.memory);
    expect(threads).toMatchObject({ started: 4, stopped: 2 });
    pool.check();
  });

  it("detaches a memory that was collected without being detached", async () => {
    const threads = idleThreads();
    const pool = new ThreadPool(2, threads.start);
    (() => pool.attach(kernels, new PoolRun().memory))();
    setFlagsFromString("--expose-gc");
    const collectGarbage: () => void = runInNewContext("gc");
    await until("the memory is detached", () => {
      collectGarbage();
      return threads.letGo + threads.stopped > 0;
    });
  });

  it("throws when a helper has met an error, and there is a fresh pool then", async () => {
    const [pool, run] = [poolOf(3)!, new PoolRun()];
    pool.wake(pool.attach(failing, run.memory));
    await until("the helpers have met the error", () => pool.hasFailed());
    const expected =
      /^Cannot train on 3 threads: expected the threads to stay alive, got RuntimeError: .*unreachable.* in thread [12]$/;
    expect(() => pool.check()).toThrow(expected);
    expect(() => pool.wait(() => false)).toThrow(expected);

    const fresh = poolOf(3)!;
    expect(fresh).not.toBe(pool);
    const number = fresh.attach(kernels, run.memory);
    expect(await run.launch(fresh, number, 6)).toBe(2 * 64 * 6);
    fresh.detach(number);
  });

  it("hands a memory over at once to helpers that sleep, and throws when they cannot take it", async () => {
    const [pool, run] = [poolOf(2)!, new PoolRun()];
    await run.launch(pool, pool.attach(kernels, run.memory), 1);
    await new Promise((resolve) => setTimeout(resolve, 50)); // many times as long as a helper looks
    pool.attach(incomplete, run.memory);
    await until("the helper has met the error", () => pool.hasFailed());
    expect(() => pool.check()).toThrow(/^Cannot train on 2 threads: .* got LinkError: .* in thread 1$/);
  });

  it("replaces a helper that was ended from outside, asleep or looking, and goes on meanwhile", async () => {
    for (const pause of [0, 50]) {
      const list: ListedThread[] = [];
      const [pool, run, other] = [new ThreadPool(2, listing(list)), new PoolRun(), new PoolRun()];
      const before = pool.attach(kernels, run.memory);
      await run.launch(pool, before, 2);
      await until("the helper has begun", () => stateOf(list[0]!.control!, 1) === READY);
      await new Promise((resolve) => setTimeout(resolve, pause));
      list[0]!.thread.stop();
      await until("another is there", () => list.length === 2 && stateOf(list[1]!.control!, 1) === READY);
      expect(list[1]!.control).toBe(list[0]!.control);
      run.prepare(20); // in a memory that the new helper does not know, the caller works alone
      pool.wake(before);
      run.work();
      pool.wait(() => run.joined(20));
      expect(run.sum(20)).toBe(2 * 64 * 20);
      const number = pool.attach(kernels, other.memory);
      expect(await other.launch(pool, number, 7)).toBe(2 * 64 * 7); // by the helper alone
      pool.check();
      for (const memory of [before, number]) pool.detach(memory);
    }
  });

  it("throws when a helper was ended in the middle of a launch, and when one after another ends", async () => {
    const ends: ((reason: string) => void)[] = [];
    const controls: Int32Array[] = [];
    const post = (message: object): void => {
      if ("control" in message) controls.push(message.control as Int32Array);
    };
    const start: StartThread = (_, ended) => {
      ends.push(ended);
      return { post, stop: () => {} };
    };
    const record = (state: number): void => void Atomics.store(controls[0]!, RECORDS, state);
    const pool = new ThreadPool(2, start);
    pool.attach(kernels, new PoolRun().memory);
    for (let end = 0; end < 10; end++) {
      record(READY);
      ends.at(-1)!("that was ended");
      ends.at(-2)?.("that was ended before"); // no news
      expect(pool.hasFailed()).toBe(false);
    }
    expect(ends).toHaveLength(11);
    record(READY);
    ends.at(-1)!("that was ended");
    expect(() => pool.check()).toThrow("expected the threads to stay alive, got thread 1 that was ended");

    controls.length = 0;
    const working = new ThreadPool(2, start);
    working.attach(kernels, new PoolRun().memory);
    record(WORKING);
    ends.at(-1)!("that was ended");
    expect(() => working.check()).toThrow("Cannot train on 2 threads: expected the threads to stay alive");
  });

  it("gives a launch up that does not end, and does not count time in which the machine slept", () => {
    const pool = new ThreadPool(2, idleThreads().start);
    let seconds = 0;
    let rounds = 0;
    const now = (): number => {
      seconds += 1000;
      return seconds * 1000;
    };
    vi.stubGlobal("performance", { now });
    const wait = (): void => pool.wait(() => ++rounds > 100_000);
    expect(wait).toThrow("expected the threads to stay alive, got no end of a launch within 30 seconds");
    expect(rounds).toBe(301); // a tenth of a second each
  });

  it("goes on without helpers where threads are refused or end before they begin", async () => {
    const refusing = new ThreadPool(3, () => {
      throw new Error("no threads here");
    });
    let ends = 0;
    const ending = new ThreadPool(3, (_program, ended) =>
      startThread("process.exit(7)", (reason) => {
        ends += 1;
        ended(reason);
      }),
    );
    const run = new PoolRun();
    for (const pool of [refusing, ending]) {
      const number = pool.attach(kernels, run.memory);
      run.prepare(5);
      pool.wake(number);
      if (pool === ending) await until("both threads have ended", () => ends === 2);
      run.work();
      pool.wait(() => run.joined(5));
      pool.detach(number);
      pool.check();
      expect(run.sum(5)).toBe(2 * 64 * 5);
    }
  });
});

describe("poolOf", () => {
  it("returns one pool for all who ask for the same number of threads", () => {
    expect(poolOf(2)).toBe(poolOf(2));
    expect(poolOf(2)).not.toBe(poolOf(4));
  });

  it("returns nothing for one thread", () => {
    expect(poolOf(1)).toBeUndefined();
    expect(poolOf(2)).toBeDefined();
  });
});

describe("wasmKind", () => {
  it("has one thread without SharedArrayBuffer, and in a page that is not isolated", () => {
    vi.stubGlobal("crossOriginIsolated", false);
    expect(wasmKind(2)!.threads).toBe(1);
    vi.stubGlobal("crossOriginIsolated", true);
    expect(wasmKind(2)!.threads).toBe(2);
    vi.stubGlobal("SharedArrayBuffer", undefined);
    expect(wasmKind(2)!.threads).toBe(1);
  });
});

describe("defaultThreads", () => {
  it("is what the system says, in a page what the browser says, and else one", () => {
    expect(defaultThreads()).toBe(availableParallelism());
    vi.stubGlobal("process", undefined);
    vi.stubGlobal("navigator", { hardwareConcurrency: 6 });
    expect(defaultThreads()).toBe(6);
    vi.stubGlobal("navigator", undefined);
    expect(defaultThreads()).toBe(1);
  });
});
