import { rangeError } from "../check.ts";
import { type AbstractMatrix, checkSameShape, Matrix, shapeOf } from "../matrix/matrix.ts";
import { product, productLeftTransposed, productRightTransposed } from "../matrix/product.ts";
import { copyOf, exchangeStorage, rowReader, setRow } from "../matrix/storage.ts";
import { normalQuantile } from "../random/normal-quantile.ts";
import type { RandomStream } from "../random/stream.ts";
import type { ElementwiseFunction, Engine, EngineKind } from "./engine.ts";

/**
 * The engine on ml-matrix in float64. It is the specification: every other engine is compared with it.
 */
export const reference: Engine = Object.freeze({
  name: "reference",
  precision: "float64",

  load: copyOf,
  zeros: (rows, columns) => new Matrix(rows, columns),
  copy: (from, into) => map((a) => a, from, into),
  exchange(a, b) {
    checkSameShape("exchange matrices", a, b);
    exchangeStorage(a, b);
  },
  read(a, into) {
    checkSameShape("read a matrix", a, into);
    const valuesOf = rowReader(a);
    for (let row = 0; row < a.rows; row++) setRow(into, row, valuesOf(row));
    return into;
  },
  scope: (step) => step(),
  close: () => {},

  product: (a, b, into, alpha, beta) => accumulate(product(a, b), into, alpha, beta),
  productLeftTransposed: (a, b, into, alpha, beta) =>
    accumulate(productLeftTransposed(a, b), into, alpha, beta),
  productRightTransposed: (a, b, into, alpha, beta) =>
    accumulate(productRightTransposed(a, b), into, alpha, beta),
  affine: (inputs, weights, bias) => addRow(product(inputs, weights), bias),
  affineTransposed: (inputs, weights, bias) => addRow(productRightTransposed(inputs, weights), bias),

  add: (a, b, into) => zip((x, y) => x + y, a, b, into),
  subtract: (a, b, into) => zip((x, y) => x - y, a, b, into),
  multiply: (a, b, into) => zip((x, y) => x * y, a, b, into),
  scale: (factor, a, into) => map((x) => factor * x, a, into),
  combine: (alpha, a, beta, b, into) => zip((x, y) => alpha * x + beta * y, a, b, into),
  divideByRoot: (alpha, a, beta, b, epsilon, into) =>
    zip((x, square) => (alpha * x) / (Math.sqrt(beta * square) + epsilon), a, b, into),
  map,
  zip,

  addRow,
  multiplyRow: (a, row) => alongRows("multiply rows of", a, row, (x, y) => x * y),
  addColumn: (a, column) => alongColumns("add a column to", a, column, (x, y) => x + y),
  multiplyColumn: (a, column) => alongColumns("multiply columns of", a, column, (x, y) => x * y),

  activate: (activation: ElementwiseFunction, z) => map(activation.apply, z),
  slope: (activation: ElementwiseFunction, z, y) => zip(activation.slope, z, y),
  softmax(z) {
    const logPartition = logSumExp(z); // (rows, 1)
    return alongColumns("normalize", z, logPartition, (x, log) => Math.exp(x - log));
  },
  logSumExp,

  columnSums: (a) => Matrix.rowVector(a.sum("column")),
  rowSums: (a) => Matrix.columnVector(a.sum("row")),
  sum: (a) => a.sum(),
  sumOfSquares: (a) => fold((sum, x) => sum + x * x, 0, a),

  gatherRows(a, indices) {
    const rows = new Matrix(indices.length, a.columns);
    const valuesOf = rowReader(a);
    for (let row = 0; row < indices.length; row++) {
      const source = indices[row]!;
      if (!Number.isInteger(source) || source < 0 || source >= a.rows) {
        throw rangeError("gather rows", `row indices from 0 to ${a.rows - 1}`, String(source));
      }
      setRow(rows, row, valuesOf(source));
    }
    return rows;
  },

  bernoulli: (means, random) => draw(means, random, (mean, uniform) => (uniform < mean ? 1 : 0)),
  gaussian: (means, random) =>
    draw(means, random, (mean, uniform) => mean + normalQuantile(uniform + 2 ** -25)),
} satisfies Engine);

/** The kind of the reference engine, whose memory is that of its matrices: all runs share the one. */
export const referenceKind: EngineKind = Object.freeze({
  name: reference.name,
  precision: reference.precision,
  open: () => reference,
} satisfies EngineKind);

function map(f: (a: number) => number, a: AbstractMatrix, into?: AbstractMatrix): AbstractMatrix {
  const result = into ?? new Matrix(a.rows, a.columns);
  checkSameShape("write a result", a, result);
  for (let row = 0; row < a.rows; row++) {
    for (let column = 0; column < a.columns; column++) result.set(row, column, f(a.get(row, column)));
  }
  return result;
}

function zip(
  f: (a: number, b: number) => number,
  a: AbstractMatrix,
  b: AbstractMatrix,
  into?: AbstractMatrix,
): AbstractMatrix {
  checkSameShape("combine matrices element by element", a, b);
  const result = into ?? new Matrix(a.rows, a.columns);
  checkSameShape("write a result", a, result);
  for (let row = 0; row < a.rows; row++) {
    for (let column = 0; column < a.columns; column++) {
      result.set(row, column, f(a.get(row, column), b.get(row, column)));
    }
  }
  return result;
}

function fold(f: (sum: number, a: number) => number, start: number, a: AbstractMatrix): number {
  let sum = start;
  for (let row = 0; row < a.rows; row++) {
    for (let column = 0; column < a.columns; column++) sum = f(sum, a.get(row, column));
  }
  return sum;
}

function addRow(a: AbstractMatrix, row: AbstractMatrix): AbstractMatrix {
  return alongRows("add a row to", a, row, (x, y) => x + y);
}

function alongRows(
  action: string,
  a: AbstractMatrix,
  row: AbstractMatrix,
  f: (a: number, b: number) => number,
): AbstractMatrix {
  if (row.rows !== 1 || row.columns !== a.columns) {
    throw rangeError(`${action} ${shapeOf(a)}`, `a row of 1×${a.columns}`, shapeOf(row));
  }
  const result = new Matrix(a.rows, a.columns);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.columns; j++) result.set(i, j, f(a.get(i, j), row.get(0, j)));
  }
  return result;
}

function alongColumns(
  action: string,
  a: AbstractMatrix,
  column: AbstractMatrix,
  f: (a: number, b: number) => number,
): AbstractMatrix {
  if (column.columns !== 1 || column.rows !== a.rows) {
    throw rangeError(`${action} ${shapeOf(a)}`, `a column of ${a.rows}×1`, shapeOf(column));
  }
  const result = new Matrix(a.rows, a.columns);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.columns; j++) result.set(i, j, f(a.get(i, j), column.get(i, 0)));
  }
  return result;
}

function logSumExp(z: AbstractMatrix): AbstractMatrix {
  const result = new Matrix(z.rows, 1);
  for (let row = 0; row < z.rows; row++) {
    const maximum = z.maxRow(row);
    let sum = 0;
    for (let column = 0; column < z.columns; column++) sum += Math.exp(z.get(row, column) - maximum);
    result.set(row, 0, maximum + Math.log(sum));
  }
  return result;
}

function draw(
  means: AbstractMatrix,
  random: RandomStream,
  sample: (mean: number, uniform: number) => number,
): AbstractMatrix {
  const uniforms = random.uniforms(means.rows * means.columns);
  const result = new Matrix(means.rows, means.columns);
  for (let row = 0; row < means.rows; row++) {
    for (let column = 0; column < means.columns; column++) {
      const uniform = uniforms[row * means.columns + column]!;
      result.set(row, column, sample(means.get(row, column), uniform));
    }
  }
  return result;
}

/** alpha·result + beta·into; where beta is 0, `into` may hold anything, NaN included. */
function accumulate(result: Matrix, into: AbstractMatrix | undefined, alpha = 1, beta = 0): AbstractMatrix {
  if (into === undefined) return alpha === 1 ? result : map((x) => alpha * x, result, result);
  if (beta === 0) return map((x) => alpha * x, result, into);
  return zip((x, y) => alpha * x + beta * y, result, into, into);
}
