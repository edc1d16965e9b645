import { percentCell } from "../../display/table.ts";
import { nameOf, shownName } from "../class-names.ts";
import type { Illness } from "../illness.ts";
import { CONSTANT } from "./constant-outputs.ts";

/** One class predicted for more examples than this is predicted for everything. */
export const EVERYTHING = 0.99;
/** Where a class has more than this share of the examples, to predict it for all of them is little wrong. */
const NEARLY_ALL = 0.9;

/** The net predicts one class, whatever it is shown. */
export const oneClass: Illness = ({ told, data }) => {
  const { commonest } = told ?? {};
  const shares = data?.classShares;
  if (!commonest || !shares || !(commonest.share > EVERYTHING)) return undefined;
  const own = shares[commonest.label] ?? 0;
  if (own > EVERYTHING) return undefined;
  const name = shownName(commonest.label, data);
  const all = commonest.share < 1 ? `${percentCell(commonest.share)} of the examples` : "every example";
  const what =
    told!.spread < CONSTANT // which says already that nothing is told apart
      ? `What it says of ${all} is class ${name}`
      : `Class ${name} is predicted for ${all}: the network tells nothing apart`;
  return {
    ...{
      id: "one-class",
      severity: own > NEARLY_ALL ? "suspicious" : "wrong",
      figure: commonest.share,
      border: EVERYTHING,
    },
    text: `${what}, where ${percentCell(own)} are of it (more than ${percentCell(EVERYTHING)} is everything).`,
    classes: [nameOf(commonest.label, data)],
    evidence: { label: commonest.label, shareOfClass: own },
    remedies:
      own > 0.6
        ? ["class-weights", "activation", "normalization", "optimizer"]
        : ["activation", "normalization", "start", "optimizer", "rate"],
  };
};
