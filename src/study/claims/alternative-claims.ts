import { formatNumber } from "../../display/table.ts";
import { type Draft, effectOf, unsettled } from "../statistics/effect.ts";
import {
  areStuck,
  bestArm,
  bestPoint,
  type Evidence,
  logSurvival,
  meanOf,
  testErrorOf,
} from "../statistics/evidence.ts";
import { estimateOf, intervalOf } from "../statistics/interval.ts";
import type { TrialResult } from "../trial-result.ts";
import { bestRandomStart } from "./pretraining-claims.ts";

/** A layer of another activation that leaves this much does not make the gradient vanish. */
const KEPT = 0.8;
/** Within a point of test error two nets do equally well. */
const MARGIN = 0.01;

const points = (error: number): string => `${formatNumber(100 * error, 3)} points`;

/** (e) The activation is the root: with ReLU there is nothing left to cure. */
export function reluRemovesIt(evidence: Evidence): Draft {
  const claim = "With ReLU and He's weights the gradient does not vanish, and pretraining is not missed";
  const missing = evidence.missing("relu", "rbm");
  if (missing.length > 0) return unsettled("e", claim, `The study has no trials of ${missing.join(", ")}.`);
  if (areStuck(evidence, "relu", "rbm")) return unsettled("e", claim, stuck(evidence));
  const loss = evidence.paired(["relu", "rbm"], (relu, rbm) => testErrorOf(relu!) - testErrorOf(rbm!));
  const survival = evidence.paired(["relu"], (relu) => logSurvival(relu!));
  const effects = [
    ...(evidence.reference.depth < 2
      ? []
      : [
          effectOf("share of the error signal that survives per layer, relu", "%", survival, {
            threshold: Math.log(KEPT),
            direction: "above",
          }),
        ]),
    effectOf("test error, relu − rbm", "points", loss, { threshold: MARGIN, direction: "below" }),
  ];
  const because =
    `${formatNumber(100 * Math.exp(meanOf(survival)), 3)} % of the error signal survives per layer, and the test error differs ` +
    `from that of the pretrained logistic net by ${points(meanOf(loss))}.`;
  return { id: "e", claim, because, effects, numbers: {} };
}

/** (g) A good random start reaches the goal at less cost. */
export function goodStartIsCheaper(evidence: Evidence): Draft {
  const claim = "A good random start reaches the same validation error at less total cost than pretraining";
  const best = bestRandomStart(evidence);
  if (best === undefined || evidence.missing("rbm").length > 0) {
    return unsettled("g", claim, "The study has no trials of rbm or of a random start.");
  }
  const target = targetError(evidence);
  if (target === undefined)
    return unsettled("g", claim, `No arm surely does better than ${nothing(evidence, "validation")}.`);
  if ([...evidence.of(best).values()].some(({ curve }) => curve[0]!.validationError <= target)) {
    return unsettled("g", claim, `${best} is at the target before training, at no cost.`);
  }
  const cost = evidence.paired([best, "rbm"], (start, rbm) =>
    Math.log(costToReach(start!, target) / costToReach(rbm!, target)),
  );
  const short = (arm: string): number =>
    [...evidence.of(arm).values()].filter((trial) => bestPoint(trial).validationError > target).length;
  const numbers = { target, [`not reached, ${best}`]: short(best), "not reached, rbm": short("rbm") };
  const effect = effectOf(`cost to reach the target, ${best} / rbm`, "times", cost, {
    threshold: 0,
    direction: "below",
  });
  const because =
    `${best} reaches ${formatNumber(100 * target, 3)} % validation error at ${formatNumber(Math.exp(meanOf(cost)), 3)} times the ` +
    `cost of rbm, whose pretraining counts; rbm falls short of it in ${short("rbm")} of ${evidence.of("rbm").size} runs.`;
  // A run that fell short counts with all that it cost, which favours it: no verdict in its favour rests on that.
  const fellShort = `${best} fell short of the target in ${short(best)} runs.`;
  const withheld = short(best) > 0 && ({ verdict: "supported", because: fellShort } as const);
  return { id: "g", claim, because, effects: [effect], numbers, ...(withheld && { withheld }) };
}

/** (h) Prepared inputs help. */
export function preparedInputsHelp(evidence: Evidence): Draft {
  const claim = "Prepared inputs (LeCun et al., 4.3) help the classical logistic net";
  const arm = ["whitened", "standardized"].find((name) => evidence.of(name).size > 0);
  if (arm === undefined || evidence.missing("classical").length > 0) {
    return unsettled(
      "h",
      claim,
      "The study has no trials of classical, or none of whitened or standardized.",
    );
  }
  if (areStuck(evidence, arm, "classical")) return unsettled("h", claim, stuck(evidence));
  const gain = evidence.paired([arm, "classical"], (a, b) => testErrorOf(a!) - testErrorOf(b!));
  const survival = evidence.paired([arm, "classical"], (a, b) => logSurvival(a!) - logSurvival(b!));
  const effect = effectOf(`test error, ${arm} − classical`, "points", gain, {
    threshold: -MARGIN,
    direction: "below",
  });
  const because =
    `The test error differs by ${points(meanOf(gain))} from that on raw inputs` +
    (survival.length === 0
      ? "."
      : `, and ${formatNumber(Math.exp(meanOf(survival)), 3)} times as much of the error signal survives per layer.`);
  return { id: "h", claim, because, effects: [effect], numbers: {} };
}

/**
 * Half of the way, on a logarithmic scale, from the error of chance to the least that any arm reaches on validation data; never more
 * than chance, and undefined where no arm is surely better.
 */
function targetError(evidence: Evidence): number | undefined {
  const trials = evidence.trials.filter(({ spec }) => spec.depth === evidence.reference.depth);
  const least = (trial: TrialResult): number => bestPoint(trial).validationError;
  const arm = bestArm(evidence, [...new Set(trials.map(({ spec }) => spec.arm))], least)!;
  const { mean, high } = intervalOf(estimateOf([...evidence.of(arm).values()].map(least)), {
    below: 0.025,
    above: 0.025,
  });
  const chance = evidence.chance.validation;
  if ((high ?? mean) >= chance) return undefined;
  return Math.min(Math.sqrt(chance * Math.max(mean, 1e-3)), chance);
}

/** Chance in words, with its error where that is known. */
function nothing({ chance }: Evidence, part: "validation" | "test"): string {
  const error = `, which errs in ${formatNumber(100 * chance[part], 3)} %`;
  return `always naming ${chance.naming}${chance.naming === "the mean" ? "" : error}`;
}

const stuck = (evidence: Evidence): string =>
  `Neither net does better than ${nothing(evidence, "test")}: neither trains.`;

/** What a run had cost when it came down to the target, on straight lines between epochs; all of it where it never did. */
function costToReach({ curve }: TrialResult, target: number): number {
  const there = curve.findIndex((point) => point.validationError <= target);
  if (there <= 0) return curve.at(there)!.cost;
  const [before, after] = [curve[there - 1]!, curve[there]!];
  const share = (before.validationError - target) / (before.validationError - after.validationError);
  return before.cost + share * (after.cost - before.cost);
}
