import { formatNumber } from "../../display/table.ts";
import { hiddenLayers } from "../hidden-layers.ts";
import type { Illness } from "../illness.ts";
import { severityOf } from "../severity.ts";

/** Outputs that differ from their mean over the examples by less than this: a hundredth of what there is to say. */
export const CONSTANT = 0.01;

/** The net says the same of every example. */
export const constantOutputs: Illness = (evidence) => {
  const { told, after } = evidence;
  if (told === undefined || !(told.spread < CONSTANT)) return undefined;
  const first = hiddenLayers(after).find(({ deadShare }) => deadShare === 1);
  const where = first ? `, and so does layer ${first.path}` : "";
  return {
    ...{
      id: "constant-outputs",
      severity: severityOf(evidence, true),
      figure: told.spread,
      border: CONSTANT,
    },
    ...(first && { layer: first.path }),
    text: `The net says the same of every example${where}: its outputs differ by ${formatNumber(told.spread, 2)} from one to the next (less than ${CONSTANT} is nothing).`,
    evidence: { layersThatDoNotVary: hiddenLayers(after).filter(({ deadShare }) => deadShare === 1).length },
    remedies: ["activation", "normalization", "start", "optimizer", "rate"],
  };
};
