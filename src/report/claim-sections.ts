import { escapeHtml, formatNumber } from "../display/table.ts";
import { shown } from "../study/statistics/unit.ts";
import type { Claim, Effect, StudyVerdict, Unit } from "../study/verdict.ts";
import { answersOf } from "./answers.ts";
import { scrolling } from "./tables.ts";

/** The answers, each with the figures behind it and the way to its evidence. */
export function answerList(verdict: StudyVerdict): string {
  const { settled, open, notAsked } = answersOf(verdict);
  const reasons = notAsked.map(
    ({ question, because }) => `<li><strong>${escapeHtml(question)}</strong> ${escapeHtml(because)}</li>`,
  );
  const unasked =
    reasons.length === 0
      ? ""
      : `<details><summary>${reasons.length} more that this study cannot answer, and why</summary><ul class="answers">${reasons.join("\n")}</ul></details>`;
  return `<ul class="answers">${[...settled, ...open].map(answerItem).join("\n")}</ul>\n${unasked}`;
}

function answerItem({ id, answer, because, verdict }: Claim): string {
  const said = /^[^:]+:/.exec(answer)?.[0] ?? "";
  const word = `<span class="${verdict.replaceAll(" ", "-")}">${escapeHtml(said)}</span>`;
  return (
    `<li><strong>${word}${escapeHtml(answer.slice(said.length))}</strong> ${escapeHtml(because)} ` +
    `<a class="id" href="#claim-${id}" title="what decides it">${id}</a></li>`
  );
}

/** What decides each claim, folded: the statement that was tested, and its effects with their intervals. */
export function evidenceList(verdict: StudyVerdict): string {
  const { settled, open } = answersOf(verdict);
  return [...settled, ...open].map(evidenceItem).join("\n");
}

function evidenceItem({ id, question, claim, verdict, because, premise, effects }: Claim): string {
  const judged = premise === undefined ? effects : [premise, ...effects];
  const rows = judged.map((effect) => effectRow(effect, effect === premise ? "first of all, " : ""));
  const heads = ["what was measured", "mean", "interval", "at level", "needed"];
  const head = heads.map((heading) => `<th scope="col">${heading}</th>`).join("");
  const table = `<table class="effects"><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
  return `<details class="claim"><summary>${escapeHtml(question)} <span class="id">${id}</span></summary>
<div id="claim-${id}"><p>Claimed: <em>${escapeHtml(claim)}.</em> <span class="${verdict.replaceAll(" ", "-")}">${verdict}</span>. ${escapeHtml(because)}</p>
${scrolling(table, `What decides ${id}`)}</div></details>`;
}

function effectRow(
  { name, unit, mean, low, high, level, threshold, direction }: Effect,
  before: string,
): string {
  return (
    `<tr><td>${escapeHtml(before + name)}</td><td>${shown(mean, unit)}</td><td>${interval(low, high, unit)}</td>` +
    `<td>${formatNumber(100 * level, 4)} %</td><td>${direction} ${shown(threshold, unit)}</td></tr>`
  );
}

const interval = (low: number | null, high: number | null, unit: Unit): string =>
  low === null || high === null ? "not known" : `${shown(low, unit)} … ${shown(high, unit)}`;
