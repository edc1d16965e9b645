import { type AbstractMatrix, Matrix, SingularValueDecomposition } from "../matrix/matrix.ts";
import { rowReader } from "../matrix/storage.ts";
import type { RandomStream } from "../random/stream.ts";

/** Singular values that a Krylov space of a matrix shows, and their shares in the vector that it started from. */
export interface RitzValues {
  readonly values: readonly number[];
  /** They add to 1: Σ share·f(value) estimates the mean of f over all singular values. */
  readonly shares: readonly number[];
  /** Whether the way ended since there was nowhere left to go, so that no singular value lies outside of them. */
  readonly complete: boolean;
}

/** A direction this much shorter than the one before is rounding. */
const BREAKDOWN = 1e-10;

/**
 * Bidiagonalizes a matrix by Golub and Kahan's method from a random start, with every vector kept orthogonal to all before:
 * A·vₖ = βₖ₋₁·uₖ₋₁ + αₖ·uₖ and Aᵀ·uₖ = αₖ·vₖ + βₖ·vₖ₊₁. The singular values of the small bidiagonal matrix approach those of A
 * from the outside inwards.
 *
 * @param a - (rows, columns)
 * @param steps - How many steps to take at most: with as many as columns it is exact.
 * @param random - Draws the start.
 * @param withShares - Whether the shares are told, which takes as long as all the rest; else they are 0. Default true.
 * @see Golub, Kahan, "Calculating the singular values and pseudo-inverse of a matrix", SIAM J. Numer. Anal. 2 (1965).
 */
export function golubKahan(
  a: AbstractMatrix,
  steps: number,
  random: RandomStream,
  withShares = true,
): RitzValues {
  const most = Math.min(steps, a.rows, a.columns);
  const right: Float64Array[] = [];
  const left: Float64Array[] = [];
  const bidiagonal = Matrix.zeros(most + 1, most + 1);
  let v = normalize(Float64Array.from({ length: a.columns }, () => random.normal())).vector;
  let size = 0;
  let scale = 0;
  while (size < most) {
    right.push(v);
    const u = orthogonalTo(left, times(a, v));
    const alpha = normalize(u);
    scale = Math.max(scale, alpha.norm);
    bidiagonal.set(size, size, alpha.norm);
    size += 1;
    if (alpha.norm <= BREAKDOWN * scale) break;
    left.push(alpha.vector);
    const next = normalize(orthogonalTo(right, transposedTimes(a, alpha.vector)));
    if (next.norm <= BREAKDOWN * scale || size === most) break;
    bidiagonal.set(size - 1, size, next.norm);
    v = next.vector;
  }
  const decomposition = new SingularValueDecomposition(bidiagonal.subMatrix(0, size - 1, 0, size - 1), {
    computeLeftSingularVectors: false,
    computeRightSingularVectors: withShares,
  });
  const first = decomposition.rightSingularVectors.getRow(0); // the start is the first of the right vectors
  return {
    values: decomposition.diagonal,
    shares: first.map((component) => component ** 2),
    complete: size < most || size === Math.min(a.rows, a.columns),
  };
}

function times(a: AbstractMatrix, v: Float64Array): Float64Array {
  const valuesOf = rowReader(a);
  const product = new Float64Array(a.rows);
  for (let row = 0; row < a.rows; row++) product[row] = dot(valuesOf(row), v);
  return product;
}

function transposedTimes(a: AbstractMatrix, u: Float64Array): Float64Array {
  const valuesOf = rowReader(a);
  const product = new Float64Array(a.columns);
  for (let row = 0; row < a.rows; row++) addTo(product, u[row]!, valuesOf(row));
  return product;
}

/** The part of a vector that is orthogonal to all of these; twice, since once leaves what rounding left. */
function orthogonalTo(basis: readonly Float64Array[], vector: Float64Array): Float64Array {
  for (let pass = 0; pass < 2; pass++) {
    for (const direction of basis) addTo(vector, -dot(direction, vector), direction);
  }
  return vector;
}

function normalize(vector: Float64Array): { readonly norm: number; readonly vector: Float64Array } {
  const norm = Math.sqrt(dot(vector, vector));
  return { norm, vector: norm === 0 ? vector : vector.map((component) => component / norm) };
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < b.length; index++) sum += a[index]! * b[index]!;
  return sum;
}

function addTo(vector: Float64Array, factor: number, direction: ArrayLike<number>): void {
  for (let index = 0; index < vector.length; index++) vector[index]! += factor * direction[index]!;
}
