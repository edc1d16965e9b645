// Matrices with a row or a column, for the rows from `begin` to `end`. A row may begin anywhere, so its last elements
// are taken one by one.

/** into ← a + 1·row */
export function addRow(a: usize, row: usize, into: usize, columns: usize, begin: usize, end: usize): void {
  withRow(a, row, into, columns, begin, end, false);
}

/** into ← a ⊙ 1·row */
export function multiplyRow(a: usize, row: usize, into: usize, columns: usize, begin: usize, end: usize): void {
  withRow(a, row, into, columns, begin, end, true);
}

/** into ← a + column·1 */
export function addColumn(a: usize, column: usize, into: usize, columns: usize, begin: usize, end: usize): void {
  withColumn(a, column, into, columns, begin, end, false);
}

/** into ← a ⊙ column·1 */
export function multiplyColumn(a: usize, column: usize, into: usize, columns: usize, begin: usize, end: usize): void {
  withColumn(a, column, into, columns, begin, end, true);
}

@inline
function withRow(
  a: usize, row: usize, into: usize, columns: usize, begin: usize, end: usize, multiplies: bool,
): void {
  const bytes = columns * 4;
  const whole = bytes & ~15;
  for (let i = begin; i < end; i++) {
    const source = a + i * bytes;
    const target = into + i * bytes;
    let at: usize = 0;
    for (; at < whole; at += 16) {
      v128.store(target + at, four(v128.load(source + at), v128.load(row + at), multiplies));
    }
    for (; at < bytes; at += 4) {
      store<f32>(target + at, one(load<f32>(source + at), load<f32>(row + at), multiplies));
    }
  }
}

@inline
function withColumn(
  a: usize, column: usize, into: usize, columns: usize, begin: usize, end: usize, multiplies: bool,
): void {
  const bytes = columns * 4;
  const whole = bytes & ~15;
  for (let i = begin; i < end; i++) {
    const source = a + i * bytes;
    const target = into + i * bytes;
    const element = load<f32>(column + i * 4);
    const elements = f32x4.splat(element);
    let at: usize = 0;
    for (; at < whole; at += 16) v128.store(target + at, four(v128.load(source + at), elements, multiplies));
    for (; at < bytes; at += 4) store<f32>(target + at, one(load<f32>(source + at), element, multiplies));
  }
}

@inline
function four(x: v128, y: v128, multiplies: bool): v128 {
  return multiplies ? f32x4.mul(x, y) : f32x4.add(x, y);
}

@inline
function one(x: f32, y: f32, multiplies: bool): f32 {
  return multiplies ? x * y : x + y;
}
