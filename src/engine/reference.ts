import {
  type AbstractMatrix,
  checkColumn,
  checkRow,
  checkRowIndex,
  checkSameShape,
  Matrix,
} from "../matrix/matrix.ts";
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
  sumOfSquares(a) {
    let sum = 0;
    for (let row = 0; row < a.rows; row++) {
      for (let column = 0; column < a.columns; column++) sum += a.get(row, column) ** 2;
    }
    return sum;
  },

  gatherRows(a, indices) {
    const rows = new Matrix(indices.length, a.columns);
    const valuesOf = rowReader(a);
    for (let row = 0; row < indices.length; row++) {
      setRow(rows, row, valuesOf(checkRowIndex(indices[row]!, a)));
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

/** What `f` makes of each element, told where it stands. */
function each(
  a: AbstractMatrix,
  f: (a: number, row: number, column: number) => number,
  into: AbstractMatrix = new Matrix(a.rows, a.columns),
): AbstractMatrix {
  checkSameShape("write a result", a, into);
  for (let row = 0; row < a.rows; row++) {
    for (let column = 0; column < a.columns; column++) {
      into.set(row, column, f(a.get(row, column), row, column));
    }
  }
  return into;
}

function map(f: (a: number) => number, a: AbstractMatrix, into?: AbstractMatrix): AbstractMatrix {
  return each(a, (x) => f(x), into);
}

function zip(
  f: (a: number, b: number) => number,
  a: AbstractMatrix,
  b: AbstractMatrix,
  into?: AbstractMatrix,
): AbstractMatrix {
  checkSameShape("combine matrices element by element", a, b);
  return each(a, (x, row, column) => f(x, b.get(row, column)), into);
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
  checkRow(action, a, row);
  return each(a, (x, _, j) => f(x, row.get(0, j)));
}

function alongColumns(
  action: string,
  a: AbstractMatrix,
  column: AbstractMatrix,
  f: (a: number, b: number) => number,
): AbstractMatrix {
  checkColumn(action, a, column);
  return each(a, (x, i) => f(x, column.get(i, 0)));
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
  return each(means, (mean, row, column) => sample(mean, uniforms[row * means.columns + column]!));
}

/** alpha·result + beta·into; where beta is 0, `into` may hold anything, NaN included. */
function accumulate(result: Matrix, into: AbstractMatrix | undefined, alpha = 1, beta = 0): AbstractMatrix {
  if (into === undefined) return alpha === 1 ? result : map((x) => alpha * x, result, result);
  if (beta === 0) return map((x) => alpha * x, result, into);
  return zip((x, y) => alpha * x + beta * y, result, into, into);
}
