import { MOST_PARTS } from "../assembly/layout.ts";
import type { Engine, EngineKind } from "../engine.ts";
import { defaultThreads } from "./default-threads.ts";
import type { HostProduct } from "./host-product.ts";
import { Launcher } from "./launcher.ts";
import { instantiate, kernelModule } from "./module.ts";
import { canShareMemory, keyOf, poolOf } from "./pool.ts";
import { RunMemory } from "./run-memory.ts";
import { wasmEngine } from "./wasm-engine.ts";
import type { Workings } from "./workings.ts";

/** The bytes up to which the memory of the last run is not left to the garbage collector. */
const MOST_KEPT_BYTES = 2 ** 25;

/**
 * The memories of runs that are over, by what multiplies and the number of threads. The next run takes one that was not collected yet:
 * collectors do not count shared memory, so that a new one for each run would pile up.
 */
const used = new Map<string, WeakRef<Workings>[]>();
/** Among them the last small one: a call such as `predict` need not set up its own. */
const kept = new Map<string, Workings>();

/**
 * The kind of engine of the wasm kernels, on as many threads as are wanted, up to 64, by default one for each core. It has one thread in a
 * page that may not share memory with its Workers; it is undefined where `kernelModule` is.
 */
export function wasmKind(wanted: number = defaultThreads(), host?: HostProduct): EngineKind | undefined {
  const module = kernelModule();
  if (module === undefined) return undefined;
  const threads = canShareMemory() ? Math.min(wanted, MOST_PARTS) : 1;
  const name = host?.name ?? "wasm";
  return Object.freeze({ name, precision: "float32", threads, open: () => open(module, threads, host) });
}

function open(module: WebAssembly.Module, threads: number, host: HostProduct | undefined): Engine {
  const workings = usedWorkings(keyOf(threads, host)) ?? newWorkings(module, threads, host);
  let isOpen = true;
  return wasmEngine(workings, () => {
    if (isOpen) close(workings);
    isOpen = false;
  });
}

/** Memory for a run, and what works on it. */
export function newWorkings(module: WebAssembly.Module, threads: number, host?: HostProduct): Workings {
  const memory: RunMemory = new RunMemory({
    beforeAccess: () => launcher.flush(),
    beforeGrowth: () => launcher.recallHelpers(),
  });
  const kernels = instantiate(module, memory.memory, host);
  const pool = poolOf(threads, host);
  const launcher: Launcher = new Launcher({ kernels, module, memory: memory.memory, pool });
  return { memory, launcher, kernels, threads, host };
}

function usedWorkings(key: string): Workings | undefined {
  const candidates = used.get(key) ?? [];
  let workings: Workings | undefined;
  while (workings === undefined && candidates.length > 0) workings = candidates.pop()!.deref();
  if (kept.get(key) === workings) kept.delete(key);
  return workings?.launcher.isSound() ? workings : undefined;
}

function close(workings: Workings): void {
  const { memory, launcher, threads, host } = workings;
  const key = keyOf(threads, host);
  launcher.discard();
  memory.clear();
  if (!used.has(key)) used.set(key, []);
  used.get(key)!.push(new WeakRef(workings));
  if (memory.bytes <= MOST_KEPT_BYTES) kept.set(key, workings);
}
