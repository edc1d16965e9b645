import { checkMethods } from "../check.ts";
import type { Engine, EngineKind } from "./engine.ts";

/** Opens an engine of a kind, which may be somebody's own and give none. */
export function openEngine(kind: EngineKind): Engine {
  return checkMethods("open an engine", "one by open", kind.open(), "scope");
}

/**
 * Computes something at once: opens an engine, and closes it when `compute` is done. What `compute` returns must be read
 * out of the engine's memory by then.
 */
export function withEngine<Result>(kind: EngineKind, compute: (engine: Engine) => Result): Result {
  const engine = openEngine(kind);
  try {
    return compute(engine);
  } finally {
    engine.close();
  }
}
