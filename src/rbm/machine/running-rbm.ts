import type { EngineKind } from "../../engine/engine.ts";
import type { Matrix } from "../../matrix/matrix.ts";
import type { Seed } from "../../random/seed.ts";
import type { RBMValues } from "./machine.ts";

/** An RBM with its widths, its seed, and the kind of engine that it runs on: `RBM` is one. */
export interface RunningRBM extends RBMValues<Matrix> {
  readonly visible: number;
  readonly hidden: number;
  readonly seed: Seed;
  readonly engineKind: EngineKind;
}
