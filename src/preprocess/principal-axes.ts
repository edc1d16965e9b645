import { checkInteger, checkNumber, rangeError } from "../check.ts";
import { type AbstractMatrix, checkFinite, EigenvalueDecomposition, Matrix } from "../matrix/matrix.ts";
import { matrixToJSON } from "../matrix/matrix-json.ts";
import { product } from "../matrix/product.ts";
import { type Axis, axesOfData, varianceAlong } from "./axes-of-data.ts";
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
  /** How many directions are left out: those without variance, and those beyond the `components`. */
  readonly dropped: number;
  /** What is added to a variance before its root is divided by. */
  readonly epsilon: number;
}

/** Which directions to keep, and how they are scaled. */
export interface AxesOptions {
  readonly components?: number | undefined;
  readonly epsilon?: number | undefined;
}

/** What is below this share of the largest eigenvalue of a covariance has lost half of its digits to rounding. */
const UNSURE = 1e-8;

/**
 * The eigenvectors of the covariance, C·u = λ·u, in the order of falling λ, without those along which the data does
 * not vary. Kept is what has σ > σ_max·max(rows, columns)·2⁻⁵², where σ = √(λ·rows) are the singular values of the
 * centered data: the rule by which NumPy's `matrix_rank` counts, for below it σ is rounding. The sign of a direction is
 * such that its largest component is positive (the first of those that are equal to nine digits, so that rounding does
 * not choose).
 *
 * The squares of the covariance keep half of the digits. Where that is not enough, the data itself is decomposed.
 *
 * @see Jolliffe, Principal Component Analysis, 2002, section 1.1.
 */
export function principalAxes(
  action: string,
  data: AbstractMatrix,
  { components, epsilon = 0 }: AxesOptions,
): PrincipalAxes {
  checkNumber(action, "epsilon", epsilon, { min: 0 });
  if (components !== undefined) checkInteger(action, "components", components, { min: 1 });
  const { means, deviations } = columnMoments(data);
  const matrix = covariance(data, means, deviations); // (columns, columns)
  checkFinite(action, "covariance", matrix);
  const varying = deviations.getRow(0).filter((deviation) => deviation > 0).length;
  const most = Math.min(varying, data.rows - 1);
  const axes = keptAxes(data, means, eigenvectors(matrix), Math.min(components ?? most, most));
  if (axes.length === 0) throw rangeError(action, "data that varies", `${data.rows} equal rows`);

  const count = checkInteger(action, "components", components ?? axes.length, { min: 1, max: axes.length });
  const directions = new Matrix(data.columns, count);
  for (const [position, { direction }] of axes.slice(0, count).entries()) {
    const sign = signOfLargest(direction);
    for (const [column, component] of direction.entries()) directions.set(column, position, sign * component);
  }
  const variances = Matrix.rowVector(axes.slice(0, count).map(({ variance }) => variance));
  return { means, directions, variances, dropped: data.columns - count, epsilon: epsilon + 0 };
}

/** The eigenvectors of a covariance, in falling order. */
function eigenvectors(matrix: Matrix): Axis[] {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, {
    assumeSymmetric: true,
  });
  return realEigenvalues
    .map((variance, index) => ({
      variance,
      direction: Float64Array.from(eigenvectorMatrix.getColumn(index)),
    }))
    .sort((a, b) => b.variance - a.variance);
}

/** Those of the eigenvectors along which the data varies, from the data itself where the covariance does not tell. */
function keptAxes(
  data: AbstractMatrix,
  means: AbstractMatrix,
  axes: readonly Axis[],
  wanted: number,
): readonly Axis[] {
  const largest = axes[0]!.variance;
  const sure = axes.filter(({ variance }) => variance > largest * UNSURE);
  if (sure.length >= wanted) return sure;
  const share = Math.max(data.rows, data.columns) * Number.EPSILON;
  if (varianceAlong(data, means, axes.slice(sure.length)) <= largest * share ** 2) return sure;
  const found = axesOfData(data, means, axes, share);
  return found.length > sure.length ? found : sure;
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
  const epsilon = checkNumber(action, "epsilon", json.epsilon, { min: 0 });
  return { means, directions, variances, dropped: means.columns - variances.columns, epsilon };
}

function signOfLargest(direction: Float64Array): 1 | -1 {
  const largest = Math.max(...direction.map(Math.abs));
  const component = direction.find((value) => Math.abs(value) >= largest * (1 - 1e-9))!;
  return component < 0 ? -1 : 1;
}
