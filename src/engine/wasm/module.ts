import type { HostProduct } from "./host-product.ts";
import { kernels } from "./kernels-data.ts";
import { bytesOf } from "./kernels-text.ts";

/** What the compiled kernels offer to the thread that called them; `src/engine/assembly/index.ts` says what each does. */
export interface Kernels {
  work(thread: number): void;
  join(chunks: number, looks: number): number;
  nonzeros(address: number, stride: number, count: number): number;
}

let compiled: WebAssembly.Module | false | undefined;

/**
 * The kernels, compiled at the first call; undefined where the runtime has no WebAssembly, SIMD or shared memory, or where the page's
 * Content-Security-Policy forbids to compile.
 */
export function kernelModule(): WebAssembly.Module | undefined {
  if (compiled === undefined) {
    try {
      compiled = new WebAssembly.Module(bytesOf(kernels));
      // Under a policy WebKit compiles and refuses only here.
      instantiate(compiled, new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }));
    } catch {
      compiled = false;
    }
  }
  return compiled || undefined;
}

/** The kernels on the memory of one run, with the product of the host, if it has one. */
export function instantiate(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  host?: HostProduct,
): Kernels {
  const env = { memory, host: host?.open(memory) ?? (() => {}) };
  return new WebAssembly.Instance(module, { env }).exports as unknown as Kernels;
}
