import type { Engine } from "../engine/engine.ts";
import type { Parameters } from "../parameters.ts";
import type { Moment } from "./optimizer.ts";

/** Changes gradients before an optimizer sees them. A plain frozen object that remembers nothing: see `chain`. */
export interface GradientTransform {
  readonly name: string;
  /** The changed gradients; those handed in, and the parameters, are left as they are. */
  apply(engine: Engine, gradients: Parameters, parameters: Parameters, moment: Moment): Parameters;
}
