import { formatNumber } from "../../display/table.ts";
import { type Draft, effectOf, unsettled } from "../statistics/effect.ts";
import {
  bestArm,
  bestPoint,
  type Evidence,
  logSurvival,
  meanOf,
  RANDOM_STARTS,
  type Setting,
  testErrorOf,
} from "../statistics/evidence.ts";
import type { CurvePoint, TrialResult } from "../trial-result.ts";
import { lackOf } from "./gradient-claims.ts";

const CONTROLS = ["rbm permuted", "rbm spectrum"];
const PARTS = [
  ...["rbm permuted", "rbm spectrum", "rbm biases", "rbm first 1", "rbm shuffled columns"],
  ...["rbm 0 epochs", "rbm 1 epoch", "rbm 5 epochs"],
];

const points = (error: number): string => `${formatNumber(100 * error, 3)} points`;

/** (c) How much of the effect of pretraining the controls without structure reproduce. */
export function controlsReproduceIt(evidence: Evidence): Draft {
  const claim =
    "Controls of the same scale without the structure reproduce at least half of pretraining's gain";
  const controls = CONTROLS.filter((arm) => evidence.of(arm).size > 0);
  const missing = evidence.missing("rbm", "classical");
  if (missing.length > 0 || controls.length === 0) {
    return unsettled(
      "c",
      claim,
      `The study has no trials of ${[...missing, ...(controls.length ? [] : CONTROLS)].join(", ")}.`,
    );
  }
  const gain = evidence.paired(
    ["classical", "rbm"],
    (classical, rbm) => testErrorOf(classical!) - testErrorOf(rbm!),
  );
  const half = evidence.paired(["classical", "rbm", ...controls], (classical, rbm, ...others) => {
    const without = testErrorOf(classical!);
    return without - meanOf(others.map(testErrorOf)) - 0.5 * (without - testErrorOf(rbm!));
  });
  const gained = effectOf("test error, classical − rbm", "points", gain, {
    threshold: 0,
    direction: "above",
  });
  const numbers = Object.fromEntries(
    PARTS.filter((arm) => evidence.of(arm).size > 0).map((arm) => [
      `share of the gain, ${arm}`,
      meanOf(evidence.paired(["classical", arm], (a, b) => testErrorOf(a!) - testErrorOf(b!))) / meanOf(gain),
    ]),
  );
  const effect = effectOf("gain of the controls − half of the gain of rbm, in test error", "points", half, {
    threshold: 0,
    direction: "above",
  });
  const because =
    `Pretraining gains ${points(meanOf(gain))} of test error over the classical start, and the controls ` +
    `(${controls.join(", ")}) ${points(meanOf(half) + 0.5 * meanOf(gain))}.`;
  const otherwise = `Pretraining gains ${points(meanOf(gain))} over the classical start, which may be none: there is no effect to reproduce.`;
  return { id: "c", claim, because, effects: [effect], premise: { effect: gained, otherwise }, numbers };
}

/** (d1) Does it optimize better? */
export function optimizesBetter(evidence: Evidence): Draft {
  const claim = "Pretraining optimizes better: a lower training loss than the classical start reaches";
  const missing = evidence.missing("rbm", "classical");
  if (missing.length > 0) return unsettled("d1", claim, `The study has no trials of ${missing.join(", ")}.`);
  const against = (arm: string) =>
    evidence.paired(["rbm", arm], (rbm, other) => logLoss(rbm!) - logLoss(other!));
  const values = against("classical");
  const effect = effectOf("training loss at the end, rbm / classical", "times", values, {
    threshold: 0,
    direction: "below",
  });
  const best = bestRandomStart(evidence);
  const againstBest = best === undefined ? Number.NaN : Math.exp(meanOf(against(best)));
  const because =
    `Its training loss ends at ${formatNumber(Math.exp(meanOf(values)), 3)} times that of the classical start` +
    (best === undefined || best === "classical"
      ? "."
      : `, and at ${formatNumber(againstBest, 3)} times that of ${best}, the best random start.`);
  const numbers = { "loss relative to classical": Math.exp(meanOf(values)) };
  return { id: "d1", claim, because, effects: [effect], numbers };
}

/** (d2) Does it generalize better, at the same training loss, than a random start that trains as well? */
export function generalizesBetter(evidence: Evidence): Draft {
  const claim = "Pretraining generalizes better than the best random start does at the same training loss";
  const best = bestRandomStart(evidence);
  if (best === undefined || evidence.missing("rbm").length > 0) {
    return unsettled("d2", claim, "The study has no trials of rbm or of a random start.");
  }
  const values = evidence.paired(["rbm", best], (rbm, other) => {
    const loss = Math.max(leastLoss(rbm!), leastLoss(other!));
    return errorAtLoss(rbm!, loss) - errorAtLoss(other!, loss);
  });
  const effect = effectOf(`test error at equal training loss, rbm − ${best}`, "points", values, {
    threshold: 0,
    direction: "below",
  });
  const because = `At the lowest training loss that both reach, its test error differs from that of ${best} by ${points(meanOf(values))}.`;
  return { id: "d2", claim, because, effects: [effect], numbers: {} };
}

/** (d3) Does it generalize better where labels are few, and most examples teach only the RBMs? */
export function helpsWithFewLabels(evidence: Evidence): Draft {
  const claim = "Where labels are few, pretraining generalizes better than the best random start";
  const { fewLabels } = evidence;
  if (!fewLabels) return unsettled("d3", claim, "The study has one number of labels.");
  const best = bestRandomStart(evidence, fewLabels);
  if (best === undefined || evidence.of("rbm", fewLabels).size === 0) {
    return unsettled(
      "d3",
      claim,
      `The study has no trials of rbm or of a random start with ${fewLabels.labels} labels.`,
    );
  }
  const values = evidence.paired(
    ["rbm", best],
    (rbm, other) => testErrorOf(rbm!) - testErrorOf(other!),
    fewLabels,
  );
  const effect = effectOf(`test error with ${fewLabels.labels} labels, rbm − ${best}`, "points", values, {
    threshold: 0,
    direction: "below",
  });
  const errorOf = (arm: string): number =>
    meanOf(evidence.paired([arm], (trial) => testErrorOf(trial!), fewLabels));
  const because =
    `With ${fewLabels.labels} labels its test error is ${percent(errorOf("rbm"))}, ` +
    `that of ${best}, the best random start there, ${percent(errorOf(best))}.`;
  return { id: "d3", claim, because, effects: [effect], numbers: { labels: fewLabels.labels } };
}

/** A start that leaves less than this of the error signal per layer is not cured. */
const CURED = 0.9;

/** (i) Cure or bypass? */
export function bypassesIt(evidence: Evidence): Draft {
  const claim = "Pretraining bypasses the vanishing gradient instead of curing it";
  const lacking = lackOf(evidence, ["rbm", "classical"]);
  if (lacking) return unsettled("i", claim, lacking);
  const survival = evidence.paired(["rbm"], (rbm) => logSurvival(rbm!));
  const nearer = evidence.paired(
    ["rbm", "classical"],
    (rbm, classical) => frozenError(classical!) + testErrorOf(rbm!) - 2 * frozenError(rbm!),
  );
  const effects = [
    effectOf("share of the error signal that survives per layer, rbm", "%", survival, {
      threshold: Math.log(CURED),
      direction: "below",
    }),
    effectOf("test error: (frozen classical − frozen rbm) − (frozen rbm − trained rbm)", "points", nearer, {
      threshold: 0,
      direction: "above",
    }),
  ];
  const [frozen, trained, random] = [
    meanOf(evidence.paired(["rbm"], (rbm) => frozenError(rbm!))),
    meanOf(evidence.paired(["rbm"], (rbm) => testErrorOf(rbm!))),
    meanOf(evidence.paired(["classical"], (classical) => frozenError(classical!))),
  ];
  const because =
    `${formatNumber(100 * Math.exp(meanOf(survival)), 3)} % of the error signal survives per layer at its start. With all ` +
    `pretrained layers frozen the test error is ${percent(frozen)}, with all layers trained ${percent(trained)}, and on ` +
    `frozen random layers ${percent(random)}.`;
  const numbers = { frozen, trained, "frozen classical": random, ...movement(evidence) };
  return { id: "i", claim, because, effects, numbers };
}

const percent = (error: number): string => `${formatNumber(100 * error, 3)} %`;

function movement(evidence: Evidence): Record<string, number> {
  const trials = [...evidence.of("rbm").values()].filter((trial) => (trial.movement?.length ?? 0) > 1);
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

export function bestRandomStart(evidence: Evidence, setting?: Setting): string | undefined {
  return bestArm(evidence, RANDOM_STARTS, (trial) => bestPoint(trial).validationError, setting);
}

function logLoss({ curve }: TrialResult): number {
  return Math.log(Math.max(curve.at(-1)!.trainLoss, 1e-12)); // a loss that rounds to zero has no logarithm
}

function frozenError({ frozen }: TrialResult): number {
  return frozen?.testError ?? Number.NaN;
}

function leastLoss({ curve }: TrialResult): number {
  return Math.min(...curve.map((point) => point.trainLoss));
}

/** The test error where the training loss first comes down to this, on the straight line between two epochs. */
function errorAtLoss({ curve }: TrialResult, loss: number): number {
  const index = curve.findIndex((point) => point.trainLoss <= loss);
  const [before, after] = [curve[index - 1], curve[index]!];
  if (!before) return after.testError;
  const part = (before.trainLoss - loss) / (before.trainLoss - after.trainLoss);
  const between = (figure: keyof CurvePoint): number =>
    before[figure] + part * (after[figure] - before[figure]);
  return between("testError");
}
