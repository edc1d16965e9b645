import type { Matrix, MatrixLike } from "../matrix/matrix.ts";

/**
 * A way of preparing inputs, with what it learned from the data it was fitted on. A plain frozen object; rows of all
 * data are examples, and no data is modified.
 */
export interface Preprocessor {
  readonly name: string;
  /** Prepares examples: those it was fitted on, or any others with the same columns. */
  readonly transform: (data: MatrixLike) => Matrix;
  /** Takes prepared examples back to the columns of the data, as far as the preparation kept what was in them. */
  readonly inverse: (data: MatrixLike) => Matrix;
  /** Everything that is needed to do the same again; `preprocessorFromJSON` reads it back, exact to the bit. */
  readonly toJSON: () => PreprocessorJSON;
}

/** What learns a preparation from data: `standardize`, `minMax` …, or any object with such a `fit`. */
export interface PreprocessorKind {
  readonly fit: (data: MatrixLike) => Preprocessor;
}

/** A preprocessor in JSON: its name and what it learned. */
export interface PreprocessorJSON {
  readonly name: string;
  readonly [field: string]: unknown;
}
