import { checkKeys, checkMethods, checkNumber, rangeError } from "../../check.ts";
import { presentUnits } from "../machine/missing.ts";
import { contrastiveDivergence } from "./contrastive-divergence.ts";
import type { Sampler } from "./sampler.ts";

/** Options of `hiddenDropout`. */
export interface HiddenDropoutOptions {
  /** The probability with which a hidden unit is left out, in [0, 1). Default 0.5. */
  readonly rate?: number | undefined;
  /** The sampler whose chains are those of the examples. Default `contrastiveDivergence()`. */
  readonly sampler?: Sampler | undefined;
}

/**
 * Dropout of hidden units: for each example of a batch some of them are left out, in the data phase and in the chain that starts there, so
 * that none relies on the others.
 *
 * The whole machine then has 1/(1 − rate) times the hidden units that it learned with: multiply its weights by 1 − rate where visible
 * means are wanted.
 *
 * @param options - The rate and the sampler.
 * @returns A sampler, for hidden units that have one column each.
 * @throws RangeError or TypeError if the rate is out of range or the sampler's chains are not those of the examples.
 * @example
 * await rbm.fit(images, { epochs: 1, sampler: hiddenDropout({ rate: 0.5 }) });
 *
 * @see Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov, "Dropout: a simple way to prevent neural networks from overfitting",
 * Journal of Machine Learning Research 15 (2014), section 8.
 */
export function hiddenDropout(options: HiddenDropoutOptions = {}): Sampler {
  const action = "create hiddenDropout";
  checkKeys(action, options, ["rate", "sampler"]);
  const { rate = 0.5, sampler = contrastiveDivergence() as Sampler } = options;
  checkNumber(action, "rate", rate, { min: 0, below: 1 });
  const expected = "sampler to be a sampler such as contrastiveDivergence({ steps: 1 })";
  checkMethods(action, expected, sampler, "begin", "negativePhase");
  if (!sampler.followsExamples || sampler.machineFor) {
    throw rangeError(action, "a sampler whose chains are those of the examples", sampler.name);
  }
  return Object.freeze({
    name: `hiddenDropout(rate=${rate}, sampler=${sampler.name})`,
    followsExamples: true,
    begin(machine, data, random) {
      const { name, blocks, misfit } = machine.hiddenUnits;
      if (blocks ?? misfit)
        throw rangeError("drop hidden units", "hidden units of one column each", `${name} units`);
      return sampler.begin(machine, data, random);
    },
    negativePhase: (...given) => sampler.negativePhase(...given),
    machineFor(machine, rows, random) {
      const { engine, hiddenUnits, parameters } = machine;
      const shares = engine.map(() => 1 - rate, engine.zeros(rows, parameters.weights.columns));
      return { ...machine, hiddenUnits: presentUnits(engine, hiddenUnits, engine.bernoulli(shares, random)) };
    },
  } satisfies Sampler);
}
