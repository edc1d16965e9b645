import { tanh } from "../activation/tanh.ts";
import { ofLibrary } from "../check/own-name.ts";
import { biasEnergy, sumEach } from "./elementwise.ts";
import type { Units } from "./units.ts";

/**
 * Spins: a state is 1 with probability σ(2·field), else −1, so its mean is tanh(field).
 *
 * selfEnergy(s) = −s·b and logPartition = Σ log(2·cosh field), over the units of a row.
 *
 * @example
 * new RBM({ visible: 100, hidden: 20, visibleUnits: spinUnits, hiddenUnits: spinUnits });
 *
 * @see Decelle, Furtlehner, "Restricted Boltzmann machine: recent advances and mean-field theory", Chinese Physics B 30 (2021), section 2.
 */
export const spinUnits: Units = ofLibrary({
  name: "spin",
  states: Object.freeze([-1, 1]),
  range: Object.freeze({ min: -1, max: 1 }),
  activation: tanh,
  means: (engine, fields) => engine.activate(tanh, fields),
  sample(engine, { means }, _own, random) {
    const up = engine.map((mean) => (1 + mean) / 2, means); // P(s = 1)
    return engine.map((state) => 2 * state - 1, engine.bernoulli(up, random));
  },
  selfEnergy: (engine, states, { bias }) => biasEnergy(engine, states, bias),
  logPartition: (engine, fields) =>
    sumEach(engine, (f) => Math.abs(f) + Math.log1p(Math.exp(-2 * Math.abs(f))), fields),
} satisfies Units);
