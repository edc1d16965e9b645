import { formatNumber } from "../../display/table.ts";
import type { Illness } from "../illness.ts";
import { lossLeft, severityOf } from "../severity.ts";
import { updateRatio } from "../update-ratio.ts";

/**
 * Updates above this share of the weights: a hundred times the 10⁻³ that is taken for about right (Stanford's CS231n, "Ratio of
 * weights:updates"); Adam's first steps at its default rate come to a tenth of it.
 */
export const LARGE_UPDATES = 0.1;
/** A training loss that ends so many times that of chance knows less than nothing. */
const WORSE = 1.05;

/** Each update throws the weights about, until the loss rises or stops being a number. */
export const rateTooLarge: Illness = (evidence) => {
  const { run, during = [] } = evidence;
  const ratio = updateRatio(during);
  const remedies = ["rate", "optimizer", "normalization", "inputs"] as const;
  const measured = { ...(ratio !== undefined && { updateToWeightRatio: ratio }) };
  if (run?.notFinite !== undefined) {
    const figure = run.losses.length + 1;
    return {
      ...{ id: "rate-too-large", severity: "wrong", figure, border: Number.MAX_VALUE },
      text: `The numbers of the net went out of range in epoch ${figure}: each update went further than the one before.`,
      ...{ evidence: measured, remedies },
    };
  }
  const left = run ? lossLeft(run) : 0;
  if (run && left > WORSE && run.losses.at(-1)! > 0.9 * Math.min(...run.losses)) {
    if (!(run.losses.at(-1)! < 0.8 * run.losses[0]!)) {
      return {
        ...{ id: "rate-too-large", severity: "wrong", figure: left, border: WORSE },
        text: `The learning rate is too large: training ends at ${formatNumber(left, 3)} times the loss of chance (more than ${WORSE} is worse than knowing nothing).`,
        ...{ evidence: measured, remedies },
      };
    }
  }
  if (ratio === undefined || !(ratio > LARGE_UPDATES) || left < 0.1) return undefined;
  return {
    ...{ id: "rate-too-large", severity: severityOf(evidence, true), figure: ratio, border: LARGE_UPDATES },
    text: `The learning rate is too large: an update changes the weights by ${formatNumber(ratio, 2)} of themselves (more than ${LARGE_UPDATES} is much).`,
    ...{ evidence: { lossLeft: left }, remedies },
  };
};
