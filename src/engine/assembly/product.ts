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
  /** Room for the panels of each thread. */
  panels: usize;
  panelBytes: usize;
}

/** As many zeros as the widest panel has columns: where sums begin that nothing is added to. */
const ZEROS: usize = memory.data(SPARSE_WIDTH * 4, 16);

/** Where the sums of one piece of a row begin. */
@inline
export function startOf(product: Product, row: usize, column: usize): usize {
  if (product.start == 0) return ZEROS;
  return product.start + row * product.startRowStride + column * product.startColumnStride;
}

/** The left operand of a product, (rows, inner), by its elements, and how many panels an item has. */
@unmanaged
export class LeftElements {
  a: usize;
  rowStride: usize;
  innerStride: usize;
  panelsOfItem: usize;
}

/** The left operand of a product, (rows, inner), by the lists of `listNonzeros`. */
@unmanaged
export class LeftLists {
  places: usize;
  elements: usize;
  ones: usize;
  listBytes: usize;
}

/** The lists of the elements of a, (rows, inner), that are not zero. */
@unmanaged
export class NonzeroLists {
  a: usize;
  rowStride: usize;
  innerStride: usize;
  inner: usize;
  /** Bytes in a row of a panel. */
  unit: usize;
  /** For each row `listBytes` in both of these, and a word in the third. */
  places: usize;
  elements: usize;
  ones: usize;
  listBytes: usize;
}
