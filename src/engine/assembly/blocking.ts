// The sizes that the kernels cut their work into. Read by the kernels, and by those who launch them and make room.

/** The rows of an item of a product at most. */
export const ROWS_OF_ITEM = 256;

/** Columns and rows of a panel of a dense product, and the rows of a tile. */
export const DENSE_WIDTH = 8;
export const DENSE_DEPTH = 400;
export const DENSE_HEIGHT = 5;

/** Columns and rows of a panel of a sparse product. */
export const SPARSE_WIDTH = 52;
export const SPARSE_DEPTH = 392;
/** What a thread of a sparse product has before its panel: what is known of its lists, and a tile. */
export const LISTS_BYTES = 64;
export const SPARSE_TILE_BYTES = 256;

/** How many elements each partial sum of a whole matrix has: a number of its own, so that no split of the work shows. */
export const ELEMENTS_OF_PART = 4096;
