import { checkKeys } from "../check.ts";
import { type MatrixLike, toMatrix } from "../matrix/matrix.ts";
import { product } from "../matrix/product.ts";
import { createPreprocessor } from "./create-preprocessor.ts";
import type { Preprocessor, PreprocessorJSON } from "./preprocessor.ts";
import {
  axesFromJSON,
  axesToJSON,
  fromAxes,
  type PrincipalAxes,
  principalAxes,
  toAxes,
} from "./principal-axes.ts";

/** Options of `zcaWhiten.fit`. */
export interface ZcaWhitenOptions {
  /** ε ≥ 0, a variance: added to that of each direction, so that narrow ones are not blown up. Default 0. */
  readonly epsilon?: number | undefined;
}

/** White data in the columns it came in. */
export interface ZcaWhitening extends Preprocessor, PrincipalAxes {
  readonly name: "zcaWhiten";
}

/**
 * Whitens data and leaves each column as near as can be to what it was: y = (x − mean)·U·(Λ + ε)^(−½)·Uᵀ, where
 * the columns of U are the eigenvectors of the covariance Σ (x − mean)·(x − mean)ᵀ / rows and Λ their eigenvalues. White
 * images still look like images, so layers that use where a pixel is can follow.
 *
 * Directions without variance, those that `pcaWhiten` drops, are left at zero, whatever another example has there; the
 * inverse gives the mean in them.
 *
 * `zcaWhiten.fit(data, options)`:
 * @param data - One row per example.
 * @param options - ε. Default 0.
 * @returns A preprocessor with `means` (1, columns), `directions` (columns, rank), `variances` (1, rank),
 * `epsilon`, and how many directions were `dropped`.
 * @throws RangeError if the data is empty, ragged, not finite or the same in each row.
 * @example
 * zcaWhiten.fit([[0, 0], [2, 0], [0, 4], [2, 4]]).transform([[2, 0]]); // about [[1, -1]]
 *
 * @see Bell, Sejnowski, "The 'independent components' of natural scenes are edge filters", Vision Research 37
 * (1997), "zero-phase components"; with ε, Krizhevsky, Learning multiple layers of features from tiny images, 2009.
 */
export const zcaWhiten: Readonly<{
  name: "zcaWhiten";
  fit: (data: MatrixLike, options?: ZcaWhitenOptions) => ZcaWhitening;
}> = Object.freeze({
  name: "zcaWhiten",
  fit(data: MatrixLike, options: ZcaWhitenOptions = {}): ZcaWhitening {
    const action = "fit zcaWhiten";
    checkKeys(action, options, ["epsilon"]);
    return zcaWhitening(principalAxes(action, toMatrix(action, "data", data), options));
  },
});

/** Reads what `toJSON` of a ZCA whitening wrote. */
export function zcaWhiteningFromJSON(action: string, json: PreprocessorJSON): ZcaWhitening {
  return zcaWhitening(axesFromJSON(action, json));
}

function zcaWhitening(axes: PrincipalAxes): ZcaWhitening {
  const { directions } = axes;
  const columns = directions.rows;
  return createPreprocessor({
    name: "zcaWhiten",
    ...axes,

    transform(data) {
      const x = toMatrix("whiten by zcaWhiten", "data", data, { columns }); // (examples, columns)
      return product(toAxes(axes, x), directions.transpose()); // (examples, columns)
    },

    inverse(data) {
      const y = toMatrix("invert zcaWhiten", "data", data, { columns }); // (examples, columns)
      return fromAxes(axes, product(y, directions)); // (examples, columns)
    },

    toJSON: () => ({ name: "zcaWhiten", ...axesToJSON(axes) }),
  } satisfies ZcaWhitening);
}
