import { effectOf } from "../statistics/effect.ts";
import {
  areStuck,
  bestLike,
  meanOf,
  meanTestError,
  type Setting,
  testErrorOf,
} from "../statistics/evidence.ts";
import type { TrialResult } from "../trial-result.ts";
import type { ClaimRule, Grounds } from "./claim-rule.ts";
import { errorAtLoss, finalLoss, leastLoss } from "./training-loss.ts";
import { apart, neitherTrains, noTrials, percent, times } from "./words.ts";

const RBM = { tag: "rbm" } as const;
const CLASSICAL = { tag: "classical" } as const;
const RANDOM = { kind: "random start" } as const;

/** (p) The question itself. */
export const pretrainingHelps: ClaimRule = {
  id: "p",
  question: "Does pretraining help?",
  claim: "A net that is pretrained ends at a lower test error than from the classical start",
  yes: "Yes: a pretrained net ends at a lower test error than from the classical start",
  no: "No: a pretrained net ends at no lower test error than from the classical start",
  weigh(evidence) {
    const [rbm, classical] = [bestLike(evidence, RBM), bestLike(evidence, CLASSICAL)];
    if (rbm === undefined || classical === undefined)
      return noTrials({ rbm, "the classical start": classical });
    if (areStuck(evidence, [rbm, classical])) return neitherTrains(evidence);
    const gain = evidence.paired([classical, rbm], (a, b) => testErrorOf(a!) - testErrorOf(b!));
    const effect = effectOf(`test error, ${classical} − ${rbm}`, "points", gain, {
      threshold: 0,
      direction: "above",
    });
    const because = `The pretrained net ends at ${percent(meanTestError(evidence, rbm))} and the classical one at ${percent(meanTestError(evidence, classical))}.`;
    return { because, effects: [effect] };
  },
};

/** (d1) Does it optimize better? */
export const optimizesBetter: ClaimRule = {
  id: "d1",
  question: "Does pretraining make a lower training loss?",
  claim: "Pretraining optimizes better: a lower training loss than the classical start reaches",
  yes: "Yes: pretraining reaches a lower training loss than the classical start",
  no: "No: pretraining reaches no lower training loss than the classical start",
  weigh(evidence) {
    const [rbm, classical] = [bestLike(evidence, RBM), bestLike(evidence, CLASSICAL)];
    if (rbm === undefined || classical === undefined)
      return noTrials({ rbm, "the classical start": classical });
    if (areStuck(evidence, [rbm, classical])) return neitherTrains(evidence);
    const against = (arm: string): readonly number[] =>
      evidence.paired([rbm, arm], (a, b) => Math.log(finalLoss(a!)) - Math.log(finalLoss(b!)));
    const values = against(classical);
    const effect = effectOf(`training loss at the end, ${rbm} / ${classical}`, "times", values, {
      threshold: 0,
      direction: "below",
    });
    const best = bestLike(evidence, RANDOM);
    const because =
      `Its training loss ends at ${times(Math.exp(meanOf(values)))} that of the classical start` +
      (best === undefined || best === classical
        ? "."
        : `, and at ${times(Math.exp(meanOf(against(best))))} that of ${best}, the best random start.`);
    return {
      because,
      effects: [effect],
      numbers: { "loss relative to classical": Math.exp(meanOf(values)) },
    };
  },
};

/** (d2) Does it generalize better, at the same training loss, than a random start that trains as well? */
export const generalizesBetter: ClaimRule = {
  id: "d2",
  question: "Does pretraining generalize better than good random weights?",
  claim: "Pretraining generalizes better than the best random start does at the same training loss",
  yes: "Yes: at the same training loss a pretrained net errs less on new examples than the best random start",
  no: "No: at the same training loss a pretrained net errs no less on new examples than the best random start",
  weigh(evidence) {
    const [rbm, best] = [bestLike(evidence, RBM), bestLike(evidence, RANDOM)];
    if (rbm === undefined || best === undefined) return noTrials({ rbm, "a random start": best });
    if (areStuck(evidence, [rbm, best])) return neitherTrains(evidence);
    const values = evidence.paired([rbm, best], (a, b) => {
      const loss = Math.max(leastLoss(a!), leastLoss(b!));
      return errorAtLoss(a!, loss) - errorAtLoss(b!, loss);
    });
    const effect = effectOf(`test error at equal training loss, ${rbm} − ${best}`, "points", values, {
      threshold: 0,
      direction: "below",
    });
    const because = `At the lowest training loss that both reach, its test error is ${apart(meanOf(values))} than that of ${best}.`;
    return { because, effects: [effect] };
  },
};

/** (d3) Does it generalize better where labels are few, and most examples teach only the RBMs? */
export const helpsWithFewLabels: ClaimRule = {
  id: "d3",
  question: "Does pretraining help where labels are few?",
  claim: "Where labels are few, pretraining generalizes better than the best random start",
  yes: "Yes: where labels are few a pretrained net errs less than the best random start",
  no: "No: where labels are few a pretrained net errs no less than the best random start",
  weigh(evidence) {
    const { fewLabels } = evidence;
    if (!fewLabels) return "The study has one number of labels.";
    const [rbm, best] = [bestLike(evidence, RBM, fewLabels), bestLike(evidence, RANDOM, fewLabels)];
    if (rbm === undefined || best === undefined) {
      return noTrials({ rbm, "a random start": best }, ` with ${fewLabels.labels} labels`);
    }
    if (areStuck(evidence, [rbm, best], fewLabels)) return neitherTrains(evidence);
    const errors = (arm: string): string => percent(meanTestError(evidence, arm, fewLabels));
    const values = evidence.paired([rbm, best], (a, b) => testErrorOf(a!) - testErrorOf(b!), fewLabels);
    const effect = effectOf(
      `test error with ${fewLabels.labels} labels, ${rbm} − ${best}`,
      "points",
      values,
      {
        threshold: 0,
        direction: "below",
      },
    );
    const because =
      `With ${fewLabels.labels} labels its test error is ${errors(rbm)}, ` +
      `that of ${best}, the random start with the least validation error there, ${errors(best)}.`;
    return { because, effects: [effect], numbers: { labels: fewLabels.labels } };
  },
};

/** (r) Is it a regularizer? */
export const regularizes: ClaimRule = {
  id: "r",
  question: "Does pretraining act as a regularizer?",
  claim:
    "At the end of the longest training a pretrained net fits worse and tests better than the best random start",
  yes: "Yes: in the end a pretrained net fits the training examples worse and new ones better",
  no: "No: in the end a pretrained net does not both fit worse and test better",
  weigh(evidence) {
    const longest = Math.max(1, ...evidence.trials.map(({ spec }) => spec.times));
    const setting = { ...evidence.reference, times: longest };
    const [rbm, best] = [bestLike(evidence, RBM, setting), bestLike(evidence, RANDOM, setting)];
    if (rbm === undefined || best === undefined) {
      return noTrials({ rbm, "a random start": best }, ` with ${longest} times the epochs`);
    }
    if (areStuck(evidence, [rbm, best], setting)) return neitherTrains(evidence);
    const losses = evidence.paired(
      [rbm, best],
      (a, b) => Math.log(finalLoss(a!)) - Math.log(finalLoss(b!)),
      setting,
    );
    const errors = evidence.paired([rbm, best], (a, b) => finalError(a!) - finalError(b!), setting);
    const effects = [
      effectOf(`training loss at the end, ${rbm} / ${best}`, "times", losses, {
        threshold: 0,
        direction: "above",
      }),
      effectOf(`test error at the end, ${rbm} − ${best}`, "points", errors, {
        threshold: 0,
        direction: "below",
      }),
    ];
    const because =
      `After ${longest === 1 ? "all epochs" : `${longest} times the epochs`} its training loss is ${times(Math.exp(meanOf(losses)))} ` +
      `that of ${best}, and its test error is ${apart(meanOf(errors))}.`;
    return { because, effects };
  },
};

/** (s) Does it hurt small nets? */
export const hurtsSmallNets: ClaimRule = {
  id: "s",
  question: "Does pretraining hurt small nets?",
  claim: "In the narrowest net of the sweep a pretrained net errs more than the best random start",
  yes: "Yes: a narrow net errs more after pretraining than from the best random start",
  no: "No: a narrow net errs no more after pretraining than from the best random start",
  weigh(evidence): Grounds | string {
    const widths = [...new Set(evidence.trials.map(({ spec }) => spec.width))].sort((a, b) => a - b);
    if (widths.length < 2) return "The study has one width.";
    const at = (width: number): Setting => ({ ...evidence.reference, width });
    const [narrow, wide] = [at(widths[0]!), at(widths.at(-1)!)];
    const leads = [narrow, wide].map((setting) => {
      const [rbm, best] = [bestLike(evidence, RBM, setting), bestLike(evidence, RANDOM, setting)];
      if (rbm === undefined || best === undefined) return undefined;
      const values = evidence.paired([rbm, best], (a, b) => testErrorOf(a!) - testErrorOf(b!), setting);
      return { arms: [rbm, best], name: `test error at width ${setting.width}, ${rbm} − ${best}`, values };
    });
    const [first, last] = leads;
    if (first === undefined) {
      const found = {
        rbm: bestLike(evidence, RBM, narrow),
        "a random start": bestLike(evidence, RANDOM, narrow),
      };
      return noTrials(found, ` at width ${narrow.width}`);
    }
    if (areStuck(evidence, first.arms, narrow)) return neitherTrains(evidence);
    const effect = effectOf(first.name, "points", first.values, { threshold: 0, direction: "above" });
    const because =
      `At width ${narrow.width} its test error is ${apart(meanOf(first.values))} than that of the best random start` +
      (last === undefined ? "." : `, at width ${wide.width} ${apart(meanOf(last.values))}.`);
    return { because, effects: [effect] };
  },
};

const finalError = ({ curve }: TrialResult): number => curve.at(-1)!.testError;
