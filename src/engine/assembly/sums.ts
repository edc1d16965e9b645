import { ELEMENTS_OF_PART } from "./blocking";

/**
 * into ← the sum of each column, for the columns from `begin` to `end`, a vector of four at a time: each is summed from
 * the first row to the last.
 */
export function columnSums(
  a: usize,
  into: usize,
  rows: usize,
  columns: usize,
  begin: usize,
  end: usize,
): void {
  const stride = columns * 4;
  for (let column = begin * 4; column < end * 4; column += 16) {
    let source = a + column;
    let sums = f32x4.splat(0);
    for (let row: usize = 0; row < rows; row++) {
      sums = f32x4.add(sums, v128.load(source));
      source += stride;
    }
    v128.store(into + column, sums);
  }
}

/** into ← the sum of each row, for the rows from `begin` to `end`: taken in double precision, one element after the other. */
export function rowSums(a: usize, into: usize, columns: usize, begin: usize, end: usize): void {
  for (let row = begin; row < end; row++) {
    const source = a + row * columns * 4;
    let sum: f64 = 0;
    for (let at: usize = 0; at < columns * 4; at += 4) sum += load<f32>(source + at);
    store<f32>(into + row * 4, f32(sum));
  }
}

/** into ← the sums of the parts from `begin` to `end`, in double precision. */
export function partialSums(a: usize, into: usize, elements: usize, begin: usize, end: usize): void {
  for (let part = begin; part < end; part++) store<f64>(into + part * 8, sumOfPart(a, elements, part, false));
}

/** into ← the sums of the squares of the parts from `begin` to `end`, in double precision. */
export function partialSumsOfSquares(a: usize, into: usize, elements: usize, begin: usize, end: usize): void {
  for (let part = begin; part < end; part++) store<f64>(into + part * 8, sumOfPart(a, elements, part, true));
}

@inline
function sumOfPart(a: usize, elements: usize, part: usize, squared: bool): f64 {
  const first = part * ELEMENTS_OF_PART;
  let source = a + first * 4;
  const last = a + min(first + ELEMENTS_OF_PART, elements) * 4;
  let sums = f64x2.splat(0);
  for (; source + 8 <= last; source += 8) {
    const pair = f64x2.promote_low_f32x4(v128.load64_zero(source));
    sums = f64x2.add(sums, squared ? f64x2.mul(pair, pair) : pair);
  }
  const sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  if (source == last) return sum;
  const element: f64 = load<f32>(source);
  return sum + (squared ? element * element : element);
}
