import { show } from "../../check.ts";
import { formatNumber } from "../../display/table.ts";
import type { Illness } from "../illness.ts";
import { severityOf } from "../severity.ts";

/**
 * A mean example so many times as long as the standard deviations of the columns: then nine tenths of what a unit is handed is the same
 * for all examples. LeCun, Bottou, Orr, Müller, "Efficient BackProp", 1998, section 4.3, ask for a mean near zero.
 */
export const OFF_CENTER = 3;
const FAR_OFF = 8;

/** The inputs lie far from zero, compared with how much they vary. */
export const inputsOffCenter: Illness = (evidence) => {
  const figure = evidence.data?.offCenter ?? 0;
  if (!(figure > OFF_CENTER)) return undefined;
  const { constantColumn, columnNames, rms } = evidence.data!;
  const constant = constantColumn
    ? `, and column ${show(columnNames?.[constantColumn.column] ?? constantColumn.column)}, ${formatNumber(constantColumn.value, 3)} in every row, shifts every unit of the first layer and tells nothing`
    : "";
  return {
    ...{
      id: "inputs-off-center",
      severity: severityOf(evidence, figure > FAR_OFF),
      figure,
      border: OFF_CENTER,
    },
    text: `The inputs lie far from zero: their mean is ${formatNumber(figure, 3)} times as large as what varies about it (more than ${OFF_CENTER} is far)${constant}.`,
    evidence: { rms, ...(constantColumn && { constantColumn: constantColumn.column }) },
    remedies: ["inputs", "optimizer", "rate", "activation", "start"],
  };
};
