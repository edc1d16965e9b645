import { type AbstractMatrix, WrapperMatrix1D } from "ml-matrix";

/** Where the numbers of a matrix lie. */
export interface Elements {
  /** The array, which is asked for at every access: it may move, and whoever owns it learns that it is about to be read or written. */
  elements(): Float32Array;
}

/** The place of a matrix that `matrixOver` made, under a name of its own. */
const PLACE: unique symbol = Symbol("place");
interface Placed {
  rows: number;
  columns: number;
  [PLACE]: Elements;
}

const prototype = Object.create(WrapperMatrix1D.prototype, {
  data: {
    get(this: Placed): Float32Array {
      return this[PLACE].elements();
    },
  },
});

/** A matrix over one flat array, row by row. Any number of rows will do, 0 too. */
export function matrixOver(rows: number, columns: number, place: Elements): AbstractMatrix {
  const matrix: Placed = Object.create(prototype);
  matrix.rows = rows;
  matrix.columns = columns;
  matrix[PLACE] = place;
  return matrix as unknown as AbstractMatrix;
}

/** The place of a matrix, if it has one. */
export function placeOf(matrix: AbstractMatrix): Elements | undefined {
  return (matrix as unknown as Partial<Placed>)[PLACE];
}
