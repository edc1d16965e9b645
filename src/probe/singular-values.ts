import { type AbstractMatrix, SingularValueDecomposition } from "../matrix/matrix.ts";
import { rowOf } from "../matrix/storage.ts";
import type { RandomStream } from "../random/stream.ts";
import { golubKahan } from "./golub-kahan.ts";
import type { SingularValues } from "./jacobian-report.ts";

/** How singular values are found: `"exact"` decomposes, `"lanczos"` looks along random directions. */
export type SpectrumMethod = "exact" | "lanczos" | "auto";

/** The least side of a matrix up to which it is decomposed. */
const LARGEST_EXACT = 256;
const LANCZOS_STEPS = 64;
const LANCZOS_STARTS = 4;

/**
 * The largest, mean and smallest of the min(rows, columns) singular values of a matrix, and their mean square.
 *
 * The mean square is exact by either method, ‖A‖²/min(rows, columns). Lanczos finds the largest to many digits, estimates the
 * mean by quadrature over random starts, and finds of the smallest a bound from above, unless it comes to an end before.
 */
export function singularValuesOf(
  a: AbstractMatrix,
  random: RandomStream,
  method: SpectrumMethod = "auto",
): SingularValues {
  const count = Math.min(a.rows, a.columns);
  const meanSquare = sumOfSquares(a) / count;
  const exact = method === "exact" || (method === "auto" && count <= LARGEST_EXACT);
  return { ...(exact ? decomposed(a) : estimated(a, random)), meanSquare };
}

/** The largest singular value, ‖A‖₂. */
export function spectralNorm(a: AbstractMatrix, random: RandomStream): number {
  return Math.max(...golubKahan(tall(a), LANCZOS_STEPS, random, false).values);
}

type Extremes = Omit<SingularValues, "meanSquare">;

function decomposed(a: AbstractMatrix): Extremes {
  const options = {
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
    autoTranspose: true,
  };
  const values = new SingularValueDecomposition(a, options).diagonal.slice(0, Math.min(a.rows, a.columns));
  const [largest, smallest] = [Math.max(...values), Math.min(...values)];
  const rounding = Math.max(a.rows, a.columns) * Number.EPSILON * largest;
  const isLost = smallest > 0 && smallest < rounding;
  return {
    ...{ largest, mean: mean(values) },
    ...(isLost ? { smallest: rounding, smallestIsBound: true } : { smallest }),
  };
}

function estimated(a: AbstractMatrix, random: RandomStream): Extremes {
  const runs = Array.from({ length: LANCZOS_STARTS }, () => golubKahan(tall(a), LANCZOS_STEPS, random));
  const means = runs.map(({ values, shares }) =>
    values.reduce((sum, value, index) => sum + shares[index]! * value, 0),
  );
  return {
    largest: Math.max(...runs.flatMap(({ values }) => values)),
    mean: mean(means),
    smallest: Math.min(...runs.flatMap(({ values }) => values)),
    ...(runs.some(({ complete }) => complete) ? {} : { smallestIsBound: true }),
  };
}

/** Directions are drawn on the shorter side: on the longer one a part of each is lost in the null space. */
function tall(a: AbstractMatrix): AbstractMatrix {
  return a.rows >= a.columns ? a : a.transpose();
}

function sumOfSquares(a: AbstractMatrix): number {
  let sum = 0;
  for (let row = 0; row < a.rows; row++) {
    const values = rowOf(a, row);
    for (let column = 0; column < values.length; column++) sum += values[column]! ** 2;
  }
  return sum;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
