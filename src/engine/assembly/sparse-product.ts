import { SPARSE_DEPTH, SPARSE_ROWS, SPARSE_WIDTH } from "./blocking";
import { packPanel } from "./panel";
import { LeftLists, Product, startOf } from "./product";

/** Columns of a panel of b: seven vectors. */
const WIDTH: usize = SPARSE_WIDTH;
/** Rows of a panel at most. */
const DEPTH: usize = SPARSE_DEPTH;
/** Rows of the result in one item of work. */
const ROWS_OF_ITEM: usize = SPARSE_ROWS;

/**
 * into ← start + alpha·a·b, to the bit what `denseProduct` computes, with a given by the lists of `listNonzeros`: the work
 * falls with the share of zeros in a. Items are counted as there, in panels of 28 columns and blocks of 256 rows.
 *
 * Blocking. For each element of a that is not zero, one row of a panel of b is added to the sums of a row of the result:
 * 28 columns, seven vectors, enough additions under way at once to keep the adders busy. Compilers load all of the row before
 * they add it, so that seven sums, seven loaded vectors and the element take up the fifteen registers that are free; with an eighth
 * sum one of them would wait for its way through memory at each element. A panel has 256
 * rows, so its 28 kB stay in the first-level cache while all rows of the result pass by; where the inner dimension is
 * longer, panel follows panel, and the sums wait in the result. Where all elements of a row are 1, as those of sampled
 * states are, there is nothing to multiply.
 */
export function sparseProduct(
  product: Product,
  left: LeftLists,
  thread: usize,
  begin: usize,
  end: usize,
): void {
  const inner = product.inner;
  const columns = product.columns;
  const intoStride = columns * 4;
  const apart = left.elements - left.places;
  const panels = (columns + WIDTH - 1) / WIDTH;
  const tile = product.panels + thread * product.panelBytes;
  const cursors = tile + WIDTH * 4;
  const panel = cursors + ROWS_OF_ITEM * 4;
  for (let item = begin; item < end; item++) {
    const column = (item % panels) * WIDTH;
    const width = min(WIDTH, columns - column);
    const firstRow = (item / panels) * ROWS_OF_ITEM;
    const lastRow = min(firstRow + ROWS_OF_ITEM, product.rows);
    for (let first: usize = 0; first < inner; first += DEPTH) {
      const last = min(first + DEPTH, inner);
      packPanel(product, first, last, column, width, WIDTH, panel);
      const limit = last * WIDTH * 4;
      const origin = panel - first * WIDTH * 4;
      for (let row = firstRow; row < lastRow; row++) {
        const cursor = cursors + (row - firstRow) * 4;
        const into = product.into + row * intoStride + column * 4;
        let start = into;
        let list: usize = load<u32>(cursor);
        if (first == 0) {
          start = startOf(product, row, column);
          list = left.places + row * left.listBytes;
        }
        const target = width < WIDTH ? tile : into;
        const rest = load<u32>(left.ones + row * 4)
          ? addRowsOfPanel(list, limit, origin, start, target)
          : addMultiples(list, limit, apart, origin, start, target);
        store<u32>(cursor, rest as u32);
        if (width < WIDTH) memory.copy(into, tile, width * 4);
      }
    }
  }
}

/** Adds the rows of the panel that are listed before `limit`; returns where the list goes on. */
function addRowsOfPanel(list: usize, limit: usize, origin: usize, start: usize, into: usize): usize {
  let sum0 = v128.load(start);
  let sum1 = v128.load(start, 16);
  let sum2 = v128.load(start, 32);
  let sum3 = v128.load(start, 48);
  let sum4 = v128.load(start, 64);
  let sum5 = v128.load(start, 80);
  let sum6 = v128.load(start, 96);
  let place: usize = load<u32>(list);
  while (place < limit) {
    const row = origin + place;
    sum0 = f32x4.add(sum0, v128.load(row));
    sum1 = f32x4.add(sum1, v128.load(row, 16));
    sum2 = f32x4.add(sum2, v128.load(row, 32));
    sum3 = f32x4.add(sum3, v128.load(row, 48));
    sum4 = f32x4.add(sum4, v128.load(row, 64));
    sum5 = f32x4.add(sum5, v128.load(row, 80));
    sum6 = f32x4.add(sum6, v128.load(row, 96));
    list += 4;
    place = load<u32>(list);
  }
  v128.store(into, sum0);
  v128.store(into, sum1, 16);
  v128.store(into, sum2, 32);
  v128.store(into, sum3, 48);
  v128.store(into, sum4, 64);
  v128.store(into, sum5, 80);
  v128.store(into, sum6, 96);
  return list;
}

/** The same, each row multiplied by its element, which stands `apart` bytes after its place. */
function addMultiples(
  list: usize,
  limit: usize,
  apart: usize,
  origin: usize,
  start: usize,
  into: usize,
): usize {
  let sum0 = v128.load(start);
  let sum1 = v128.load(start, 16);
  let sum2 = v128.load(start, 32);
  let sum3 = v128.load(start, 48);
  let sum4 = v128.load(start, 64);
  let sum5 = v128.load(start, 80);
  let sum6 = v128.load(start, 96);
  let place: usize = load<u32>(list);
  while (place < limit) {
    const row = origin + place;
    const element = v128.load_splat<f32>(list + apart);
    sum0 = f32x4.add(sum0, f32x4.mul(element, v128.load(row)));
    sum1 = f32x4.add(sum1, f32x4.mul(element, v128.load(row, 16)));
    sum2 = f32x4.add(sum2, f32x4.mul(element, v128.load(row, 32)));
    sum3 = f32x4.add(sum3, f32x4.mul(element, v128.load(row, 48)));
    sum4 = f32x4.add(sum4, f32x4.mul(element, v128.load(row, 64)));
    sum5 = f32x4.add(sum5, f32x4.mul(element, v128.load(row, 80)));
    sum6 = f32x4.add(sum6, f32x4.mul(element, v128.load(row, 96)));
    list += 4;
    place = load<u32>(list);
  }
  v128.store(into, sum0);
  v128.store(into, sum1, 16);
  v128.store(into, sum2, 32);
  v128.store(into, sum3, 48);
  v128.store(into, sum4, 64);
  v128.store(into, sum5, 80);
  v128.store(into, sum6, 96);
  return list;
}
