import type { Engine, EngineKind } from "../engine.ts";
import { Launcher } from "./launcher.ts";
import { instantiate, kernelModule } from "./module.ts";
import { RunMemory } from "./run-memory.ts";
import { wasmEngine } from "./wasm-engine.ts";

/** The kind of engine of the wasm kernels on so many threads, all cores by default; undefined where SIMD does not validate. */
export function wasmKind(threads: number | undefined): EngineKind | undefined {
  const module = kernelModule();
  if (module === undefined) return undefined;
  return Object.freeze({ name: "wasm", precision: "float32", open: () => open(module, threads ?? 1) });
}

function open(module: WebAssembly.Module, threads: number): Engine {
  const memory: RunMemory = new RunMemory(() => launcher.flush());
  const kernels = instantiate(module, memory.memory);
  const launcher: Launcher = new Launcher(kernels, memory.memory, undefined);
  return wasmEngine({ memory, launcher, kernels, threads, close: () => memory.clear() });
}
