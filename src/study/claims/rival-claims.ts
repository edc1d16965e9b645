import { effectOf } from "../statistics/effect.ts";
import {
  areStuck,
  armsLike,
  bestArm,
  bestLike,
  bestPoint,
  type Evidence,
  logSurvival,
  meanOf,
  type Setting,
  testErrorOf,
  type Wanted,
} from "../statistics/evidence.ts";
import { estimateOf, intervalOf } from "../statistics/interval.ts";
import type { TrialResult } from "../trial-result.ts";
import type { ClaimRule, Grounds } from "./claim-rule.ts";
import { tooShallow } from "./gradient-claims.ts";
import { KEPT, MARGIN } from "./margins.ts";
import { apart, naming, neitherTrains, noTrials, percent, times } from "./words.ts";

/** (e) The activation is the root: with ReLU there is nothing left to cure. */
export const reluRemovesIt: ClaimRule = {
  id: "e",
  question: "Is another activation enough?",
  claim: "With ReLU and He's weights the gradient does not vanish, and pretraining is not missed",
  yes: "Yes: with ReLU the gradient does not vanish, and pretraining is not missed",
  no: "No: with ReLU the gradient vanishes too, or pretraining is missed",
  weigh(evidence) {
    const [relu, rbm] = [bestLike(evidence, { tag: "relu" }), bestLike(evidence, { tag: "rbm" })];
    if (relu === undefined || rbm === undefined) return noTrials({ relu, rbm });
    if (areStuck(evidence, [relu, rbm])) return neitherTrains(evidence);
    const loss = evidence.paired([relu, rbm], (a, b) => testErrorOf(a!) - testErrorOf(b!));
    const survival = evidence.paired([relu], (trial) => logSurvival(trial!));
    const survives = effectOf(`share of the error signal that survives per layer, ${relu}`, "%", survival, {
      threshold: Math.log(KEPT),
      direction: "above",
    });
    const effects = [
      ...(tooShallow(evidence) ? [] : [survives]),
      effectOf(`test error, ${relu} − ${rbm}`, "points", loss, { threshold: MARGIN, direction: "below" }),
    ];
    const because =
      `${percent(Math.exp(meanOf(survival)))} of the error signal survives per layer, and the test error is ` +
      `${apart(meanOf(loss))} than that of the pretrained logistic net.`;
    return { because, effects };
  },
};

/** (g) A good random start reaches the goal at less cost. */
export const goodStartIsCheaper: ClaimRule = {
  id: "g",
  question: "Is a good random start cheaper?",
  claim:
    "A good random start reaches the same validation error at less total cost than pretraining of any number of epochs that was tried",
  yes: "Yes: a good random start reaches the same validation error for less",
  no: "No: pretraining reaches the same error for less",
  weigh(evidence) {
    const best = bestLike(evidence, { kind: "random start" });
    const doses = [...armsLike(evidence, { tag: "rbm" }), ...armsLike(evidence, { tag: "dose" })];
    if (best === undefined || doses.length === 0) return noTrials({ rbm: doses[0], "a random start": best });
    const target = targetError(evidence);
    if (target === undefined) return `No arm surely does better than ${naming(evidence, "validation")}.`;
    const atTarget = (trial: TrialResult): boolean => trial.curve[0]!.validationError <= target;
    if ([...evidence.of(best).values()].some(atTarget)) {
      return `${best} is at the target before training, at no cost.`;
    }
    const short = (arm: string): number =>
      [...evidence.of(arm).values()].filter((trial) => bestPoint(trial).validationError > target).length;
    const reaching = doses.filter((arm) => short(arm) === 0); // of these the cheapest speaks for pretraining
    const dose = bestArm(evidence, reaching.length > 0 ? reaching : doses, (trial) =>
      costToReach(trial, target),
    )!;
    const cost = evidence.paired([best, dose], (a, b) =>
      Math.log(costToReach(a!, target) / costToReach(b!, target)),
    );
    const numbers = { target, [`not reached, ${best}`]: short(best), [`not reached, ${dose}`]: short(dose) };
    const effect = effectOf(`cost to reach the target, ${best} / ${dose}`, "times", cost, {
      threshold: 0,
      direction: "below",
    });
    const goal = `${percent(target)} validation error, halfway in logarithms from chance to the best of all,`;
    const shortOf = (arm: string): string => `in ${short(arm)} of ${evidence.of(arm).size} runs`;
    const reaches =
      short(best) > 0
        ? `falls short of ${goal} ${shortOf(best)}; these counted with all that they cost, it takes`
        : `reaches ${goal} at`;
    const because =
      `${best} ${reaches} ${times(Math.exp(meanOf(cost)))} the cost of ${dose}, the cheapest of ` +
      `the pretrained, whose pretraining counts; ${dose} falls short of it ${shortOf(dose)}.`;
    // A run that fell short counts with all that it cost, which favours it: no verdict in its favour rests on that.
    const fellShort = `${best} fell short of the target in ${short(best)} runs.`;
    const withheld = short(best) > 0 && ({ verdict: "supported", because: fellShort } as const);
    return { because, effects: [effect], numbers, ...(withheld && { withheld }) };
  },
};

/** (h) Prepared inputs help, in the deepest net that trains with or without them. */
export const preparedInputsHelp: ClaimRule = {
  id: "h",
  question: "Does preparing the inputs help?",
  claim: "Prepared inputs (LeCun et al., 4.3) help the classical logistic net, in the deepest that trains",
  yes: "Yes: preparing the inputs helps",
  no: "No: preparing the inputs does not help",
  weigh(evidence): Grounds | string {
    const inputs: Wanted = { kind: "inputs" };
    const classicalAt = (setting?: Setting) => bestLike(evidence, { tag: "classical" }, setting);
    const depths = [...new Set(evidence.trials.map(({ spec }) => spec.depth))].sort((a, b) => b - a);
    const settings = depths
      .map((depth) => ({ ...evidence.reference, depth }))
      .filter((setting) => bestLike(evidence, inputs, setting) && classicalAt(setting));
    if (settings.length === 0) {
      return noTrials({
        "prepared inputs": bestLike(evidence, inputs),
        "the classical start": classicalAt(),
      });
    }
    const setting = settings.find(
      (each) => !areStuck(evidence, [bestLike(evidence, inputs, each)!, classicalAt(each)!], each),
    );
    if (setting === undefined) return neitherTrains(evidence);
    const [arm, classical] = [bestLike(evidence, inputs, setting)!, classicalAt(setting)!];
    const gain = evidence.paired([arm, classical], (a, b) => testErrorOf(a!) - testErrorOf(b!), setting);
    const survival = evidence.paired([arm, classical], (a, b) => logSurvival(a!) - logSurvival(b!), setting);
    const effect = effectOf(
      `test error with ${setting.depth} hidden layers, ${arm} − ${classical}`,
      "points",
      gain,
      { threshold: -MARGIN, direction: "below" },
    );
    const deeper = depths[0]! > setting.depth ? " In deeper nets neither trains." : "";
    const because =
      `With ${setting.depth} hidden ${setting.depth === 1 ? "layer" : "layers"} the test error is ${apart(meanOf(gain))} than on raw inputs` +
      (survival.length === 0
        ? `.${deeper}`
        : `, and ${times(Math.exp(meanOf(survival)))} as much of the error signal survives per layer.${deeper}`);
    return { because, effects: [effect], numbers: { depth: setting.depth } };
  },
};

/**
 * Half of the way, on a logarithmic scale, from the error of chance to the least that any arm reaches on validation data; undefined
 * where no arm is surely better.
 */
function targetError(evidence: Evidence): number | undefined {
  const least = (trial: TrialResult): number => bestPoint(trial).validationError;
  const arm = bestArm(evidence, [...new Set(evidence.trials.map(({ spec }) => spec.arm))], least)!;
  const { mean, high } = intervalOf(estimateOf([...evidence.of(arm).values()].map(least)), {
    below: 0.025,
    above: 0.025,
  });
  const chance = evidence.chance.validation;
  if ((high ?? mean) >= chance || areStuck(evidence, [arm])) return undefined;
  return Math.min(Math.sqrt(chance * Math.max(mean, 1e-3)), chance);
}

/** What a run had cost when it came down to the target, on straight lines between epochs; all of it where it never did. */
function costToReach({ curve }: TrialResult, target: number): number {
  const there = curve.findIndex((point) => point.validationError <= target);
  if (there <= 0) return curve.at(there)!.cost;
  const [before, after] = [curve[there - 1]!, curve[there]!];
  const share = (before.validationError - target) / (before.validationError - after.validationError);
  return before.cost + share * (after.cost - before.cost);
}
