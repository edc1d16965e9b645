import type { Engine, EngineKind } from "../engine.ts";
import { defaultThreads } from "./default-threads.ts";
import { Launcher } from "./launcher.ts";
import { instantiate, kernelModule } from "./module.ts";
import { poolOf } from "./pool.ts";
import { RunMemory } from "./run-memory.ts";
import { wasmEngine } from "./wasm-engine.ts";

/**
 * The kind of engine of the wasm kernels, on so many threads, by default one for each core; undefined where the runtime
 * has no SIMD or no shared memory.
 */
export function wasmKind(threads: number = defaultThreads()): EngineKind | undefined {
  const module = kernelModule();
  if (module === undefined) return undefined;
  return Object.freeze({ name: "wasm", precision: "float32", open: () => open(module, threads) });
}

function open(module: WebAssembly.Module, threads: number): Engine {
  const memory: RunMemory = new RunMemory(() => launcher.flush());
  const kernels = instantiate(module, memory.memory);
  const launcher: Launcher = new Launcher({ kernels, module, memory: memory.memory, pool: poolOf(threads) });
  return wasmEngine({ memory, launcher, kernels, threads, close: () => launcher.close() });
}
