import { Matrix } from "../../matrix/matrix.ts";
import { product } from "../../matrix/product.ts";
import { principalAxes } from "../../preprocess/principal-axes.ts";
import { triangularFactor } from "../../preprocess/triangular-factor.ts";

/** Functions seen from the side from which most is to be seen. */
export interface FunctionSpace {
  /** Where each lies along the first two axes: (functions, 2). */
  readonly scores: Matrix;
  /** The share of all variance that lies along each of the two. */
  readonly shares: readonly [number, number];
  /** ‖f − g‖ between two of them, by their rows. */
  readonly distance: (one: number, other: number) => number;
}

/**
 * Functions, a row each with its values on all examples, along the first two principal axes of the rows.
 *
 * There are many more values than functions, so no covariance of the values is formed: with Xᵀ = Q·R, of orthonormal columns Q, the rows
 * of Rᵀ have all distances and angles of the rows of X, and are as short as there are functions.
 *
 * @see Jolliffe, Principal Component Analysis, 2002, section 3.5, for the axes from the smaller of the two sides.
 */
export function functionSpace(action: string, rows: readonly Float64Array[]): FunctionSpace {
  const means = new Float64Array(rows[0]!.length);
  for (const row of rows) for (const [column, value] of row.entries()) means[column]! += value / rows.length;
  const columns = new Matrix(means.length, rows.length); // Xᵀ, each function's distance from the mean
  for (const [index, row] of rows.entries()) {
    for (const [column, value] of row.entries()) columns.set(column, index, value - means[column]!);
  }
  const factor = triangularFactor(columns, Matrix.zeros(1, rows.length));
  const short = new Matrix(factor.map((row) => [...row])).transpose(); // Rᵀ
  const { directions, variances } = principalAxes(action, short, { components: 2 });
  const scores = product(short, directions);
  for (const axis of [0, 1]) {
    const values = scores.getColumn(axis);
    if (Math.max(...values) < -Math.min(...values)) scores.mulColumn(axis, -1); // the far end to the right, or up
  }
  const whole = short.norm() ** 2 / rows.length;
  return {
    scores,
    shares: [variances.get(0, 0) / whole, variances.get(0, 1) / whole],
    distance: (one, other) =>
      Math.hypot(...short.getRow(one).map((value, at) => value - short.get(other, at))),
  };
}
