import { type AbstractMatrix, Matrix } from "ml-matrix";

/** What is left to do of a matrix whose numbers nobody has asked for yet. */
interface Unmade {
  /** What the magnitude of none of them exceeds. */
  readonly bound: number;
  /** Makes its rows, which may be interrupted behind each. */
  make(): Generator<void, void, void>;
}

const unmade = new WeakMap<AbstractMatrix, Unmade>();

/**
 * A matrix that has only its shape until one of its numbers is asked for: then its rows are made, and it is like any other.
 *
 * @param bound - What the magnitude of no number exceeds, so that none need be made to be looked at.
 * @param makeRow - Makes the row with an index, the same whenever it is asked to.
 */
export function madeLater(
  rows: number,
  columns: number,
  bound: number,
  makeRow: (row: number) => Float64Array,
): Matrix {
  const matrix: Matrix = Object.assign(new Matrix(0, columns), { rows });
  const value: Float64Array[] = [];
  function* make(): Generator<void, void, void> {
    while (value.length < rows) {
      value.push(makeRow(value.length));
      yield;
    }
    // Once, whoever was interrupted meanwhile; whoever froze the matrix keeps what reads the rows.
    if (unmade.delete(matrix)) Reflect.defineProperty(matrix, "data", { value, writable: true });
  }
  Object.defineProperty(matrix, "data", {
    configurable: true,
    enumerable: true,
    get() {
      for (const _ of make());
      return value;
    },
  });
  unmade.set(matrix, { bound, make });
  return matrix;
}

/** What the magnitude of no number exceeds in a matrix that is not made yet; of any other matrix nothing is known. */
export function knownBound(matrix: AbstractMatrix): number {
  return unmade.get(matrix)?.bound ?? Number.POSITIVE_INFINITY;
}

/** Makes the rows of those matrices that are not made yet, which may be interrupted behind each row. */
export function* makeRows(matrices: readonly AbstractMatrix[]): Generator<void, void, void> {
  for (const matrix of matrices) yield* unmade.get(matrix)?.make() ?? [];
}
