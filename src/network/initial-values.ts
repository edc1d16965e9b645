import { checkArray, checkKeys, checkOneOf, checkThat, holds } from "../check.ts";
import { zeros } from "../initializer/zeros.ts";
import { dense } from "../layers/dense.ts";
import type { Layer } from "../layers/layer.ts";
import { initializeSequence } from "../layers/sequence.ts";
import { asRows, checkFinite, checkShape, isMatrix, type Matrix, toMatrix } from "../matrix/matrix.ts";
import { copyOf } from "../matrix/storage.ts";
import { mapParameters, type Parameters, selectParameters } from "../parameters.ts";
import type { Seed } from "../random/seed.ts";
import { RandomStream } from "../random/stream.ts";
import type { GivenValues, NetworkOptions } from "./network-options.ts";

/** Named matrices of float64, as a model shows them. */
export type Matrices = Readonly<Record<string, Matrix>>;

/** The first values of a network: those that were given, and for the rest those that its initializers draw. What would be replaced is not drawn. */
export function initialValues(
  action: string,
  layers: readonly Layer[],
  seed: Seed,
  { parameters = {}, statistics = {} }: Pick<NetworkOptions, "parameters" | "statistics">,
): { readonly parameters: Matrices; readonly statistics: Matrices } {
  const undrawn = layers.map((layer, index) => {
    const { kind, inputs = 0, outputs = 0 } = layer;
    const isGiven = (): unknown => parameters[`${index}.weights`] && parameters[`${index}.bias`];
    // of the library's own kind alone: only its `initialize` knows what a layer of somebody's own begins with
    return kind === "dense" && holds(isGiven) ? dense({ inputs, outputs, initializer: zeros }) : layer;
  });
  const drawn = initializeSequence(undrawn, (purpose) => new RandomStream(seed, purpose), "first");
  checkDrawn(action, layers, { ...drawn.parameters, ...drawn.statistics });
  return {
    parameters: replace(action, drawn.parameters, parameters),
    statistics: replace(action, drawn.statistics, statistics),
  };
}

/** Refuses what an initializer or a layer of somebody's own gives instead of first values: other shapes, no numbers. */
function checkDrawn(action: string, layers: readonly Layer[], drawn: Parameters, within = ""): void {
  for (const [index, layer] of layers.entries()) {
    const path = `${within}${index}`;
    const own = selectParameters(drawn, index);
    const weights = checkArray(action, `weights of layer ${path} to be a list`, layer.weights ?? []);
    for (const name of weights) checkOneOf(action, `weights of layer ${path}`, name, Object.keys(own));
    if (layer.layers) checkDrawn(action, layer.layers, own, `${path}.`);
    for (const [name, matrix] of Object.entries(own)) {
      const what = `the first ${name} of layer ${path} (${layer.kind})`;
      checkThat(action, `${what} to be a matrix`, matrix, isMatrix);
      if (layer.affine) {
        const rows = name === "weights" ? layer.inputs! : 1;
        checkShape(action, `${what} to be`, matrix, { rows, columns: layer.outputs! });
      }
      checkFinite(action, what, matrix);
    }
  }
}

function replace(action: string, drawn: Parameters, given: GivenValues): Matrices {
  checkKeys(action, given, Object.keys(drawn), "values");
  return Object.freeze(
    mapParameters(drawn, (matrix, name) => {
      const value = given[name];
      if (value === undefined) return matrix as Matrix;
      return copyOf(toMatrix(action, name, asRows(value), matrix));
    }),
  );
}
