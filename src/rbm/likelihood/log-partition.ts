import { rangeError } from "../../check.ts";
import { type AbstractMatrix, Matrix } from "../../matrix/matrix.ts";
import { blocksOf, stateAt } from "../../units/blocks.ts";
import type { Block, Units } from "../../units/units.ts";
import { freeEnergy, hiddenFreeEnergy } from "../machine/energy.ts";
import type { Machine, RBMValues } from "../machine/machine.ts";
import { type MeasureOptions, measure, measuringEngine } from "./measure.ts";

const MAXIMUM_STATES = 2 ** 20;
const BLOCK = 1024;

/**
 * log Z, the logarithm of Σᵥ Σₕ exp(−E(v, h)), exactly: the states of the smaller side are enumerated, and the other
 * side is summed (or, where it is Gaussian, integrated) out in closed form.
 *
 * @param rbm - A machine with at most 20 binary units on one side.
 * @param options - The engine.
 * @returns log Z in nats.
 * @throws RangeError if the side to enumerate has more than 2²⁰ states, those of 20 binary units.
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
  for (const block of statesOf(side)) {
    engine.scope(() => {
      const freeEnergies = side.freeEnergy(machine, engine.load(block)); // (block, 1)
      for (const value of freeEnergies.to1DArray()) sum.add(-value);
    });
  }
  return sum.value();
}

interface EnumeratedSide {
  readonly blocks: readonly Block[];
  /** How many states there are. */
  readonly count: number;
  readonly freeEnergy: (machine: Machine, states: AbstractMatrix) => AbstractMatrix;
}

/** The side with the fewer states among those whose states can be listed. */
function sideToEnumerate({ visibleUnits, hiddenUnits, parameters: { weights } }: Machine): EnumeratedSide {
  const action = "compute the log partition function";
  const sideOf = (units: Units, columns: number, of: EnumeratedSide["freeEnergy"]): EnumeratedSide[] => {
    const blocks = blocksOf(units, columns);
    const count = blocks?.reduce((product, { states }) => product * states.length, 1);
    return blocks ? [{ blocks, count: count!, freeEnergy: of }] : [];
  };
  const [smallest] = [
    ...sideOf(visibleUnits, weights.rows, freeEnergy),
    ...sideOf(hiddenUnits, weights.columns, hiddenFreeEnergy),
  ].sort((a, b) => a.count - b.count);
  if (smallest === undefined) {
    throw rangeError(action, "units on one side whose states can be listed", "none such");
  }
  const { blocks, count } = smallest;
  if (count > MAXIMUM_STATES) {
    throw rangeError(
      action,
      `at most ${Math.log2(MAXIMUM_STATES)} units on the side whose states are enumerated`,
      `${blocks.length}, a sum over ${blocks[0]!.states.length}^${blocks.length} states`,
    );
  }
  return smallest;
}

/** All states of these blocks of columns, as rows, so many at a time. */
function* statesOf({ blocks, count }: EnumeratedSide): Generator<Matrix> {
  for (let start = 0; start < count; start += BLOCK) {
    const rows = Math.min(BLOCK, count - start);
    yield new Matrix(Array.from({ length: rows }, (_, row) => stateAt(blocks, start + row)));
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
