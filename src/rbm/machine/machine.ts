import { checkThat } from "../../check.ts";
import type { Engine } from "../../engine/engine.ts";
import { checkResult } from "../../engine/result.ts";
import { type AbstractMatrix, isMatrix, type Matrix } from "../../matrix/matrix.ts";
import { loadParameters } from "../../parameters.ts";
import type { Units } from "../../units/units.ts";

/** The parameters of an RBM: weights (visible, hidden), visibleBias (1, visible), hiddenBias (1, hidden). */
export type RBMParameters<Values extends AbstractMatrix = Matrix> = {
  readonly weights: Values;
  readonly visibleBias: Values;
  readonly hiddenBias: Values;
};

/** What makes an RBM: its kinds of units and its parameters. */
export interface RBMValues<Values extends AbstractMatrix = Matrix> {
  readonly visibleUnits: Units;
  readonly hiddenUnits: Units;
  readonly parameters: RBMParameters<Values>;
}

/** An RBM whose parameters lie in the memory of an engine: what its conditionals and energies are computed from. */
export interface Machine extends RBMValues<AbstractMatrix> {
  readonly engine: Engine;
}

/** A copy of the RBM in the memory of an engine. */
export function machineOn(
  action: string,
  engine: Engine,
  { visibleUnits, hiddenUnits, parameters }: RBMValues,
): Machine {
  const loaded = loadParameters(action, engine, parameters) as RBMParameters<AbstractMatrix>;
  return {
    engine,
    visibleUnits: held(action, visibleUnits),
    hiddenUnits: held(action, hiddenUnits),
    parameters: loaded,
  };
}

/** Units that may be somebody's own, which are refused where they give no matrix, or one of other rows. */
function held(action: string, units: Units): Units {
  const methods = (["means", "sample", "selfEnergy", "logPartition"] as const).map((name) => [
    name,
    (engine: Engine, given: AbstractMatrix, other: never): AbstractMatrix =>
      checkThat(
        action,
        `${name} of ${units.name} units`,
        units[name](engine, given, other),
        (made) => isMatrix(made) && made.rows === given.rows,
      ),
  ]);
  return { ...units, ...(Object.fromEntries(methods) as Units) };
}

/** The same, with units that refuse means which are not finite: a draw from a mean of NaN would be 0. */
export function checkedMachine(action: string, engine: Engine, rbm: RBMValues): Machine {
  const checked = (side: string, units: Units): Units => ({
    ...units,
    means: (_, fields) =>
      checkResult(action, engine, `the means of the ${side} units to be finite`, units.means(engine, fields)),
  });
  const machine = machineOn(action, engine, rbm);
  return {
    ...machine,
    visibleUnits: checked("visible", machine.visibleUnits),
    hiddenUnits: checked("hidden", machine.hiddenUnits),
  };
}
