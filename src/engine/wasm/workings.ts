import type { HostProduct } from "./host-product.ts";
import type { Launcher } from "./launcher.ts";
import type { Kernels } from "./module.ts";
import type { RunMemory } from "./run-memory.ts";

/** What an engine works with. */
export interface Workings {
  readonly memory: RunMemory;
  readonly launcher: Launcher;
  readonly kernels: Kernels;
  /** Threads at most, each of which copies panels for itself. */
  readonly threads: number;
  /** What multiplies dense matrices instead of the kernel, if the host has something. */
  readonly host?: HostProduct | undefined;
}
