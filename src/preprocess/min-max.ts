import { checkBoolean, checkKeys, checkNumber } from "../check.ts";
import { type Matrix, type MatrixLike, toMatrix } from "../matrix/matrix.ts";
import { matrixToJSON } from "../matrix/matrix-json.ts";
import { type ColumnExtremes, columnExtremes, mapCells } from "./columns.ts";
import { createPreprocessor } from "./create-preprocessor.ts";
import type { Preprocessor, PreprocessorJSON } from "./preprocessor.ts";
import { checkOrdered, readField } from "./read-field.ts";

/** Options of `minMax.fit`. */
export interface MinMaxOptions {
  /** What the least value of each column becomes. Default 0. */
  readonly min?: number | undefined;
  /** What the greatest value of each column becomes, > min. Default 1. */
  readonly max?: number | undefined;
  /** Whether an example outside the fitted range is brought to the nearer end of it. Default false. */
  readonly clip?: boolean | undefined;
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
  readonly clip: boolean;
}

/**
 * Scales each column linearly so that its least value becomes `min` and its greatest `max`, both exactly:
 * y = (1 − t)·min + t·max with t = (x − minimum) / (maximum − minimum). Binary visible units of an RBM take inputs in
 * [0, 1].
 *
 * An example outside the fitted range lands outside `[min, max]`, or with `clip` on its nearer end, as an RBM needs it. A
 * column that is constant in the fitted data becomes `min`, whatever another example has there, and the inverse gives
 * the constant.
 *
 * `minMax.fit(data, options)`:
 * @param data - One row per example.
 * @param options - The range, and whether to clip to it. Default 0 to 1, and false.
 * @returns A preprocessor with `minimums` and `maximums`, each (1, columns), and `min`, `max` and `clip`.
 * @throws RangeError if the data is empty, ragged or not finite, if a column's range is not finite, or if max ≤ min.
 * @example
 * const preparation = minMax.fit([[1, 5], [3, 5]], { min: -1, max: 1 });
 * preparation.transform([[2, 5]]).to2DArray(); // [[0, -1]]
 * minMax.fit([[1], [3]], { clip: true }).transform([[4]]).to2DArray(); // [[1]]
 */
export const minMax: Readonly<{
  name: "minMax";
  fit: (data: MatrixLike, options?: MinMaxOptions) => MinMaxScaling;
}> = Object.freeze({
  name: "minMax",
  fit(data: MatrixLike, options: MinMaxOptions = {}): MinMaxScaling {
    const action = "fit minMax";
    checkKeys(action, options, ["min", "max", "clip"]);
    const { min = 0, max = 1, clip = false } = options;
    return minMaxScaling(action, columnExtremes(toMatrix(action, "data", data)), { min, max, clip });
  },
});

/** Reads what `toJSON` of a min-max scaling wrote. */
export function minMaxScalingFromJSON(action: string, json: PreprocessorJSON): MinMaxScaling {
  const minimums = readField(action, json, "minimums");
  const maximums = readField(action, json, "maximums", { columns: minimums.columns });
  const { min, max, clip = false } = json as unknown as Required<MinMaxOptions>; // once there was no clip
  return minMaxScaling(action, { minimums, maximums }, { min, max, clip });
}

function minMaxScaling(
  action: string,
  { minimums, maximums }: ColumnExtremes,
  { clip: clips, ...range }: Required<MinMaxOptions>,
): MinMaxScaling {
  const min = checkNumber(action, "min", range.min) + 0; // −0 becomes 0, as JSON writes it
  const max = checkNumber(action, "max", range.max, { above: min }) + 0;
  const clip = checkBoolean(action, "clip", clips);
  checkOrdered(action, minimums, maximums);
  const { columns } = minimums;
  return createPreprocessor({
    name: "minMax",
    minimums,
    maximums,
    min,
    max,
    clip,

    transform(data) {
      const x = toMatrix("scale by minMax", "data", data, { columns }); // (examples, columns)
      return mapCells(x, (value, column) => {
        const [minimum, maximum] = [minimums.get(0, column), maximums.get(0, column)];
        if (minimum === maximum) return min;
        const cell = clip ? Math.min(Math.max(value, minimum), maximum) : value;
        return between(min, max, (cell - minimum) / (maximum - minimum));
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
      ...(clip && { clip }),
    }),
  } satisfies MinMaxScaling);
}

/** The point at a share `t` of the way: `from` exactly at 0, `to` exactly at 1. */
function between(from: number, to: number, t: number): number {
  return (1 - t) * from + t * to;
}
