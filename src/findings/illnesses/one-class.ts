import { percentCell } from "../../display/table.ts";
import type { Illness } from "../illness.ts";

/** One class named of more examples than this is named of everything. */
export const EVERYTHING = 0.99;
/** Where a class has more than this share of the examples, to name it of all of them is little wrong. */
const NEARLY_ALL = 0.9;

/** The net names one class, whatever it is shown. */
export const oneClass: Illness = ({ told, data }) => {
  const { commonest } = told ?? {};
  const shares = data?.classShares;
  if (!commonest || !shares || !(commonest.share > EVERYTHING)) return undefined;
  const own = shares[commonest.label] ?? 0;
  if (own > EVERYTHING) return undefined;
  return {
    ...{
      id: "one-class",
      severity: own > NEARLY_ALL ? "suspicious" : "wrong",
      figure: commonest.share,
      border: EVERYTHING,
    },
    text: `One class is named of everything: class ${commonest.label}, of ${percentCell(commonest.share)} of the examples, where ${percentCell(own)} are of it.`,
    evidence: { label: commonest.label, shareOfClass: own },
    remedies:
      own > 0.6
        ? ["class-weights", "activation", "normalization", "optimizer"]
        : ["activation", "normalization", "start", "optimizer", "rate"],
  };
};
