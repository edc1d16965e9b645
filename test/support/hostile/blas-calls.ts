import { systemBlas } from "../../../src/blas/index.ts";
import { type ValidCall, valid } from "./valid.ts";

/** Finds the BLAS of the system, if there is one. */
function find(action: string): unknown {
  try {
    return systemBlas(action);
  } catch (error) {
    if ((error as Error).message.includes('for engine "blas"')) return undefined;
    throw error;
  }
}

/** Every function of layerwise/blas. */
export const blasCalls: readonly ValidCall[] = [valid("systemBlas", find, () => ["find a BLAS"])];
