import { formatNumber, percentCell } from "../../display/table.ts";
import type { Illness } from "../illness.ts";
import { LITTLE_LEARNT, lossLeft } from "../severity.ts";

/** A loss whose least in the second half of a run is below that of the first by less than this share of that of chance stands still. */
export const STANDING = 0.01;
/** More of the loss of chance than this is where a net starts. */
const AT_CHANCE = 0.95;

/** The loss stands still long before anything is learnt, often at ln(classes). */
export const plateau: Illness = ({ run }) => {
  if (run === undefined || run.notFinite !== undefined || run.losses.length < 4) return undefined;
  const left = lossLeft(run);
  if (!(left > LITTLE_LEARNT)) return undefined;
  const { losses, chanceLoss } = run;
  const half = Math.ceil(losses.length / 2);
  const fall = (Math.min(...losses.slice(0, half)) - Math.min(...losses.slice(half))) / chanceLoss;
  if (!(fall < STANDING)) return undefined;
  const at = left > AT_CHANCE ? `at ${formatNumber(chanceLoss, 3)}, the loss of knowing nothing` : "";
  return {
    ...{ id: "plateau", severity: left > AT_CHANCE ? "wrong" : "suspicious", figure: fall, border: STANDING },
    text: `The loss stands still ${at || `with ${percentCell(left)} of the loss of chance left`}: it fell by ${percentCell(Math.max(0, fall))} of that in the second half of the run (less than ${percentCell(STANDING)} is nothing).`,
    evidence: { lossLeft: left, chanceLoss },
    remedies: ["activation", "normalization", "start", "optimizer", "rate"],
  };
};
