import { effectOf } from "../statistics/effect.ts";
import {
  areStuck,
  bestLike,
  type Evidence,
  meanTestError,
  type Setting,
  testErrorOf,
  type Wanted,
} from "../statistics/evidence.ts";
import type { ClaimRule, Grounds } from "./claim-rule.ts";
import { neitherTrains, noTrials, percent } from "./words.ts";

/** Whether one arm ends at a lower test error than another. */
export function lower(
  evidence: Evidence,
  wanted: Wanted,
  other: Wanted,
  names: readonly [string, string],
  setting?: Setting,
): Grounds | string {
  const [arm, rival] = [bestLike(evidence, wanted, setting), bestLike(evidence, other, setting)];
  if (arm === undefined || rival === undefined) {
    return noTrials({ [names[0]]: arm, [names[1]]: rival }, setting && ` with ${setting.labels} labels`);
  }
  if (areStuck(evidence, [arm, rival], setting)) return neitherTrains(evidence);
  const values = evidence.paired([arm, rival], (a, b) => testErrorOf(a!) - testErrorOf(b!), setting);
  const effect = effectOf(`test error, ${arm} − ${rival}`, "points", values, {
    threshold: 0,
    direction: "below",
  });
  const error = (name: string): string => percent(meanTestError(evidence, name, setting));
  return {
    because: `${arm} ends at ${error(arm)} test error, ${rival} at ${error(rival)}.`,
    effects: [effect],
  };
}

/** (u) @see Bengio, Lamblin, Popovici, Larochelle, "Greedy layer-wise training of deep networks", NIPS 2006, section 4. */
export const unsupervisedIsBetter: ClaimRule = {
  id: "u",
  question: "Is pretraining without labels better than with them?",
  claim: "Unsupervised pretraining ends at a lower test error than greedy supervised pretraining",
  yes: "Yes: pretraining without labels does better than layer by layer with labels",
  no: "No: pretraining without labels does no better than layer by layer with labels",
  weigh: (evidence) =>
    lower(evidence, { tag: "unsupervised" }, { tag: "supervised" }, ["rbm", "greedy supervised"]),
};

/** (v) @see Vincent et al., "Stacked denoising autoencoders", JMLR 11, 2010, section 6. */
export const rbmsAreBetter: ClaimRule = {
  id: "v",
  question: "Are RBMs better than autoencoders?",
  claim: "A stack of RBMs ends at a lower test error than a stack of denoising autoencoders",
  yes: "Yes: a stack of RBMs does better than one of denoising autoencoders",
  no: "No: a stack of RBMs does no better than one of denoising autoencoders",
  weigh: (evidence) => lower(evidence, { tag: "rbm" }, { tag: "autoencoder" }, ["rbm", "autoencoders"]),
};

/** (w) The other meaning of the word: a body that learnt another task. */
export const transferHelps: ClaimRule = {
  id: "w",
  question: "Does a body trained on another task help?",
  claim: "A body trained on other classes ends at a lower test error than the best random start",
  yes: "Yes: a body that was trained on another task does better than the best random start",
  no: "No: a body that was trained on another task does no better than the best random start",
  weigh: (evidence) =>
    lower(evidence, { tag: "transfer" }, { kind: "random start" }, ["transfer", "a random start"]),
};
