import { displayed } from "../../display/displayed.ts";
import { type Column, percentCell } from "../../display/table.ts";
import type { Diagnosis, TriedRemedy } from "./diagnosis.ts";
import { describeRecipe, gainCell } from "./words.ts";

const columns: readonly Column<TriedRemedy>[] = [
  { heading: "remedy", cell: ({ id }) => id },
  { heading: "test error", cell: ({ testError }) => percentCell(testError) },
  { heading: "gain (95 % interval)", cell: (remedy) => gainCell(remedy) },
  { heading: "rate", cell: ({ recipe }) => recipe.rate },
  { heading: "what it is", cell: ({ what }) => what },
];

/** A diagnosis that shows itself: the answer, the findings, a table of remedies and the program. */
export function showDiagnosis(diagnosis: Omit<Diagnosis, "toString">): Diagnosis {
  const { answer, data, net, findings, remedies, winner, code, warnings } = diagnosis;
  const net0 = `The net: ${describeRecipe(net)}.`;
  const on = `${data.name}: ${data.train} examples to train on, ${data.validation} to choose with, ${data.test} to test on`;
  return displayed(diagnosis, {
    title: [
      ...[answer, "", net0, `On ${on}.`, ""],
      ...findings.map(({ severity, text }) => `${severity.toUpperCase().padEnd(11)}${text}`),
      ...(remedies.length === 0 ? [] : [""]),
    ].join("\n"),
    columns,
    rows: remedies,
    footer: [
      ...(code === null ? [] : ["", `The program of ${winner}:`, "", code]),
      ...warnings.map((warning) => `Warning: ${warning}`),
    ].join("\n"),
  });
}
