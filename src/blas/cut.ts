import type { Cut, Multiplication } from "../engine/wasm/multiplication.ts";

/** Multiplications in an item: some fifty microseconds, beside which a call and the copies that a library makes are little. */
const MULTIPLICATIONS_OF_ITEM = 2 ** 23;
/** Columns of an item at least, where there are several: of fewer, what a library copies of the left operand shows. */
const FEWEST_COLUMNS = 64;
/** What the columns of an item are a multiple of, so that vectors are whole. */
const COLUMNS_TOGETHER = 32;
/** Rows of an item at least, where there are several. */
const FEWEST_ROWS = 128;

/**
 * Cuts a product into stripes of columns, and those of a large one into blocks of rows too. Only the shape decides: as many threads
 * as there may be, each element of the result comes out of the same call, and so with the same bits.
 */
export function cutProduct({ rows, inner, columns }: Multiplication): Cut | undefined {
  if (inner === 0) return undefined; // nothing to multiply: the kernel copies the start
  const items = powerOfTwoBelow((rows * inner * columns) / MULTIPLICATIONS_OF_ITEM);
  const across = Math.min(items, powerOfTwoBelow(columns / FEWEST_COLUMNS));
  const down = Math.min(items / across, powerOfTwoBelow(rows / FEWEST_ROWS));
  return {
    rowsOfItem: Math.ceil(rows / down),
    columnsOfItem: COLUMNS_TOGETHER * Math.ceil(columns / across / COLUMNS_TOGETHER),
    depth: 0,
    scratchBytes: 0,
  };
}

function powerOfTwoBelow(value: number): number {
  return 2 ** Math.max(0, Math.floor(Math.log2(value)));
}
