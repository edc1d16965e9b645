import { effectOf } from "../statistics/effect.ts";
import {
  areStuck,
  atStart,
  bestLike,
  type Evidence,
  logSurvival,
  meanOf,
  testErrorOf,
} from "../statistics/evidence.ts";
import type { TrialResult } from "../trial-result.ts";
import type { ClaimRule } from "./claim-rule.ts";
import { KEPT } from "./margins.ts";
import { apart, neitherTrains, noTrials, percent, times } from "./words.ts";

/** A layer that leaves less than this of the error signal makes it vanish: a tenth is gone per layer. */
const VANISHING = 0.9;
/** Mean field is exact for endless width; at some hundred units, measured and predicted differ by some percent. */
const AGREEMENT = 0.1;
/** A change of the share that survives per layer by less than a tenth is not worth the name. */
const NOTEWORTHY_CHANGE = Math.log(1.1);
const share = (logs: readonly number[]): number => Math.exp(meanOf(logs));

/** One hidden layer has nothing that a gradient could shrink on its way through. */
export const tooShallow = ({ reference }: Evidence): string | undefined =>
  reference.depth < 2 ? "One hidden layer has nothing to attenuate." : undefined;

/** (a) The gradient vanishes under logistic units at the classical start, as mean field predicts. */
export const vanishesAsPredicted: ClaimRule = {
  id: "a",
  question: "Does the gradient vanish under logistic units?",
  claim:
    "The gradient shrinks with depth under logistic units at the classical start, by the factor mean field predicts",
  yes: "Yes: at the classical start the gradient shrinks from layer to layer, as mean field predicts",
  no: "No: at the classical start the gradient does not shrink as mean field predicts",
  weigh(evidence) {
    const classical = bestLike(evidence, { tag: "classical" });
    if (classical === undefined) return noTrials({ "the classical start": classical });
    const shallow = tooShallow(evidence);
    if (shallow) return shallow;
    const survival = evidence.paired([classical], (trial) => logSurvival(trial!));
    const agreement = evidence.paired([classical], (trial) => logOfMeasuredOverPredicted(trial!));
    const layers = evidence.reference.depth > 2 ? "hidden layers from the third on" : "the last hidden layer";
    const name = `attenuation measured / predicted, ${layers}`;
    const effects = [
      effectOf(`share of the error signal that survives per layer, ${classical}`, "%", survival, {
        threshold: Math.log(VANISHING),
        direction: "below",
      }),
      effectOf(name, "times", agreement, { threshold: Math.log(1 - AGREEMENT), direction: "above" }),
      effectOf(name, "times", agreement, { threshold: Math.log(1 + AGREEMENT), direction: "below" }),
    ];
    const because =
      `${percent(share(survival))} of the error signal survives per layer, ` +
      `${times(share(agreement))} what mean field predicts.`;
    return { because, effects, numbers: { survivingPerLayer: share(survival) } };
  },
};

/** (b) Pretraining changes the attenuation, by one of the two factors. */
export const changesTheAttenuation: ClaimRule = {
  id: "b",
  question: "Does pretraining let more of the gradient through?",
  claim: "Pretraining lets more of the gradient through than the classical start does",
  yes: "Yes: after pretraining more of the gradient gets through",
  no: "No: after pretraining no more of the gradient gets through",
  weigh(evidence) {
    const [rbm, classical] = [bestLike(evidence, { tag: "rbm" }), bestLike(evidence, { tag: "classical" })];
    if (rbm === undefined || classical === undefined)
      return noTrials({ rbm, "the classical start": classical });
    const shallow = tooShallow(evidence);
    if (shallow) return shallow;
    const difference = (figure: (trial: TrialResult) => number) =>
      evidence.paired([rbm, classical], (a, b) => figure(a!) - figure(b!));
    const whole = difference(logSurvival);
    const bySlopes = share(difference((trial) => perLayer(trial, "survivingBySlopes")));
    const byWeights = share(difference((trial) => perLayer(trial, "survivingByWeights")));
    const effect = effectOf(`share that survives per layer, ${rbm} / ${classical}`, "times", whole, {
      threshold: NOTEWORTHY_CHANGE,
      direction: "above",
    });
    const because =
      `Per layer ${times(share(whole))} as much survives as from the classical start: the weights pass on ` +
      `${times(byWeights)} and the slopes ${times(bySlopes)} as much.`;
    return { because, effects: [effect], numbers: { perLayer: share(whole), bySlopes, byWeights } };
  },
};

/** (f) The right weights alone keep the gradient of a logistic net. */
export const isometricKeepsIt: ClaimRule = {
  id: "f",
  question: "Are the right random weights enough?",
  claim: "A logistic net with the right random weights (isometric) does not vanish, and trains",
  yes: "Yes: with the right random weights a logistic net keeps its gradient and trains",
  no: "No: with isometric weights a logistic net loses its gradient, or does not train better",
  weigh(evidence) {
    const isometric = bestLike(evidence, { tag: "isometric" });
    const classical = bestLike(evidence, { tag: "classical" });
    if (isometric === undefined || classical === undefined) {
      return noTrials({ "the isometric start": isometric, "the classical start": classical });
    }
    const shallow = tooShallow(evidence);
    if (shallow) return shallow;
    if (areStuck(evidence, [isometric, classical])) return neitherTrains(evidence);
    const survival = evidence.paired([isometric], (trial) => logSurvival(trial!));
    const gain = evidence.paired([isometric, classical], (a, b) => testErrorOf(a!) - testErrorOf(b!));
    const effects = [
      effectOf(`share of the error signal that survives per layer, ${isometric}`, "%", survival, {
        threshold: Math.log(KEPT),
        direction: "above",
      }),
      effectOf(`test error, ${isometric} − ${classical}`, "points", gain, {
        threshold: 0,
        direction: "below",
      }),
    ];
    const because =
      `${percent(share(survival))} of the error signal survives per layer, through slopes of at most a quarter; ` +
      `the test error is ${apart(meanOf(gain))} than that of the classical start.`;
    return { because, effects, numbers: { survivingPerLayer: share(survival) } };
  },
};

/** ln of a part of the survival, per layer. */
function perLayer(trial: TrialResult, part: "survivingBySlopes" | "survivingByWeights"): number {
  return Math.log(atStart(trial)[part] ?? Number.NaN) / (trial.spec.depth - 1);
}

/** The mean of ln(measured / predicted) over the hidden layers from the third on, or the last where there are fewer. */
function logOfMeasuredOverPredicted(trial: TrialResult): number {
  const hidden = atStart(trial).layers.slice(0, -1);
  const logs = hidden
    .slice(Math.min(2, hidden.length - 1))
    .map(({ attenuation, predictedAttenuation }) => Math.log(attenuation! / predictedAttenuation!));
  return meanOf(logs);
}
