import { formatNumber } from "../../display/table.ts";
import type { Illness } from "../illness.ts";
import { severityOf } from "../severity.ts";

/**
 * Starts are made for inputs of variance 1 (LeCun, Bottou, Orr, Müller, "Efficient BackProp", 1998, section 4.6): ten times that drives
 * units into saturation, and a thirtieth hands on next to nothing.
 */
export const LARGE = 10;
export const SMALL = 0.03;
const FAR = 3;

/** All inputs are much larger or smaller than the weights were made for. */
export const inputsSize: Illness = (evidence) => {
  const figure = evidence.data?.rms ?? 1;
  const large = figure > LARGE;
  if (!(large || figure < SMALL)) return undefined;
  const border = large ? LARGE : SMALL;
  const far = large ? figure > FAR * LARGE : figure < SMALL / FAR;
  return {
    ...{ id: "inputs-size", severity: severityOf(evidence, far), figure, border },
    text: `The inputs are very ${large ? "large" : "small"}: ${formatNumber(figure, 3)} in the root of their mean square, where weights are made for about 1 (${large ? "more" : "less"} than ${border} is ${large ? "much" : "little"}).`,
    evidence: { offCenter: evidence.data!.offCenter },
    remedies: ["inputs", "optimizer", "rate", "activation", "start"],
  };
};
