import { formatNumber, percentCell } from "../../display/table.ts";
import type { RunFacts } from "../evidence.ts";
import type { Illness } from "../illness.ts";
import { LITTLE_LEARNT, lossLeft, severityOf } from "../severity.ts";
import { updateRatios } from "../update-ratio.ts";

/**
 * Updates below this share of the weights: a tenth of the 10⁻³ that is taken for about right (Bottou, "Stochastic gradient tricks",
 * 2012, section 4; Stanford's CS231n, "Ratio of weights:updates").
 */
export const SMALL_UPDATES = 1e-4;
const TINY_UPDATES = 2e-5;
/** Below this there is no gradient left, and no rate makes one. */
const GONE = 1e-10;
/** With less of the loss of chance left a net has learnt, and its updates become small by themselves. */
const LEARNT = 0.1;
/** A loss above that of chance by more than this jumps about, and does not fall. */
const WORSE = 1.05;
/** A loss that falls by more than this share of that of chance in the last quarter of a run has not come to its end. */
export const STILL_FALLING = 0.01;

/** The weights hardly move, or the loss still falls at the end, and has a long way to go. */
export const rateTooSmall: Illness = (evidence) => {
  const { run, during = [] } = evidence;
  const left = run && lossLeft(run);
  const evident = left === undefined ? {} : { lossLeft: left };
  const remedies = ["rate", "inputs", "optimizer", "normalization"] as const;
  const figure = updateRatios(during)?.largest;
  if (
    figure !== undefined &&
    figure < SMALL_UPDATES &&
    figure > GONE &&
    !(left !== undefined && left < LEARNT)
  ) {
    return {
      ...{
        id: "rate-too-small",
        severity: severityOf(evidence, figure < TINY_UPDATES),
        figure,
        border: SMALL_UPDATES,
      },
      text: `The learning rate is too small: no update changes the weights by more than ${formatNumber(figure, 2)} of themselves (less than ${formatNumber(SMALL_UPDATES, 2)} is little).`,
      ...{ evidence: evident, remedies },
    };
  }
  if (
    run === undefined ||
    run.notFinite !== undefined ||
    !(left! > LITTLE_LEARNT && left! < WORSE) ||
    run.losses.length < 4
  )
    return undefined;
  const fall = fallInLastQuarter(run);
  if (!(fall > STILL_FALLING)) return undefined;
  return {
    ...{ id: "rate-too-small", severity: "suspicious", figure: fall, border: STILL_FALLING },
    text: `The learning rate is too small, or the run too short: the loss still fell by ${percentCell(fall)} of that of chance in the last quarter, with ${percentCell(left)} left (more than ${percentCell(STILL_FALLING)} is much).`,
    ...{ evidence: evident, remedies },
  };
};

/** From the mean of the quarter before the last to that of the last, as a share of the loss of chance. */
function fallInLastQuarter({ losses, chanceLoss }: RunFacts): number {
  const quarter = Math.floor(losses.length / 4);
  const meanOf = (part: readonly number[]): number => part.reduce((sum, loss) => sum + loss, 0) / part.length;
  return (meanOf(losses.slice(-2 * quarter, -quarter)) - meanOf(losses.slice(-quarter))) / chanceLoss;
}
