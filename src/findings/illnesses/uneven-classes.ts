import { percentCell } from "../../display/table.ts";
import type { Illness } from "../illness.ts";

/** The most frequent class so many times as frequent as the rarest: from about there on nets begin to do without the rare one, measured here (He, Garcia, "Learning from imbalanced data", 2009, section 2, say why). */
export const UNEVEN = 5;

/** Some classes are so rare that a net may do without them. */
export const unevenClasses: Illness = ({ data, told }) => {
  const shares = data?.classShares?.filter((share) => share > 0) ?? [];
  if (shares.length < 2) return undefined;
  const [largest, smallest] = [Math.max(...shares), Math.min(...shares)];
  const ratio = largest / smallest;
  if (!(ratio > UNEVEN)) return undefined;
  const never = told?.neverNamed ?? [];
  const ignored = never.length > 0 ? `; class ${never.join(", ")} is never named` : "";
  return {
    ...{
      id: "uneven-classes",
      severity: never.length > 0 ? "suspicious" : "note",
      figure: ratio,
      border: UNEVEN,
    },
    text: `The classes are uneven: ${percentCell(largest)} of the examples are of one and ${percentCell(smallest)} of another (more than ${UNEVEN} times as many is much)${ignored}.`,
    evidence: { largestShare: largest, smallestShare: smallest, neverNamed: never.length },
    remedies: ["class-weights"],
  };
};
