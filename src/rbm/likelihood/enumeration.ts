import { rangeError } from "../../check.ts";
import type { AbstractMatrix } from "../../matrix/matrix.ts";
import { blocksOf, statesFrom } from "../../units/blocks.ts";
import type { Block, Units } from "../../units/units.ts";
import { freeEnergy, hiddenFreeEnergy } from "../machine/energy.ts";
import type { Machine } from "../machine/machine.ts";
import type { Side } from "../machine/parameters.ts";

/** States that are gone through at once: enough to share out among threads where they are narrow. */
const BLOCK = 4096;

/** A side of a machine whose states are gone through. */
export interface EnumeratedSide {
  readonly blocks: readonly Block[];
  /** How many states there are. */
  readonly count: number;
  readonly side: Side;
  readonly freeEnergy: (machine: Machine, states: AbstractMatrix) => AbstractMatrix;
}

/** The side with the fewer states among those whose states can be listed, if it has so many at most. */
export function sideToEnumerate(
  action: string,
  { visibleUnits, hiddenUnits, parameters: { weights } }: Machine,
  most: number,
): EnumeratedSide {
  const sideOf = (
    side: Side,
    units: Units,
    columns: number,
    of: EnumeratedSide["freeEnergy"],
  ): EnumeratedSide[] => {
    const blocks = blocksOf(action, units, columns);
    const count = blocks?.reduce((product, { states }) => product * states.length, 1);
    return blocks ? [{ blocks, count: count!, side, freeEnergy: of }] : [];
  };
  const [smallest] = [
    ...sideOf("visible", visibleUnits, weights.rows, freeEnergy),
    ...sideOf("hidden", hiddenUnits, weights.columns, hiddenFreeEnergy),
  ].sort((a, b) => a.count - b.count);
  if (smallest === undefined) {
    throw rangeError(action, "units on one side whose states can be listed", "none such");
  }
  const { blocks, count } = smallest;
  if (count > most) {
    throw rangeError(
      action,
      `at most ${Math.log2(most)} units on the side whose states are enumerated`,
      `${blocks.length}, a sum over ${blocks[0]!.states.length}^${blocks.length} states`,
    );
  }
  return smallest;
}

/** Adds exp(−F) of all states to a sum, so many at a time, and tells before how many are done. */
export function* addStates(
  sum: LogSum,
  machine: Machine,
  { blocks, count, freeEnergy: of }: EnumeratedSide,
): Generator<number> {
  const { engine } = machine;
  for (let done = 0; done < count; done += BLOCK) {
    yield done;
    engine.scope(() => {
      const states = statesFrom(blocks, done, Math.min(BLOCK, count - done));
      for (const energy of of(machine, engine.load(states)).to1DArray()) sum.add(-energy);
    });
  }
}

/** log Σ exp(xᵢ) of numbers that come one by one; the largest so far is taken off first. */
export class LogSum {
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
