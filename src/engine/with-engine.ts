import type { Engine, EngineKind } from "./engine.ts";

/**
 * Computes something at once: opens an engine, and closes it when `compute` is done. What `compute` returns must be read
 * out of the engine's memory by then.
 */
export function withEngine<Result>(kind: EngineKind, compute: (engine: Engine) => Result): Result {
  const engine = kind.open();
  try {
    return compute(engine);
  } finally {
    engine.close();
  }
}
