import type { ClaimRule } from "./claim-rule.ts";
import { lower } from "./other-pretraining-claims.ts";

/** (k) Where labels are few, against what one would take there instead of a deep net. */
export const beatsRivals: ClaimRule = {
  id: "k",
  question: "Where labels are few, does pretraining beat simpler means?",
  claim:
    "Where labels are few, a pretrained net ends at a lower test error than shallow nets, dropout, principal components and random features",
  yes: "Yes: where labels are few a pretrained net errs less than the best of the simpler means",
  no: "No: where labels are few the best of the simpler means errs no more than a pretrained net",
  weigh(evidence) {
    const { fewLabels } = evidence;
    if (!fewLabels) return "The study has one number of labels.";
    return lower(evidence, { tag: "rbm" }, { kind: "rival" }, ["rbm", "a simpler means"], fewLabels);
  },
};
