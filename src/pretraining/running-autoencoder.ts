import type { EngineKind } from "../engine/engine.ts";
import type { Head } from "../head/head.ts";
import type { Seed } from "../random/seed.ts";
import type { AutoencoderParameters } from "./autoencoder-parameters.ts";
import type { Coding } from "./coding-layer.ts";

/** What makes an autoencoder: what it computes, its decoder and values, and where it runs. `DenoisingAutoencoder` is one. */
export interface RunningAutoencoder extends Coding {
  readonly decoder: Head;
  readonly parameters: AutoencoderParameters;
  readonly seed: Seed;
  readonly engineKind: EngineKind;
}
