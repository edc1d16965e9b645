import { formatNumber } from "../../display/table.ts";
import type { Illness } from "../illness.ts";
import { severityOf } from "../severity.ts";

/**
 * Ranges of columns so many times apart: the loss is then as many times squared steeper along the one than along the other, and no rate
 * suits both (LeCun, Bottou, Orr, Müller, "Efficient BackProp", 1998, section 4.3).
 */
export const UNEQUAL = 50;
const FAR = 200;

/** Some columns are so much larger than others that the net sees these alone. */
export const inputsUnequal: Illness = (evidence) => {
  const figure = evidence.data?.rangeRatio ?? 1;
  if (!(figure > UNEQUAL)) return undefined;
  return {
    ...{ id: "inputs-unequal", severity: severityOf(evidence, figure > FAR), figure, border: UNEQUAL },
    text: `The inputs are of very unequal scale: the wide columns range ${formatNumber(figure, 3)} times as far as the narrow ones (more than ${UNEQUAL} is much).`,
    evidence: { rms: evidence.data!.rms },
    remedies: ["inputs", "optimizer", "rate", "activation", "start"],
  };
};
