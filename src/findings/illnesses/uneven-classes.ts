import { percentCell } from "../../display/table.ts";
import { nameOf, shownName } from "../class-names.ts";
import type { Illness } from "../illness.ts";

/** The most frequent class so many times as frequent as the rarest: from about there on nets begin to do without the rare one, measured here (He, Garcia, "Learning from imbalanced data", 2009, section 2, say why). */
export const UNEVEN = 5;

/** Classes that a sentence names. */
const FEW = 3;

/** Some classes are so rare that a net may do without them. */
export const unevenClasses: Illness = ({ data, told }) => {
  const shares = data?.classShares ?? [];
  const there = [...shares.keys()].filter((label) => shares[label]! > 0);
  if (there.length < 2) return undefined;
  const [rarest, ...others] = there.sort((a, b) => shares[a]! - shares[b]! || a - b);
  const commonest = others.at(-1)!;
  const [largest, smallest] = [shares[commonest]!, shares[rarest!]!];
  const ratio = largest / smallest;
  if (!(ratio > UNEVEN)) return undefined;
  const never = told?.neverNamed ?? [];
  const more = never.length > FEW ? ` and ${never.length - FEW} more` : "";
  const listed = never.slice(0, FEW).map((label) => `class ${shownName(label, data!)}`);
  const ignored =
    never.length > 0
      ? `; ${listed.join(", ")}${more} ${never.length > 1 ? "are" : "is"} never predicted`
      : "";
  return {
    ...{
      id: "uneven-classes",
      severity: never.length > 0 ? "suspicious" : "note",
      figure: ratio,
      border: UNEVEN,
    },
    text: `The classes are uneven: ${percentCell(largest)} of the examples are of class ${shownName(commonest, data!)} and ${percentCell(smallest)} of class ${shownName(rarest!, data!)} (more than ${UNEVEN} times as many is much)${ignored}.`,
    classes: [commonest, rarest!].map((label) => nameOf(label, data!)),
    evidence: { largestShare: largest, smallestShare: smallest, neverNamed: never.length },
    remedies: ["class-weights"],
  };
};
