import { readSafely } from "../check.ts";
import { checkJSON } from "./check-json.ts";
import { inPlaceOf } from "./place.ts";
import { inCells } from "./statistics/evidence.ts";
import type { TrialResult } from "./trial-result.ts";
import { type Tuning, tune, tuningOf } from "./tuning.ts";

/**
 * The learning rates that stand at an end of a grid which was widened no further: a sentence for each setting. A better rate may lie
 * beyond.
 */
export function ratesAtBorder(plan: unknown, results: readonly TrialResult[]): string[] {
  const tuning = tuningIn(plan);
  if (tuning === undefined) return [];
  const byPlace = new Map<string, string[]>();
  for (const [trial] of inCells(results.filter(({ spec }) => spec.purpose === "compare"))) {
    const { spec } = trial!;
    const rates = tuning.rates[spec.optimizer];
    if (rates === undefined) continue;
    const { best, atBorder } = tune({ rates, widenings: tuning.widenings }, tuningOf(spec, results));
    if (!atBorder) continue;
    const place = inPlaceOf(spec);
    byPlace.set(place, [...(byPlace.get(place) ?? []), `${spec.arm} (${best})`]);
  }
  return [...byPlace].map(
    ([place, cells]) =>
      `${cells.join(", ")}: the best learning rate tried is at an end of its grid, which is widened no further, ${place}; ` +
      "a better one may lie beyond.",
  );
}

/** What a plan says of its tuning. */
function tuningIn(plan: unknown): Pick<Tuning, "rates" | "widenings"> | undefined {
  const action = "conclude a study";
  const said = readSafely(action, "a plan", () => (plan as { readonly tuning?: Tuning } | null)?.tuning);
  if (said === undefined) return undefined;
  const { rates } = checkJSON(action, "the tuning of the plan", said, { widenings: "whole", rates: {} });
  const grids = Object.fromEntries(Object.keys(rates).map((name) => [name, ["number"] as const]));
  return checkJSON(action, "the tuning of the plan", said, { rates: grids });
}
