import { checkInteger, checkMethods, rangeError } from "../check.ts";
import type { EngineKind } from "./engine.ts";
import { loadBlas } from "./load-blas.ts";
import { referenceKind } from "./reference.ts";
import { wasmKind } from "./wasm/wasm-kind.ts";

/**
 * The engine to run on: `"wasm"` in float32, `"reference"` in float64, `"auto"` for wasm where the runtime has SIMD and lets it
 * compile, and else the reference engine, `"blas"` for wasm with the dense products of a library of the system, or a kind of one's own.
 */
export type EngineChoice = "auto" | "wasm" | "blas" | "reference" | EngineKind;

/** Options of a model that say where its arithmetic runs. They are not saved with it. */
export interface EngineOptions {
  /** Default `"auto"`. */
  readonly engine?: EngineChoice | undefined;
  /** Threads of the wasm engine, with a BLAS too, ≥ 1; more than 64 are 64. Their number changes no bit. Default: one for each core. */
  readonly threads?: number | undefined;
}

/** The names of those options, for the check that no option is misspelt. */
export const engineOptionNames: readonly string[] = ["engine", "threads"];

/** Those among the options of a model: what it hands on to the models inside it. */
export function engineOptionsOf({ engine, threads }: EngineOptions): EngineOptions {
  return { ...(engine !== undefined && { engine }), ...(threads !== undefined && { threads }) };
}

/** Returns the kind of engine that the options choose. */
export function selectEngine(action: string, { engine = "auto", threads }: EngineOptions): EngineKind {
  if (threads !== undefined) checkInteger(action, "threads", threads, { min: 1 });
  if (engine === "reference") return referenceKind;
  if (engine === "auto" || engine === "wasm" || engine === "blas") {
    const wasm = wasmKind(threads, engine === "blas" ? loadBlas(action) : undefined);
    if (wasm !== undefined) return wasm;
    if (engine === "auto") return referenceKind;
    throw rangeError(
      action,
      "a runtime with WebAssembly SIMD (and script-src 'wasm-unsafe-eval' in a Content-Security-Policy)",
      "one without",
    );
  }
  return checkMethods(
    action,
    'engine to be "auto", "wasm", "blas", "reference" or a kind of engine',
    engine,
    "open",
  );
}
