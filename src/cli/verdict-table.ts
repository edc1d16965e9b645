import { type Column, textTable } from "../display/table.ts";
import { shown } from "../study/statistics/unit.ts";
import type { Claim, Effect, StudyVerdict } from "../study/verdict.ts";

const columns: readonly Column<Claim>[] = [
  { heading: "", cell: ({ id }) => id },
  { heading: "verdict", cell: ({ verdict }) => verdict },
  { heading: "effect", cell: ({ effects: [effect] }) => effect && shown(effect.mean, effect.unit) },
  { heading: "interval", cell: ({ effects: [effect] }) => effect && interval(effect) },
  { heading: "claim", cell: ({ claim }) => claim },
];

const interval = ({ low, high, unit }: Effect): string =>
  low === null || high === null ? "not known" : `${shown(low, unit)} … ${shown(high, unit)}`;

/** The claims of a study, each with its verdict and the effect that decides first. */
export function verdictTable({ claims }: StudyVerdict): string {
  return textTable(columns, claims);
}
