import * as blocking from "../assembly/blocking.ts";
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

/** The panels of an item of a dense product, which stay in the first-level cache together with rows of the left operand. */
const PANELS_BYTES = 16 * 1024;
/** The same where the left operand is transposed: a strip of it is copied once for all panels of an item, which pays for many. */
const TURNED_PANELS_BYTES = 64 * 1024;
/** What a thread needs before its panels: a tile and a strip of a transposed left operand, and for sparse products where it stands in each list. */
const DENSE_TILE_BYTES = 4 * blocking.DENSE_HEIGHT * (blocking.DENSE_WIDTH + blocking.DENSE_DEPTH);
const SPARSE_TILE_BYTES = 4 * (blocking.SPARSE_WIDTH + blocking.SPARSE_ROWS);

/** Multiplications in a chunk: some ten microseconds of work. */
const MULTIPLICATIONS_OF_CHUNK = 2 ** 18;
/** Elements that a chunk looks through for zeros. */
const ELEMENTS_OF_CHUNK = 8192;

/** All elements of the left operand. */
export function launchDense(ground: Ground, multiplication: Multiplication): void {
  const { memory, launcher, threads } = ground;
  const { left, rows, inner, columns } = multiplication;
  const panelBytes = 4 * blocking.DENSE_WIDTH * Math.min(inner, blocking.DENSE_DEPTH);
  const across = Math.ceil(columns / blocking.DENSE_WIDTH);
  const isTurned = left.rowStride === 4 && left.columnStride !== 4;
  const panelsBytes = isTurned ? TURNED_PANELS_BYTES : PANELS_BYTES;
  const panelsOfItem = Math.min(across, Math.max(1, Math.floor(panelsBytes / panelBytes)));
  const threadBytes = DENSE_TILE_BYTES + panelsOfItem * panelBytes;
  const panels = memory.allocate(threads * threadBytes);
  const start = startOf(ground, multiplication);

  const items = Math.ceil(across / panelsOfItem) * Math.ceil(rows / blocking.DENSE_ROWS);
  const sizeOfItem = Math.min(rows, blocking.DENSE_ROWS) * inner * panelsOfItem * blocking.DENSE_WIDTH;
  launcher.range(DENSE_PRODUCT, items, grainFor(sizeOfItem));
  writeMultiplication(ground, multiplication, start, panels, threadBytes);
  launcher.word(left.address).word(left.rowStride).word(left.columnStride).word(panelsOfItem).flush();
}

/** The elements of the left operand that are not zero, which are listed first. */
export function launchSparse(ground: Ground, multiplication: Multiplication): void {
  const { memory, launcher, threads } = ground;
  const { left, rows, inner, columns } = multiplication;
  const panelBytes = 4 * blocking.SPARSE_WIDTH * Math.min(inner, blocking.SPARSE_DEPTH);
  const threadBytes = SPARSE_TILE_BYTES + panelBytes;
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
    .word(4 * blocking.SPARSE_WIDTH)
    .word(places)
    .word(elements)
    .word(ones)
    .word(listBytes);

  const items = Math.ceil(columns / blocking.SPARSE_WIDTH) * Math.ceil(rows / blocking.SPARSE_ROWS);
  launcher.range(
    SPARSE_PRODUCT,
    items,
    grainFor(Math.min(rows, blocking.SPARSE_ROWS) * inner * blocking.SPARSE_WIDTH),
  );
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
  const address = memory.allocate(4 * blocking.SPARSE_WIDTH);
  launcher.flush();
  memory.elements(address, blocking.SPARSE_WIDTH).fill(0);
  return { address, rowStride: 0, columnStride: 0 };
}

/** Items in a chunk. */
function grainFor(multiplicationsOfItem: number): number {
  return Math.ceil(MULTIPLICATIONS_OF_CHUNK / (multiplicationsOfItem + 1));
}
