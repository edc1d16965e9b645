import { areStuck, bestLike, meanOf, testErrorOf } from "../statistics/evidence.ts";
import { spreadRatio } from "../statistics/spread-ratio.ts";
import type { ClaimRule } from "./claim-rule.ts";
import { neitherTrains, noTrials, times } from "./words.ts";

/** (x) @see Erhan et al., "Why does unsupervised pre-training help deep learning?", JMLR 11, 2010, section 6. */
export const varyLess: ClaimRule = {
  id: "x",
  question: "Do pretrained nets differ less from seed to seed?",
  claim: "The test error of pretrained nets spreads less over seeds than that of the best random start",
  yes: "Yes: the test error of pretrained nets differs less from seed to seed",
  no: "No: the test error of pretrained nets differs no less from seed to seed",
  weigh(evidence) {
    const [rbm, best] = [bestLike(evidence, { tag: "rbm" }), bestLike(evidence, { kind: "random start" })];
    if (rbm === undefined || best === undefined) return noTrials({ rbm, "a random start": best });
    if (areStuck(evidence, [rbm, best])) return neitherTrains(evidence);
    const errors = evidence.paired([rbm, best], (a) => testErrorOf(a!));
    const others = evidence.paired([rbm, best], (_, b) => testErrorOf(b!));
    const { test } = evidence.trials[0]!.spec.settings;
    const name = `spread of the test error over seeds, ${rbm} / ${best}`;
    const bar = { threshold: 0, direction: "below" } as const;
    const effect = spreadRatio(name, [errors, others], bar, 1 / test);
    if (effect.values.length === 0) return "These seeds are too few to tell how widely they spread.";
    const ratio = times(Math.exp(meanOf(effect.values)));
    return {
      because: `Over ${errors.length} seeds its test error spreads ${ratio} as widely as that of ${best}.`,
      effects: [effect],
    };
  },
};
