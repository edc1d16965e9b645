import * as blocking from "../assembly/blocking.ts";
import { DENSE_PRODUCT, LIST_NONZEROS, SPARSE_PRODUCT } from "../assembly/operations.ts";
import type { Span } from "./launch-group.ts";
import type { Launcher } from "./launcher.ts";
import type { Ground } from "./products.ts";

/** Where a matrix lies, how far its rows and its columns are apart, in bytes, and how many elements it has. */
export interface Strided {
  readonly address: number;
  readonly rowStride: number;
  readonly columnStride: number;
  readonly elements: number;
}

/** The piece of the memory that a matrix takes. */
export function spanOf({ address, elements }: Pick<Strided, "address" | "elements">): Span {
  return { begin: address, end: address + 4 * elements };
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
  const { left, rows, inner, columns } = multiplication;
  const panelBytes = 4 * blocking.DENSE_WIDTH * Math.min(inner, blocking.DENSE_DEPTH);
  const across = Math.ceil(columns / blocking.DENSE_WIDTH);
  const isTurned = left.rowStride === 4 && left.columnStride !== 4;
  const panelsBytes = isTurned ? TURNED_PANELS_BYTES : PANELS_BYTES;
  const panelsOfItem = Math.min(across, Math.max(1, Math.floor(panelsBytes / panelBytes)));
  const panels = allocatePanels(ground, DENSE_TILE_BYTES + panelsOfItem * panelBytes);

  const rowsOfItem = Math.min(rows, blocking.DENSE_ROWS);
  const items = Math.ceil(across / panelsOfItem) * Math.ceil(rows / blocking.DENSE_ROWS);
  const grain = grainFor(rowsOfItem * inner * panelsOfItem * blocking.DENSE_WIDTH);
  launchProduct(ground, DENSE_PRODUCT, items, grain, multiplication, spanOf(left), panels)
    .word(left.address)
    .word(left.rowStride)
    .word(left.columnStride)
    .word(panelsOfItem);
}

/** The elements of the left operand that are not zero, which are listed first. */
export function launchSparse(ground: Ground, multiplication: Multiplication): void {
  const { memory, launcher } = ground;
  const { left, rows, inner, columns } = multiplication;
  const panelBytes = 4 * blocking.SPARSE_WIDTH * Math.min(inner, blocking.SPARSE_DEPTH);
  const panels = allocatePanels(ground, SPARSE_TILE_BYTES + panelBytes);
  const listBytes = 4 * (inner + 4); // a last vector may reach over the end
  const places = memory.allocate(rows * listBytes);
  const elements = memory.allocate(rows * listBytes);
  const ones = memory.allocate(rows * 4);
  const lists = { begin: places, end: ones + rows * 4 };

  launcher
    .range(LIST_NONZEROS, rows, 4 * Math.ceil(ELEMENTS_OF_CHUNK / 4 / inner), {
      reads: [spanOf(left)],
      writes: [lists],
    })
    .word(left.address)
    .word(left.rowStride)
    .word(left.columnStride)
    .word(inner)
    .word(4 * blocking.SPARSE_WIDTH)
    .word(places)
    .word(elements)
    .word(ones)
    .word(listBytes);

  const rowsOfItem = Math.min(rows, blocking.SPARSE_ROWS);
  const items = Math.ceil(columns / blocking.SPARSE_WIDTH) * Math.ceil(rows / blocking.SPARSE_ROWS);
  const grain = grainFor(rowsOfItem * inner * blocking.SPARSE_WIDTH);
  launchProduct(ground, SPARSE_PRODUCT, items, grain, multiplication, lists, panels)
    .word(places)
    .word(elements)
    .word(ones)
    .word(listBytes);
}

/** Room for the panels of each thread. */
interface Panels {
  readonly address: number;
  readonly threadBytes: number;
  readonly span: Span;
}

function allocatePanels({ memory, threads }: Ground, threadBytes: number): Panels {
  const address = memory.allocate(threads * threadBytes);
  return { address, threadBytes, span: { begin: address, end: address + threads * threadBytes } };
}

/** Begins the command of a product with the arguments that both kernels have, in the order of `product.ts`. */
function launchProduct(
  { launcher }: Ground,
  kernel: number,
  items: number,
  grain: number,
  { right, start, into, rows, inner, columns, alpha }: Multiplication,
  left: Span,
  panels: Panels,
): Launcher {
  const uses = {
    reads: [left, spanOf(right), ...(start ? [spanOf(start)] : [])],
    writes: [spanOf({ address: into, elements: rows * columns }), panels.span],
  };
  return launcher
    .range(kernel, items, grain, uses)
    .word(right.address)
    .word(right.rowStride)
    .word(right.columnStride)
    .word(start?.address ?? 0)
    .word(start?.rowStride ?? 0)
    .word(start?.columnStride ?? 0)
    .word(into)
    .word(rows)
    .word(inner)
    .word(columns)
    .real(alpha)
    .word(panels.address)
    .word(panels.threadBytes);
}

/** Items in a chunk. */
function grainFor(multiplicationsOfItem: number): number {
  return Math.ceil(MULTIPLICATIONS_OF_CHUNK / (multiplicationsOfItem + 1));
}
