import { atOnce, type Work } from "../../fit/pauses.ts";
import type { AbstractMatrix, MatrixLike } from "../../matrix/matrix.ts";
import { forEachRow, mean } from "../machine/blocks.ts";
import { reconstruct } from "../machine/conditionals.ts";
import type { Machine, RBMValues } from "../machine/machine.ts";
import { type MeasureOptions, measure, measuringEngine, readVisible } from "./measure.ts";

/**
 * The mean over examples of Σᵢ (vᵢ − rᵢ)², with r = E[v | h = E[h | v]] the reconstruction without any draw. It shows
 * that something is learnt, and not whether the model is good: the identity reconstructs best.
 *
 * @param rbm - The machine.
 * @param data - (examples, visible), in the range of the visible units.
 * @param options - The engine.
 * @returns The squared error per example, summed over the visible units.
 * @throws RangeError if the data has another width or values out of range.
 * @example
 * reconstructionError(rbm, images); // 7.1
 *
 * @see Hinton, "A practical guide to training restricted Boltzmann machines", 2010, section 5.
 */
export function reconstructionError(rbm: RBMValues, data: MatrixLike, options: MeasureOptions = {}): number {
  const action = "compute the reconstruction error";
  const kind = measuringEngine(action, options);
  const visible = readVisible(action, "data", rbm, data, kind);
  return measure(action, rbm, kind, (machine) => atOnce(meanReconstructionError(machine, visible)));
}

/** The same for a machine in the memory of its engine. */
export function* meanReconstructionError(machine: Machine, data: AbstractMatrix): Work<number> {
  const { engine } = machine;
  return mean(
    yield* forEachRow(engine, data, (visible) => {
      const difference = engine.subtract(visible, reconstruct(machine, visible)); // (rows, visible)
      return engine.rowSums(engine.multiply(difference, difference)); // (rows, 1)
    }),
  );
}
