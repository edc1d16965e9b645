import { formatNumber } from "../display/table.ts";
import { ROUNDING } from "./chance.ts";
import { type Evidence, inCells, testErrorOf } from "./statistics/evidence.ts";

/**
 * The nets that do no better than naming one class, or the mean, for everything: a sentence for each setting and number of seeds.
 * Where classes are even such an error cannot be taken for a good one, and nothing is said.
 */
export function stuckNets({ chance, trials }: Evidence): string[] {
  if (!chance.exact) return [];
  const percent = `${formatNumber(100 * chance.test, 3)} %`;
  const costs =
    chance.naming === "the mean" ? "leaves all of the variance" : `errs in ${percent} of the test examples`;
  const armsByPlace = new Map<string, string[]>();
  for (const cell of inCells(trials)) {
    const stuck = cell.filter((trial) => testErrorOf(trial) > chance.test - ROUNDING).length;
    if (stuck === 0) continue;
    const { arm, depth, width, labels } = cell[0]!.spec;
    const layers = `${depth} hidden layer${depth === 1 ? "" : "s"} of ${width} units`;
    const place = `with ${layers} on ${labels} examples, in ${stuck} of ${cell.length} seeds`;
    armsByPlace.set(place, [...(armsByPlace.get(place) ?? []), arm]);
  }
  return [...armsByPlace].map(
    ([place, arms]) =>
      `${arms.join(", ")}: no better than naming ${chance.naming} for everything, which ${costs}, ${place}.`,
  );
}
