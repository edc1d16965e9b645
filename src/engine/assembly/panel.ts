import { Product } from "./product";

/**
 * Copies a panel of alpha·b into one piece: the rows of b from `first` to `last`, and `columns` columns of it from `column` on.
 * A row of the panel is `width` elements long, a multiple of 4; behind the columns that b has stand zeros.
 *
 * b is read along its rows where the column stride is that of neighbours, and else along its columns.
 */
export function packPanel(
  product: Product,
  first: usize,
  last: usize,
  column: usize,
  columns: usize,
  width: usize,
  panel: usize,
): void {
  const innerStride = product.bInnerStride;
  const columnStride = product.bColumnStride;
  const inner = last - first;
  const alpha = product.alpha;
  const b = product.b + first * innerStride + column * columnStride;
  const whole = columns & ~3;
  const rowBytes = width * 4;
  if (columnStride == 4) packRows(b, innerStride, inner, whole, rowBytes, alpha, panel);
  else packColumns(b, columnStride, inner, whole, rowBytes, alpha, panel);
  for (let place = whole; place < width; place++) {
    let source = b + place * columnStride;
    let target = panel + place * 4;
    for (let k: usize = 0; k < inner; k++) {
      store<f32>(target, place < columns ? alpha * load<f32>(source) : 0);
      source += innerStride;
      target += rowBytes;
    }
  }
}

/** Four elements at a time along a row of b. */
function packRows(
  b: usize,
  innerStride: usize,
  inner: usize,
  columns: usize,
  rowBytes: usize,
  alpha: f32,
  panel: usize,
): void {
  const factor = f32x4.splat(alpha);
  const bytes = columns * 4;
  for (let k: usize = 0; k < inner; k++) {
    for (let at: usize = 0; at < bytes; at += 16) {
      v128.store(panel + at, f32x4.mul(factor, v128.load(b + at)));
    }
    b += innerStride;
    panel += rowBytes;
  }
}

/** Blocks of four by four, read along the columns of b and turned. */
function packColumns(
  b: usize,
  columnStride: usize,
  inner: usize,
  columns: usize,
  rowBytes: usize,
  alpha: f32,
  panel: usize,
): void {
  const factor = f32x4.splat(alpha);
  const whole = inner - (inner % 4);
  for (let column: usize = 0; column < columns; column += 4) {
    let b0 = b + column * columnStride;
    let b1 = b0 + columnStride;
    let b2 = b1 + columnStride;
    let b3 = b2 + columnStride;
    let target = panel + column * 4;
    for (let k: usize = 0; k < whole; k += 4) {
      const r0 = v128.load(b0);
      const r1 = v128.load(b1);
      const r2 = v128.load(b2);
      const r3 = v128.load(b3);
      const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
      const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
      const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      v128.store(target, f32x4.mul(factor, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5)));
      target += rowBytes;
      v128.store(target, f32x4.mul(factor, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7)));
      target += rowBytes;
      v128.store(target, f32x4.mul(factor, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5)));
      target += rowBytes;
      v128.store(target, f32x4.mul(factor, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7)));
      target += rowBytes;
      b0 += 16;
      b1 += 16;
      b2 += 16;
      b3 += 16;
    }
    for (let k = whole; k < inner; k++) {
      const row = f32x4(load<f32>(b0), load<f32>(b1), load<f32>(b2), load<f32>(b3));
      v128.store(target, f32x4.mul(factor, row));
      target += rowBytes;
      b0 += 4;
      b1 += 4;
      b2 += 4;
      b3 += 4;
    }
  }
}
