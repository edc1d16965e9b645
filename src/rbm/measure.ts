import { checkKeys } from "../check.ts";
import { type EngineChoice, selectEngine } from "../engine/select.ts";
import { withEngine } from "../engine/with-engine.ts";
import type { AbstractMatrix, MatrixLike } from "../matrix/matrix.ts";
import { toStates } from "../units/to-states.ts";
import { type Machine, machineOn, type RBMValues } from "./machine.ts";

/** Options of a figure that is computed from an RBM. */
export interface MeasureOptions {
  /** Where the arithmetic runs. Default `"reference"`, which is exact. */
  readonly engine?: EngineChoice | undefined;
}

/** Computes a figure from the RBM on the engine that the options name, after a check of all their names. */
export function measure(
  action: string,
  rbm: RBMValues,
  options: MeasureOptions,
  compute: (machine: Machine) => number,
  otherNames: readonly string[] = [],
): number {
  checkKeys(action, options, ["engine", ...otherNames]);
  const { engine = "reference" } = options;
  return withEngine(selectEngine(action, { engine }), (opened) => compute(machineOn(opened, rbm)));
}

/** Data for the visible units of an RBM, checked. */
export function readVisible(
  action: string,
  name: string,
  { visibleUnits, parameters }: RBMValues<AbstractMatrix>,
  data: MatrixLike,
): AbstractMatrix {
  return toStates(action, name, data, visibleUnits, { columns: parameters.weights.rows });
}
