import { rangeError, show } from "../check.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";
import { columnMoments } from "../preprocess/columns.ts";

/** Columns of a dataset, for what is said of them. */
interface NamedColumns {
  readonly values: AbstractMatrix;
  /** One of them: an input or a target. */
  readonly what: "column" | "target";
  readonly names: readonly string[] | undefined;
  readonly dataset: string;
}

/** Fits a preparation to columns; of one with numbers too large for that the error has the name. */
export function fitColumns<Fitted>(
  action: string,
  { values, what, names, dataset }: NamedColumns,
  fit: () => Fitted,
): Fitted {
  try {
    return fit();
  } catch (error) {
    const { means, deviations } = columnMoments(values);
    const [sums, squares] = [means.getRow(0), deviations.getRow(0)];
    const column = sums.findIndex(
      (mean, index) => !Number.isFinite(mean) || !Number.isFinite(squares[index]),
    );
    if (column < 0) throw error;
    const largest = values.getColumn(column).reduce((most, cell) => Math.max(most, Math.abs(cell)), 0);
    const place = `${what} ${show(names?.[column] ?? column)} of ${show(dataset)}`;
    throw rangeError(
      action,
      `numbers in ${place} that have a finite mean and deviation`,
      `one of size ${largest}`,
    );
  }
}
