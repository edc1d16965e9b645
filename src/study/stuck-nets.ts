import { formatNumber } from "../display/table.ts";
import { inPlaceOf } from "./place.ts";
import { type Evidence, inCells, isNothing, testErrorOf } from "./statistics/evidence.ts";

/**
 * The nets that do no better than naming one class, or the mean, for everything: a sentence for each setting and number of seeds.
 */
export function stuckNets({ chance, trials }: Evidence): string[] {
  const percent = `${formatNumber(100 * chance.test, 3)} %`;
  const costs =
    chance.naming === "the mean" ? "leaves all of the variance" : `errs in ${percent} of the test examples`;
  const armsByPlace = new Map<string, string[]>();
  for (const cell of inCells(trials)) {
    const stuck = cell.filter((trial) => isNothing(chance, testErrorOf(trial))).length;
    if (stuck === 0) continue;
    const { spec } = cell[0]!;
    const place = `${inPlaceOf(spec)}, in ${stuck} of ${cell.length} seeds`;
    armsByPlace.set(place, [...(armsByPlace.get(place) ?? []), spec.arm]);
  }
  return [...armsByPlace].map(
    ([place, arms]) =>
      `${arms.join(", ")}: no better than naming ${chance.naming} for everything, which ${costs}, ${place}.`,
  );
}
