import { textTable } from "../display/table.ts";
import type { Diagnosis } from "../study/diagnose/diagnosis.ts";
import { errorNotes, paragraphsOf, remedyColumns } from "../study/diagnose/show-diagnosis.ts";
import { wrap } from "./output.ts";

const WIDTH = 100;
const SET_IN = "    ";

/** A diagnosis as a terminal shows it: the answer, the findings, what was tried, and the program to paste. */
export function diagnosisText(diagnosis: Diagnosis): string {
  const { answer, findings, remedies, winner, code, warnings } = diagnosis;
  const [net] = paragraphsOf(diagnosis);
  const found = findings.map(({ severity, text }) => {
    const [first = "", ...rest] = wrap(text, WIDTH - 12).split("\n");
    return [`${severity.padEnd(12)}${first}`, ...rest.map((line) => " ".repeat(12) + line)].join("\n");
  });
  const explained = [
    ...(winner === null
      ? []
      : ["* does best on validation data of those that went on and whose interval lies above zero"]),
    ...errorNotes(diagnosis),
    ...remedies.map(({ id, what }) => wrap(`${id}: ${what}`, WIDTH)),
  ];
  return [
    wrap(answer, WIDTH),
    ...(found.length === 0 ? [] : [found.join("\n")]),
    ...(remedies.length === 0 ? [] : [textTable(remedyColumns(winner), remedies), explained.join("\n")]),
    wrap(net!, WIDTH),
    ...warnings.map((warning) => wrap(`Warning: ${warning}`, WIDTH)),
    ...(code === null
      ? []
      : [`The program of ${winner}, to paste:`, code.trimEnd().replaceAll(/^(?=.)/gm, SET_IN)]),
  ].join("\n\n");
}
