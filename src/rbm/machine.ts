import type { Engine } from "../engine/engine.ts";
import type { AbstractMatrix, Matrix } from "../matrix/matrix.ts";
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
export function machineOn(engine: Engine, { visibleUnits, hiddenUnits, parameters }: RBMValues): Machine {
  return {
    engine,
    visibleUnits,
    hiddenUnits,
    parameters: {
      weights: engine.load(parameters.weights),
      visibleBias: engine.load(parameters.visibleBias),
      hiddenBias: engine.load(parameters.hiddenBias),
    },
  };
}
