import { checkArray, holds, isList, rangeError, readSafely, show, typeError } from "../check.ts";
import { checkSize } from "../matrix/check-size.ts";
import {
  type AbstractMatrix,
  asRows,
  isMatrix,
  Matrix,
  type MatrixLike,
  type RowsLike,
  toMatrix,
  WrapperMatrix1D,
} from "../matrix/matrix.ts";
import { rowReader, setRow } from "../matrix/storage.ts";
import { refuseOptions } from "./no-options.ts";

/** The numbers of a tensor, in the type that a file stores them in. */
export type TensorValues =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array;

/** Numbers in any number of dimensions, as files of NumPy and PyTorch hold them. */
export interface Tensor {
  /** The size of each dimension, the slowest first; none for a single number. */
  readonly shape: readonly number[];
  /** All numbers, those of the last dimension next to each other. */
  readonly values: TensorValues;
}

/** What is written as a tensor: one, a matrix or rows of numbers, or one row of numbers such as labels. */
export type TensorLike = Tensor | RowsLike;

const valueTypes = [
  Float64Array,
  Float32Array,
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Int8Array,
  Uint8Array,
] as const;

/** Whether a value is an array of one of the types that files hold, whose memory was not given away. */
function isValues(value: unknown): value is TensorValues {
  return valueTypes.some((type) => value instanceof type && holds(() => new Uint8Array(value.buffer)));
}

/** How many numbers a shape has room for; NaN where that is no number any more. */
export function countOf(shape: readonly number[]): number {
  const count = shape.reduce((product, size) => product * size, 1);
  return Number.isSafeInteger(count) ? count : Number.NaN;
}

/** The same, where it is a number. */
export function countIn(action: string, name: string, shape: readonly number[]): number {
  const count = countOf(shape);
  if (!Number.isNaN(count)) return count;
  throw rangeError(action, `the shape of ${name} to hold fewer than 2^53 numbers`, show(shape));
}

/** Reads a tensor at a public door: typed numbers keep their type, other ones become float64. */
export function toTensor(action: string, name: string, value: TensorLike): Tensor {
  const expected = `${name} to be a tensor { shape, values }, a matrix, or rows of numbers`;
  return readSafely(action, expected, () => {
    if (isValues(value)) return { shape: [value.length], values: value };
    if (isMatrix(value)) return tensorOf(action, name, value);
    if (isList(value)) {
      if (typeof value[0] !== "number") return tensorOf(action, name, value as MatrixLike);
      const { values } = tensorOf(action, name, asRows(value as RowsLike));
      return { shape: [values.length], values };
    }
    if (typeof value !== "object" || value === null) throw typeError(action, expected, show(value));
    const { shape, values } = value as Tensor;
    const sizes = checkArray(action, `the shape of ${name} to be a list of sizes`, shape);
    const count = countOf(sizes);
    if (!sizes.every((size) => Number.isSafeInteger(size) && size >= 0) || Number.isNaN(count)) {
      throw rangeError(action, `the shape of ${name} to be sizes, integers ≥ 0`, show(shape));
    }
    if (!isValues(values)) {
      throw typeError(action, `the values of ${name} to be an array such as Float64Array`, show(values));
    }
    if (values.length !== count) {
      throw rangeError(action, `${count} values of ${name} for shape ${sizes.join("×")}`, `${values.length}`);
    }
    return { shape: sizes, values };
  });
}

function tensorOf(action: string, name: string, value: MatrixLike): Tensor {
  const matrix = toMatrix(action, name, value);
  return { shape: [matrix.rows, matrix.columns], values: valuesOf(matrix) };
}

/** The numbers of a matrix row by row, in its precision. */
export function valuesOf(matrix: AbstractMatrix): Float64Array | Float32Array {
  const { rows, columns } = matrix;
  const rowAt = rowReader(matrix);
  const isSingle = rows > 0 && rowAt(0) instanceof Float32Array;
  const values = isSingle ? new Float32Array(rows * columns) : new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) values.set(rowAt(row), row * columns);
  return values;
}

/**
 * The matrix of a tensor, for a model: the first dimension becomes its rows, the others together its columns, as for images; a
 * tensor of one dimension becomes one row. In single precision it lies over the same memory.
 *
 * @param tensor - As a file gave it, with at least one number.
 * @returns (first dimension, product of the others)
 * @throws TypeError or RangeError if it is no tensor, is empty, or holds what is not finite.
 * @example
 * matrixOfTensor({ shape: [2, 1, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) }).to2DArray(); // [[1, 2, 3], [4, 5, 6]]
 */
export function matrixOfTensor(tensor: Tensor): AbstractMatrix;
export function matrixOfTensor(tensor: Tensor, options?: unknown): AbstractMatrix {
  const action = "make a matrix of a tensor";
  refuseOptions(action, options);
  const { shape, values } = toTensor(action, "tensor", tensor);
  const rows = shape.length > 1 ? shape[0]! : 1;
  return toMatrix(action, "tensor", matrixOver(action, "tensor", rows, values));
}

/** A matrix of so many rows of these numbers; float32 stays where it lies. */
export function matrixOver(action: string, name: string, rows: number, values: TensorValues): AbstractMatrix {
  const columns = rows === 0 ? 0 : values.length / rows;
  checkSize(action, name, rows, columns);
  if (values instanceof Float32Array && values.length > 0) {
    return new WrapperMatrix1D(values as unknown as number[], { rows });
  }
  const matrix = new Matrix(rows, columns);
  for (let row = 0; row < rows; row++)
    setRow(matrix, row, values.subarray(row * columns, (row + 1) * columns));
  return matrix;
}
