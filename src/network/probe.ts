import type { Engine } from "../engine/engine.ts";
import type { LayerTrace } from "../layers/layer.ts";
import type { Moment } from "../optimizer/optimizer.ts";
import type { Parameters } from "../parameters.ts";

/** What one update of a network's training shows. */
export interface Observation {
  readonly engine: Engine;
  readonly moment: Moment;
  /** Every layer's values and gradients, from the first layer to the last. */
  readonly traces: readonly LayerTrace[];
  /** The parameters before the update, and the statistics. */
  readonly parameters: Parameters;
  /** What is about to be added to them. */
  readonly updates: Parameters;
}

/** Something that looks at the training of a network and alters nothing. */
export interface NetworkProbe {
  /** It looks at one update in so many. */
  readonly every: number;
  observe(observation: Observation): void;
}
