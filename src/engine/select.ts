import { checkInteger, rangeError, show } from "../check.ts";
import type { EngineKind } from "./engine.ts";
import { referenceKind } from "./reference.ts";

/** Which engine is to run: `"auto"` is wasm where SIMD is to be had, and else the reference engine. */
export type EngineChoice = "auto" | "wasm" | "reference" | EngineKind;

/** Returns the kind of engine that was named or handed over; `threads` undefined leaves their number to the engine. */
export function selectEngine(
  action: string,
  engine: EngineChoice = "auto",
  threads: number | undefined = undefined,
): EngineKind {
  if (threads !== undefined) checkInteger(action, "threads", threads, { min: 1 });
  if (engine === "reference") return referenceKind;
  if (engine === "auto" || engine === "wasm") {
    const wasm: EngineKind | undefined = undefined; // wasmKind(threads), undefined where SIMD does not validate
    if (wasm !== undefined) return wasm;
    if (engine === "auto") return referenceKind;
    throw rangeError(action, "a runtime with WebAssembly SIMD", "one without");
  }
  if (typeof engine === "object" && engine !== null && typeof engine.open === "function") return engine;
  throw rangeError(action, `engine to be "auto", "wasm", "reference" or a kind of engine`, show(engine));
}
