import { columnSums } from "../../matrix/column-sums.ts";
import type { AbstractMatrix } from "../../matrix/matrix.ts";

/** A model, or a part of one, that has numbers of its own. */
export interface PartWithParameters {
  readonly parameters: object;
  readonly statistics?: object;
}

/** The sum of each matrix of a model: no training leaves all of them as they are. */
export function parameterSums(parts: readonly PartWithParameters[]): number[] {
  return parts.flatMap(({ parameters, statistics = {} }) =>
    [...Object.values(parameters), ...Object.values(statistics)].map((matrix: AbstractMatrix) =>
      columnSums(matrix).reduce((sum, each) => sum + each, 0),
    ),
  );
}
