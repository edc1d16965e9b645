import { rangeError, show } from "../check.ts";
import type { Layer } from "../layers/layer.ts";
import { initializeSequence } from "../layers/sequence.ts";
import { asRows, Matrix, toMatrix } from "../matrix/matrix.ts";
import { mapParameters, type Parameters } from "../parameters.ts";
import type { Seed } from "../random/seed.ts";
import { RandomStream } from "../random/stream.ts";
import type { GivenValues, NetworkOptions } from "./network-options.ts";

/** Named matrices of float64, as a model shows them. */
export type Matrices = Readonly<Record<string, Matrix>>;

/** The first values of a network: those that were given, and for the rest those that its initializers draw. */
export function initialValues(
  action: string,
  layers: readonly Layer[],
  seed: Seed,
  given: Pick<NetworkOptions, "parameters" | "statistics">,
): { readonly parameters: Matrices; readonly statistics: Matrices } {
  const drawn = initializeSequence(layers, (purpose) => new RandomStream(seed, purpose), "first");
  return {
    parameters: replace(action, drawn.parameters, given.parameters ?? {}),
    statistics: replace(action, drawn.statistics, given.statistics ?? {}),
  };
}

function replace(action: string, drawn: Parameters, given: GivenValues): Matrices {
  for (const name of Object.keys(given)) {
    if (!(name in drawn)) {
      throw rangeError(action, `values named ${Object.keys(drawn).map(show).join(", ")}`, show(name));
    }
  }
  return Object.freeze(
    mapParameters(drawn, (matrix, name) => {
      const value = given[name];
      if (value === undefined) return new Matrix(matrix);
      const { rows, columns } = matrix;
      return new Matrix(toMatrix(action, name, asRows(value), { rows, columns }));
    }),
  );
}
