import { effectOf } from "../statistics/effect.ts";
import {
  areStuck,
  armsLike,
  bestArm,
  bestLike,
  type Evidence,
  logSurvival,
  meanOf,
  testErrorOf,
} from "../statistics/evidence.ts";
import type { TrialResult } from "../trial-result.ts";
import type { ClaimRule } from "./claim-rule.ts";
import { tooShallow } from "./gradient-claims.ts";
import { neitherTrains, noTrials, percent } from "./words.ts";

/** A start that leaves less than this of the error signal per layer is not cured. */
const CURED = 0.9;

/** (i) Cure or bypass? */
export const bypassesIt: ClaimRule = {
  id: "i",
  question: "Does pretraining work without the gradient of the lower layers?",
  claim:
    "Pretraining bypasses the vanishing gradient instead of curing it: its frozen layers are nearer to trained ones than to the best frozen random ones",
  yes: "Yes: pretraining bypasses the vanishing gradient, and does most of its work before any gradient arrives",
  no: "No: pretraining does not bypass the vanishing gradient: it lets it through, or frozen random layers are as good",
  weigh(evidence) {
    const rbm = bestLike(evidence, { tag: "rbm" });
    const random = bestArm(
      evidence,
      armsLike(evidence, { kind: "random start" }),
      ({ frozen }) => frozen?.validationError ?? Number.NaN,
    );
    if (rbm === undefined || random === undefined)
      return noTrials({ rbm, "a random start with frozen layers": random });
    const shallow = tooShallow(evidence);
    if (shallow) return shallow;
    if (areStuck(evidence, [rbm, random])) return neitherTrains(evidence);
    const survival = evidence.paired([rbm], (trial) => logSurvival(trial!));
    const nearer = evidence.paired(
      [rbm, random],
      (a, b) => frozenError(b!) + testErrorOf(a!) - 2 * frozenError(a!),
    );
    const effects = [
      effectOf(`share of the error signal that survives per layer, ${rbm}`, "%", survival, {
        threshold: Math.log(CURED),
        direction: "below",
      }),
      effectOf(
        `test error: (frozen ${random} − frozen ${rbm}) − (frozen ${rbm} − trained ${rbm})`,
        "points",
        nearer,
        {
          threshold: 0,
          direction: "above",
        },
      ),
    ];
    const mean = (arm: string, figure: (trial: TrialResult) => number): number =>
      meanOf(evidence.paired([arm], (trial) => figure(trial!)));
    const [frozen, trained] = [mean(rbm, frozenError), mean(rbm, testErrorOf)];
    const control = mean(random, frozenError);
    const because =
      `${percent(Math.exp(meanOf(survival)))} of the error signal survives per layer at its start. With all pretrained layers frozen ` +
      `the test error is ${percent(frozen)}, with all layers trained ${percent(trained)}, and on frozen layers of ${random}, the best ` +
      `random start for that, ${percent(control)}.`;
    return {
      because,
      effects,
      numbers: { frozen, trained, [`frozen ${random}`]: control, ...movement(evidence, rbm) },
    };
  },
};

function frozenError({ frozen }: TrialResult): number {
  return frozen?.testError ?? Number.NaN;
}

function movement(evidence: Evidence, arm: string): Record<string, number> {
  const trials = [...evidence.of(arm).values()].filter((trial) => (trial.movement?.length ?? 0) > 1);
  if (trials.length === 0) return {};
  const figure = (place: 0 | -2, name: "relativeChange" | "alignment"): number =>
    meanOf(trials.map((trial) => trial.movement!.at(place)![name]));
  return {
    "relative change, lowest layer": figure(0, "relativeChange"),
    "relative change, highest hidden layer": figure(-2, "relativeChange"),
    "alignment with the start, lowest layer": figure(0, "alignment"),
    "alignment with the start, highest hidden layer": figure(-2, "alignment"),
  };
}
