import type { AbstractMatrix } from "../matrix/matrix.ts";
import { rowReader } from "../matrix/storage.ts";
import { columnExtremes, columnMoments } from "../preprocess/columns.ts";
import type { DataFacts } from "./evidence.ts";
import { nearestNeighbors, scoreOfLabels, scoreOfNumbers } from "./neighbors.ts";

/** Of so many examples, evenly spaced, the neighbors are looked for. */
const NEIGHBORS = 500;

interface Columns {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
  readonly range: Float64Array;
}

/**
 * What data are like.
 *
 * @param inputs - (examples, columns), as the net is handed them.
 * @param targets - The class of each example, or its numbers, (examples, targets).
 */
export function measureData(inputs: AbstractMatrix, targets: ArrayLike<number> | AbstractMatrix): DataFacts {
  const columns = columnsOf(inputs);
  const { mean, deviation, range } = columns;
  const norm = (values: Float64Array): number => Math.hypot(...chunked(values));
  const ranges = range.filter((each) => each > 0).sort();
  const at = (share: number): number => ranges[Math.round(share * (ranges.length - 1))] ?? 1;
  const examples = inputs.rows;
  const size = Math.hypot(norm(mean), norm(deviation));
  const spread = norm(deviation);
  const step = Math.max(1, examples / NEIGHBORS);
  const looked = Array.from({ length: Math.min(examples, NEIGHBORS) }, (_, index) =>
    Math.floor(index * step),
  );
  const neighbors = nearestNeighbors(standardizedRows(inputs, looked, columns));
  const facts = {
    ...{ examples, columns: inputs.columns, rms: size / Math.sqrt(inputs.columns) },
    offCenter: spread > 0 ? norm(mean) / spread : 0,
    constantColumn: longestConstant(columns, spread),
    rangeRatio: at(0.9) / at(0.1),
  };
  if ("rows" in targets) {
    const first = looked.map((row) => (targets as AbstractMatrix).get(row, 0));
    return { ...facts, neighborScore: scoreOfNumbers(first, neighbors) };
  }
  const labels = looked.map((row) => targets[row]!);
  return {
    ...facts,
    classShares: sharesOf(targets),
    contradicted: contradictedShare(inputs, targets),
    neighborScore: scoreOfLabels(labels, neighbors),
  };
}

function columnsOf(inputs: AbstractMatrix): Columns {
  const { means, deviations } = columnMoments(inputs);
  const { minimums, maximums } = columnExtremes(inputs);
  return {
    mean: Float64Array.from(means.to1DArray()),
    deviation: Float64Array.from(deviations.to1DArray()),
    range: Float64Array.from(maximums.to1DArray(), (most, column) => most - minimums.get(0, column)),
  };
}

function standardizedRows(
  inputs: AbstractMatrix,
  rows: readonly number[],
  { mean, deviation }: Columns,
): Float64Array[] {
  const rowAt = rowReader(inputs);
  return rows.map((row) => {
    const values = rowAt(row);
    return mean.map((center, column) =>
      deviation[column]! > 0 ? (values[column]! - center) / deviation[column]! : 0,
    );
  });
}

/** The longest of the columns without a range, where it is longer than what varies. */
function longestConstant({ mean, range }: Columns, spread: number): DataFacts["constantColumn"] {
  let column = -1;
  for (const [index, value] of mean.entries()) {
    if (range[index] === 0 && Math.abs(value) > Math.max(spread, Math.abs(mean[column] ?? 0))) column = index;
  }
  return column < 0 ? undefined : { column, value: mean[column]! };
}

/** How large a share of the examples each class has, from class 0 on. */
export function sharesOf(labels: ArrayLike<number>): number[] {
  const counts: number[] = [];
  for (let example = 0; example < labels.length; example++) {
    counts[labels[example]!] = (counts[labels[example]!] ?? 0) + 1;
  }
  return Array.from(counts, (count = 0) => count / labels.length);
}

/** The share of examples that another label than theirs is more frequent of, among those with the very same inputs. */
function contradictedShare(inputs: AbstractMatrix, labels: ArrayLike<number>): number {
  const groups = new Map<string, Map<number, number>>();
  const rowAt = rowReader(inputs);
  for (let row = 0; row < inputs.rows; row++) {
    const key = Array.prototype.join.call(rowAt(row), ",");
    const group = groups.get(key) ?? new Map<number, number>();
    groups.set(key, group.set(labels[row]!, (group.get(labels[row]!) ?? 0) + 1));
  }
  let wrong = 0;
  for (const group of groups.values()) {
    const counts = [...group.values()];
    wrong += counts.reduce((sum, count) => sum + count, 0) - Math.max(...counts);
  }
  return wrong / inputs.rows;
}

/** Lengths of parts that are short enough to be arguments. */
function chunked(values: Float64Array): number[] {
  return Array.from({ length: Math.ceil(values.length / 1000) }, (_, part) =>
    Math.hypot(...values.subarray(1000 * part, 1000 * (part + 1))),
  );
}
