import { formatNumber } from "../../display/table.ts";
import { hiddenLayers, most } from "../hidden-layers.ts";
import type { Illness } from "../illness.ts";
import { severityOf } from "../severity.ts";

/** The smallest normal numbers, below which digits are lost: IEEE 754-2019, section 3.3, 2⁻¹²⁶ and 2⁻¹⁰²². */
const SMALLEST = { float32: 2 ** -126, float64: 2 ** -1022 } as const;

/** The error signal leaves the numbers of the engine on its way down. */
export const underflow: Illness = (evidence) => {
  const { before, after, precision = "float32" } = evidence;
  const hidden = hiddenLayers(before ?? after);
  const least = most(hidden, ({ errorBeforeActivation: error }) =>
    error === undefined ? undefined : -error,
  );
  const top = hidden.at(-1)?.errorBeforeActivation ?? 0;
  const border = SMALLEST[precision];
  if (least === undefined || !(-least.figure < border && top > border)) return undefined;
  return {
    ...{
      id: "underflow",
      severity: severityOf(evidence, true),
      layer: least.layer.path,
      figure: -least.figure,
      border,
    },
    text: `The error signal in layer ${least.layer.path} is ${formatNumber(-least.figure, 3)}, below the smallest number that ${precision} keeps whole, ${formatNumber(border, 3)}: the layers there get no gradient at all.`,
    evidence: { errorAtLastHiddenLayer: top },
    remedies: ["paths", "start", "activation", "normalization", "pretraining"],
  };
};
