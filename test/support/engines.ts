import type { Engine, EngineKind } from "../../src/engine/engine.ts";
import { referenceKind } from "../../src/engine/reference.ts";
import { wasmKind } from "../../src/engine/wasm/wasm-kind.ts";
import { blas, blasKind } from "./blas-kind.ts";
import { poisoningKind, roundingKind } from "./poisoning-engine.ts";

/** The kinds of engine that the conformance tests run over: one that is listed here is tested. */
export const engineKinds: readonly EngineKind[] = [
  ...[referenceKind, poisoningKind, roundingKind, wasmKind(1)!],
  ...(typeof blas === "string" ? [] : [blasKind(1)]),
];

/** What rounding may do to one result, relative to the sum of the sizes of the terms in it. */
export function toleranceOf(engine: Engine): number {
  return engine.precision === "float64" ? 1e-14 : 2e-6;
}
