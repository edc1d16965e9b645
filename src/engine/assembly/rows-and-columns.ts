// Matrices with a row or a column, for the rows from `begin` to `end`. A row may begin anywhere, so its last elements
// are taken one by one.

/** into ← a + 1·row */
export function addRow(a: usize, row: usize, into: usize, columns: usize, begin: usize, end: usize): void {
  const bytes = columns * 4;
  const whole = bytes & ~15;
  for (let i = begin; i < end; i++) {
    const source = a + i * bytes;
    const target = into + i * bytes;
    let at: usize = 0;
    for (; at < whole; at += 16) {
      v128.store(target + at, f32x4.add(v128.load(source + at), v128.load(row + at)));
    }
    for (; at < bytes; at += 4) store<f32>(target + at, load<f32>(source + at) + load<f32>(row + at));
  }
}

/** into ← a ⊙ 1·row */
export function multiplyRow(
  a: usize,
  row: usize,
  into: usize,
  columns: usize,
  begin: usize,
  end: usize,
): void {
  const bytes = columns * 4;
  const whole = bytes & ~15;
  for (let i = begin; i < end; i++) {
    const source = a + i * bytes;
    const target = into + i * bytes;
    let at: usize = 0;
    for (; at < whole; at += 16) {
      v128.store(target + at, f32x4.mul(v128.load(source + at), v128.load(row + at)));
    }
    for (; at < bytes; at += 4) store<f32>(target + at, load<f32>(source + at) * load<f32>(row + at));
  }
}

/** into ← a + column·1 */
export function addColumn(
  a: usize,
  column: usize,
  into: usize,
  columns: usize,
  begin: usize,
  end: usize,
): void {
  const bytes = columns * 4;
  const whole = bytes & ~15;
  for (let i = begin; i < end; i++) {
    const source = a + i * bytes;
    const target = into + i * bytes;
    const addend = load<f32>(column + i * 4);
    const addends = f32x4.splat(addend);
    let at: usize = 0;
    for (; at < whole; at += 16) v128.store(target + at, f32x4.add(v128.load(source + at), addends));
    for (; at < bytes; at += 4) store<f32>(target + at, load<f32>(source + at) + addend);
  }
}

/** into ← a ⊙ column·1 */
export function multiplyColumn(
  a: usize,
  column: usize,
  into: usize,
  columns: usize,
  begin: usize,
  end: usize,
): void {
  const bytes = columns * 4;
  const whole = bytes & ~15;
  for (let i = begin; i < end; i++) {
    const source = a + i * bytes;
    const target = into + i * bytes;
    const factor = load<f32>(column + i * 4);
    const factors = f32x4.splat(factor);
    let at: usize = 0;
    for (; at < whole; at += 16) v128.store(target + at, f32x4.mul(v128.load(source + at), factors));
    for (; at < bytes; at += 4) store<f32>(target + at, load<f32>(source + at) * factor);
  }
}
