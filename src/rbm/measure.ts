import { checkKeys } from "../check.ts";
import { type EngineChoice, selectEngine } from "../engine/select.ts";
import type { AbstractMatrix, MatrixLike } from "../matrix/matrix.ts";
import { toStates } from "../units/to-states.ts";
import { type Machine, machineOn, type RBMValues } from "./machine.ts";

/** Options of a figure that is computed from an RBM. */
export interface MeasureOptions {
  /** Where the arithmetic runs. Default `"reference"`. */
  readonly engine?: EngineChoice;
}

/** The RBM on the engine that the options name, after a check of all their names. */
export function machineToMeasure(
  action: string,
  rbm: RBMValues,
  options: MeasureOptions,
  otherNames: readonly string[] = [],
): Machine {
  checkKeys(action, options, ["engine", ...otherNames]);
  const { engine = "reference" } = options;
  return machineOn(selectEngine(action, engine).open(), rbm);
}

/** Data for the visible units of an RBM, checked. */
export function readVisible(
  action: string,
  name: string,
  machine: Machine,
  data: MatrixLike,
): AbstractMatrix {
  const { visibleUnits, parameters } = machine;
  return toStates(action, name, data, visibleUnits, { columns: parameters.weights.rows });
}
