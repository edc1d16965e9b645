import { checkFinite, type Matrix, type MatrixLike, toMatrix } from "../matrix/matrix.ts";
import { matrixToJSON } from "../matrix/matrix-json.ts";
import { columnMoments, mapCells } from "./columns.ts";
import { createPreprocessor } from "./create-preprocessor.ts";
import type { Preprocessor, PreprocessorJSON } from "./preprocessor.ts";
import { checkNonNegative, readField } from "./read-field.ts";

/** Columns shifted to mean 0 and scaled to standard deviation 1. */
export interface Standardization extends Preprocessor {
  readonly name: "standardize";
  /** The mean of each column: (1, columns). */
  readonly means: Matrix;
  /** The standard deviation of each column, 0 where the column is constant: (1, columns). */
  readonly deviations: Matrix;
}

/**
 * Shifts each column to mean 0 and scales it to standard deviation 1: y = (x − mean) / deviation, with the population's
 * deviation, √(Σ (x − mean)² / rows).
 *
 * A rare value becomes a large one: a one in a single row of n, with zeros in all others, becomes √(n − 1).
 * A column that is constant in the fitted data carries nothing: it becomes 0, whatever another example has there, and
 * the inverse gives the constant.
 *
 * `standardize.fit(data)`:
 * @param data - One row per example.
 * @returns A preprocessor with `means` and `deviations`, each (1, columns).
 * @throws RangeError if the data is empty, ragged or not finite, or so large that its moments are not finite.
 * @example
 * const preparation = standardize.fit([[1, 5], [3, 5]]);
 * preparation.transform([[4, 5]]).to2DArray(); // [[2, 0]]
 *
 * @see LeCun, Bottou, Orr, Müller, "Efficient BackProp", in Neural Networks: Tricks of the Trade, 1998, section 4.3.
 */
export const standardize: Readonly<{
  name: "standardize";
  fit: (data: MatrixLike) => Standardization;
}> = Object.freeze({
  name: "standardize",
  fit(data: MatrixLike): Standardization {
    const action = "fit standardize";
    const { means, deviations } = columnMoments(toMatrix(action, "data", data));
    checkFinite(action, "means", means);
    checkFinite(action, "deviations", deviations);
    return standardization(means, deviations);
  },
});

/** Reads what `toJSON` of a standardization wrote. */
export function standardizationFromJSON(action: string, json: PreprocessorJSON): Standardization {
  const means = readField(action, json, "means");
  const deviations = readField(action, json, "deviations", { columns: means.columns });
  checkNonNegative(action, "deviations", deviations);
  return standardization(means, deviations);
}

function standardization(means: Matrix, deviations: Matrix): Standardization {
  const { columns } = means;
  return createPreprocessor({
    name: "standardize",
    means,
    deviations,

    transform(data) {
      const x = toMatrix("standardize", "data", data, { columns }); // (examples, columns)
      return mapCells(x, (cell, column) => {
        const deviation = deviations.get(0, column);
        return deviation === 0 ? 0 : (cell - means.get(0, column)) / deviation;
      });
    },

    inverse(data) {
      const y = toMatrix("invert standardize", "data", data, { columns }); // (examples, columns)
      return mapCells(y, (cell, column) => cell * deviations.get(0, column) + means.get(0, column));
    },

    toJSON: () => ({
      name: "standardize",
      means: matrixToJSON(means),
      deviations: matrixToJSON(deviations),
    }),
  } satisfies Standardization);
}
