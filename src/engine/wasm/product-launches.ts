import * as blocking from "../assembly/blocking.ts";
import { ALIGNMENT } from "../assembly/layout.ts";
import { DENSE_PRODUCT, HOST_PRODUCT, SPARSE_PRODUCT } from "../assembly/operations.ts";
import type { Launcher } from "./launcher.ts";
import type { Cut, Multiplication } from "./multiplication.ts";
import type { Workings } from "./workings.ts";

/** The panels of an item of a dense product, which stay in the first-level cache together with rows of the left operand. */
const PANELS_BYTES = 16 * 1024;
/** How many there are where the left operand is transposed: a strip of it is copied once for all panels of an item. */
const TURNED_PANELS = 16;
/**
 * What a thread needs besides panels: a tile and a strip of a transposed left operand; for sparse products what is known of
 * its lists, and a tile.
 */
const DENSE_TILE_BYTES = 4 * blocking.DENSE_HEIGHT * (blocking.DENSE_WIDTH + blocking.DENSE_DEPTH);
const SPARSE_HEAD_BYTES = blocking.LISTS_BYTES + blocking.SPARSE_TILE_BYTES;
/** Rows whose lists are made together where the left operand is transposed. */
const LISTED_TOGETHER = 4;
/** The lists of a block at most. */
const MOST_LISTED_BYTES = 2 ** 21;

/** Multiplications in a chunk: some ten microseconds of work. */
const MULTIPLICATIONS_OF_CHUNK = 2 ** 18;

/** All elements of the left operand, by the product of the host where it takes this one. */
export function launchDense(workings: Workings, multiplication: Multiplication): void {
  const { left } = multiplication;
  const hosted = workings.host?.cut(multiplication);
  const cut = hosted ?? cutOfKernel(multiplication);
  launchProduct(workings, hosted ? HOST_PRODUCT : DENSE_PRODUCT, multiplication, cut)
    .word(left.span.begin)
    .word(left.rowStride)
    .word(left.columnStride)
    .word(cut.columnsOfItem / blocking.DENSE_WIDTH);
}

function cutOfKernel({ left, rows, inner, columns }: Multiplication): Cut {
  const depth = equalPart(inner, blocking.DENSE_DEPTH);
  const panelBytes = 4 * blocking.DENSE_WIDTH * depth;
  const across = Math.ceil(columns / blocking.DENSE_WIDTH);
  const isTurned = left.rowStride === 4 && left.columnStride !== 4;
  const panelsOfItem = Math.min(
    across,
    isTurned ? TURNED_PANELS : Math.max(1, Math.floor(PANELS_BYTES / panelBytes)),
  );
  return {
    rowsOfItem: heightOfBlocks(rows, blocking.ROWS_OF_ITEM, blocking.DENSE_HEIGHT),
    depth,
    columnsOfItem: panelsOfItem * blocking.DENSE_WIDTH,
    scratchBytes: DENSE_TILE_BYTES + panelsOfItem * panelBytes,
  };
}

/** The elements of the left operand that are not zero. */
export function launchSparse(workings: Workings, multiplication: Multiplication): void {
  const { left, rows, inner } = multiplication;
  const listBytes = 4 * (inner + 4); // a last vector may reach over the end
  const depth = equalPart(inner, blocking.SPARSE_DEPTH);
  const listable = Math.max(LISTED_TOGETHER, Math.floor(MOST_LISTED_BYTES / (2 * listBytes)));
  const rowsOfItem = heightOfBlocks(rows, Math.min(listable, blocking.ROWS_OF_ITEM), LISTED_TOGETHER);
  launchProduct(workings, SPARSE_PRODUCT, multiplication, {
    rowsOfItem,
    depth,
    columnsOfItem: blocking.SPARSE_WIDTH,
    scratchBytes: SPARSE_HEAD_BYTES + 4 * blocking.SPARSE_WIDTH * depth + rowsOfItem * (8 + 2 * listBytes),
  })
    .word(left.span.begin)
    .word(left.rowStride)
    .word(left.columnStride)
    .word(listBytes)
    .word(workings.launcher.nextSerial());
}

/** Begins the command of a product with the arguments that both kernels have, in the order of `product.ts`. */
function launchProduct(
  { memory, launcher, threads }: Workings,
  kernel: number,
  multiplication: Multiplication,
  { rowsOfItem, depth, columnsOfItem, scratchBytes }: Cut,
): Launcher {
  const { left, right, start, into, rows, inner, columns, alpha } = multiplication;
  const threadBytes = Math.ceil(scratchBytes / ALIGNMENT) * ALIGNMENT;
  const scratch = memory.allocate(threads * threadBytes);
  const items = Math.ceil(rows / rowsOfItem) * Math.ceil(columns / columnsOfItem);
  const grain = Math.ceil(MULTIPLICATIONS_OF_CHUNK / (rowsOfItem * inner * columnsOfItem + 1));
  const uses = {
    reads: [left.span, right.span, ...(start ? [start.span] : [])],
    writes: [into, { begin: scratch, end: scratch + threads * threadBytes }],
  };
  return launcher
    .range(kernel, items, grain, uses)
    .word(right.span.begin)
    .word(right.rowStride)
    .word(right.columnStride)
    .word(start?.span.begin ?? 0)
    .word(start?.rowStride ?? 0)
    .word(start?.columnStride ?? 0)
    .word(into.begin)
    .word(rows)
    .word(inner)
    .word(columns)
    .real(alpha)
    .word(rowsOfItem)
    .word(depth)
    .word(scratch)
    .word(threadBytes);
}

/**
 * Rows in blocks of one height, so that threads get stretches of equal length: a multiple of those that a kernel takes
 * together, near `most` at most.
 */
function heightOfBlocks(rows: number, most: number, together: number): number {
  return together * Math.ceil(equalPart(rows, most) / together);
}

/** The length of a part, at least 1, where `total` is cut into as few equal ones as none is longer than `most`. */
function equalPart(total: number, most: number): number {
  return Math.ceil(Math.max(1, total) / Math.max(1, Math.ceil(total / most)));
}
