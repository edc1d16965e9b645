import { checkFunction, checkKeys, checkMethods, checkNumber } from "../../check.ts";
import type { Engine, EngineKind } from "../../engine/engine.ts";
import { type EngineChoice, selectEngine } from "../../engine/select.ts";
import { openEngine } from "../../engine/with-engine.ts";
import { pauses } from "../../fit/pauses.ts";
import { type Machine, machineOn, type RBMValues } from "../machine/machine.ts";
import { checkRBM } from "./measure.ts";

/** Options of a figure that takes its time. */
export interface LongMeasureOptions {
  /**
   * Where the arithmetic runs. Default `"auto"`, which is fast: float32 leaves some 10⁻⁶ of a free energy. `"reference"` is float64.
   */
  readonly engine?: EngineChoice | undefined;
  /** Ends the computation: it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called now and then with the share that is done, in [0, 1]. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** Those options, checked. */
export interface CheckedLongMeasure {
  readonly kind: EngineKind;
  /** Reports the share that is done, lets other work run, and throws where the signal says so. */
  readonly step: (share: number) => Promise<void>;
}

/** Checks those options. */
export function checkLongMeasure(
  action: string,
  options: LongMeasureOptions,
  otherNames: readonly string[] = [],
): CheckedLongMeasure {
  checkKeys(action, options, ["engine", "signal", "onProgress", ...otherNames]);
  const { engine = "auto", signal, onProgress } = options;
  if (signal !== undefined) {
    checkMethods(action, "signal to be the signal of an AbortController", signal, "throwIfAborted");
  }
  if (onProgress !== undefined) checkFunction(action, "onProgress", onProgress);
  const pause = pauses();
  return {
    kind: selectEngine(action, { engine }),
    async step(share) {
      signal?.throwIfAborted();
      onProgress?.(share);
      await pause();
      signal?.throwIfAborted();
    },
  };
}

/** Computes on an engine of this kind, which is closed at the end; a number that is none is refused. */
export async function measureSlowly<Result>(
  action: string,
  rbm: RBMValues,
  kind: EngineKind,
  compute: (machine: Machine, engine: Engine) => Promise<Result>,
): Promise<Result> {
  checkRBM(action, rbm);
  const engine = openEngine(kind);
  try {
    return await compute(machineOn(action, engine, rbm), engine);
  } finally {
    engine.close();
  }
}

/** Refuses a result that is not finite. */
export function checkEstimate(action: string, value: number): number {
  return checkNumber(action, "the result", value);
}
