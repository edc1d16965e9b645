import { dot, rotate } from "./vectors.ts";

/** A dozen is usual. */
const MOST_SWEEPS = 60;

/**
 * Turns pairs of columns until each is at right angles to all others, G·V = U·Σ: one-sided Jacobi. Where columns differ
 * in size, small singular values keep their digits, whatever the largest one is. A column of at most `share` of the length of
 * the longest is left as it is: it is rounding, whose directions never settle.
 *
 * @param columns - The columns of G; they become those of U·Σ.
 * @param turned - As many columns, turned alike: those of the identity become V.
 * @returns The lengths of the columns, which are the singular values.
 * @see Demmel, Veselić, "Jacobi's method is more accurate than QR", SIAM J. Matrix Anal. Appl. 13 (1992), section 4.
 */
export function oneSidedJacobi(
  columns: readonly Float64Array[],
  turned: readonly Float64Array[],
  share: number,
): readonly number[] {
  const lengths = columns.map(lengthOf);
  let turns = 1;
  for (let sweep = 0; turns > 0 && sweep < MOST_SWEEPS; sweep++) {
    turns = 0;
    const least = share * lengths.reduce((most, length) => Math.max(most, length), 0);
    for (const [first, a] of columns.entries()) {
      for (let second = first + 1; second < columns.length; second++) {
        if (lengths[first]! <= least || lengths[second]! <= least) continue;
        const b = columns[second]!;
        const cosine = dot(a, b) / lengths[first]! / lengths[second]!;
        if (Math.abs(cosine) <= columns.length * Number.EPSILON) continue;
        const ratio = lengths[second]! / lengths[first]!;
        const tangent = tangentOf((ratio - 1 / ratio) / (2 * cosine));
        rotate(a, b, tangent);
        rotate(turned[first]!, turned[second]!, tangent);
        lengths[first] = lengthOf(a);
        lengths[second] = lengthOf(b);
        turns += 1;
      }
    }
  }
  return lengths;
}

/** The tangent of an angle of at most 45° from the cotangent of twice the angle. */
function tangentOf(cotangent: number): number {
  return (cotangent < 0 ? -1 : 1) / (Math.abs(cotangent) + Math.hypot(1, cotangent));
}

function lengthOf(column: Float64Array): number {
  return Math.sqrt(dot(column, column));
}
