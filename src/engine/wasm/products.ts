import { rangeError } from "../../check.ts";
import { type AbstractMatrix, checkRow, checkSameShape, shapeOf } from "../../matrix/matrix.ts";
import { DENSE_WIDTH, SPARSE_WIDTH } from "../assembly/blocking.ts";
import { SCALE } from "../assembly/operations.ts";
import type { Multiplication, Strided } from "./multiplication.ts";
import { launchDense, launchSparse } from "./product-launches.ts";
import type { RunMemory } from "./run-memory.ts";
import type { Workings } from "./workings.ts";

/** a·b with one of them read along its columns, as if it were transposed. */
export interface ProductShape {
  readonly leftTransposed?: boolean;
  readonly rightTransposed?: boolean;
}

/** What is added to the product. */
export interface Addend {
  readonly into?: AbstractMatrix | undefined;
  readonly alpha?: number | undefined;
  readonly beta?: number | undefined;
  /** One row that is added to every row; not together with `into`. */
  readonly bias?: AbstractMatrix;
}

/** How long a column takes where all elements are listed, and the lists themselves, in columns of a dense product: measured. */
const LISTED_COLUMN = 1.4;
const LISTING = 8;
/** Below, the lists cost more than they save. */
const FEWEST_COLUMNS = 16;
/** The density is estimated from every 13th vector of four, which falls on all columns of nearly every width. */
const SAMPLE_BYTES = 13 * 16;

/** alpha·a·b + beta·into, or + 1·bias. */
export function multiply(
  workings: Workings,
  a: AbstractMatrix,
  b: AbstractMatrix,
  { leftTransposed = false, rightTransposed = false }: ProductShape,
  { into, alpha = 1, beta = 0, bias }: Addend,
): AbstractMatrix {
  const { memory, launcher } = workings;
  const [rows, inner] = leftTransposed ? [a.columns, a.rows] : [a.rows, a.columns];
  const [other, columns] = rightTransposed ? [b.columns, b.rows] : [b.rows, b.columns];
  if (inner !== other) {
    const [left, right] = [leftTransposed, rightTransposed].map((turned) => (turned ? " transposed" : ""));
    const action = `multiply ${shapeOf(a)}${left} by ${shapeOf(b)}${right}`;
    throw rangeError(action, "inner dimensions to match", `${inner} and ${other}`);
  }
  if (bias) checkRow("add a row to", { rows, columns }, bias);
  const result = into ?? memory.matrix(rows, columns);
  checkSameShape("write a result", { rows, columns }, result);
  if (rows === 0 || columns === 0) return result;

  const target = memory.spanOf(result);
  const accumulates = into !== undefined && beta !== 0;
  if (accumulates && beta !== 1) {
    const scale = launcher.elementwise(SCALE, rows * columns, { reads: [target], writes: [target] });
    scale.real(beta).word(target.begin).word(target.begin);
  }
  const multiplication: Multiplication = {
    rows,
    inner,
    columns,
    alpha,
    into: target,
    left: strided(memory, a, leftTransposed),
    right: strided(memory, b, rightTransposed),
    start: accumulates ? strided(memory, result) : bias && { ...strided(memory, bias), rowStride: 0 },
  };
  memory.scope(() => {
    if (isSparse(workings, multiplication)) launchSparse(workings, multiplication);
    else launchDense(workings, multiplication);
  });
  return result;
}

/** Where a matrix lies, read along its rows, or along its columns as if it were transposed. */
function strided(memory: RunMemory, matrix: AbstractMatrix, transposed = false): Strided {
  const stride = 4 * matrix.columns;
  return {
    span: memory.spanOf(matrix),
    rowStride: transposed ? 4 : stride,
    columnStride: transposed ? stride : 4,
  };
}

/** Whether so few elements of the left operand are not zero that lists of them save more than they cost. */
function isSparse(
  { launcher, kernels, host }: Workings,
  { left, rows, inner, columns }: Multiplication,
): boolean {
  if (columns < FEWEST_COLUMNS) return false;
  if (launcher.disturbs({ reads: [left.span], writes: [] })) launcher.flush();
  const vectors = Math.floor((4 * rows * inner) / SAMPLE_BYTES);
  const density = kernels.nonzeros(left.span.begin, SAMPLE_BYTES, vectors) / (4 * vectors);
  const listed = LISTED_COLUMN * density * wholePanels(columns, SPARSE_WIDTH) + LISTING;
  return listed * (host?.speed ?? 1) < wholePanels(columns, DENSE_WIDTH); // not so where there was nothing to sample, and so no density
}

/** The columns of as many panels as it takes. */
function wholePanels(columns: number, width: number): number {
  return width * Math.ceil(columns / width);
}
