import { systemBlas } from "../../src/blas/system-blas.ts";
import type { EngineKind } from "../../src/engine/engine.ts";
import type { HostProduct } from "../../src/engine/wasm/host-product.ts";
import { wasmKind } from "../../src/engine/wasm/wasm-kind.ts";

/** The BLAS of this system, or why there is none. */
export const blas: HostProduct | string = find();

function find(): HostProduct | string {
  try {
    return systemBlas() as unknown as HostProduct;
  } catch (error) {
    return (error as Error).message;
  }
}

/** What `engine: "blas"` chooses in the built package. */
export function blasKind(threads: number): EngineKind {
  return wasmKind(threads, blas as HostProduct)!;
}
