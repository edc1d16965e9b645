import { checkKeys, checkNumber, checkThat } from "../../check.ts";
import type { EngineKind } from "../../engine/engine.ts";
import { type EngineChoice, selectEngine } from "../../engine/select.ts";
import { withEngine } from "../../engine/with-engine.ts";
import { type AbstractMatrix, isMatrix, type MatrixLike } from "../../matrix/matrix.ts";
import { toStates } from "../../units/to-states.ts";
import { type Machine, machineOn, type RBMValues } from "../machine/machine.ts";

/** Options of a figure that is computed from an RBM. */
export interface MeasureOptions {
  /** Where the arithmetic runs. Default `"reference"`, which is exact. */
  readonly engine?: EngineChoice | undefined;
}

/** The kind of engine that the options name, after a check of all their names. */
export function measuringEngine(
  action: string,
  options: MeasureOptions,
  otherNames: readonly string[] = [],
): EngineKind {
  checkKeys(action, options, ["engine", ...otherNames]);
  const { engine = "reference" } = options;
  return selectEngine(action, { engine });
}

/** Computes a figure from the RBM on such an engine. */
export function measure(
  action: string,
  rbm: RBMValues,
  kind: EngineKind,
  compute: (machine: Machine) => number,
): number {
  checkRBM(action, rbm);
  const value = withEngine(kind, (engine) => compute(machineOn(action, engine, rbm)));
  return checkNumber(action, "the result", value);
}

/** Data for the visible units of an RBM, checked. */
export function readVisible(
  action: string,
  name: string,
  rbm: RBMValues<AbstractMatrix>,
  data: MatrixLike,
  { precision }: EngineKind,
): AbstractMatrix {
  const { visibleUnits, parameters } = checkRBM(action, rbm);
  return toStates(action, name, data, visibleUnits, { columns: parameters.weights.rows, precision });
}

/** Returns an RBM, of whichever copy of this library, and refuses what is none. */
export function checkRBM<Values extends RBMValues<AbstractMatrix>>(action: string, rbm: Values): Values {
  return checkThat(action, "an RBM", rbm, ({ visibleUnits, hiddenUnits, parameters }) => {
    const { weights, visibleBias, hiddenBias } = parameters;
    return [weights, visibleBias, hiddenBias].every(isMatrix) && visibleUnits.means && hiddenUnits.means;
  });
}
