import { percentCell } from "../../display/table.ts";
import type { Illness } from "../illness.ts";

/** Errors so far apart, of training and validation examples, and at least half of the latter: measured here. */
export const GAP = 0.1;
/** So many standard errors of the validation error. */
const SURE = 3;
/** What is left of the error of chance where little is known of other examples. */
const LITTLE_KNOWN = 0.6;

/** The net knows its training examples by heart, and others much less. */
export const memorizing: Illness = ({ run }) => {
  const { trainError, validationError, validationExamples = 1 } = run ?? {};
  if (run === undefined || trainError === undefined || validationError === undefined) return undefined;
  const gap = validationError - trainError;
  const standardError = Math.sqrt((validationError * (1 - validationError)) / validationExamples);
  if (!(gap > Math.max(GAP, SURE * standardError) && trainError < validationError / 2)) return undefined;
  const last = run.validationLosses.at(-1) ?? 0;
  const isUseless = last > run.chanceLoss && validationError > LITTLE_KNOWN * run.chanceError;
  return {
    ...{
      id: "memorizing",
      severity: isUseless ? "wrong" : "suspicious",
      figure: gap,
      border: GAP,
    },
    text: `The net memorizes: it errs in ${percentCell(trainError)} of what it was trained on and in ${percentCell(validationError)} of other examples (more than ${100 * GAP} points between them is much).`,
    evidence: { trainError, validationError, validationLoss: last, chanceLoss: run.chanceLoss },
    remedies: ["regularization", "inputs", "pretraining"],
  };
};
