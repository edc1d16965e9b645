import { AbstractMatrix, Matrix, WrapperMatrix1D } from "ml-matrix";
import { checkList, holds, isList, rangeError, readSafely, show, typeError } from "../check.ts";
import { checkSize } from "./check-size.ts";
import { knownBound } from "./made-later.ts";
import { rowReader } from "./storage.ts";

export {
  AbstractMatrix,
  EigenvalueDecomposition,
  Matrix,
  SingularValueDecomposition,
  WrapperMatrix1D,
} from "ml-matrix";

/**
 * What every public function accepts as a matrix: one of ml-matrix's, or rows of numbers.
 * Rows are examples, columns are features or units.
 */
export type MatrixLike = AbstractMatrix | ArrayLike<ArrayLike<number>>;

/** A matrix, or one row of numbers for a matrix of one row. */
export type RowsLike = MatrixLike | ArrayLike<number>;

/** Class indices (one integer per example), or one row of target values per example. */
export type Targets = ArrayLike<number> | MatrixLike;

/** Rows and columns. */
type Shape = Pick<AbstractMatrix, "rows" | "columns">;

/** The shape of a matrix as errors show it: `2×3`; what has none is shown itself. */
export function shapeOf(matrix: unknown): string {
  const { rows, columns } = Object(matrix) as Shape;
  return rows >= 0 ? `${rows}×${columns}` : show(matrix);
}

/** Whether a value is a matrix of ml-matrix, of whichever copy of that package. */
export function isMatrix(value: unknown): value is AbstractMatrix {
  const has = (matrix: AbstractMatrix): boolean => typeof matrix.get === "function" && matrix.rows >= 0;
  return holds(() => AbstractMatrix.isMatrix(value) && has(value));
}

/** Limits on the shape of a matrix that came in through a public door, and the precision that it is put into. */
export interface ExpectedShape {
  readonly rows?: number;
  readonly columns?: number;
  /** Default `"float64"`. */
  readonly precision?: "float64" | "float32";
}

/** From here on a number becomes an infinity in float32. */
const FLOAT32_END = 2 ** 128 - 2 ** 103;

/**
 * Reads a matrix at a public door and refuses what is empty, ragged, of another shape or not finite.
 * A matrix is returned as it is, over whatever memory it lies; rows of numbers are copied into a new one.
 */
export function toMatrix(
  action: string,
  name: string,
  value: MatrixLike,
  shape: ExpectedShape = {},
): AbstractMatrix {
  return readSafely(action, `${name} to be a matrix or rows of numbers`, () => {
    const matrix = isMatrix(value) ? value : fromRows(action, name, value);
    if (matrix.rows === 0 || matrix.columns === 0) {
      throw rangeError(action, `${name} to have at least one row and one column`, shapeOf(matrix));
    }
    const { rows = matrix.rows, columns = matrix.columns } = shape;
    if (matrix.rows !== rows || matrix.columns !== columns) {
      throw rangeError(
        action,
        `${name} to be ${shape.rows ?? "any"}×${shape.columns ?? "any"}`,
        shapeOf(matrix),
      );
    }
    checkFinite(action, name, matrix, shape.precision);
    return matrix;
  });
}

/** Takes one row of numbers for a matrix of one row. */
export function asRows(value: RowsLike): MatrixLike {
  return isRowOf("number", value) ? [value as ArrayLike<number>] : (value as MatrixLike);
}

/** Refuses NaN, infinity and what becomes one in a precision, and names the first row and column where one stands. */
export function checkFinite(
  action: string,
  name: string,
  matrix: AbstractMatrix,
  precision?: "float64" | "float32",
): void {
  const found = findNotFinite(matrix, precision);
  if (found === undefined) return;
  const limits = Number.isFinite(found.value) ? ` in float32 (engine: "reference" computes in float64)` : "";
  throw rangeError(action, `${name} to be finite${limits}`, found.place);
}

/** The first element that is not finite in a precision, and where it stands as errors show it; undefined where all are. */
export function findNotFinite(
  matrix: AbstractMatrix,
  precision: "float64" | "float32" = "float64",
): { readonly value: number; readonly place: string } | undefined {
  const end = precision === "float32" ? FLOAT32_END : Number.POSITIVE_INFINITY;
  if (knownBound(matrix) < end) return undefined;
  const valuesOf = rowReader(matrix);
  for (let row = 0; row < matrix.rows; row++) {
    const values = valuesOf(row);
    const column = firstBeyond(values, end);
    const value = values[column];
    if (value !== undefined) return { value, place: `${value} at row ${row}, column ${column}` };
  }
  return undefined;
}

/** Where the first of these numbers stands whose magnitude is not below `end`; their count where there is none. */
function firstBeyond(values: ArrayLike<number>, end: number): number {
  let index = 0;
  while (index < values.length && Math.abs(values[index]!) < end) index++;
  return index;
}

/** Throws unless both matrices have the same shape. */
export function checkSameShape(action: string, a: Shape, b: Shape): void {
  if (a.rows !== b.rows || a.columns !== b.columns) {
    throw rangeError(action, "shapes to be equal", `${shapeOf(a)} and ${shapeOf(b)}`);
  }
}

/** Throws unless it is a matrix of this shape; `what` stands before the shape in the error. */
export function checkShape(action: string, what: string, matrix: unknown, shape: Shape): void {
  if (!isOfShape(matrix, shape)) throw rangeError(action, `${what} ${shapeOf(shape)}`, shapeOf(matrix));
}

/** Whether a value is a matrix of this shape. */
export function isOfShape(value: unknown, { rows, columns }: Shape): boolean {
  return isMatrix(value) && value.rows === rows && value.columns === columns;
}

/** Throws unless the second is one row as wide as the first. */
export function checkRow(action: string, a: Shape, row: Shape): void {
  checkShape(`${action} ${shapeOf(a)}`, "a row of", row, { rows: 1, columns: a.columns });
}

/** Throws unless the second is one column as high as the first. */
export function checkColumn(action: string, a: Shape, column: Shape): void {
  checkShape(`${action} ${shapeOf(a)}`, "a column of", column, { rows: a.rows, columns: 1 });
}

/** Returns the index of a row that is to be gathered, if there is such a row. */
export function checkRowIndex(index: number, { rows }: Shape): number {
  if (Number.isInteger(index) && index >= 0 && index < rows) return index;
  throw rangeError("gather rows", `row indices from 0 to ${rows - 1}`, String(index));
}

/** Whether a value is a list, not a matrix, whose first item is of this type. */
export function isRowOf(type: "number" | "object", value: unknown): boolean {
  return !isMatrix(value) && holds(() => typeof (value as ArrayLike<unknown>)[0] === type);
}

/** Copies rows of numbers; those of single precision, which take half the room, stay so. */
function fromRows(action: string, name: string, value: ArrayLike<ArrayLike<number>>): AbstractMatrix {
  const expected = `${name} to be a matrix or rows of numbers`;
  const { length } = checkList(action, expected, value);
  const rowAt = (row: number): ArrayLike<number> => {
    const cells = value[row]!;
    if (isList(cells)) return cells;
    throw typeError(action, expected, `${show(cells)} as row ${row}`);
  };
  const columns = length > 0 ? rowAt(0).length : 0;
  checkSize(action, name, length, columns);
  let isSingle = length > 0;
  for (let row = 0; isSingle && row < length; row++) isSingle = rowAt(row) instanceof Float32Array;
  const matrix = isSingle
    ? new WrapperMatrix1D(new Float32Array(length * columns), { rows: length })
    : new Matrix(length, columns);
  for (let row = 0; row < length; row++) {
    const cells = rowAt(row);
    if (cells.length !== columns) {
      throw rangeError(
        action,
        `every row of ${name} to have ${columns} columns`,
        `${cells.length} in row ${row}`,
      );
    }
    for (let column = 0; column < columns; column++) {
      const cell = cells[column];
      if (typeof cell !== "number") {
        throw typeError(action, `${name} to hold numbers`, `${show(cell)} at row ${row}, column ${column}`);
      }
      matrix.set(row, column, cell);
    }
  }
  return matrix;
}
