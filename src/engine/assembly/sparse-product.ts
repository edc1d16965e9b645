import { packPanel } from "./panel";
import { SparseProduct } from "./product";

/** Columns of a panel of b: eight vectors. */
const WIDTH: usize = 32;
/** Rows of the result in one item of work. */
const ROWS_OF_ITEM: usize = 1024;

/**
 * into ← start + alpha·a·b as `denseProduct` computes it, to the bit, with a given by the lists of `listNonzeros`: the work falls with the share of zeros in a.
 *
 * Blocking. A panel of b is 32 columns wide, since a row of the result in it is eight vectors of sums, as many independent additions as a processor has under way at once. For each element that is not zero one
 * row of the panel is added to them. A panel for an inner dimension of 784 has 100 kB: it stays in the second-level cache. Where all elements of a row are 1 there is nothing to multiply.
 */
export function sparseProduct(product: SparseProduct, thread: usize, begin: usize, end: usize): void {
  const columns = product.columns;
  const intoStride = columns * 4;
  const listBytes = product.inner * 4;
  const apart = product.elements - product.places;
  const panels = (columns + WIDTH - 1) / WIDTH;
  const tile = product.panels + thread * product.panelBytes;
  const panel = tile + WIDTH * 4;
  for (let item = begin; item < end; item++) {
    const column = (item % panels) * WIDTH;
    const width = min(WIDTH, columns - column);
    const firstRow = (item / panels) * ROWS_OF_ITEM;
    const lastRow = min(firstRow + ROWS_OF_ITEM, product.rows);
    packPanel(product, column, width, WIDTH, panel);
    for (let row = firstRow; row < lastRow; row++) {
      const counts = product.counts + row * 8;
      const list = product.places + row * listBytes;
      const listEnd = list + load<u32>(counts);
      const start = product.start + row * product.startRowStride + column * product.startColumnStride;
      const into = product.into + row * intoStride + column * 4;
      const target = width < WIDTH ? tile : into;
      if (load<u32>(counts, 4)) addRowsOfPanel(list, listEnd, panel, start, target);
      else addMultiples(list, listEnd, apart, panel, start, target);
      if (width < WIDTH) memory.copy(into, tile, width * 4);
    }
  }
}

/** Adds the listed rows of the panel. */
function addRowsOfPanel(list: usize, end: usize, panel: usize, start: usize, into: usize): void {
  let sum0 = v128.load(start);
  let sum1 = v128.load(start, 16);
  let sum2 = v128.load(start, 32);
  let sum3 = v128.load(start, 48);
  let sum4 = v128.load(start, 64);
  let sum5 = v128.load(start, 80);
  let sum6 = v128.load(start, 96);
  let sum7 = v128.load(start, 112);
  while (list < end) {
    const row = panel + load<u32>(list);
    sum0 = f32x4.add(sum0, v128.load(row));
    sum1 = f32x4.add(sum1, v128.load(row, 16));
    sum2 = f32x4.add(sum2, v128.load(row, 32));
    sum3 = f32x4.add(sum3, v128.load(row, 48));
    sum4 = f32x4.add(sum4, v128.load(row, 64));
    sum5 = f32x4.add(sum5, v128.load(row, 80));
    sum6 = f32x4.add(sum6, v128.load(row, 96));
    sum7 = f32x4.add(sum7, v128.load(row, 112));
    list += 4;
  }
  v128.store(into, sum0);
  v128.store(into, sum1, 16);
  v128.store(into, sum2, 32);
  v128.store(into, sum3, 48);
  v128.store(into, sum4, 64);
  v128.store(into, sum5, 80);
  v128.store(into, sum6, 96);
  v128.store(into, sum7, 112);
}

/** Adds the listed rows of the panel, each multiplied by its element, which stands `apart` bytes after its place. */
function addMultiples(list: usize, end: usize, apart: usize, panel: usize, start: usize, into: usize): void {
  let sum0 = v128.load(start);
  let sum1 = v128.load(start, 16);
  let sum2 = v128.load(start, 32);
  let sum3 = v128.load(start, 48);
  let sum4 = v128.load(start, 64);
  let sum5 = v128.load(start, 80);
  let sum6 = v128.load(start, 96);
  let sum7 = v128.load(start, 112);
  while (list < end) {
    const row = panel + load<u32>(list);
    const element = v128.load_splat<f32>(list + apart);
    sum0 = f32x4.add(sum0, f32x4.mul(element, v128.load(row)));
    sum1 = f32x4.add(sum1, f32x4.mul(element, v128.load(row, 16)));
    sum2 = f32x4.add(sum2, f32x4.mul(element, v128.load(row, 32)));
    sum3 = f32x4.add(sum3, f32x4.mul(element, v128.load(row, 48)));
    sum4 = f32x4.add(sum4, f32x4.mul(element, v128.load(row, 64)));
    sum5 = f32x4.add(sum5, f32x4.mul(element, v128.load(row, 80)));
    sum6 = f32x4.add(sum6, f32x4.mul(element, v128.load(row, 96)));
    sum7 = f32x4.add(sum7, f32x4.mul(element, v128.load(row, 112)));
    list += 4;
  }
  v128.store(into, sum0);
  v128.store(into, sum1, 16);
  v128.store(into, sum2, 32);
  v128.store(into, sum3, 48);
  v128.store(into, sum4, 64);
  v128.store(into, sum5, 80);
  v128.store(into, sum6, 96);
  v128.store(into, sum7, 112);
}
