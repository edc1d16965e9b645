import { checkNumber, rangeError } from "../../check.ts";
import { reference } from "../../engine/reference.ts";
import type { Matrix } from "../../matrix/matrix.ts";
import { checkLike, mapParameters } from "../../parameters.ts";
import { checkEnergy } from "../../units/check-energy.ts";
import { checkRBM } from "../likelihood/measure.ts";
import { baseRate } from "./base-rate.ts";
import { type Machine, machineOf, type RBMValues } from "./machine.ts";
import type { RBMParameters } from "./parameters.ts";

/**
 * The machine between a base and a machine, as it is at the inverse temperature β: its parameters are (1 − β)·base + β·machine, and so is
 * its energy, up to a constant. At β = 0 it is the base, whose units are independent where its weights are zero.
 *
 * @param rbm - The machine at β = 1.
 * @param beta - β, from 0 to 1.
 * @param base - The machine at β = 0, of the same units. Default `baseRate(rbm)`: the biases of the visible units, and nothing else.
 * @returns Units and parameters, for whatever takes an RBM's: `logPartition(tempered(rbm, 0.5))`.
 * @throws RangeError if β is outside of [0, 1], the units have no energy, or the base is of other units or sizes.
 * @example
 * logPartition(tempered(new RBM({ visible: 6, hidden: 4, seed: 1 }), 0)); // 10·log 2
 *
 * @see Salakhutdinov, Murray, "On the quantitative analysis of deep belief networks", ICML 2008, section 4.1.
 */
export function tempered(rbm: RBMValues, beta: number, base: RBMValues = baseRate(rbm)): RBMValues<Matrix> {
  const action = "temper a machine";
  checkRBM(action, rbm);
  checkRBM(action, base);
  for (const units of [rbm.visibleUnits, rbm.hiddenUnits]) checkEnergy(action, units);
  checkNumber(action, "beta", beta, { min: 0, max: 1 });
  const [units, others] = [rbm, base].map((each) => `${each.visibleUnits.name} and ${each.hiddenUnits.name}`);
  if (units !== others) throw rangeError(action, `a base of ${units} units`, others!);
  checkLike(action, "a base with", base.parameters, rbm.parameters);
  const between = temperedOn(machineOf(reference, rbm), machineOf(reference, base), beta);
  return {
    visibleUnits: rbm.visibleUnits,
    hiddenUnits: rbm.hiddenUnits,
    parameters: between.parameters as RBMParameters,
  };
}

/**
 * The same for machines in the memory of one engine.
 *
 * @example
 * const rbm = new RBM({ visible: 3, hidden: 2, seed: 1 });
 * const [machine, base] = [rbm, baseRate(rbm)].map((each) => machineOn("temper", reference, each));
 * temperedOn(machine, base, 0.5).parameters.weights; // (3, 2)
 */
export function temperedOn(machine: Machine, base: Machine, beta: number): Machine {
  const { engine, visibleUnits, hiddenUnits, parameters } = machine;
  const between = mapParameters(parameters, (matrix, name) =>
    engine.combine(1 - beta, base.parameters[name]!, beta, matrix),
  );
  return machineOf(engine, {
    ...{ visibleUnits, hiddenUnits },
    parameters: between as RBMParameters<typeof parameters.weights>,
  });
}
