import { type Column, formatNumber, textTable } from "../display/table.ts";
import type { Claim, StudyVerdict } from "../study/verdict.ts";

const columns: readonly Column<Claim>[] = [
  { heading: "", cell: ({ id }) => id },
  { heading: "verdict", cell: ({ verdict }) => verdict },
  { heading: "effect", cell: ({ effects }) => effects[0]?.mean, digits: 3 },
  {
    heading: "95 % interval",
    cell: ({ effects: [effect] }) => effect && `${bound(effect.low)} … ${bound(effect.high)}`,
  },
  { heading: "claim", cell: ({ claim }) => claim },
];

const bound = (value: number | null): string => (value === null ? "∞" : formatNumber(value, 3));

/** The claims of a study, each with its verdict and the effect that decides first. */
export function verdictTable({ claims }: StudyVerdict): string {
  return textTable(columns, claims);
}
