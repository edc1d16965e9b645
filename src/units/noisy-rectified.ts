import { relu } from "../activation/relu.ts";
import { sigmoid } from "../activation/sigmoid.ts";
import { ofLibrary } from "../check/own-name.ts";
import { rangeError } from "../check.ts";
import type { Units } from "./units.ts";

const improper =
  "max(0, field + ε·√σ(field)) is drawn from no energy (rectifiedGaussianUnits have one, and the same range)";

/**
 * Noisy rectified linear units: a state is max(0, field + ε·√σ(field)) with ε ~ N(0, 1), which comes near to the number of binary units
 * that are on out of many with biases −½, −1½, −2½ …
 *
 * Hidden units like these can be trained, sampled and handed to a net as ReLU. They have no energy, so whatever takes one is refused: free
 * energies, likelihoods, tempering.
 *
 * @example
 * new RBM({ visible: 784, hidden: 100, hiddenUnits: noisyRectifiedUnits });
 *
 * @see Nair, Hinton, "Rectified linear units improve restricted Boltzmann machines", ICML 2010, section 2.
 */
export const noisyRectifiedUnits: Units = ofLibrary({
  name: "noisyRectified",
  states: undefined,
  range: Object.freeze({ min: 0, max: Number.POSITIVE_INFINITY }),
  improper,
  activation: relu,
  means: (engine, fields) => engine.activate(relu, fields),
  sample(engine, { fields }, _own, random) {
    const deviation = engine.map((f) => Math.sqrt(sigmoid.apply(f)), fields); // (batch, units)
    const noise = engine.gaussian(engine.zeros(fields.rows, fields.columns), random);
    return engine.activate(relu, engine.add(fields, engine.multiply(noise, deviation)));
  },
  selfEnergy: refuse,
  logPartition: refuse,
} satisfies Units);

function refuse(): never {
  throw rangeError("compute an energy", "units that have one", `noisyRectified units: ${improper}`);
}
