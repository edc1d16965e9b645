import { formatNumber } from "../../display/table.ts";
import type { Illness } from "../illness.ts";
import { lossLeft, severityOf } from "../severity.ts";
import { updateRatios } from "../update-ratio.ts";

/**
 * Updates below this share of the weights: a tenth of the 10⁻³ that is taken for about right (Bottou, "Stochastic gradient tricks",
 * 2012, section 4; Stanford's CS231n, "Ratio of weights:updates").
 */
export const SMALL_UPDATES = 1e-4;
const TINY_UPDATES = 2e-5;
/** The loss still moves where it fell by more than this share of itself in the last tenth. */
const STILL = 0.002;

/** The weights hardly move, and the loss has a long way to go. */
export const rateTooSmall: Illness = (evidence) => {
  const figure = updateRatios(evidence.during ?? [])?.largest;
  if (figure === undefined || !(figure < SMALL_UPDATES)) return undefined;
  const { run } = evidence;
  if (run && lossLeft(run) < 0.1) return undefined;
  const [before, last] = [
    run?.losses.at(Math.floor(-0.1 * run.losses.length) - 1) ?? 0,
    run?.losses.at(-1) ?? 0,
  ];
  const still = run !== undefined && before - last > STILL * before ? ", and the loss still falls" : "";
  return {
    ...{
      id: "rate-too-small",
      severity: severityOf(evidence, figure < TINY_UPDATES),
      figure,
      border: SMALL_UPDATES,
    },
    text: `The learning rate is too small: no update changes the weights by more than ${formatNumber(figure, 2)} of themselves (less than ${formatNumber(SMALL_UPDATES, 2)} is little)${still}.`,
    evidence: { ...(run && { lossLeft: lossLeft(run) }) },
    remedies: ["rate", "optimizer", "normalization"],
  };
};
