import { type Column, textTable } from "../display/table.ts";
import { answersOf } from "../report/answers.ts";
import { CURE_HEADINGS, type CureRow, cureRows, scopeOf } from "../report/cure-rows.ts";
import type { StudyPlan } from "../study/study-plan.ts";
import type { Claim, StudyVerdict } from "../study/verdict.ts";
import { wrap } from "./output.ts";

const WIDTH = 100;

const [WHAT, BY_HOW_MUCH, COST] = CURE_HEADINGS;
const columns: readonly Column<CureRow>[] = [
  { heading: WHAT, cell: ({ what }) => what },
  { heading: BY_HOW_MUCH, cell: ({ byHowMuch }) => byHowMuch },
  { heading: COST, cell: ({ cost }) => cost },
  { heading: "arm", cell: ({ arm }) => arm },
];

/** What a study found, as a terminal shows it: the answer, what cures it, and every claim as an answer. */
export function verdictText(verdict: StudyVerdict, plan: StudyPlan): string {
  const { settled, open, notAsked } = answersOf(verdict);
  const asked = settled.length + open.length > 0 ? "more" : "claims";
  const more =
    notAsked.length === 0
      ? []
      : [`${notAsked.length} ${asked} could not be asked here; report.html says why.`];
  return [
    `Does pretraining help against vanishing gradients, and why?\n${wrap(verdict.answer, WIDTH)}`,
    ...(verdict.cures.length === 0
      ? []
      : [textTable(columns, cureRows(verdict)), wrap(scopeOf(plan), WIDTH)]),
    [...settled, ...open].map(answerLines).join("\n"),
    ...more,
    ...verdict.explanation.map((sentence) => wrap(sentence, WIDTH)),
    ...verdict.warnings.map((warning) => wrap(`Warning: ${warning}`, WIDTH)),
  ].join("\n\n");
}

/** An answer, and what it rests on, set in. */
function answerLines({ id, answer, because }: Claim): string {
  const reason = wrap(`${because} (${id})`, WIDTH - 4);
  return `${wrap(answer, WIDTH)}\n${reason.replaceAll(/^/gm, "    ")}`;
}
