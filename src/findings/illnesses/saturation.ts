import { percentCell } from "../../display/table.ts";
import { hiddenLayers, most } from "../hidden-layers.ts";
import type { Illness } from "../illness.ts";
import { severityOf } from "../severity.ts";

/** More outputs of a layer than this where the slope is below a tenth of its largest, before training (measured here: good starts have
 * less than a fifth). Glorot, Bengio, AISTATS 2010, section 3, show what saturation does. */
export const SATURATED_BEFORE = 0.4;
/** The same after training, in which units of a good net become decided too. */
const SATURATED_AFTER = 0.7;
const FAR = 0.6;

/** Activations that are flat on both sides. */
const BOUNDED = ["sigmoid", "tanh", "lecunTanh", "softsign", "hardTanh"];

/** Units stand where their activation is flat, and hardly learn. */
export const saturation: Illness = (evidence) => {
  const found = [
    { report: evidence.before, border: SATURATED_BEFORE, when: "before training" },
    { report: evidence.after, border: SATURATED_AFTER, when: "after training" },
  ].flatMap(({ report, border, when }) => {
    const bounded = hiddenLayers(report).filter(({ activation = "" }) => BOUNDED.includes(activation));
    const worst = most(bounded, ({ saturatedShare }) => saturatedShare);
    return worst && worst.figure > border ? [{ ...worst, border, when }] : [];
  })[0];
  if (found === undefined) return undefined;
  const { layer, figure, border, when } = found;
  return {
    ...{ id: "saturation", severity: severityOf(evidence, figure > FAR), layer: layer.path, figure, border },
    text: `Layer ${layer.path} (${layer.activation}): ${percentCell(figure)} of its outputs are saturated ${when}, where the activation is flat: they hardly train (more than ${percentCell(border)} is much).`,
    evidence: { meanSlope: layer.meanSlope ?? 0, maxSlope: layer.maxSlope ?? 0 },
    remedies: ["start", "activation", "normalization", "optimizer", "rate"],
  };
};
