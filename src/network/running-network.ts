import type { EngineKind } from "../engine/engine.ts";
import type { Head } from "../head/head.ts";
import type { Layer } from "../layers/layer.ts";
import type { Seed } from "../random/seed.ts";
import type { Matrices } from "./initial-values.ts";

/** What makes a network: its layers and its head, their values, and where it runs. `Network` is one. */
export interface RunningNetwork {
  readonly layers: readonly Layer[];
  readonly head: Head;
  readonly seed: Seed;
  /** The width of the inputs. */
  readonly inputs: number;
  /** The number of logits. */
  readonly outputs: number;
  readonly parameters: Matrices;
  readonly statistics: Matrices;
  readonly engineKind: EngineKind;
  readonly frozen: ReadonlySet<number>;
}
