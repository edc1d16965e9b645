import { displayed } from "../../display/displayed.ts";
import { type Column, percentCell } from "../../display/table.ts";
import type { Diagnosis, TriedRemedy } from "./diagnosis.ts";
import { describeRecipe, gainCell } from "./words.ts";

/** The table of remedies, in which the winner is marked. */
export const remedyColumns = (winner: string | null): readonly Column<TriedRemedy>[] => [
  { heading: "remedy", cell: ({ id }) => (id === winner ? `${id} *` : id) },
  { heading: "test error", cell: ({ testError }) => percentCell(testError) },
  { heading: "than leaving it (95 % interval)", cell: (remedy) => gainCell(remedy) },
  { heading: "rate", cell: ({ recipe }) => String(recipe.rate) },
];

/** What the errors of a diagnosis are, where they are not just shares of examples. */
export function errorNotes({
  data,
  findings,
  remedies,
}: Pick<Diagnosis, "data" | "findings" | "remedies">): readonly string[] {
  if (remedies.length === 0) return [];
  if (data.targets !== undefined) return ["The test error is the share of the variance that is left."];
  return findings.some(({ id }) => id === "uneven-classes")
    ? ["The test error is the mean over the classes of that of each, since they are uneven."]
    : [];
}

/** The net, the data and each finding, a paragraph each. */
export function paragraphsOf({ data, net, findings }: Omit<Diagnosis, "toString">): readonly string[] {
  return [
    `The net: ${describeRecipe(net)}. On ${data.name}: ${data.train} examples to train on, ${data.validation} to choose by and ${data.test} to test on.`,
    ...findings.map(({ severity, text }) => `${severity}: ${text}`),
  ];
}

/** A diagnosis that shows itself: the answer, a table of remedies, what was found, and the program. */
export function showDiagnosis(diagnosis: Omit<Diagnosis, "toString">): Diagnosis {
  const { answer, remedies, winner, code, warnings } = diagnosis;
  return displayed(diagnosis, {
    title: answer,
    columns: remedyColumns(winner),
    rows: remedies,
    footer: [
      ...errorNotes(diagnosis),
      ...paragraphsOf(diagnosis),
      ...warnings.map((warning) => `Warning: ${warning}`),
      ...(code === null ? [] : [`The program of ${winner}:\n${code}`]),
    ].join("\n"),
  });
}
