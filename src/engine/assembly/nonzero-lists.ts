
/**
 * For each set of lanes, as four bits, the shuffle that moves those lanes to the front in their order: sixteen times
 * sixteen bytes.
 */
const TO_FRONT: usize = memory.data<u8>([
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  0, 1, 2, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  4, 5, 6, 7, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  0, 1, 2, 3, 4, 5, 6, 7, 255, 255, 255, 255, 255, 255, 255, 255,
  8, 9, 10, 11, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  0, 1, 2, 3, 8, 9, 10, 11, 255, 255, 255, 255, 255, 255, 255, 255,
  4, 5, 6, 7, 8, 9, 10, 11, 255, 255, 255, 255, 255, 255, 255, 255,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255, 255, 255, 255,
  12, 13, 14, 15, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  0, 1, 2, 3, 12, 13, 14, 15, 255, 255, 255, 255, 255, 255, 255, 255,
  4, 5, 6, 7, 12, 13, 14, 15, 255, 255, 255, 255, 255, 255, 255, 255,
  0, 1, 2, 3, 4, 5, 6, 7, 12, 13, 14, 15, 255, 255, 255, 255,
  8, 9, 10, 11, 12, 13, 14, 15, 255, 255, 255, 255, 255, 255, 255, 255,
  0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15, 255, 255, 255, 255,
  4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 255, 255, 255, 255,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
], 16);

/** A place that no row of a panel has. */
const END_OF_LIST: u32 = 0xffffffff;

/** The elements of some rows of a, (rows, inner), that are not zero: where the rows lie, and where their lists. */
@unmanaged
export class NonzeroLists {
  a: usize;
  rowStride: usize;
  innerStride: usize;
  inner: usize;
  /** Bytes in a row of a panel. */
  unit: usize;
  /** Where the list of the first row is, and how far each list begins behind the one before. */
  places: usize;
  listBytes: usize;
  /** How far behind its place an element stands. */
  apart: usize;
  /** A word for each row. */
  ones: usize;
}

/**
 * Writes, for each of the first `rows` rows of a, where its elements stand that are not zero: for the element at inner
 * index k the number k·`unit`, which is where row k of a panel begins, and, in a list beside it, the element. Behind the last
 * place stands one beyond any. `ones` gets for each row whether all elements in it are 1, as those of sampled states are.
 *
 * Four elements are looked at together. Where they lie in four rows, as when a is read along its columns, blocks of four
 * by four are turned first. What a list gets beyond its end is overwritten or never read; `listBytes` leaves room for it.
 */
export function listNonzeros(lists: NonzeroLists, rows: usize): void {
  if (lists.innerStride == 4) {
    for (let row: usize = 0; row < rows; row++) listAlongRow(lists, row);
  } else {
    let row: usize = 0;
    for (; row + 4 <= rows; row += 4) listFourColumns(lists, row);
    for (; row < rows; row++) listRest(lists, row, 0, 0, 0);
  }
}

/** The list of a row whose elements are neighbours. */
function listAlongRow(lists: NonzeroLists, row: usize): void {
  const source = lists.a + row * lists.rowStride;
  const apart = lists.apart;
  const list = lists.places + row * lists.listBytes;
  const step = i32x4.splat(4 * (lists.unit as i32));
  let places = firstPlaces(lists.unit as i32);
  let others = i32x4.splat(0);
  let at = list;
  const whole = lists.inner & ~3;
  for (let k: usize = 0; k < whole; k += 4) {
    const elements = v128.load(source + k * 4);
    at += append(elements, places, at, apart);
    others = v128.or(others, neitherZeroNorOne(elements));
    places = i32x4.add(places, step);
  }
  listRest(lists, row, whole, at - list, v128.any_true(others) ? 1 : 0);
}

/** The lists of four rows that lie side by side: columns of a matrix. */
function listFourColumns(lists: NonzeroLists, row: usize): void {
  const stride = lists.innerStride;
  const apart = lists.apart;
  const list0 = lists.places + row * lists.listBytes;
  const list1 = list0 + lists.listBytes;
  const list2 = list1 + lists.listBytes;
  const list3 = list2 + lists.listBytes;
  const step = i32x4.splat(4 * (lists.unit as i32));
  let places = firstPlaces(lists.unit as i32);
  let at0 = list0;
  let at1 = list1;
  let at2 = list2;
  let at3 = list3;
  let others0 = i32x4.splat(0);
  let others1 = others0;
  let others2 = others0;
  let others3 = others0;
  let source = lists.a + row * lists.rowStride;
  const whole = lists.inner & ~3;
  for (let k: usize = 0; k < whole; k += 4) {
    const r0 = v128.load(source);
    const r1 = v128.load(source + stride);
    const r2 = v128.load(source + 2 * stride);
    const r3 = v128.load(source + 3 * stride);
    source += 4 * stride;
    const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
    const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
    const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
    const c0 = v128.shuffle<f32>(low01, low23, 0, 1, 4, 5);
    const c1 = v128.shuffle<f32>(low01, low23, 2, 3, 6, 7);
    const c2 = v128.shuffle<f32>(high01, high23, 0, 1, 4, 5);
    const c3 = v128.shuffle<f32>(high01, high23, 2, 3, 6, 7);
    at0 += append(c0, places, at0, apart);
    at1 += append(c1, places, at1, apart);
    at2 += append(c2, places, at2, apart);
    at3 += append(c3, places, at3, apart);
    others0 = v128.or(others0, neitherZeroNorOne(c0));
    others1 = v128.or(others1, neitherZeroNorOne(c1));
    others2 = v128.or(others2, neitherZeroNorOne(c2));
    others3 = v128.or(others3, neitherZeroNorOne(c3));
    places = i32x4.add(places, step);
  }
  listRest(lists, row, whole, at0 - list0, v128.any_true(others0) ? 1 : 0);
  listRest(lists, row + 1, whole, at1 - list1, v128.any_true(others1) ? 1 : 0);
  listRest(lists, row + 2, whole, at2 - list2, v128.any_true(others2) ? 1 : 0);
  listRest(lists, row + 3, whole, at3 - list3, v128.any_true(others3) ? 1 : 0);
}

/** The list of a row from inner index `first` on, one element at a time, and its end. */
function listRest(lists: NonzeroLists, row: usize, first: usize, bytes: usize, others: i32): void {
  const list = lists.places + row * lists.listBytes;
  const apart = lists.apart;
  let source = lists.a + row * lists.rowStride + first * lists.innerStride;
  for (let k = first; k < lists.inner; k++) {
    const element = load<f32>(source);
    store<u32>(list + bytes, (k * lists.unit) as u32);
    store<f32>(list + apart + bytes, element);
    bytes += element != 0 ? 4 : 0;
    others |= i32(element != 0) & i32(element != 1);
    source += lists.innerStride;
  }
  store<u32>(list + bytes, END_OF_LIST);
  store<u32>(lists.ones + row * 4, others == 0 ? 1 : 0);
}

/** Appends those of four elements that are not zero, with their places; returns how many bytes each list grew by. */
@inline
function append(elements: v128, places: v128, list: usize, apart: usize): usize {
  const lanes = i32x4.bitmask(f32x4.ne(elements, f32x4.splat(0)));
  const shuffle = v128.load(TO_FRONT + (lanes << 4));
  v128.store(list, i8x16.swizzle(places, shuffle));
  v128.store(list + apart, i8x16.swizzle(elements, shuffle));
  return popcnt(lanes) << 2;
}

@inline
function neitherZeroNorOne(elements: v128): v128 {
  return v128.and(f32x4.ne(elements, f32x4.splat(0)), f32x4.ne(elements, f32x4.splat(1)));
}

/** 0, unit, 2·unit, 3·unit */
@inline
function firstPlaces(unit: i32): v128 {
  return i32x4.mul(i32x4.splat(unit), i32x4(0, 1, 2, 3));
}

/** How many of `count` elements, each `stride` bytes after the last, are not zero. */
export function countNonzeros(a: usize, stride: usize, count: i32): i32 {
  const zero = f32x4.splat(0);
  let counts = i32x4.splat(0);
  for (let i = 0; i < count; i++) {
    counts = i32x4.sub(counts, f32x4.ne(v128.load(a), zero));
    a += stride;
  }
  return (
    i32x4.extract_lane(counts, 0) +
    i32x4.extract_lane(counts, 1) +
    i32x4.extract_lane(counts, 2) +
    i32x4.extract_lane(counts, 3)
  );
}
