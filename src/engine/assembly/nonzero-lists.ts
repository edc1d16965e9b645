import { NonzeroLists } from "./product";

/**
 * Writes, for each row of a from `begin` to `end`, where its elements stand that are not zero: for the element at inner
 * index k the number k·`unit`, which is where row k of a panel begins, and, in a list beside it, the element. A row has
 * room for all of its elements in both lists.
 *
 * `counts` gets two numbers for each row: the bytes in its list, and whether all elements in it are 1, as those of
 * sampled states are.
 */
export function listNonzeros(lists: NonzeroLists, begin: usize, end: usize): void {
  const unit = lists.unit;
  const innerStride = lists.innerStride;
  const listBytes = lists.inner * 4;
  const last = lists.inner * unit;
  for (let row = begin; row < end; row++) {
    let source = lists.a + row * lists.rowStride;
    const places = lists.places + row * listBytes;
    const elements = lists.elements + row * listBytes;
    let at: usize = 0;
    let others = 0;
    for (let place: usize = 0; place < last; place += unit) {
      const element = load<f32>(source);
      store<u32>(places + at, place as u32);
      store<f32>(elements + at, element);
      at += element != 0 ? 4 : 0;
      others |= i32(element != 0) & i32(element != 1);
      source += innerStride;
    }
    store<u32>(lists.counts + row * 8, at as u32);
    store<u32>(lists.counts + row * 8, others == 0 ? 1 : 0, 4);
  }
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
