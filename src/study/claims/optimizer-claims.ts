import { effectOf } from "../statistics/effect.ts";
import {
  areStuck,
  armsLike,
  bestArm,
  bestPoint,
  type Evidence,
  isNothing,
  meanOf,
  meanTestError,
  type Setting,
  testErrorOf,
} from "../statistics/evidence.ts";
import type { TrialResult } from "../trial-result.ts";
import type { ClaimRule, Grounds } from "./claim-rule.ts";
import { MARGIN } from "./margins.ts";
import { apart, naming, neitherTrains, noTrials, percent } from "./words.ts";

/** Scales each layer's gradient by what was lost on the way to it. */
const LAYER_RATES = "layer rates";

const validationError = (trial: TrialResult): number => bestPoint(trial).validationError;

/** (o) The optimizer is enough. */
export const optimizerIsEnough: ClaimRule = {
  id: "o",
  question: "Is another optimizer enough?",
  claim: "From the classical start the best optimizer comes within a point of the best pretrained net",
  yes: "Yes: with another optimizer the classical start does as well as pretraining",
  no: "No: with no optimizer that was tried does the classical start do as well as pretraining",
  weigh(evidence) {
    const others = armsLike(evidence, { tag: "classical", optimizer: null });
    const classical = bestArm(
      evidence,
      others.filter((name) => !name.endsWith(LAYER_RATES)),
      validationError,
    );
    return againstPretraining(evidence, classical, "the classical start under another optimizer");
  },
};

/** (l) The scale of the gradient is all that is lost. */
export const layerRatesAreEnough: ClaimRule = {
  id: "l",
  question: "Is only the scale of the gradient lost?",
  claim:
    "From the classical start, rates that make up in each layer for the measured attenuation come within a point of the best pretrained net",
  yes: "Yes: a rate per layer that makes up for the attenuation does as well as pretraining",
  no: "No: a rate per layer that makes up for the attenuation does not do as well as pretraining",
  weigh(evidence) {
    const [classical] = armsLike(evidence, { tag: "classical", optimizer: LAYER_RATES });
    return againstPretraining(evidence, classical, "the classical start with layer rates");
  },
};

/** (t) Time alone. */
export const timeIsEnough: ClaimRule = {
  id: "t",
  question: "Is more time enough?",
  claim: "Trained for many times as long, the classical start comes within a point of the pretrained net",
  yes: "Yes: with more time the classical start does as well as pretraining",
  no: "No: even with more time the classical start does not do as well as pretraining",
  weigh(evidence) {
    const longest = Math.max(1, ...evidence.trials.map(({ spec }) => spec.times));
    if (longest === 1) return "The study has one length of training.";
    const setting = { ...evidence.reference, times: longest };
    const [classical] = armsLike(evidence, { tag: "classical" }, setting);
    const grounds = againstPretraining(
      evidence,
      classical,
      `the classical start with ${longest} times the epochs`,
      setting,
    );
    if (typeof grounds === "string" || classical === undefined) return grounds;
    return { ...grounds, because: `${grounds.because} ${whenItLeaves(evidence, classical, setting)}` };
  },
};

/** Whether an arm comes within a point of the best of the pretrained under any optimizer. */
function againstPretraining(
  evidence: Evidence,
  arm: string | undefined,
  what: string,
  setting: Setting = evidence.reference,
): Grounds | string {
  const pretrained = bestArm(
    evidence,
    [...armsLike(evidence, { tag: "rbm" }), ...armsLike(evidence, { tag: "rbm", optimizer: null })],
    validationError,
  );
  if (arm === undefined || pretrained === undefined) return noTrials({ [what]: arm, rbm: pretrained });
  if (areStuck(evidence, [pretrained])) {
    if (areStuck(evidence, [arm], setting)) return neitherTrains(evidence);
    return `${pretrained} does no better than ${naming(evidence, "test")}: ${arm} has nothing to come near to.`;
  }
  const errors = new Map([...evidence.of(arm, setting)].map(([seed, trial]) => [seed, testErrorOf(trial)]));
  const loss = evidence.paired(
    [pretrained],
    (trial) => (errors.get(trial!.spec.seed) ?? Number.NaN) - testErrorOf(trial!),
  );
  const effect = effectOf(`test error, ${arm} − ${pretrained}`, "points", loss, {
    threshold: MARGIN,
    direction: "below",
  });
  const error = (name: string, at?: Setting): string => percent(meanTestError(evidence, name, at));
  const because =
    `${arm} ends at ${error(arm, setting)} test error, ${apart(meanOf(loss))} than ${pretrained}, ` +
    `which ends at ${error(pretrained)}.`;
  return { because, effects: [effect] };
}

/** When a long run first does better than chance. */
function whenItLeaves(evidence: Evidence, arm: string, setting: Setting): string {
  const trials = [...evidence.of(arm, setting).values()];
  const shares = trials.flatMap(({ curve }) => {
    const first = curve.find(({ testError }) => !isNothing(evidence.chance, testError));
    return first === undefined ? [] : [first.epoch / curve.at(-1)!.epoch];
  });
  if (shares.length === 0) return "It never leaves chance.";
  const epochs = meanOf(shares) * setting.times;
  return `It leaves chance in ${shares.length} of ${trials.length} runs, after ${epochs.toPrecision(2)} times the epochs in the mean.`;
}
