import { rangeError } from "../../check.ts";
import { type AbstractMatrix, shapeOf } from "../../matrix/matrix.ts";
import { DENSE_PRODUCT, LIST_NONZEROS, SCALE, SPARSE_PRODUCT } from "../assembly/operations.ts";
import type { Launcher } from "./launcher.ts";
import type { Kernels } from "./module.ts";
import type { RunMemory } from "./run-memory.ts";

/** What a product needs of the engine it runs on. */
export interface ProductGround {
  readonly memory: RunMemory;
  readonly launcher: Launcher;
  readonly kernels: Kernels;
  /** Threads at most, each of which copies panels for itself. */
  readonly threads: number;
}

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
  /** One row that is added to every row; not together with `beta`. */
  readonly bias?: AbstractMatrix;
}

/** As `dense-product.ts` has it: columns of a panel, rows of an item, and what a thread needs besides a panel. */
const DENSE = { operation: DENSE_PRODUCT, width: 8, depth: Number.POSITIVE_INFINITY, rows: 128, bytes: 128 };
/** As `sparse-product.ts` has it, with the rows of a panel at most. */
const SPARSE = { operation: SPARSE_PRODUCT, width: 32, depth: 256, rows: 1024, bytes: 128 + 4096 };

/** The share of elements that are not zero up to which lists of them are faster than all elements: measured. */
const MOST_DENSITY = 0.75;
/** Below, the lists cost more than they save; above, they take more memory than they are worth. */
const FEWEST_COLUMNS = 16;
const MOST_LISTED = 2 ** 22;
/** The density is estimated from every 13th vector of four, which falls on all columns of nearly every width. */
const SAMPLE_BYTES = 13 * 16;
/** Multiplications in a chunk: some ten microseconds of work. */
const PRODUCTS_OF_CHUNK = 2 ** 18;
/** Elements that a chunk looks through for zeros. */
const ELEMENTS_OF_CHUNK = 8192;

/** alpha·a·b + beta·into, or + 1·bias. */
export function multiply(
  ground: ProductGround,
  a: AbstractMatrix,
  b: AbstractMatrix,
  { leftTransposed = false, rightTransposed = false }: ProductShape,
  { into, alpha = 1, beta: share = 0, bias }: Addend,
): AbstractMatrix {
  const beta = into === undefined ? 0 : share;
  const { memory, launcher } = ground;
  const [rows, inner] = leftTransposed ? [a.columns, a.rows] : [a.rows, a.columns];
  const [other, columns] = rightTransposed ? [b.columns, b.rows] : [b.rows, b.columns];
  if (inner !== other) {
    const action = `multiply ${shapeOf(a)}${leftTransposed ? " transposed" : ""} by ${shapeOf(b)}${rightTransposed ? " transposed" : ""}`;
    throw rangeError(action, "inner dimensions to match", `${inner} and ${other}`);
  }
  if (bias && (bias.rows !== 1 || bias.columns !== columns)) {
    throw rangeError(`add a row to ${rows}×${columns}`, `a row of 1×${columns}`, shapeOf(bias));
  }
  const result = into ?? memory.matrix(rows, columns);
  if (result.rows !== rows || result.columns !== columns) {
    throw rangeError("write a result", "shapes to be equal", `${rows}×${columns} and ${shapeOf(result)}`);
  }
  if (rows === 0 || columns === 0) return result;
  const target = memory.addressOf(result);
  const [left, right] = [memory.addressOf(a), memory.addressOf(b)];
  if (beta !== 0 && beta !== 1) {
    launcher
      .elementwise(SCALE, rows * columns)
      .real(beta)
      .word(target)
      .word(target);
  }
  launcher.flush();

  memory.scope(() => {
    const [aRowStride, aInnerStride] = leftTransposed ? [4, 4 * rows] : [4 * inner, 4];
    const [bInnerStride, bColumnStride] = rightTransposed ? [4, 4 * inner] : [4 * columns, 4];
    const sparse = isSparse(ground, left, rows, inner, columns);
    const { operation, width, depth, rows: rowsOfItem, bytes } = sparse ? SPARSE : DENSE;
    const panelBytes = bytes + 4 * width * Math.min(inner, depth);
    const panels = memory.allocate(panelBytes * ground.threads);
    const listBytes = 4 * (inner + 4);
    const places = sparse ? memory.allocate(listBytes * rows) : 0;
    const elements = sparse ? memory.allocate(listBytes * rows) : 0;
    const ones = sparse ? memory.allocate(4 * rows) : 0;
    const start = startOf(memory, target, columns, beta, bias);
    if (sparse) {
      launcher
        .range(LIST_NONZEROS, rows, Math.ceil(ELEMENTS_OF_CHUNK / inner))
        .word(left)
        .word(aRowStride)
        .word(aInnerStride)
        .word(inner)
        .word(4 * width)
        .word(places)
        .word(elements)
        .word(ones)
        .word(listBytes);
    }
    const items = Math.ceil(columns / width) * Math.ceil(rows / rowsOfItem);
    const grain = Math.ceil(PRODUCTS_OF_CHUNK / (Math.min(rows, rowsOfItem) * inner * width + 1));
    launcher
      .range(operation, items, grain)
      .word(right)
      .word(bInnerStride)
      .word(bColumnStride)
      .word(start.address)
      .word(start.rowStride)
      .word(start.columnStride)
      .word(target)
      .word(rows)
      .word(inner)
      .word(columns)
      .real(alpha)
      .word(panels)
      .word(panelBytes);
    if (sparse) launcher.word(places).word(elements).word(ones).word(listBytes);
    else launcher.word(left).word(aRowStride).word(aInnerStride);
    launcher.flush();
  });
  return result;
}

/** Where the sums begin: at what the result holds, at a bias for each column, or at zero. */
function startOf(
  memory: RunMemory,
  target: number,
  columns: number,
  beta: number,
  bias: AbstractMatrix | undefined,
): { readonly address: number; readonly rowStride: number; readonly columnStride: number } {
  if (beta !== 0) return { address: target, rowStride: 4 * columns, columnStride: 4 };
  if (bias) return { address: memory.addressOf(bias), rowStride: 0, columnStride: 4 };
  const zeros = memory.allocate(4 * SPARSE.width);
  memory.elements(zeros, SPARSE.width).fill(0);
  return { address: zeros, rowStride: 0, columnStride: 0 };
}

function isSparse(
  { kernels }: ProductGround,
  address: number,
  rows: number,
  inner: number,
  columns: number,
): boolean {
  if (columns < FEWEST_COLUMNS || rows * inner > MOST_LISTED) return false;
  const vectors = Math.floor((4 * rows * inner) / SAMPLE_BYTES);
  return kernels.countNonzeros(address, SAMPLE_BYTES, vectors) < MOST_DENSITY * 4 * vectors;
}
