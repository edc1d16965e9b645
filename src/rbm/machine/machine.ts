import type { Engine } from "../../engine/engine.ts";
import { checkResult } from "../../engine/result.ts";
import type { AbstractMatrix } from "../../matrix/matrix.ts";
import { loadParameters } from "../../parameters.ts";
import { checkedUnits } from "../../units/checked-units.ts";
import type { OwnParameters, Units } from "../../units/units.ts";
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
    visibleUnits: checkedUnits(action, rbm.visibleUnits),
    hiddenUnits: checkedUnits(action, rbm.hiddenUnits),
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

/** The same, with units that refuse means and draws which are not finite: a draw from a mean of NaN would be 0. */
export function checkedMachine(action: string, engine: Engine, rbm: RBMValues): Machine {
  const checked = (side: string, units: Units): Units => {
    const finite = (what: string, made: AbstractMatrix): AbstractMatrix =>
      checkResult(action, engine, `the ${what} of the ${side} units to be finite`, made);
    return {
      ...units,
      means: (...given) => finite("means", units.means(...given)),
      sample: (...given) => finite("draws", units.sample(...given)),
    };
  };
  const machine = machineOn(action, engine, rbm);
  return {
    ...machine,
    visibleUnits: checked("visible", machine.visibleUnits),
    hiddenUnits: checked("hidden", machine.hiddenUnits),
  };
}
