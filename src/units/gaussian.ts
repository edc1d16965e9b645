import { identity } from "../activation/identity.ts";
import { ofLibrary } from "../check/own-name.ts";
import type { Units } from "./units.ts";

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * Real-valued units of unit variance: a state is drawn from N(field, 1). Data should be standardized, each column to
 * mean 0 and variance 1.
 *
 * selfEnergy(s) = ½‖s − b‖² and logPartition = Σ ½log 2π + b·w + ½w² with w = field − b, over the units of a row.
 *
 * @example
 * new RBM({ visible: 13, hidden: 50, visibleUnits: gaussianUnits });
 *
 * @see Hinton, "A practical guide to training restricted Boltzmann machines", 2010, section 13.2, with σ = 1.
 */
export const gaussianUnits: Units = ofLibrary({
  name: "gaussian",
  states: undefined,
  range: Object.freeze({ min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY }),
  activation: identity,
  means: (_engine, fields) => fields,
  sample: (engine, { means }, _own, random) => engine.gaussian(means, random),
  selfEnergy(engine, states, { bias }) {
    const deviation = engine.addRow(states, engine.scale(-1, bias)); // (batch, units)
    return engine.scale(0.5, engine.rowSums(engine.multiply(deviation, deviation)));
  },
  logPartition(engine, fields, { bias }) {
    const weighted = engine.addRow(fields, engine.scale(-1, bias)); // w: (batch, units)
    const doubled = engine.addRow(fields, bias); // 2b + w: (batch, units)
    return engine.map(
      (product) => 0.5 * product + fields.columns * HALF_LOG_TWO_PI, // b·w + ½w² = ½w·(2b + w)
      engine.rowSums(engine.multiply(weighted, doubled)),
    );
  },
} satisfies Units);
