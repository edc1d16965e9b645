import { layerwiseWithBlas } from "../systems/all.mjs";
import { fastest, ratioOf } from "./compare.mjs";
import { threadsOf } from "./comparison-tables.mjs";
import { digits, table, withSpread } from "./table.mjs";

/**
 * A ratio that the library is meant to reach, or a bound it is meant to keep.
 *
 * @typedef {object} Goal
 * @property {string} what
 * @property {"at least" | "at most"} direction
 * @property {number} bound
 * @property {string} unit - "×", "%", "MB" and so on.
 * @property {{ median: number, least: number, greatest: number, count: number } | undefined} measured
 */

/** A goal of speed: how many times as long another system takes; `name` stands for one that was not run. */
export function speedGoal(name, other, compared, figure, bound) {
  return {
    what: `${figure}: ${other ? `${other.name}, ${threadsOf(other)}` : name}`,
    direction: "at least",
    bound,
    unit: "×",
    measured: other && ratioOf(other, compared, figure),
  };
}

/** How many times as long PyTorch at its best takes as the fastest of the layerwise with a BLAS. */
export function blasGoal(results, pytorch, figure, bound) {
  const names = layerwiseWithBlas.map(({ name }) => name);
  const ours = fastest(
    results.filter(({ name }) => names.includes(name)),
    figure,
  );
  const goal = ours
    ? speedGoal("PyTorch", pytorch, ours, figure, bound)
    : { direction: "at least", bound, unit: "×" };
  return {
    ...goal,
    what: `${figure}: PyTorch at its best, of ${ours ? `${ours.name}, ${threadsOf(ours)}` : "a BLAS"}`,
  };
}

/**
 * What was aimed at beside what was measured. Nothing fails where a goal is missed: times vary, and a reader
 * judges.
 */
export function goalsTable(goals) {
  if (goals.length === 0) return "";
  return table(
    ["goal", "aimed at", "measured", "verdict"],
    goals.map(({ what, direction, bound, unit, measured }) => [
      what,
      `${direction} ${digits(bound)} ${unit}`,
      measured ? `${withSpread(measured)} ${unit}` : "–",
      measured ? verdict(direction, bound, measured.median) : "not measured",
    ]),
  );
}

function verdict(direction, bound, measured) {
  const reached = direction === "at least" ? measured >= bound : measured <= bound;
  return reached ? "reached" : "missed";
}
