import type { RBMValues } from "../machine/machine.ts";
import { addStates, LogSum, sideToEnumerate } from "./enumeration.ts";
import { checkEstimate, checkLongMeasure, type LongMeasureOptions, measureSlowly } from "./long-measure.ts";

const MOST_STATES = 2 ** 25;

/**
 * log Z as `logPartition` has it, for machines with up to 2²⁵ states on the smaller side, 25 binary units, without holding up the
 * program: it reports its progress, and a signal ends it.
 *
 * On the wasm engine free energies are rounded to float32, and so is log Z: to some 10⁻⁶ of its value. Ask for `engine: "reference"` where
 * that is too much.
 *
 * @param rbm - A machine with at most 25 binary units on one side.
 * @param options - The engine, a signal, and what hears of the progress.
 * @returns log Z in nats.
 * @throws RangeError, as a rejection, if the side to enumerate has more states.
 * @example
 * await exactLogPartition(new RBM({ visible: 784, hidden: 12, seed: 1 }), { onProgress: (share) => console.log(share) });
 *
 * @see Hinton, "A practical guide to training restricted Boltzmann machines", 2010, equation 3.
 */
export async function exactLogPartition(rbm: RBMValues, options: LongMeasureOptions = {}): Promise<number> {
  const action = "compute the log partition function";
  const { kind, step } = checkLongMeasure(action, options);
  return measureSlowly(action, rbm, kind, async (machine) => {
    const side = sideToEnumerate(action, machine, MOST_STATES);
    const sum = new LogSum();
    for (const done of addStates(sum, machine, side)) await step(done / side.count);
    await step(1);
    return checkEstimate(action, sum.value());
  });
}
