import { escapeHtml, formatNumber, percentCell } from "../display/table.ts";
import { plainNumber } from "../plots/plain-number.ts";
import type { StudyPlan } from "../study/study-plan.ts";
import type { ArmSummary, StudyVerdict } from "../study/verdict.ts";
import { CURE_HEADINGS, cureRows, scopeOf } from "./cure-rows.ts";

/** So many rows are read at a glance; of longer tables the best and the worst are shown and the whole is folded. */
const SHORT = 8;
const BEST = 4;
const WORST = 2;

/** What cures it, by how much, at what cost. */
export function cureTable(verdict: StudyVerdict, plan: StudyPlan): string {
  const rows = cureRows(verdict).map(
    ({ what, arm, byHowMuch, cost, isPretraining }) =>
      `<tr${isPretraining ? ' class="asked"' : ""}><th scope="row">${escapeHtml(what)}<small>${escapeHtml(arm)}</small></th>` +
      `<td>${escapeHtml(byHowMuch)}</td><td>${cost}</td></tr>`,
  );
  if (rows.length === 0) return "";
  const heads = CURE_HEADINGS.map((heading) => `<th scope="col">${heading}</th>`).join("");
  return (
    `<table class="cures"><thead><tr>${heads}</tr></thead><tbody>${rows.join("")}</tbody></table>\n` +
    `<p class="scope">${escapeHtml(scopeOf(plan))}</p>`
  );
}

const HEADINGS: readonly string[] = [
  ...["arm", "test error", "training loss", "survives per layer", "= slopes", "× weights"],
  ...["learning rate", "multiplications", "seeds"],
];

/** The arms of the deepest net at one setting, the least test error first. */
export function armTable(
  { arms }: StudyVerdict,
  { labels, width }: { labels: number; width: number },
): string {
  const depth = Math.max(...arms.map((arm) => arm.depth));
  const rows = arms
    .filter((arm) => arm.depth === depth && arm.labels === labels && arm.width === width)
    .sort((a, b) => a.bestTestError - b.bestTestError)
    .map(armRow);
  if (rows.length <= SHORT) return scrolling(tableOf(rows), "The arms");
  const between = `<tr><td class="between" colspan="${HEADINGS.length}">… ${rows.length - BEST - WORST} more …</td></tr>`;
  const ends = [...rows.slice(0, BEST), between, ...rows.slice(-WORST)];
  return (
    `${scrolling(tableOf(ends), "The best and the worst arms")}\n` +
    `<details><summary>All ${rows.length} of them</summary>${scrolling(tableOf(rows), "All arms")}</details>`
  );
}

function armRow(arm: ArmSummary): string {
  const factor = (part: number | undefined): string =>
    part === undefined ? "" : formatNumber(part ** (1 / (arm.depth - 1)), 3);
  const cells = [
    percentCell(arm.bestTestError)!,
    formatNumber(arm.trainLoss, 3),
    percentCell(arm.survivingPerLayer) ?? "",
    factor(arm.survivingBySlopes),
    factor(arm.survivingByWeights),
    String(arm.learningRate),
    plainNumber(arm.totalCost),
    `${arm.seeds}${arm.diverged > 0 ? ` (${arm.diverged} diverged)` : ""}`,
  ];
  const name = arm.times === 1 ? arm.arm : `${arm.arm}, ${arm.times} times as long`;
  return `<tr><th scope="row">${escapeHtml(name)}</th>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join("")}</tr>`;
}

function tableOf(rows: readonly string[]): string {
  const heads = HEADINGS.map((heading) => `<th scope="col">${heading}</th>`).join("");
  return `<table><thead><tr>${heads}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

/** A table that may be wider than a phone: it scrolls by itself, with the keyboard too, and says so there. */
export function scrolling(table: string, name: string): string {
  return `<p class="hint">The table goes on to the right →</p><div class="wide" role="group" tabindex="0" aria-label="${name}">${table}</div>`;
}
