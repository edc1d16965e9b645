import { formatNumber } from "../../display/table.ts";
import { type Draft, effectOf, unsettled } from "../statistics/effect.ts";
import { atStart, type Evidence, logSurvival, meanOf, testErrorOf } from "../statistics/evidence.ts";
import type { TrialResult } from "../trial-result.ts";

/** A layer that leaves less than this of the error signal makes it vanish: a tenth is gone per layer. */
const VANISHING = 0.9;
/** Mean field is exact for endless width; at some hundred units, measured and predicted differ by some percent. */
const AGREEMENT = 0.1;
/** A change of the share that survives per layer by less than a tenth is not worth the name. */
const NOTEWORTHY_CHANGE = Math.log(1.1);
/** An orthogonal tanh net of moderate depth leaves about nine tenths per layer, its first layers less: 0.8 is well beyond what
 * any random logistic start leaves. */
const KEPT = 0.8;

const percent = (value: number): string => `${formatNumber(100 * value, 3)} %`;
const share = (logs: readonly number[]): number => Math.exp(meanOf(logs));

/** (a) The gradient vanishes under logistic units at the classical start, as mean field predicts. */
export function vanishesAsPredicted(evidence: Evidence): Draft {
  const claim =
    "The gradient shrinks with depth under logistic units at the classical start, by the factor mean field predicts";
  const lacking = lackOf(evidence, ["classical"]);
  if (lacking) return unsettled("a", claim, lacking);
  const survival = evidence.paired(["classical"], (trial) => logSurvival(trial!));
  const agreement = evidence.paired(["classical"], (trial) => logOfMeasuredOverPredicted(trial!));
  const effects = [
    effectOf("share of the error signal that survives per layer, classical", "%", survival, {
      threshold: Math.log(VANISHING),
      direction: "below",
    }),
    effectOf("attenuation measured / predicted, hidden layers from the third on", "times", agreement, {
      threshold: Math.log(1 - AGREEMENT),
      direction: "above",
    }),
    effectOf("attenuation measured / predicted, hidden layers from the third on", "times", agreement, {
      threshold: Math.log(1 + AGREEMENT),
      direction: "below",
    }),
  ];
  const because =
    `${percent(share(survival))} of the error signal survives per layer, ` +
    `${formatNumber(share(agreement), 3)} times what mean field predicts.`;
  return { id: "a", claim, because, effects, numbers: { survivingPerLayer: share(survival) } };
}

/** (b) Pretraining changes the attenuation, by one of the two factors. */
export function changesTheAttenuation(evidence: Evidence): Draft {
  const claim = "Pretraining lets more of the gradient through than the classical start does";
  const arms = ["rbm", "classical"];
  const lacking = lackOf(evidence, arms);
  if (lacking) return unsettled("b", claim, lacking);
  const difference = (figure: (trial: TrialResult) => number) =>
    evidence.paired(arms, (rbm, classical) => figure(rbm!) - figure(classical!));
  const whole = difference(logSurvival);
  const [slopes, weights] = [
    difference((trial) => perLayer(trial, "survivingBySlopes")),
    difference((trial) => perLayer(trial, "survivingByWeights")),
  ];
  const [bySlopes, byWeights] = [share(slopes), share(weights)];
  const effect = effectOf("share that survives per layer, rbm / classical", "times", whole, {
    threshold: NOTEWORTHY_CHANGE,
    direction: "above",
  });
  const because =
    `Per layer ${formatNumber(share(whole), 3)} times as much survives as from the classical start: the weights pass on ` +
    `${formatNumber(byWeights, 3)} times and the slopes ${formatNumber(bySlopes, 3)} times as much.`;
  const numbers = { perLayer: share(whole), bySlopes, byWeights };
  return { id: "b", claim, because, effects: [effect], numbers };
}

/** (f) The right weights alone keep the gradient of a logistic net. */
export function isometricKeepsIt(evidence: Evidence): Draft {
  const claim = "A logistic net with the right weights (isometric) does not vanish, and trains";
  const lacking = lackOf(evidence, ["isometric", "classical"]);
  if (lacking) return unsettled("f", claim, lacking);
  const survival = evidence.paired(["isometric"], (trial) => logSurvival(trial!));
  const gain = evidence.paired(
    ["isometric", "classical"],
    (isometric, classical) => testErrorOf(isometric!) - testErrorOf(classical!),
  );
  const effects = [
    effectOf("share of the error signal that survives per layer, isometric", "%", survival, {
      threshold: Math.log(KEPT),
      direction: "above",
    }),
    effectOf("test error, isometric − classical", "points", gain, { threshold: 0, direction: "below" }),
  ];
  const because =
    `${percent(share(survival))} of the error signal survives per layer, through slopes of at most a quarter; ` +
    `the test error differs from that of the classical start by ${formatNumber(100 * meanOf(gain), 3)} points.`;
  return { id: "f", claim, because, effects, numbers: { survivingPerLayer: share(survival) } };
}

/** In words, which arms or layers the trials lack for a claim about gradients; undefined where nothing is missing. */
export function lackOf(evidence: Evidence, arms: readonly string[]): string | undefined {
  const missing = evidence.missing(...arms);
  if (missing.length > 0) return `The study has no trials of ${missing.join(", ")}.`;
  return evidence.reference.depth < 2 ? "One hidden layer has nothing to attenuate." : undefined;
}

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
