import { escapeHtml, formatNumber } from "../display/table.ts";
import { shown } from "../study/statistics/unit.ts";
import type { ArmSummary, Claim, StudyVerdict, Unit, Verdict } from "../study/verdict.ts";

/** What each remedy makes of the deepest net, and what it costs. */
export function cureTable({ cures }: StudyVerdict): string {
  const rows = cures.map(
    ({ what, arm, testError, cost }) =>
      `<tr><th scope="row">${escapeHtml(what)}</th><td>${formatNumber(100 * testError, 3)} %</td>` +
      `<td>${formatNumber(cost, 2)} times</td><td>${escapeHtml(arm)}</td></tr>`,
  );
  return `<div class="wide"><table class="cures"><thead><tr><th>what cures it</th><th>test error</th><th>cost</th><th>arm</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}

/** The verdicts in short, a row per claim, each with the way to its evidence. */
export function verdictTable(claims: readonly Claim[]): string {
  const rows = claims.map(
    ({ id, claim, verdict }) =>
      `<tr><th scope="row">${id}</th><td>${badge(verdict)}</td><td><a href="#claim-${id}">${escapeHtml(claim)}</a></td></tr>`,
  );
  return `<table class="verdicts"><thead><tr><th></th><th>verdict</th><th>claim</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

const badge = (verdict: Verdict): string =>
  `<span class="verdict ${verdict.replaceAll(" ", "-")}">${verdict}</span>`;

/** The claims with their verdicts, each with what decides it. */
export function claimList(claims: readonly Claim[]): string {
  return `<ol class="claims">${claims.map(claimItem).join("\n")}</ol>`;
}

function claimItem({ id, claim, verdict, because, effects }: Claim): string {
  const rows = effects.map(
    ({ name, unit, mean, low, high, level, threshold, direction }) =>
      `<tr><td>${escapeHtml(name)}</td><td>${shown(mean, unit)}</td><td>${interval(low, high, unit)}</td>` +
      `<td>${formatNumber(100 * level, 4)} %</td><td>${direction} ${shown(threshold, unit)}</td></tr>`,
  );
  const table = `<div class="wide"><table><thead><tr><th>effect</th><th>mean</th><th>interval</th><th>at level</th><th>needed</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
  return `<li id="claim-${id}"><p>${badge(verdict)} <strong>(${id}) ${escapeHtml(claim)}.</strong></p>
<p>${escapeHtml(because)}</p>${effects.length > 0 ? table : ""}</li>`;
}

const interval = (low: number | null, high: number | null, unit: Unit): string =>
  low === null || high === null ? "not known" : `${shown(low, unit)} … ${shown(high, unit)}`;

/** Every arm of the deepest net with this many labels: where it starts and where it ends. */
export function armTable({ arms }: StudyVerdict, labels: number): string {
  const depth = Math.max(...arms.map((arm) => arm.depth));
  const factor = (part: number | undefined): string =>
    part === undefined ? "" : formatNumber(part ** (1 / (depth - 1)), 3);
  const shown = arms.filter((arm) => arm.depth === depth && arm.labels === labels);
  const percent = (share: number | undefined): string =>
    share === undefined ? "" : `${formatNumber(100 * share, 3)} %`;
  const cells = (arm: ArmSummary): string[] => [
    percent(arm.survivingPerLayer),
    factor(arm.survivingBySlopes),
    factor(arm.survivingByWeights),
    percent(arm.bestTestError),
    formatNumber(arm.trainLoss, 3),
    String(arm.learningRate),
    arm.totalCost.toExponential(1),
    `${arm.seeds}${arm.diverged > 0 ? ` (${arm.diverged} diverged)` : ""}`,
  ];
  const heads = [
    ...["survives per layer", "= slopes", "× weights", "test error", "training loss"],
    ...["learning rate", "cost", "seeds"],
  ];
  const rows = shown.map(
    (arm) =>
      `<tr><th scope="row">${escapeHtml(arm.arm)}</th>${cells(arm)
        .map((cell) => `<td>${escapeHtml(cell)}</td>`)
        .join("")}</tr>`,
  );
  return `<div class="wide"><table><thead><tr><th>arm</th>${heads.map((head) => `<th>${head}</th>`).join("")}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}
