import { checkKeys, checkNumber } from "../check.ts";
import { type Matrix, type MatrixLike, toMatrix } from "../matrix/matrix.ts";
import { matrixToJSON } from "../matrix/matrix-json.ts";
import { columnExtremes, mapCells } from "./columns.ts";
import { createPreprocessor } from "./create-preprocessor.ts";
import type { Preprocessor, PreprocessorJSON } from "./preprocessor.ts";
import { checkOrdered, readField } from "./read-field.ts";

/** Options of `minMax.fit`. */
export interface MinMaxOptions {
  /** What the least value of each column becomes. Default 0. */
  readonly min?: number | undefined;
  /** What the greatest value of each column becomes, > min. Default 1. */
  readonly max?: number | undefined;
}

/** Columns scaled to a range. */
export interface MinMaxScaling extends Preprocessor {
  readonly name: "minMax";
  /** The least value of each column: (1, columns). */
  readonly minimums: Matrix;
  /** The greatest value of each column: (1, columns). */
  readonly maximums: Matrix;
  readonly min: number;
  readonly max: number;
}

/**
 * Scales each column linearly so that its least value becomes `min` and its greatest `max`, both exactly:
 * y = (1 − t)·min + t·max with t = (x − minimum) / (maximum − minimum). Binary visible units of an RBM take inputs in
 * [0, 1].
 *
 * An example outside the fitted range lands outside `[min, max]`: nothing is clipped. A column that is constant in the
 * fitted data becomes `min`, whatever another example has there, and the inverse gives the constant.
 *
 * `minMax.fit(data, options)`:
 * @param data - One row per example.
 * @param options - The range. Default 0 to 1.
 * @returns A preprocessor with `minimums` and `maximums`, each (1, columns), and `min` and `max`.
 * @throws RangeError if the data is empty, ragged or not finite, if a column's range is not finite, or if max ≤ min.
 * @example
 * const preparation = minMax.fit([[1, 5], [3, 5]], { min: -1, max: 1 });
 * preparation.transform([[2, 5]]).to2DArray(); // [[0, -1]]
 */
export const minMax: Readonly<{
  name: "minMax";
  fit: (data: MatrixLike, options?: MinMaxOptions) => MinMaxScaling;
}> = Object.freeze({
  name: "minMax",
  fit(data: MatrixLike, options: MinMaxOptions = {}): MinMaxScaling {
    const action = "fit minMax";
    checkKeys(action, options, ["min", "max"]);
    const { minimums, maximums } = columnExtremes(toMatrix(action, "data", data));
    return minMaxScaling(action, minimums, maximums, options.min ?? 0, options.max ?? 1);
  },
});

/** Reads what `toJSON` of a min-max scaling wrote. */
export function minMaxScalingFromJSON(action: string, json: PreprocessorJSON): MinMaxScaling {
  const minimums = readField(action, json, "minimums");
  const maximums = readField(action, json, "maximums", { columns: minimums.columns });
  return minMaxScaling(action, minimums, maximums, json.min as number, json.max as number);
}

function minMaxScaling(
  action: string,
  minimums: Matrix,
  maximums: Matrix,
  least: number,
  greatest: number,
): MinMaxScaling {
  const min = checkNumber(action, "min", least) + 0; // −0 becomes 0, as JSON writes it
  const max = checkNumber(action, "max", greatest, { above: min }) + 0;
  checkOrdered(action, minimums, maximums);
  const { columns } = minimums;
  return createPreprocessor({
    name: "minMax",
    minimums,
    maximums,
    min,
    max,

    transform(data) {
      const x = toMatrix("scale by minMax", "data", data, { columns }); // (examples, columns)
      return mapCells(x, (cell, column) => {
        const [minimum, maximum] = [minimums.get(0, column), maximums.get(0, column)];
        return minimum === maximum ? min : between(min, max, (cell - minimum) / (maximum - minimum));
      });
    },

    inverse(data) {
      const y = toMatrix("invert minMax", "data", data, { columns }); // (examples, columns)
      return mapCells(y, (cell, column) => {
        const [minimum, maximum] = [minimums.get(0, column), maximums.get(0, column)];
        return minimum === maximum ? minimum : between(minimum, maximum, (cell - min) / (max - min));
      });
    },

    toJSON: () => ({
      name: "minMax",
      minimums: matrixToJSON(minimums),
      maximums: matrixToJSON(maximums),
      min,
      max,
    }),
  } satisfies MinMaxScaling);
}

/** The point at a share `t` of the way: `from` exactly at 0, `to` exactly at 1. */
function between(from: number, to: number, t: number): number {
  return (1 - t) * from + t * to;
}
