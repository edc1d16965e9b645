import { LISTS_BYTES, SPARSE_DEPTH, SPARSE_TILE_BYTES, SPARSE_WIDTH } from "./blocking";
import { LISTED, LISTED_BYTES } from "./layout";
import { listNonzeros, NonzeroLists } from "./nonzero-lists";
import { packPanel } from "./panel";
import { Product, SparseLeft, startOf } from "./product";

/** Columns of a panel of b: seven vectors. */
const WIDTH: usize = SPARSE_WIDTH;
/** Rows of a panel at most. */
const DEPTH: usize = SPARSE_DEPTH;

/**
 * into ← start + alpha·a·b, to the bit what `denseProduct` computes, by the elements of a that are not zero: the work
 * falls with the share of zeros in a. Items are counted as there, in panels of 28 columns and blocks of rows.
 *
 * Blocking. For each element of a that is not zero, one row of a panel of b is added to the sums of a row of the result:
 * 28 columns, seven vectors, enough additions under way at once to keep the adders busy. Compilers load all of the row before
 * they add it, so that seven sums, seven loaded vectors and the element take up the fifteen registers that are free; with an eighth
 * sum one of them would wait for its way through memory at each element. A panel has 256
 * rows, so its 28 kB stay in the first-level cache while all rows of the block pass by; where the inner dimension is
 * longer, panel follows panel, and the sums wait in the result. Where all elements of a row are 1, as those of sampled
 * states are, there is nothing to multiply.
 *
 * Each thread lists the elements of a block for itself when it comes to the first item in it: to list them twice takes less time
 * than to fetch, a few here and a few there, what another thread has listed.
 */
export function sparseProduct(
  product: Product,
  left: SparseLeft,
  thread: usize,
  begin: usize,
  end: usize,
): void {
  const inner = product.inner;
  const columns = product.columns;
  const intoStride = columns * 4;
  const panels = (columns + WIDTH - 1) / WIDTH;
  const scratch = product.scratch + thread * product.scratchBytes;
  const lists = changetype<NonzeroLists>(scratch);
  const tile = scratch + LISTS_BYTES;
  const cursors = tile + SPARSE_TILE_BYTES;
  const panel = cursors + product.rowsOfItem * 4;
  for (let item = begin; item < end; item++) {
    const block = item / panels;
    const firstRow = block * product.rowsOfItem;
    const rows = min(product.rowsOfItem, product.rows - firstRow);
    listBlock(product, left, lists, panel + WIDTH * DEPTH * 4, thread, block, rows);
    const apart = lists.elements - lists.places;
    const column = (item % panels) * WIDTH;
    const width = min(WIDTH, columns - column);
    for (let first: usize = 0; first < inner; first += DEPTH) {
      const last = min(first + DEPTH, inner);
      packPanel(product, first, last, column, width, WIDTH, panel);
      const limit = last * WIDTH * 4;
      const origin = panel - first * WIDTH * 4;
      for (let row: usize = 0; row < rows; row++) {
        const cursor = cursors + row * 4;
        const into = product.into + (firstRow + row) * intoStride + column * 4;
        const start = first == 0 ? startOf(product, firstRow + row, column) : into;
        const list: usize = first == 0 ? lists.places + row * lists.listBytes : load<u32>(cursor);
        const target = width < WIDTH ? tile : into;
        const rest = load<u32>(lists.ones + row * 4)
          ? addRowsOfPanel(list, limit, origin, start, target)
          : addMultiples(list, limit, apart, origin, start, target);
        store<u32>(cursor, rest as u32);
        if (width < WIDTH) memory.copy(into, tile, width * 4);
      }
    }
  }
}

/** Lists the elements of a block, unless they are those that this thread has listed last. */
function listBlock(
  product: Product,
  left: SparseLeft,
  lists: NonzeroLists,
  room: usize,
  thread: usize,
  block: usize,
  rows: usize,
): void {
  const listed = LISTED + thread * LISTED_BYTES;
  if (load<u32>(listed) == left.serial && load<u32>(listed, 4) == block) return;
  lists.a = left.a + block * product.rowsOfItem * left.rowStride;
  lists.rowStride = left.rowStride;
  lists.innerStride = left.innerStride;
  lists.inner = product.inner;
  lists.unit = WIDTH * 4;
  lists.places = room;
  lists.elements = room + product.rowsOfItem * left.listBytes;
  lists.ones = lists.elements + product.rowsOfItem * left.listBytes;
  lists.listBytes = left.listBytes;
  listNonzeros(lists, rows);
  store<u32>(listed, left.serial);
  store<u32>(listed, block as u32, 4);
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
