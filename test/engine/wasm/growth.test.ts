import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { Launcher } from "../../../src/engine/wasm/launcher.ts";
import { instantiate, kernelModule } from "../../../src/engine/wasm/module.ts";
import { type Pool, poolOf } from "../../../src/engine/wasm/pool.ts";
import { RunMemory } from "../../../src/engine/wasm/run-memory.ts";
import { wasmEngine } from "../../../src/engine/wasm/wasm-engine.ts";
import { kernels, PoolRun, until } from "../../support/pool-run.ts";

describe("A memory that grows when helpers know of it", () => {
  it("is left by all helpers before a recall returns", async () => {
    const [pool, run] = [poolOf(2)!, new PoolRun(4096)];
    const elements = 2 ** 25;
    for (let time = 0; time < 5; time++) {
      const number = pool.attach(kernels, run.memory);
      run.prepare(1, elements); // one chunk of some ten milliseconds
      pool.wake(number);
      await until("a helper has begun", () => run.unclaimed < 1);
      pool.recall(number);
      expect(run.joined(1)).toBe(true);
    }
  });

  it("is taken back before it grows, and handed over again at the next large launch", () => {
    const module = kernelModule()!;
    const calls: string[] = [];
    const sizes: number[] = [];
    const pool = {
      helpers: 1,
      attach(_module, memory) {
        calls.push("attach");
        sizes.push(memory.buffer.byteLength);
        return sizes.length;
      },
      recall: (number) => void calls.push(`recall ${number} at ${memory.bytes === sizes.at(-1)}`),
      detach: () => undefined,
      wake: (number) => void calls.push(`wake ${number}`),
      wait: () => undefined,
      check: () => undefined,
      hasFailed: () => false,
    } satisfies Pool;
    const memory: RunMemory = new RunMemory({
      beforeAccess: () => launcher.flush(),
      beforeGrowth: () => launcher.recallHelpers(),
    });
    const workings = { memory, kernels: instantiate(module, memory.memory), threads: 2 };
    const launcher = new Launcher({ kernels: workings.kernels, module, memory: memory.memory, pool });
    const engine = wasmEngine({ ...workings, launcher }, () => undefined);

    const large = engine.load(Matrix.ones(1, 16 * 4096));
    engine.scale(2, large, large);
    launcher.flush();
    engine.scale(2, large, large);
    launcher.flush();
    expect(calls).toEqual(["attach", "wake 1", "wake 1"]);
    const larger = engine.zeros(1, 32 * 4096);
    expect(calls.slice(3)).toEqual(["recall 1 at true"]);
    engine.zeros(1, 32 * 4096);
    expect(calls.length).toBe(4);
    engine.scale(2, larger, larger);
    launcher.flush();
    expect(calls.slice(4)).toEqual(["attach", "wake 2"]);
    expect(sizes.at(-1)).toBe(memory.bytes);
  });
});
