import type { AbstractMatrix } from "../matrix/matrix.ts";
import { rowReader } from "../matrix/storage.ts";
import { addTo, dot } from "./vectors.ts";

/** Rows that are taken in at a time, so that their columns stay in the cache. */
const BLOCK = 256;

/**
 * The rows of R, where X − mean = Q·R with orthonormal columns of Q and zeros below the diagonal of R: R has the singular
 * values and the right singular vectors of the centered data.
 *
 * Blocks of rows are taken in one after the other: for each column a Householder reflection of its row of R with the
 * rows of the block turns the block to zero there. No square is summed that a small column could be lost beside: each
 * column is right to rounding of its own size.
 *
 * @see Golub, Van Loan, Matrix Computations, sections 5.1 and 5.2.
 */
export function triangularFactor(data: AbstractMatrix, means: AbstractMatrix): readonly Float64Array[] {
  const { rows, columns } = data;
  const valuesOf = rowReader(data);
  const mean = means.getRow(0);
  const factor = Array.from({ length: columns }, () => new Float64Array(columns));
  for (let start = 0; start < rows; start += BLOCK) {
    const height = Math.min(BLOCK, rows - start);
    const block = Array.from({ length: columns }, () => new Float64Array(height)); // column by column
    for (let row = 0; row < height; row++) {
      const values = valuesOf(start + row);
      for (let column = 0; column < columns; column++) block[column]![row] = values[column]! - mean[column]!;
    }
    for (let column = 0; column < columns; column++) reflect(factor[column]!, block, column);
  }
  return factor;
}

/** (α, x) becomes (β, 0) by I − v·vᵀ / (−β·v₀) with v = (α − β, x), and the columns behind are reflected with it. */
function reflect(row: Float64Array, block: readonly Float64Array[], column: number): void {
  const x = block[column]!;
  const square = dot(x, x);
  if (square === 0) return;
  const alpha = row[column]!;
  const norm = Math.sqrt(alpha * alpha + square);
  const beta = alpha < 0 ? norm : -norm; // of the other sign, so that nothing cancels in v₀
  const head = alpha - beta;
  row[column] = beta;
  for (let other = column + 1; other < block.length; other++) {
    const values = block[other]!;
    const share = (head * row[other]! + dot(x, values)) / (-beta * head);
    row[other]! -= share * head;
    addTo(values, -share, x);
  }
}
