const ROWS_AT_ONCE = 1000;

/**
 * The indices of all rows, a block at a time: what is computed row by row runs over such blocks, each in a scope of its
 * own, so that what is in memory at once does not grow with the data.
 */
export function* rowBlocks(rows: number, atOnce: number = ROWS_AT_ONCE): Generator<Uint32Array> {
  for (let start = 0; start < rows; start += atOnce) {
    const block = new Uint32Array(Math.min(atOnce, rows - start));
    for (let row = 0; row < block.length; row++) block[row] = start + row;
    yield block;
  }
}
