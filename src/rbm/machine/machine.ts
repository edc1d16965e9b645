import { typeError } from "../../check.ts";
import type { Engine } from "../../engine/engine.ts";
import { checkResult } from "../../engine/result.ts";
import { type AbstractMatrix, isMatrix, shapeOf } from "../../matrix/matrix.ts";
import { loadParameters } from "../../parameters.ts";
import { checkEnergy } from "../../units/check-energy.ts";
import { requiredOfUnits } from "../../units/required.ts";
import type { Conditional, OwnParameters, Units } from "../../units/units.ts";
import { ownParametersOf, type RBMParameters } from "./parameters.ts";

/** What makes an RBM: its kinds of units and its parameters. */
export interface RBMValues<Values extends AbstractMatrix = AbstractMatrix> {
  readonly visibleUnits: Units;
  readonly hiddenUnits: Units;
  readonly parameters: RBMParameters<Values>;
}

/** An RBM whose parameters lie in the memory of an engine: what its conditionals and energies are computed from. */
export interface Machine extends RBMValues<AbstractMatrix> {
  readonly engine: Engine;
  /** The parameters of the visible units, and of the hidden ones, under the names that their units give them. */
  readonly visibleOwn: OwnParameters;
  readonly hiddenOwn: OwnParameters;
}

/**
 * A copy of the RBM in the memory of an engine.
 *
 * @example
 * machineOn("compute", reference, new RBM({ visible: 3, hidden: 2, seed: 1 })).parameters.weights; // (3, 2)
 */
export function machineOn(action: string, engine: Engine, rbm: RBMValues): Machine {
  return machineOf(engine, {
    visibleUnits: held(action, rbm.visibleUnits),
    hiddenUnits: held(action, rbm.hiddenUnits),
    parameters: loadParameters(action, engine, rbm.parameters) as RBMParameters<AbstractMatrix>,
  });
}

/** The machine of values that lie in the memory of this engine. */
export function machineOf(engine: Engine, rbm: RBMValues<AbstractMatrix>): Machine {
  const { visibleUnits, hiddenUnits, parameters } = rbm;
  return {
    ...{ engine, visibleUnits, hiddenUnits, parameters },
    visibleOwn: ownParametersOf("visible", parameters),
    hiddenOwn: ownParametersOf("hidden", parameters),
  };
}

/** Units that may be somebody's own, which are refused where they give no matrix, or one of other rows, or an energy that they do not have. */
function held(action: string, units: Units): Units {
  const methods = requiredOfUnits.map((name) => [
    name,
    (engine: Engine, given: AbstractMatrix & Conditional, ...rest: [never, never]): AbstractMatrix => {
      if (name === "selfEnergy" || name === "logPartition") checkEnergy(action, units);
      const made = units[name](engine, given, ...rest);
      const { rows } = given.means ?? given;
      if (isMatrix(made) && made.rows === rows) return made;
      throw typeError(action, `${name} of ${units.name} units in ${rows} rows`, shapeOf(made));
    },
  ]);
  return { ...units, ...(Object.fromEntries(methods) as Units) };
}

/** The same, with units that refuse means which are not finite: a draw from a mean of NaN would be 0. */
export function checkedMachine(action: string, engine: Engine, rbm: RBMValues): Machine {
  const checked = (side: string, units: Units): Units => ({
    ...units,
    means: (_, fields, own) =>
      checkResult(
        action,
        engine,
        `the means of the ${side} units to be finite`,
        units.means(engine, fields, own),
      ),
  });
  const machine = machineOn(action, engine, rbm);
  return {
    ...machine,
    visibleUnits: checked("visible", machine.visibleUnits),
    hiddenUnits: checked("hidden", machine.hiddenUnits),
  };
}
