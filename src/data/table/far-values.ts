import { show } from "../../check.ts";
import { formatNumber } from "../../display/table.ts";
import type { AbstractMatrix } from "../../matrix/matrix.ts";

/** Fewer rows say nothing of what is usual. */
const FEWEST_ROWS = 10;
/** A value that occurs so often is no slip: it stands for something. */
const OFTEN = 3;
/** So many times the range of all others is out of the question for a single value. */
const FAR = 10;

/**
 * Says where the least or the greatest number of a column lies far from all others: a token such as -999 that stands for a missing value,
 * a slip of the keys, or a last line that sums up those above it.
 */
export function farValues(matrix: AbstractMatrix, names: readonly string[]): string[] {
  if (matrix.rows < FEWEST_ROWS) return [];
  return names.flatMap((name, column) => {
    const values = matrix.getColumn(column);
    const sorted = Float64Array.from(values).sort();
    return [farthest(sorted, 1), farthest(sorted, -1)]
      .filter((found) => found !== undefined)
      .map((found) => `Column ${show(name)} has ${describe(found, values)}.`);
  });
}

/** A value at one end of a column, and the range of all others. */
interface FarValue {
  readonly value: number;
  readonly count: number;
  readonly least: number;
  readonly greatest: number;
}

/** The value at the upper end (1) or at the lower one (−1), where it is far from all others. */
function farthest(sorted: Float64Array, end: 1 | -1): FarValue | undefined {
  const last = sorted.length - 1;
  const value = end === 1 ? sorted[last]! : sorted[0]!;
  const others = sorted.filter((other) => other !== value);
  const [least, greatest] = [others[0], others.at(-1)];
  if (least === undefined || greatest === undefined || least === greatest) return undefined;
  const count = sorted.length - others.length;
  const gap = end === 1 ? value - greatest : least - value;
  const range = greatest - least;
  const isFar = gap > FAR * range || (count >= OFTEN && gap > range && count < others.length);
  return isFar ? { value, count, least, greatest } : undefined;
}

function describe({ value, count, least, greatest }: FarValue, values: readonly number[]): string {
  const others = `far from all others, ${formatNumber(least)} to ${formatNumber(greatest)}`;
  if (count > 1) {
    return (
      `${value} in ${count} rows, ${others}: if it means a missing value, give ` +
      `missing: { rule: "mean", tokens: [...missingTokens, ${show(String(value))}] }`
    );
  }
  const sum = values.slice(0, -1).reduce((total, each) => total + each, 0);
  const isTotal = value === values.at(-1) && Math.abs(value - sum) <= 1e-9 * Math.abs(sum);
  return `${value} in one row, ${others}${isTotal ? ": the last row looks like the total of those above it" : ""}`;
}
