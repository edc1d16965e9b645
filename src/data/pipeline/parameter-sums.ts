import type { AbstractMatrix } from "../../matrix/matrix.ts";
import { rowReader } from "../../matrix/storage.ts";

/** A model, or a part of one, that has numbers of its own. */
export interface PartWithParameters {
  readonly parameters: object;
  readonly statistics?: object;
}

/** The sum of each matrix of a model: no training leaves all of them as they are. */
export function parameterSums(parts: readonly PartWithParameters[]): number[] {
  return parts.flatMap(({ parameters, statistics = {} }) =>
    [...Object.values(parameters), ...Object.values(statistics)].map(sumOf),
  );
}

function sumOf(matrix: AbstractMatrix): number {
  const valuesOf = rowReader(matrix);
  let sum = 0;
  for (let row = 0; row < matrix.rows; row++) {
    const values = valuesOf(row);
    for (let column = 0; column < matrix.columns; column++) sum += values[column]!;
  }
  return sum;
}
