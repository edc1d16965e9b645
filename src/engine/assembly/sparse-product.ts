import { LISTS_BYTES, SPARSE_TILE_BYTES, SPARSE_WIDTH } from "./blocking";
import { LISTED, LISTED_BYTES } from "./layout";
import { listNonzeros, NonzeroLists } from "./nonzero-lists";
import { packPanel } from "./panel";
import { Product, SparseLeft, startOf } from "./product";

/** Columns of a panel of b: thirteen vectors. */
const WIDTH: usize = SPARSE_WIDTH;

/**
 * into ← start + alpha·a·b, to the bit what `denseProduct` computes, by the elements of a that are not zero: the work
 * falls with the share of zeros in a. Items are counted as there, in panels of 52 columns and blocks of rows.
 *
 * Blocking. For each element of a that is not zero, one row of a panel of b is added to the sums of a row of the result:
 * 52 columns, thirteen vectors, which with the element and the product take up the fifteen registers that compilers have to
 * give. The wider a panel is, the less often a list is gone through, and where a list ends costs as much as twenty
 * additions. A panel has up to 392 rows, 82 kB, read from the second-level cache as fast as they are added; where the inner
 * dimension is longer, panels of equal depth follow one another, and the sums wait in the result. Where all elements of a row
 * are 1, as those of sampled states are, there is nothing to multiply.
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
  const depth = product.depth;
  const panels = (columns + WIDTH - 1) / WIDTH;
  const scratch = product.scratch + thread * product.scratchBytes;
  const lists = changetype<NonzeroLists>(scratch);
  const tile = scratch + LISTS_BYTES;
  const panel = tile + SPARSE_TILE_BYTES; // where no vector lies across two lines
  const cursors = panel + WIDTH * depth * 4;
  const room = cursors + product.rowsOfItem * 4;
  for (let item = begin; item < end; item++) {
    const block = item / panels;
    const firstRow = block * product.rowsOfItem;
    const rows = min(product.rowsOfItem, product.rows - firstRow);
    listBlock(product, left, lists, room, thread, block, rows);
    const column = (item % panels) * WIDTH;
    const width = min(WIDTH, columns - column);
    for (let first: usize = 0; first < inner; first += depth) {
      const last = min(first + depth, inner);
      packPanel(product, first, last, column, width, WIDTH, panel);
      addPanel(product, lists, cursors, panel, first, last, firstRow, rows, column, tile);
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
  lists.listBytes = left.listBytes;
  lists.apart = product.rowsOfItem * left.listBytes;
  lists.ones = room + 2 * lists.apart;
  listNonzeros(lists, rows);
  store<u32>(listed, left.serial);
  store<u32>(listed, block as u32, 4);
}

/**
 * Adds a panel's part, the inner dimension from `first` to `last`, to `rows` rows of the result from `firstRow` on. The last
 * vector of a row comes first: compilers then add each vector as it is loaded, where in the other order they would load all of them
 * first, for which there are not enough registers.
 */
function addPanel(
  product: Product,
  lists: NonzeroLists,
  cursors: usize,
  panel: usize,
  first: usize,
  last: usize,
  firstRow: usize,
  rows: usize,
  column: usize,
  tile: usize,
): void {
  const intoStride = product.columns * 4;
  const width = min(WIDTH, product.columns - column);
  const limit = last * WIDTH * 4;
  const origin = panel - first * WIDTH * 4;
  const apart = lists.apart;
  for (let row: usize = 0; row < rows; row++) {
    const cursor = cursors + row * 4;
    const into = product.into + (firstRow + row) * intoStride + column * 4;
    const start = first == 0 ? startOf(product, firstRow + row, column) : into;
    let list: usize = first == 0 ? lists.places + row * lists.listBytes : load<u32>(cursor);
    let sum0 = v128.load(start);
    let sum1 = v128.load(start, 16);
    let sum2 = v128.load(start, 32);
    let sum3 = v128.load(start, 48);
    let sum4 = v128.load(start, 64);
    let sum5 = v128.load(start, 80);
    let sum6 = v128.load(start, 96);
    let sum7 = v128.load(start, 112);
    let sum8 = v128.load(start, 128);
    let sum9 = v128.load(start, 144);
    let sum10 = v128.load(start, 160);
    let sum11 = v128.load(start, 176);
    let sum12 = v128.load(start, 192);
    let place: usize = load<u32>(list);
    if (load<u32>(lists.ones + row * 4)) {
      while (place < limit) {
        const b = origin + place;
        sum12 = f32x4.add(sum12, v128.load(b, 192));
        sum11 = f32x4.add(sum11, v128.load(b, 176));
        sum10 = f32x4.add(sum10, v128.load(b, 160));
        sum9 = f32x4.add(sum9, v128.load(b, 144));
        sum8 = f32x4.add(sum8, v128.load(b, 128));
        sum7 = f32x4.add(sum7, v128.load(b, 112));
        sum6 = f32x4.add(sum6, v128.load(b, 96));
        sum5 = f32x4.add(sum5, v128.load(b, 80));
        sum4 = f32x4.add(sum4, v128.load(b, 64));
        sum3 = f32x4.add(sum3, v128.load(b, 48));
        sum2 = f32x4.add(sum2, v128.load(b, 32));
        sum1 = f32x4.add(sum1, v128.load(b, 16));
        sum0 = f32x4.add(sum0, v128.load(b));
        list += 4;
        place = load<u32>(list);
      }
    } else {
      while (place < limit) {
        const b = origin + place;
        const element = v128.load_splat<f32>(list + apart);
        sum12 = f32x4.add(sum12, f32x4.mul(element, v128.load(b, 192)));
        sum11 = f32x4.add(sum11, f32x4.mul(element, v128.load(b, 176)));
        sum10 = f32x4.add(sum10, f32x4.mul(element, v128.load(b, 160)));
        sum9 = f32x4.add(sum9, f32x4.mul(element, v128.load(b, 144)));
        sum8 = f32x4.add(sum8, f32x4.mul(element, v128.load(b, 128)));
        sum7 = f32x4.add(sum7, f32x4.mul(element, v128.load(b, 112)));
        sum6 = f32x4.add(sum6, f32x4.mul(element, v128.load(b, 96)));
        sum5 = f32x4.add(sum5, f32x4.mul(element, v128.load(b, 80)));
        sum4 = f32x4.add(sum4, f32x4.mul(element, v128.load(b, 64)));
        sum3 = f32x4.add(sum3, f32x4.mul(element, v128.load(b, 48)));
        sum2 = f32x4.add(sum2, f32x4.mul(element, v128.load(b, 32)));
        sum1 = f32x4.add(sum1, f32x4.mul(element, v128.load(b, 16)));
        sum0 = f32x4.add(sum0, f32x4.mul(element, v128.load(b)));
        list += 4;
        place = load<u32>(list);
      }
    }
    const target = width < WIDTH ? tile : into;
    v128.store(target, sum0);
    v128.store(target, sum1, 16);
    v128.store(target, sum2, 32);
    v128.store(target, sum3, 48);
    v128.store(target, sum4, 64);
    v128.store(target, sum5, 80);
    v128.store(target, sum6, 96);
    v128.store(target, sum7, 112);
    v128.store(target, sum8, 128);
    v128.store(target, sum9, 144);
    v128.store(target, sum10, 160);
    v128.store(target, sum11, 176);
    v128.store(target, sum12, 192);
    if (width < WIDTH) memory.copy(into, tile, width * 4);
    store<u32>(cursor, list as u32);
  }
}
