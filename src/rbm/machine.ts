import { rangeError, show } from "../check.ts";
import type { Engine } from "../engine/engine.ts";
import { checkResult } from "../engine/result.ts";
import { type AbstractMatrix, isMatrix, type Matrix, shapeOf } from "../matrix/matrix.ts";
import { loadParameters } from "../parameters.ts";
import type { Units } from "../units/units.ts";

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
    visibleUnits: heldToShape(action, visibleUnits),
    hiddenUnits: heldToShape(action, hiddenUnits),
    parameters: loaded,
  };
}

/** Units that may be somebody's own: what they give has the shape that it has to have, or is refused. */
function heldToShape(action: string, units: Units): Units {
  const held =
    <Rest extends readonly unknown[]>(
      name: string,
      compute: (engine: Engine, given: AbstractMatrix, ...rest: Rest) => AbstractMatrix,
      width?: 1,
    ) =>
    (engine: Engine, given: AbstractMatrix, ...rest: Rest): AbstractMatrix => {
      const [rows, columns] = [given.rows, width ?? given.columns];
      const result = compute.call(units, engine, given, ...rest);
      if (isMatrix(result) && result.rows === rows && result.columns === columns) return result;
      const got = isMatrix(result) ? shapeOf(result) : show(result);
      throw rangeError(action, `${name} of ${units.name} units, ${rows}×${columns}`, got);
    };
  return {
    ...units,
    means: held("means", units.means),
    sample: held("samples", units.sample),
    selfEnergy: held("energies", units.selfEnergy, 1),
    logPartition: held("log-partitions", units.logPartition, 1),
  };
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
