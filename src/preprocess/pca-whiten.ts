import { checkKeys } from "../check.ts";
import { type Matrix, type MatrixLike, toMatrix } from "../matrix/matrix.ts";
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

/** Options of `pcaWhiten.fit`. */
export interface PcaWhitenOptions {
  /** How many of the widest directions to keep, from 1 to the rank of the data. Default all. */
  readonly components?: number | undefined;
  /** ε ≥ 0, a variance: added to that of each direction, so that narrow ones are not blown up. Default 0. */
  readonly epsilon?: number | undefined;
}

/** Data in the coordinates of its principal axes, each with variance 1. */
export interface PcaWhitening extends Preprocessor, PrincipalAxes {
  readonly name: "pcaWhiten";
}

/**
 * Turns data onto its principal axes and scales each to variance 1: y = (x − mean)·U / √(λ + ε), where the columns of
 * U are the eigenvectors of the covariance Σ (x − mean)·(x − mean)ᵀ / rows, and λ their eigenvalues, in falling order.
 *
 * Directions without variance are dropped: kept is what has σ > σ_max·max(rows, columns)·2⁻⁵², with σ = √(λ·rows) the singular
 * values of the centered data. The largest component of each direction is positive, so a fit gives the same signs everywhere. The inverse is exact with all components kept;
 * with fewer, `inverse(transform(x))` is the PCA reconstruction: of all that have so many dimensions, the one with
 * the least squared error.
 *
 * `pcaWhiten.fit(data, options)`:
 * @param data - One row per example.
 * @param options - How many components to keep, and ε. Default all, and 0.
 * @returns A preprocessor with `means` (1, columns), `directions` (columns, components), `variances` (1, components),
 * `epsilon`, and how many directions were `dropped`.
 * @throws RangeError if the data is empty, ragged, not finite or the same in each row, or if it has fewer directions
 * than `components`.
 * @example
 * const reduction = pcaWhiten.fit([[0, 0], [2, 2], [4, 4]], { components: 1 });
 * reduction.inverse(reduction.transform([[3, 1]])); // about [[2, 2]]
 *
 * @see Jolliffe, Principal Component Analysis, 2002, section 1.1; as a baseline, Hinton, Salakhutdinov,
 * "Reducing the dimensionality of data with neural networks", Science 313 (2006).
 */
export const pcaWhiten: Readonly<{
  name: "pcaWhiten";
  fit: (data: MatrixLike, options?: PcaWhitenOptions) => PcaWhitening;
}> = Object.freeze({
  name: "pcaWhiten",
  fit(data: MatrixLike, options: PcaWhitenOptions = {}): PcaWhitening {
    const action = "fit pcaWhiten";
    checkKeys(action, options, ["components", "epsilon"]);
    return pcaWhitening(principalAxes(action, toMatrix(action, "data", data), options));
  },
});

/** Reads what `toJSON` of a PCA whitening wrote. */
export function pcaWhiteningFromJSON(action: string, json: PreprocessorJSON): PcaWhitening {
  return pcaWhitening(axesFromJSON(action, json));
}

function pcaWhitening(axes: PrincipalAxes): PcaWhitening {
  const { rows: columns, columns: components } = axes.directions;
  return createPreprocessor({
    name: "pcaWhiten",
    ...axes,
    transform: (data: MatrixLike): Matrix =>
      toAxes(axes, toMatrix("whiten by pcaWhiten", "data", data, { columns })), // (examples, components)
    inverse: (data: MatrixLike): Matrix =>
      fromAxes(axes, toMatrix("invert pcaWhiten", "data", data, { columns: components })), // (examples, columns)
    toJSON: () => ({ name: "pcaWhiten", ...axesToJSON(axes) }),
  } satisfies PcaWhitening);
}
