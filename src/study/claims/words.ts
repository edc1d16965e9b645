import { formatNumber } from "../../display/table.ts";
import type { Evidence } from "../statistics/evidence.ts";

/** A difference of shares in words. */
export const points = (error: number): string => `${formatNumber(100 * error, 3)} points`;

/** Which of two errors is the larger, by its difference from the other. */
export const apart = (difference: number): string =>
  `${points(Math.abs(difference))} ${difference < 0 ? "lower" : "higher"}`;

/** A share in words. */
export const percent = (share: number): string => `${formatNumber(100 * share, 3)} %`;

/** A ratio in words. */
export const times = (ratio: number): string => `${formatNumber(ratio, 3)} times`;

/**
 * That trials are missing.
 *
 * @param found - The arms that were asked for, by what they are called; undefined where the study has none.
 * @param setting - What was asked of all of them, with a space before it.
 */
export function noTrials(found: Readonly<Record<string, unknown>>, setting = ""): string {
  const missing = Object.keys(found).filter((name) => found[name] === undefined);
  return `The study has no trials of ${list(missing, "or")}${setting}.`;
}

/** Names in a sentence: "a, b and c". */
export function list(names: readonly string[], word: "and" | "or" = "and"): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} ${word} ${names.at(-1)}`;
}

/** Always naming the most frequent class or the mean, with what it errs. */
export function naming({ chance }: Evidence, part: "validation" | "test"): string {
  const error = chance.naming === "the mean" ? "" : `, which errs in ${percent(chance[part])}`;
  return `always naming ${chance.naming}${error}`;
}

/** That no net of a comparison has learnt. */
export const neitherTrains = (evidence: Evidence): string =>
  `Neither net does better than ${naming(evidence, "test")}: neither trains.`;
