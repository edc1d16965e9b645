import { rangeError } from "../../check.ts";
import { type AbstractMatrix, Matrix } from "../../matrix/matrix.ts";
import { freeEnergy, hiddenFreeEnergy } from "../machine/energy.ts";
import type { Machine, RBMValues } from "../machine/machine.ts";
import { type MeasureOptions, measure, measuringEngine } from "./measure.ts";

const MAXIMUM_UNITS = 20;
const BLOCK = 1024;

/**
 * log Z, the logarithm of Σᵥ Σₕ exp(−E(v, h)), exactly: the states of the smaller side are enumerated, and the other
 * side is summed (or, where it is Gaussian, integrated) out in closed form.
 *
 * @param rbm - A machine with at most 20 binary units on one side.
 * @param options - The engine.
 * @returns log Z in nats.
 * @throws RangeError if the side to enumerate has more than 20 units: it would be a sum over 2ⁿ states.
 * @example
 * logPartition(new RBM({ visible: 784, hidden: 16, seed: 1 })); // near 800·log 2
 *
 * @see Hinton, "A practical guide to training restricted Boltzmann machines", 2010, equation 3.
 */
export function logPartition(rbm: RBMValues, options: MeasureOptions = {}): number {
  const action = "compute the log partition function";
  return measure(action, rbm, measuringEngine(action, options), logPartitionOf);
}

/** The same for a machine in the memory of its engine. */
export function logPartitionOf(machine: Machine): number {
  const { engine } = machine;
  const side = sideToEnumerate(machine);
  const sum = new LogSum();
  for (const block of stateBlocks(side.units, side.states)) {
    engine.scope(() => {
      const freeEnergies = side.freeEnergy(machine, engine.load(block)); // (block, 1)
      for (const value of freeEnergies.to1DArray()) sum.add(-value);
    });
  }
  return sum.value();
}

interface Side {
  readonly units: number;
  readonly states: readonly number[];
  readonly freeEnergy: (machine: Machine, states: AbstractMatrix) => AbstractMatrix;
}

/** The side with the fewer units among those whose states can be listed. */
function sideToEnumerate({ visibleUnits, hiddenUnits, parameters: { weights } }: Machine): Side {
  const sides: Side[] = [];
  if (visibleUnits.states) sides.push({ units: weights.rows, states: visibleUnits.states, freeEnergy });
  if (hiddenUnits.states) {
    sides.push({ units: weights.columns, states: hiddenUnits.states, freeEnergy: hiddenFreeEnergy });
  }
  const smallest = sides.sort((a, b) => a.units - b.units)[0]!; // an RBM has one such side at least
  if (smallest.units > MAXIMUM_UNITS) {
    throw rangeError(
      "compute the log partition function",
      `at most ${MAXIMUM_UNITS} units on the side whose states are enumerated`,
      `${smallest.units}, a sum over ${smallest.states.length}^${smallest.units} states`,
    );
  }
  return smallest;
}

/** All states of so many units, as rows, a block at a time: the digits of 0, 1, 2 … where a state is a digit. */
function* stateBlocks(units: number, states: readonly number[]): Generator<Matrix> {
  const total = states.length ** units;
  for (let start = 0; start < total; start += BLOCK) {
    const block = new Matrix(Math.min(BLOCK, total - start), units);
    for (let row = 0; row < block.rows; row++) {
      let rest = start + row;
      for (let unit = 0; unit < units; unit++) {
        block.set(row, unit, states[rest % states.length]!);
        rest = Math.floor(rest / states.length);
      }
    }
    yield block;
  }
}

/** log Σ exp(xᵢ) of numbers that come one by one; the largest so far is taken off first. */
class LogSum {
  #maximum = Number.NEGATIVE_INFINITY;
  #sum = 0;

  add(x: number): void {
    if (x > this.#maximum) {
      this.#sum = this.#sum * Math.exp(this.#maximum - x) + 1;
      this.#maximum = x;
    } else {
      this.#sum += Math.exp(x - this.#maximum);
    }
  }

  value(): number {
    return this.#maximum + Math.log(this.#sum);
  }
}
