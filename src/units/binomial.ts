import { sigmoid } from "../activation/sigmoid.ts";
import { softplus } from "../activation/softplus.ts";
import { ofLibrary } from "../check/own-name.ts";
import { checkInteger, checkKeys } from "../check.ts";
import { biasEnergy, drawEach, sumEach } from "./elementwise.ts";
import { logFactorial } from "./log-factorial.ts";
import type { Units } from "./units.ts";

/** Options of `binomialUnits`. */
export interface BinomialOptions {
  /** n, the largest state, from 1 to 1000. */
  readonly trials: number;
}

/**
 * Units that count from 0 to n: a state is drawn from the binomial distribution of n trials with the probability σ(field), as n binary
 * units with the same weights would be.
 *
 * selfEnergy(s) = −s·b − Σ log C(n, s) and logPartition = Σ n·softplus(field), over the units of a row.
 *
 * @param options - The number of trials.
 * @returns Units for either side of an RBM.
 * @throws RangeError if the number of trials is not an integer from 1 to 1000.
 * @example
 * new RBM({ visible: 20, hidden: 8, visibleUnits: binomialUnits({ trials: 5 }) });
 *
 * @see Teh, Hinton, "Rate-coded restricted Boltzmann machines for face recognition", NIPS 2000, section 2.
 */
export function binomialUnits(options: BinomialOptions): Units {
  const action = "create binomialUnits";
  checkKeys(action, options, ["trials"]);
  const n = checkInteger(action, "trials", options.trials, { min: 1, max: 1000 });
  /** The number of successes, of so many trials with success probability p ≤ ½, below which a share u of the draws lies. */
  const fewer = (p: number, uniform: number): number => {
    let [state, chance] = [0, (1 - p) ** n];
    for (let sum = chance; sum <= uniform && state < n; sum += chance) {
      state += 1;
      chance *= ((n - state + 1) / state) * (p / (1 - p));
    }
    return state;
  };
  return ofLibrary({
    name: `binomial(${n})`,
    states: Object.freeze(Array.from({ length: n + 1 }, (_, state) => state)),
    range: Object.freeze({ min: 0, max: n }),
    means: (engine, fields) => engine.scale(n, engine.activate(sigmoid, fields)),
    sample: (engine, { means }, _own, random) =>
      drawEach(engine, means, random, (mean, uniform) => {
        const p = mean / n;
        return p <= 0.5 ? fewer(p, uniform) : n - fewer(1 - p, uniform);
      }),
    selfEnergy: (engine, states, { bias }) =>
      engine.add(
        biasEnergy(engine, states, bias),
        sumEach(engine, (s) => logFactorial(s) + logFactorial(n - s) - logFactorial(n), states),
      ),
    logPartition: (engine, fields) => engine.scale(n, engine.rowSums(engine.activate(softplus, fields))),
  } satisfies Units);
}
