import { rangeError } from "../check.ts";
import type { HostProduct } from "./wasm/host-product.ts";

/**
 * The product of a system BLAS, from `layerwise/blas`. It is loaded here and now, by the module loader of Node, Deno and Bun, so
 * that no bundle has it in it and nobody loads it who does not ask for it.
 */
export function loadBlas(action: string): HostProduct {
  const { process } = globalThis as { readonly process?: NodeJS.Process };
  let blas: { systemBlas(action: string): HostProduct };
  try {
    const { createRequire } = process!.getBuiltinModule("node:module");
    blas = createRequire(import.meta.url)("layerwise/blas");
  } catch (error) {
    const got = process ? `${error}` : "a page";
    throw rangeError(action, "layerwise/blas to be found (in Node, Deno or Bun)", got);
  }
  return blas.systemBlas(action);
}
