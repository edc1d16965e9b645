import { sigmoid } from "../activation/sigmoid.ts";
import { softplus } from "../activation/softplus.ts";
import { ofLibrary } from "../check/own-name.ts";
import type { Units } from "./units.ts";

/**
 * Binary units: a state is 1 with probability σ(field), else 0. Data in [0, 1] is taken for such states, or for
 * probabilities of them.
 *
 * selfEnergy(s) = −s·b and logPartition = Σ softplus(field), over the units of a row.
 *
 * @example
 * new RBM({ visible: 784, hidden: 500, visibleUnits: bernoulliUnits });
 *
 * @see Hinton, "A practical guide to training restricted Boltzmann machines", 2010, section 2.
 */
export const bernoulliUnits: Units = ofLibrary({
  name: "bernoulli",
  states: Object.freeze([0, 1]),
  range: Object.freeze({ min: 0, max: 1 }),
  activation: sigmoid,
  means: (engine, fields) => engine.activate(sigmoid, fields),
  sample: (engine, { means }, _own, random) => engine.bernoulli(means, random),
  selfEnergy: (engine, states, { bias }) => engine.scale(-1, engine.productRightTransposed(states, bias)),
  logPartition: (engine, fields) => engine.rowSums(engine.activate(softplus, fields)),
} satisfies Units);
