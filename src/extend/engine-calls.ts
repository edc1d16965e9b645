import { activations } from "../activation/all.ts";
import type { Engine } from "../engine/engine.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";
import { RandomStream } from "../random/stream.ts";

/** The operands of the calls, in the memory of the engine that is called. */
export interface Operands {
  /** (7, 5) each */
  readonly a: AbstractMatrix;
  readonly b: AbstractMatrix;
  /** (5, 6), and (6, 5) */
  readonly right: AbstractMatrix;
  readonly across: AbstractMatrix;
  /** (1, 5), (1, 6) and (7, 1) */
  readonly row: AbstractMatrix;
  readonly wide: AbstractMatrix;
  readonly column: AbstractMatrix;
  /** Like `a`, without negative numbers: (7, 5) */
  readonly sizes: AbstractMatrix;
}

type Call = (engine: Engine, operands: Operands, into?: AbstractMatrix) => AbstractMatrix | number;

/** Kernels that go over the elements, and may write over their operands. */
export const elementwiseCalls: Readonly<Record<string, Call>> = {
  add: (engine, { a, b }, into) => engine.add(a, b, into),
  subtract: (engine, { a, b }, into) => engine.subtract(a, b, into),
  multiply: (engine, { a, b }, into) => engine.multiply(a, b, into),
  scale: (engine, { a }, into) => engine.scale(0.75, a, into),
  combine: (engine, { a, b }, into) => engine.combine(0.5, a, 1.25, b, into),
  divideByRoot: (engine, { a, sizes }, into) => engine.divideByRoot(0.5, a, 2, sizes, 0.25, into),
  map: (engine, { a }, into) => engine.map((x) => 0.5 * x + 1, a, into),
  zip: (engine, { a, b }, into) => engine.zip((x, y) => x - 0.5 * y, a, b, into),
};

/** All others that compute, but for draws. */
export const otherCalls: Readonly<Record<string, Call>> = {
  product: (engine, { a, right }) => engine.product(a, right),
  productLeftTransposed: (engine, { a, b }) => engine.productLeftTransposed(a, b),
  productRightTransposed: (engine, { a, across }) => engine.productRightTransposed(a, across),
  affine: (engine, { a, right, wide }) => engine.affine(a, right, wide),
  affineTransposed: (engine, { a, across, wide }) => engine.affineTransposed(a, across, wide),
  addRow: (engine, { a, row }) => engine.addRow(a, row),
  multiplyRow: (engine, { a, row }) => engine.multiplyRow(a, row),
  addColumn: (engine, { a, column }) => engine.addColumn(a, column),
  multiplyColumn: (engine, { a, column }) => engine.multiplyColumn(a, column),
  softmax: (engine, { a }) => engine.softmax(a),
  logSumExp: (engine, { a }) => engine.logSumExp(a),
  columnSums: (engine, { a }) => engine.columnSums(a),
  rowSums: (engine, { a }) => engine.rowSums(a),
  sum: (engine, { a }) => engine.sum(a),
  sumOfSquares: (engine, { a }) => engine.sumOfSquares(a),
  gatherRows: (engine, { a }) => engine.gatherRows(a, [3, 0, 3]),
  ...Object.fromEntries(
    activations.flatMap((activation): [string, Call][] => [
      [`activate by ${activation.name}`, (engine, { a }) => engine.activate(activation, a)],
      [
        `slope of ${activation.name}`,
        (engine, { a }) => engine.slope(activation, a, engine.activate(activation, a)),
      ],
    ]),
  ),
};

/** Products that add to what is there, and with beta = 0 write over it. */
export const addingCalls: Readonly<Record<string, Call>> = {
  product: (engine, { a, right }, into) => engine.product(a, right, into, 0.5, into && 0),
  productLeftTransposed: (engine, { a, b }, into) => engine.productLeftTransposed(a, b, into, 0.5, into && 0),
  productRightTransposed: (engine, { a, across }, into) =>
    engine.productRightTransposed(a, across, into, 0.5, into && 0),
};

const stream = (): RandomStream => new RandomStream("check an engine", "draws");

/** Draws, whose means are in [0, 1]. */
export const draws: Readonly<Record<string, (engine: Engine, means: AbstractMatrix) => AbstractMatrix>> = {
  bernoulli: (engine, means) => engine.bernoulli(means, stream()),
  gaussian: (engine, means) => engine.gaussian(means, stream()),
};
