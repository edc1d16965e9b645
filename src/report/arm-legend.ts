import { holds } from "../check.ts";
import { escapeHtml } from "../display/table.ts";
import { armByName } from "../study/arms/all.ts";

/** What the arms of a figure are, in words; nothing of an arm that the study does not know. */
export function armLegend(arms: readonly string[]): string {
  const known = arms.filter((arm) => holds(() => armByName(arm)));
  if (known.length === 0) return "";
  const items = known.map(
    (arm) => `<dt>${escapeHtml(arm)}</dt><dd>${escapeHtml(armByName(arm).description)}</dd>`,
  );
  return `<dl class="legend">${items.join("")}</dl>`;
}
