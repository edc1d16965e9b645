import { SPARSE_WIDTH } from "./blocking";

/** into ← start + alpha·a·b, as a command states it: addresses, and strides in bytes. */
@unmanaged
export class Product {
  /** (inner, columns) */
  b: usize;
  bInnerStride: usize;
  bColumnStride: usize;
  /** (rows, columns), or less where a stride is 0; at address 0 for zeros */
  start: usize;
  startRowStride: usize;
  startColumnStride: usize;
  /** (rows, columns), row by row */
  into: usize;
  rows: usize;
  inner: usize;
  columns: usize;
  alpha: f32;
  /** Rows in an item of work: a block. */
  rowsOfItem: usize;
  /** Rows of a panel. */
  depth: usize;
  /** Room of its own for each thread. */
  scratch: usize;
  scratchBytes: usize;
}

/** As many zeros as the widest panel has columns: where sums begin that nothing is added to. */
const ZEROS: usize = memory.data(SPARSE_WIDTH * 4, 16);

/** Where the sums of one piece of a row begin. */
@inline
export function startOf(product: Product, row: usize, column: usize): usize {
  if (product.start == 0) return ZEROS;
  return product.start + row * product.startRowStride + column * product.startColumnStride;
}

/** The left operand of a dense product, (rows, inner), and how many panels an item has. */
@unmanaged
export class DenseLeft {
  a: usize;
  rowStride: usize;
  innerStride: usize;
  panelsOfItem: usize;
}

/** The left operand of a sparse product, (rows, inner), the room for the list of one row, and the number of the product among all. */
@unmanaged
export class SparseLeft {
  a: usize;
  rowStride: usize;
  innerStride: usize;
  listBytes: usize;
  serial: u32;
}
