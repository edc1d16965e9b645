import type { AbstractMatrix, Matrix } from "../matrix/matrix.ts";
import type { RandomStream } from "../random/stream.ts";

/** A function that acts on each element, with its derivative: what an engine needs to know of an activation. */
export interface ElementwiseFunction {
  readonly name: string;
  /** y = f(z). */
  readonly apply: (z: number) => number;
  /** f′(z), where `y = f(z)` is handed over so that it need not be computed again. */
  readonly slope: (z: number, y?: number) => number;
}

/** A kind of engine, which opens one with memory of its own for each run. */
export interface EngineKind {
  readonly name: string;
  readonly precision: "float64" | "float32";
  /** The most threads that it works on, where there may be several. */
  readonly threads?: number;
  open(): Engine;
}

/**
 * The kernels that layers, RBMs and optimizers are written against: arithmetic on dense row-major matrices.
 *
 * Operands are the engine's own matrices, which `load`, `zeros` and the kernels return; the reference engine takes any.
 * Every kernel checks the shapes it is given and names both of them in its error. A kernel returns a new matrix, or writes
 * into `into` where one is given and returns that; `into` may be one of the operands of an elementwise kernel, and none of
 * those of a product. Operands are otherwise never modified.
 *
 * What is made outside any scope lives until `close`; everything that is made inside a scope, what `load` and `zeros`
 * return included, goes with it.
 *
 * The same draws come out of every engine: a bulk draw takes its 24-bit uniforms from the stream by element, row by row.
 */
export interface Engine {
  readonly name: string;
  readonly precision: "float64" | "float32";

  /** A copy of a matrix of any kind in the engine's own memory and precision. */
  load(matrix: AbstractMatrix): AbstractMatrix;
  /** A matrix of zeros in the engine's own memory. */
  zeros(rows: number, columns: number): AbstractMatrix;
  /** Copies the elements of one matrix into another of the same shape. */
  copy(from: AbstractMatrix, into: AbstractMatrix): AbstractMatrix;
  /** Lets the contents of two matrices of the same shape trade places, without a copy. */
  exchange(a: AbstractMatrix, b: AbstractMatrix): void;
  /** Copies the elements of one of the engine's matrices into an ordinary one of the same shape. */
  read(a: AbstractMatrix, into: Matrix): Matrix;
  /** Runs one step; all that is made in it goes when it ends. A step may have steps inside it. */
  scope<Result>(step: () => Result): Result;
  /** Gives the memory back: nothing that was made on the engine may be used afterwards. */
  close(): void;

  /** alpha·a·b, added to beta·into where there is an `into`; with beta = 0 what it held does not matter. */
  product(
    a: AbstractMatrix,
    b: AbstractMatrix,
    into?: AbstractMatrix,
    alpha?: number,
    beta?: number,
  ): AbstractMatrix;
  /** alpha·aᵀ·b + beta·into, in the same way */
  productLeftTransposed(
    a: AbstractMatrix,
    b: AbstractMatrix,
    into?: AbstractMatrix,
    alpha?: number,
    beta?: number,
  ): AbstractMatrix;
  /** alpha·a·bᵀ + beta·into, in the same way */
  productRightTransposed(
    a: AbstractMatrix,
    b: AbstractMatrix,
    into?: AbstractMatrix,
    alpha?: number,
    beta?: number,
  ): AbstractMatrix;
  /** x·W + 1·b: `bias` is one row that is added to every row. */
  affine(inputs: AbstractMatrix, weights: AbstractMatrix, bias: AbstractMatrix): AbstractMatrix;
  /** x·Wᵀ + 1·b: the way back through the same weights, as an RBM takes it. */
  affineTransposed(inputs: AbstractMatrix, weights: AbstractMatrix, bias: AbstractMatrix): AbstractMatrix;

  /** a + b */
  add(a: AbstractMatrix, b: AbstractMatrix, into?: AbstractMatrix): AbstractMatrix;
  /** a − b */
  subtract(a: AbstractMatrix, b: AbstractMatrix, into?: AbstractMatrix): AbstractMatrix;
  /** a ⊙ b, element by element */
  multiply(a: AbstractMatrix, b: AbstractMatrix, into?: AbstractMatrix): AbstractMatrix;
  /** factor·a */
  scale(factor: number, a: AbstractMatrix, into?: AbstractMatrix): AbstractMatrix;
  /** alpha·a + beta·b */
  combine(
    alpha: number,
    a: AbstractMatrix,
    beta: number,
    b: AbstractMatrix,
    into?: AbstractMatrix,
  ): AbstractMatrix;
  /** alpha·a / (√(beta·b) + epsilon), the step of an optimizer that divides by a root mean square */
  divideByRoot(
    alpha: number,
    a: AbstractMatrix,
    beta: number,
    b: AbstractMatrix,
    epsilon: number,
    into?: AbstractMatrix,
  ): AbstractMatrix;
  /** f(a), by a plain function of one number */
  map(f: (a: number) => number, a: AbstractMatrix, into?: AbstractMatrix): AbstractMatrix;
  /** f(a, b), by a plain function of two numbers */
  zip(
    f: (a: number, b: number) => number,
    a: AbstractMatrix,
    b: AbstractMatrix,
    into?: AbstractMatrix,
  ): AbstractMatrix;

  /** a + 1·r: adds one row to every row */
  addRow(a: AbstractMatrix, row: AbstractMatrix): AbstractMatrix;
  /** a ⊙ 1·r: multiplies every row by one row */
  multiplyRow(a: AbstractMatrix, row: AbstractMatrix): AbstractMatrix;
  /** a + c·1: adds one column to every column */
  addColumn(a: AbstractMatrix, column: AbstractMatrix): AbstractMatrix;
  /** a ⊙ c·1: multiplies every column by one column */
  multiplyColumn(a: AbstractMatrix, column: AbstractMatrix): AbstractMatrix;

  /** f(z) of an activation; an engine may have a kernel of its own for one of the library's, which it knows by name */
  activate(activation: ElementwiseFunction, z: AbstractMatrix): AbstractMatrix;
  /** f′(z) of an activation, where y = f(z) */
  slope(activation: ElementwiseFunction, z: AbstractMatrix, y: AbstractMatrix): AbstractMatrix;
  /** exp(z) / Σ exp(z) in each row, with the row's maximum taken off first */
  softmax(z: AbstractMatrix): AbstractMatrix;
  /** log Σ exp(z) of each row: (rows, 1) */
  logSumExp(z: AbstractMatrix): AbstractMatrix;

  /** The sum of each column: (1, columns) */
  columnSums(a: AbstractMatrix): AbstractMatrix;
  /** The sum of each row: (rows, 1) */
  rowSums(a: AbstractMatrix): AbstractMatrix;
  /** The sum of all elements */
  sum(a: AbstractMatrix): number;
  /** The sum of the squares of all elements */
  sumOfSquares(a: AbstractMatrix): number;

  /** The rows with these indices, in this order, of a matrix of any kind: a shuffled batch, straight from the data */
  gatherRows(a: AbstractMatrix, indices: ArrayLike<number>): AbstractMatrix;

  /** 1 with probability `means`, else 0, each element on its own */
  bernoulli(means: AbstractMatrix, random: RandomStream): AbstractMatrix;
  /** means + ε with ε ~ N(0, 1), each element on its own */
  gaussian(means: AbstractMatrix, random: RandomStream): AbstractMatrix;
}
