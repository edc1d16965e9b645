import { atOnce, type Work } from "../../fit/pauses.ts";
import type { AbstractMatrix, MatrixLike } from "../../matrix/matrix.ts";
import { forEachRow, mean } from "../machine/blocks.ts";
import { freeEnergy } from "../machine/energy.ts";
import type { Machine, RBMValues } from "../machine/machine.ts";
import { type MeasureOptions, measure, measuringEngine, readVisible } from "./measure.ts";

/**
 * The mean free energy of validation data minus that of as many training examples, evenly spaced, since data may be sorted. The partition
 * function cancels, so the gap is the mean log-likelihood of the training examples minus that of the validation data: where it grows, the
 * model overfits.
 *
 * @param rbm - The machine.
 * @param validation - (examples, visible) that were not trained on.
 * @param training - (examples, visible) that were.
 * @param options - The engine.
 * @returns The gap, in nats.
 * @throws RangeError if either has another width or values out of range.
 * @example
 * freeEnergyGap(rbm, heldOut, images); // 0.4
 *
 * @see Hinton, "A practical guide to training restricted Boltzmann machines", 2010, section 6.
 */
export function freeEnergyGap(
  rbm: RBMValues,
  validation: MatrixLike,
  training: MatrixLike,
  options: MeasureOptions = {},
): number {
  const action = "compute the free-energy gap";
  const kind = measuringEngine(action, options);
  const heldOut = readVisible(action, "validation", rbm, validation, kind);
  const examples = readVisible(action, "training", rbm, training, kind);
  return measure(action, rbm, kind, (machine) => atOnce(meanFreeEnergyGap(machine, heldOut, examples)));
}

/** The same for a machine in the memory of its engine. */
export function* meanFreeEnergyGap(
  machine: Machine,
  validation: AbstractMatrix,
  training: AbstractMatrix,
): Work<number> {
  const { engine } = machine;
  const freeEnergies = (data: AbstractMatrix, rows: number): Work<Float64Array> =>
    forEachRow(engine, data, (visible) => freeEnergy(machine, visible), rows);
  const examples = Math.min(validation.rows, training.rows);
  const ofValidation = mean(yield* freeEnergies(validation, validation.rows));
  return ofValidation - mean(yield* freeEnergies(training, examples));
}
