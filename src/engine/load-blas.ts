import { rangeError } from "../check.ts";
import type { HostProduct } from "./wasm/host-product.ts";

/**
 * The product of a system BLAS, from `layerwise/blas`. It is loaded here and now, by the module loader of Node, Deno and Bun, so
 * that no bundle has it in it and nobody loads it who does not ask for it.
 */
export function loadBlas(action: string): HostProduct {
  const { process } = globalThis as { process?: Partial<Pick<NodeJS.Process, "getBuiltinModule">> };
  let systemBlas: (action: string) => HostProduct;
  try {
    const { createRequire } = process!.getBuiltinModule!("node:module");
    ({ systemBlas } = createRequire(import.meta.url)("layerwise/blas"));
  } catch (error) {
    throw rangeError(action, 'Node, Deno or Bun with layerwise/blas at hand for engine "blas"', `${error}`);
  }
  return systemBlas(action);
}
