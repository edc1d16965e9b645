import { checkNumber, rangeError } from "../check.ts";
import { type AbstractMatrix, checkFinite, EigenvalueDecomposition, Matrix } from "../matrix/matrix.ts";
import { matrixToJSON } from "../matrix/matrix-json.ts";
import { product } from "../matrix/product.ts";
import { columnMoments, mapCells } from "./columns.ts";
import { covariance } from "./covariance.ts";
import type { PreprocessorJSON } from "./preprocessor.ts";
import { checkNonNegative, readField } from "./read-field.ts";

/** The directions in which data varies, the widest first. */
export interface PrincipalAxes {
  /** The mean of each column: (1, columns). */
  readonly means: Matrix;
  /** One direction of length 1 per column of this matrix, each at right angles to the others: (columns, directions). */
  readonly directions: Matrix;
  /** The variance of the data along each direction, in falling order: (1, directions). */
  readonly variances: Matrix;
  /** What is added to a variance before its root is divided by. */
  readonly epsilon: number;
}

/**
 * The eigenvectors of the covariance, C·u = λ·u, in the order of falling λ, without those along which the data does
 * not vary: only λ > λ_max·max(rows, columns)·2⁻⁵² is kept, the rule by which NumPy's `matrix_rank` counts, for below
 * it λ is rounding. The sign of a direction is such that its largest component is positive (the first of those that
 * are equal to nine digits, so that rounding does not choose).
 *
 * @see Jolliffe, Principal Component Analysis, 2002, section 1.1.
 */
export function principalAxes(
  action: string,
  data: AbstractMatrix,
  epsilon: number | undefined,
): PrincipalAxes {
  const checkedEpsilon = checkNumber(action, "epsilon", epsilon ?? 0, { min: 0 });
  const { means, deviations } = columnMoments(data);
  const matrix = covariance(data, means, deviations); // (columns, columns)
  checkFinite(action, "covariance", matrix);

  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, {
    assumeSymmetric: true,
  });
  const largest = Math.max(0, ...realEigenvalues);
  const smallest = largest * Math.max(data.rows, data.columns) * Number.EPSILON;
  const kept = realEigenvalues
    .map((variance, index) => ({ variance, index }))
    .filter(({ variance }) => variance > smallest)
    .sort((a, b) => b.variance - a.variance);
  if (kept.length === 0) throw rangeError(action, "data that varies", `${data.rows} equal rows`);

  const directions = new Matrix(data.columns, kept.length);
  for (const [position, { index }] of kept.entries()) {
    const direction = eigenvectorMatrix.getColumn(index);
    const sign = signOfLargest(direction);
    for (const [column, component] of direction.entries()) directions.set(column, position, sign * component);
  }
  const variances = new Matrix(1, kept.length);
  for (const [position, { variance }] of kept.entries()) variances.set(0, position, variance);
  return { means, directions, variances, epsilon: checkedEpsilon + 0 };
}

/** The first `count` of the directions. */
export function widest(axes: PrincipalAxes, count: number): PrincipalAxes {
  const { directions, variances } = axes;
  return {
    ...axes,
    directions: directions.subMatrix(0, directions.rows - 1, 0, count - 1),
    variances: variances.subMatrix(0, 0, 0, count - 1),
  };
}

/** y = (x − mean)·U / √(λ + ε): (examples, directions). */
export function toAxes({ means, directions, variances, epsilon }: PrincipalAxes, x: AbstractMatrix): Matrix {
  const centered = mapCells(x, (cell, column) => cell - means.get(0, column)); // (examples, columns)
  const projected = product(centered, directions); // (examples, directions)
  return mapCells(projected, (cell, axis) => cell / Math.sqrt(variances.get(0, axis) + epsilon));
}

/** x = (y·√(λ + ε))·Uᵀ + mean: (examples, columns). */
export function fromAxes(
  { means, directions, variances, epsilon }: PrincipalAxes,
  y: AbstractMatrix,
): Matrix {
  const projected = mapCells(y, (cell, axis) => cell * Math.sqrt(variances.get(0, axis) + epsilon));
  const centered = product(projected, directions.transpose()); // (examples, columns)
  return mapCells(centered, (cell, column) => cell + means.get(0, column));
}

/** Writes axes as fields of a preprocessor's JSON. */
export function axesToJSON(axes: PrincipalAxes): Omit<PreprocessorJSON, "name"> {
  return {
    means: matrixToJSON(axes.means),
    directions: matrixToJSON(axes.directions),
    variances: matrixToJSON(axes.variances),
    epsilon: axes.epsilon,
  };
}

/** Reads what `axesToJSON` wrote. */
export function axesFromJSON(action: string, json: PreprocessorJSON): PrincipalAxes {
  const means = readField(action, json, "means");
  const variances = readField(action, json, "variances");
  const shape = { rows: means.columns, columns: variances.columns };
  const directions = readField(action, json, "directions", shape);
  checkNonNegative(action, "variances", variances);
  return { means, directions, variances, epsilon: checkNumber(action, "epsilon", json.epsilon, { min: 0 }) };
}

function signOfLargest(direction: readonly number[]): 1 | -1 {
  const largest = Math.max(...direction.map(Math.abs));
  const component = direction.find((value) => Math.abs(value) >= largest * (1 - 1e-9))!;
  return component < 0 ? -1 : 1;
}
