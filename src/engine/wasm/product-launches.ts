import { DENSE_PRODUCT, LIST_NONZEROS, SPARSE_PRODUCT } from "../assembly/operations.ts";
import type { Ground } from "./products.ts";

/** Where a matrix lies, and how far its rows and its columns are apart, in bytes. */
export interface Strided {
  readonly address: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

/** into ← start + alpha·left·right, with `into` row by row; zeros where there is no start. */
export interface Multiplication {
  readonly left: Strided;
  readonly right: Strided;
  readonly start: Strided | undefined;
  readonly into: number;
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly alpha: number;
}

/** As `dense-product.ts` has it: columns and rows of a panel, rows of an item, and the room for a tile. */
const DENSE = { width: 8, depth: 256, rows: 256, tileBytes: 128 };
/** The panels of an item, which stay in the first-level cache together with rows of the left operand. */
const PANELS_BYTES = 16 * 1024;
/** As `sparse-product.ts` has it: columns and rows of a panel, rows of an item, and the room for a tile and cursors. */
const SPARSE = { width: 32, depth: 256, rows: 256, tileBytes: 128 + 1024 };

/** Multiplications in a chunk: some ten microseconds of work. */
const MULTIPLICATIONS_OF_CHUNK = 2 ** 18;
/** Elements that a chunk looks through for zeros. */
const ELEMENTS_OF_CHUNK = 8192;

/** All elements of the left operand. */
export function launchDense(ground: Ground, multiplication: Multiplication): void {
  const { memory, launcher, threads } = ground;
  const { left, rows, inner, columns } = multiplication;
  const panelBytes = 4 * DENSE.width * Math.min(inner, DENSE.depth);
  const across = Math.ceil(columns / DENSE.width);
  const panelsOfItem = Math.min(across, Math.max(1, Math.floor(PANELS_BYTES / panelBytes)));
  const threadBytes = DENSE.tileBytes + panelsOfItem * panelBytes;
  const panels = memory.allocate(threads * threadBytes);
  const start = startOf(ground, multiplication);

  const items = Math.ceil(across / panelsOfItem) * Math.ceil(rows / DENSE.rows);
  const sizeOfItem = Math.min(rows, DENSE.rows) * inner * panelsOfItem * DENSE.width;
  launcher.range(DENSE_PRODUCT, items, grainFor(sizeOfItem));
  writeMultiplication(ground, multiplication, start, panels, threadBytes);
  launcher.word(left.address).word(left.rowStride).word(left.columnStride).word(panelsOfItem).flush();
}

/** The elements of the left operand that are not zero, which are listed first. */
export function launchSparse(ground: Ground, multiplication: Multiplication): void {
  const { memory, launcher, threads } = ground;
  const { left, rows, inner, columns } = multiplication;
  const panelBytes = 4 * SPARSE.width * Math.min(inner, SPARSE.depth);
  const threadBytes = SPARSE.tileBytes + panelBytes;
  const panels = memory.allocate(threads * threadBytes);
  const listBytes = 4 * (inner + 4); // a last vector may reach over the end
  const places = memory.allocate(rows * listBytes);
  const elements = memory.allocate(rows * listBytes);
  const ones = memory.allocate(rows * 4);
  const start = startOf(ground, multiplication);

  launcher
    .range(LIST_NONZEROS, rows, 4 * Math.ceil(ELEMENTS_OF_CHUNK / 4 / inner))
    .word(left.address)
    .word(left.rowStride)
    .word(left.columnStride)
    .word(inner)
    .word(4 * SPARSE.width)
    .word(places)
    .word(elements)
    .word(ones)
    .word(listBytes);

  const items = Math.ceil(columns / SPARSE.width) * Math.ceil(rows / SPARSE.rows);
  launcher.range(SPARSE_PRODUCT, items, grainFor(Math.min(rows, SPARSE.rows) * inner * SPARSE.width));
  writeMultiplication(ground, multiplication, start, panels, threadBytes);
  launcher.word(places).word(elements).word(ones).word(listBytes).flush();
}

/** The arguments that both kernels have, in the order of `product.ts`. */
function writeMultiplication(
  { launcher }: Ground,
  { right, into, rows, inner, columns, alpha }: Multiplication,
  start: Strided,
  panels: number,
  threadBytes: number,
): void {
  launcher
    .word(right.address)
    .word(right.rowStride)
    .word(right.columnStride)
    .word(start.address)
    .word(start.rowStride)
    .word(start.columnStride)
    .word(into)
    .word(rows)
    .word(inner)
    .word(columns)
    .real(alpha)
    .word(panels)
    .word(threadBytes);
}

/** Where the sums begin; for zeros, at as many of them as the widest panel has columns. */
function startOf({ memory, launcher }: Ground, { start }: Multiplication): Strided {
  if (start !== undefined) return start;
  const address = memory.allocate(4 * SPARSE.width);
  launcher.flush();
  memory.elements(address, SPARSE.width).fill(0);
  return { address, rowStride: 0, columnStride: 0 };
}

/** Items in a chunk. */
function grainFor(multiplicationsOfItem: number): number {
  return Math.ceil(MULTIPLICATIONS_OF_CHUNK / (multiplicationsOfItem + 1));
}
