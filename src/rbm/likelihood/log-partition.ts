import type { Machine, RBMValues } from "../machine/machine.ts";
import { addStates, LogSum, sideToEnumerate } from "./enumeration.ts";
import { type MeasureOptions, measure, measuringEngine } from "./measure.ts";

const MOST_STATES = 2 ** 20;

/**
 * log Z, the logarithm of Σᵥ Σₕ exp(−E(v, h)), exactly: the states of the smaller side are enumerated, and the other
 * side is summed (or, where it is Gaussian, integrated) out in closed form.
 *
 * @param rbm - A machine with at most 20 binary units on one side.
 * @param options - The engine.
 * @returns log Z in nats.
 * @throws RangeError if the side to enumerate has more than 2²⁰ states, those of 20 binary units.
 * @example
 * logPartition(new RBM({ visible: 784, hidden: 12, seed: 1 })); // near 796·log 2
 *
 * @see Hinton, "A practical guide to training restricted Boltzmann machines", 2010, equation 3.
 */
export function logPartition(rbm: RBMValues, options: MeasureOptions = {}): number {
  const action = "compute the log partition function";
  return measure(action, rbm, measuringEngine(action, options), logPartitionOf);
}

/** The same for a machine in the memory of its engine. */
export function logPartitionOf(machine: Machine): number {
  const side = sideToEnumerate("compute the log partition function", machine, MOST_STATES);
  const sum = new LogSum();
  Array.from(addStates(sum, machine, side)); // to the end
  return sum.value();
}
