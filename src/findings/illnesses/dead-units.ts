import { percentCell } from "../../display/table.ts";
import { hiddenLayers, most } from "../hidden-layers.ts";
import type { Illness } from "../illness.ts";
import { severityOf } from "../severity.ts";

/** More units of a layer than this that no example moves, as `fit` warns of them. */
export const DEAD = 0.25;
/** With more than this a layer hands on next to nothing (Lu, Shin, Su, Karniadakis, "Dying ReLU and initialization", 2020). */
const MOSTLY_DEAD = 0.6;

/** Units of ReLU that are zero for every example have no slope, and never come back. */
export const deadUnits: Illness = (evidence) => {
  const found = [evidence.after, evidence.before].flatMap((report) => {
    const rectified = hiddenLayers(report).filter(({ activation }) => activation === "relu");
    const worst = most(rectified, ({ deadShare }) => deadShare);
    return worst && worst.figure > DEAD ? [worst] : [];
  })[0];
  if (found === undefined) return undefined;
  const { layer, figure } = found;
  return {
    ...{
      id: "dead-units",
      severity: severityOf(evidence, figure > MOSTLY_DEAD),
      layer: layer.path,
      figure,
      border: DEAD,
    },
    text: `Layer ${layer.path} (${layer.activation}): ${percentCell(figure)} of its units are dead: no example moves them (more than ${percentCell(DEAD)} is much).`,
    evidence: { activationMean: layer.activationMean, activationSpread: layer.activationSpread },
    remedies: ["activation", "start", "normalization", "rate", "optimizer"],
  };
};
