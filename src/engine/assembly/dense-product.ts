import { DENSE_HEIGHT, DENSE_WIDTH } from "./blocking";
import { packPanel } from "./panel";
import { DenseLeft, Product, startOf } from "./product";

/** Columns of a panel of b: two vectors. */
const WIDTH: usize = DENSE_WIDTH;
/** Rows of the result that share one pass over a panel. */
const HEIGHT: usize = DENSE_HEIGHT;

/**
 * into ← start + alpha·a·b, for the items of work from `begin` to `end`. An item is a part of the result, a block of up to 256
 * rows by some panels of 8 columns; items are counted along the panels, block after block.
 *
 * Blocking. A panel is 8 columns of b by up to 400 of the inner dimension, 13 kB copied into one piece; an item has one or,
 * where the inner dimension is short, more of them, which stay in the first-level cache while all rows of the item pass by,
 * five at a time. Where the inner dimension is longer, panels of equal depth follow one another, and the sums wait in the
 * result. A tile is 5 rows by 8 columns: ten vectors of sums, two of b, an element of a and a product at a time, as much as
 * compilers find room for in sixteen registers. A step of the inner loop multiplies and adds ten vectors for seven loads,
 * so the arithmetic units are the limit. Where rows are left over, the last tile of a block reaches back over rows that are
 * done, and only what is new of it is kept.
 *
 * Where the left operand is transposed, the five elements of a step are neighbours, but steps lie a whole row apart, often in
 * the same few places of the cache. They are copied into a strip of up to 8 kB that all panels of the item then read.
 *
 * Every element is summed in the order of the inner dimension, from the element of `start` on: its bits depend on nothing
 * but the numbers.
 */
export function denseProduct(
  product: Product,
  left: DenseLeft,
  thread: usize,
  begin: usize,
  end: usize,
): void {
  const inner = product.inner;
  const columns = product.columns;
  const depth = product.depth;
  const columnsOfItem = left.panelsOfItem * WIDTH;
  const across = (columns + columnsOfItem - 1) / columnsOfItem;
  const panels = product.scratch + thread * product.scratchBytes; // first, where no vector lies across two lines
  const tile = panels + columnsOfItem * depth * 4;
  const strip = tile + HEIGHT * WIDTH * 4;
  const turned = left.rowStride == 4 && left.innerStride != 4;
  for (let item = begin; item < end; item++) {
    const firstColumn = (item % across) * columnsOfItem;
    const lastColumn = min(firstColumn + columnsOfItem, columns);
    const firstRow = (item / across) * product.rowsOfItem;
    const lastRow = min(firstRow + product.rowsOfItem, product.rows);
    const height = min(HEIGHT, lastRow - firstRow);
    for (let first: usize = 0; first == 0 || first < inner; first += depth) {
      const last = min(first + depth, inner);
      const panelBytes = (last - first) * WIDTH * 4;
      let panel = panels;
      for (let column = firstColumn; column < lastColumn; column += WIDTH) {
        packPanel(product, first, last, column, min(WIDTH, columns - column), WIDTH, panel);
        panel += panelBytes;
      }
      for (let newRow = firstRow; newRow < lastRow; newRow += HEIGHT) {
        const row = min(newRow, lastRow - height);
        let a = left.a + row * left.rowStride + first * left.innerStride;
        let aInnerStride = left.innerStride;
        if (turned && height == HEIGHT) {
          packStrip(a, aInnerStride, last - first, strip);
          a = strip;
          aInnerStride = HEIGHT * 4;
        }
        panel = panels;
        for (let column = firstColumn; column < lastColumn; column += WIDTH) {
          multiplyTile(product, a, left.rowStride, aInnerStride, first, last, row, newRow, height, column, panel, tile);
          panel += panelBytes;
        }
      }
    }
  }
}

/** Copies five neighbours of each of `inner` rows into one piece. */
function packStrip(a: usize, innerStride: usize, inner: usize, strip: usize): void {
  const end = strip + inner * HEIGHT * 4;
  while (strip < end) {
    v128.store(strip, v128.load(a));
    store<f32>(strip, load<f32>(a, 16), 16);
    a += innerStride;
    strip += HEIGHT * 4;
  }
}

/**
 * Adds a panel's part, the inner dimension from `first` to `last`, to `height` rows of the result from `row` on, whose elements
 * of the left operand begin at `a`. The rows before `newRow` have it already.
 */
function multiplyTile(
  product: Product,
  a: usize,
  aRowStride: usize,
  aInnerStride: usize,
  first: usize,
  last: usize,
  row: usize,
  newRow: usize,
  height: usize,
  column: usize,
  panel: usize,
  tile: usize,
): void {
  const intoStride = product.columns * 4;
  const inner = last - first;
  const width = min(WIDTH, product.columns - column);
  const into = product.into + row * intoStride + column * 4;
  const startStride = first > 0 ? intoStride : product.startRowStride;
  const start = first > 0 ? into : startOf(product, row, column);
  if (height == HEIGHT && width == WIDTH && row == newRow) {
    return addTile(a, aRowStride, aInnerStride, panel, inner, start, startStride, into, intoStride);
  }
  if (height == HEIGHT) {
    addTile(a, aRowStride, aInnerStride, panel, inner, start, startStride, tile, WIDTH * 4);
  } else {
    for (let i: usize = 0; i < height; i++) {
      addRow(a + i * aRowStride, aInnerStride, panel, inner, start + i * startStride, tile + i * WIDTH * 4);
    }
  }
  for (let i = newRow - row; i < height; i++) {
    memory.copy(into + i * intoStride, tile + i * WIDTH * 4, width * 4);
  }
}

/**
 * Five rows of the result in one panel. Addresses move on before they are used, not after: compilers then know them for sums of
 * 32 bits, and save a copy of each.
 */
function addTile(
  a0: usize,
  aRowStride: usize,
  aInnerStride: usize,
  panel: usize,
  inner: usize,
  start: usize,
  startStride: usize,
  into: usize,
  intoStride: usize,
): void {
  a0 -= aInnerStride;
  let a1 = a0 + aRowStride;
  let a2 = a1 + aRowStride;
  let a3 = a2 + aRowStride;
  let a4 = a3 + aRowStride;
  panel -= WIDTH * 4;
  let sum00 = v128.load(start);
  let sum01 = v128.load(start, 16);
  start += startStride;
  let sum10 = v128.load(start);
  let sum11 = v128.load(start, 16);
  start += startStride;
  let sum20 = v128.load(start);
  let sum21 = v128.load(start, 16);
  start += startStride;
  let sum30 = v128.load(start);
  let sum31 = v128.load(start, 16);
  start += startStride;
  let sum40 = v128.load(start);
  let sum41 = v128.load(start, 16);
  const last = panel + inner * WIDTH * 4;
  while (panel < last) {
    panel += WIDTH * 4;
    const b0 = v128.load(panel);
    const b1 = v128.load(panel, 16);
    a0 += aInnerStride;
    let element = v128.load_splat<f32>(a0);
    sum00 = f32x4.add(sum00, f32x4.mul(element, b0));
    sum01 = f32x4.add(sum01, f32x4.mul(element, b1));
    a1 += aInnerStride;
    element = v128.load_splat<f32>(a1);
    sum10 = f32x4.add(sum10, f32x4.mul(element, b0));
    sum11 = f32x4.add(sum11, f32x4.mul(element, b1));
    a2 += aInnerStride;
    element = v128.load_splat<f32>(a2);
    sum20 = f32x4.add(sum20, f32x4.mul(element, b0));
    sum21 = f32x4.add(sum21, f32x4.mul(element, b1));
    a3 += aInnerStride;
    element = v128.load_splat<f32>(a3);
    sum30 = f32x4.add(sum30, f32x4.mul(element, b0));
    sum31 = f32x4.add(sum31, f32x4.mul(element, b1));
    a4 += aInnerStride;
    element = v128.load_splat<f32>(a4);
    sum40 = f32x4.add(sum40, f32x4.mul(element, b0));
    sum41 = f32x4.add(sum41, f32x4.mul(element, b1));
  }
  v128.store(into, sum00);
  v128.store(into, sum01, 16);
  into += intoStride;
  v128.store(into, sum10);
  v128.store(into, sum11, 16);
  into += intoStride;
  v128.store(into, sum20);
  v128.store(into, sum21, 16);
  into += intoStride;
  v128.store(into, sum30);
  v128.store(into, sum31, 16);
  into += intoStride;
  v128.store(into, sum40);
  v128.store(into, sum41, 16);
}

/** One row of the result in one panel, where there are too few for a tile. */
function addRow(a: usize, aInnerStride: usize, panel: usize, inner: usize, start: usize, into: usize): void {
  let sum0 = v128.load(start);
  let sum1 = v128.load(start, 16);
  const end = panel + inner * WIDTH * 4;
  while (panel < end) {
    const element = v128.load_splat<f32>(a);
    sum0 = f32x4.add(sum0, f32x4.mul(element, v128.load(panel)));
    sum1 = f32x4.add(sum1, f32x4.mul(element, v128.load(panel, 16)));
    panel += WIDTH * 4;
    a += aInnerStride;
  }
  v128.store(into, sum0);
  v128.store(into, sum1, 16);
}
