import type { Evidence, RunFacts } from "./evidence.ts";
import type { Severity } from "./finding.ts";

/** A net with less than this share of the loss of chance left has learnt: whatever was measured did it no harm. */
const LEARNT = 0.1;
/** A net with more than this share left has learnt little. */
export const LITTLE_LEARNT = 0.5;

/** The share of the loss of chance that is left at the end of a run: 1 has learnt nothing. */
export function lossLeft({ losses, chanceLoss, notFinite }: RunFacts): number {
  return notFinite === undefined && losses.length > 0 ? losses.at(-1)! / chanceLoss : 1;
}

/**
 * How bad a cause is: as bad as what it did. Far across its border it is wrong where the net has learnt little, or where nothing is known
 * of that; where the net has learnt all the same it is a note.
 */
export function severityOf({ run }: Evidence, far: boolean): Severity {
  const left = run === undefined ? 1 : lossLeft(run);
  if (left < LEARNT) return "note";
  return far && left > LITTLE_LEARNT ? "wrong" : "suspicious";
}
