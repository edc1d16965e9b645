import type { AbstractMatrix } from "../matrix/matrix.ts";
import { rowReader } from "../matrix/storage.ts";
import { minMax } from "../preprocess/min-max.ts";
import type { Preprocessor } from "../preprocess/preprocessor.ts";
import type { Dataset } from "./dataset.ts";
import { fitColumns } from "./fit-columns.ts";

/**
 * How inputs come into [0, 1], as binary units take them. Images whose pixels lie there already stay as they are:
 * undefined. Of all else each column is scaled by its range, whatever its unit, and what lies outside later is clipped.
 *
 * @param dataset - All examples that there will be, as far as they are known.
 * @param fitted - Those whose range counts. Default all.
 */
export function intoUnitInterval(dataset: Dataset, fitted: Dataset = dataset): Preprocessor | undefined {
  if (isUnitImage(dataset)) return undefined;
  const { inputs: values, columnNames: names, name } = fitted;
  return fitColumns("scale inputs into [0, 1]", { values, what: "column", names, dataset: name }, () =>
    minMax.fit(values, { clip: true }),
  );
}

/** Whether a dataset holds images with pixels in [0, 1]. */
export function isUnitImage({ shape, inputs }: Dataset): boolean {
  return shape !== undefined && isWithinUnitInterval(inputs);
}

/** Whether all numbers lie in [0, 1]. */
export function isWithinUnitInterval(inputs: AbstractMatrix): boolean {
  const valuesOf = rowReader(inputs);
  for (let row = 0; row < inputs.rows; row++) {
    const values = valuesOf(row);
    for (let column = 0; column < values.length; column++) {
      if (!(values[column]! >= 0 && values[column]! <= 1)) return false;
    }
  }
  return true;
}
