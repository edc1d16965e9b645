import { checkKeys } from "../../check.ts";
import { checkInitializer, drawnBy } from "../../initializer/check-initializer.ts";
import type { Initializer } from "../../initializer/initializer.ts";
import { checkSize } from "../../matrix/check-size.ts";
import { asRows, Matrix, type RowsLike, toMatrix } from "../../matrix/matrix.ts";
import { copyOf } from "../../matrix/storage.ts";
import type { Seed } from "../../random/seed.ts";
import { RandomStream } from "../../random/stream.ts";
import { checkWithin } from "../../units/own-parameters.ts";
import { addedParameters, type RBMParameters, type SizedUnits } from "./parameters.ts";

/**
 * Values to start an RBM with: weights (visible, hidden), visibleBias (1, visible), hiddenBias (1, hidden), and what else its units have
 * of their own, such as `visiblePrecision`.
 */
export type GivenParameters = {
  readonly weights?: RowsLike | undefined;
  readonly visibleBias?: RowsLike | undefined;
  readonly hiddenBias?: RowsLike | undefined;
  readonly [name: string]: RowsLike | undefined;
};

/** Where an RBM starts: values that are given, copied; else weights from the initializer, biases of zero, and what its units start with. */
export function initialParameters(
  action: string,
  rbm: SizedUnits,
  initializer: Initializer,
  given: GivenParameters,
  seed: Seed,
): RBMParameters {
  const { visible, hidden } = rbm;
  const added = addedParameters(rbm);
  checkKeys(`${action} with parameters`, given, [
    ...["weights", "visibleBias", "hiddenBias"],
    ...Object.keys(added),
  ]);
  checkSize(action, "weights", visible, hidden);
  checkInitializer(action, initializer);
  const drawn =
    given.weights === undefined
      ? drawnBy(action, initializer, { inputs: visible, outputs: hidden }, new RandomStream(seed, "weights"))
      : undefined;
  const read = (name: string, value: RowsLike, rows: number, columns: number): Matrix => {
    const matrix = toMatrix(action, name, asRows(value), { rows, columns });
    return matrix === drawn?.weights ? drawn.weights : copyOf(matrix);
  };
  const {
    weights = drawn!.weights,
    visibleBias = Matrix.zeros(1, visible),
    hiddenBias = drawn?.bias ?? Matrix.zeros(1, hidden),
  } = given;
  return Object.freeze({
    weights: read("weights", weights, visible, hidden),
    visibleBias: read("visibleBias", visibleBias, 1, visible),
    hiddenBias: read("hiddenBias", hiddenBias, 1, hidden),
    ...Object.fromEntries(
      Object.entries(added).map(([name, { initial, ...limits }]) => {
        const values = read(name, given[name] ?? initial, 1, initial.columns);
        checkWithin(action, name, values, limits);
        return [name, values];
      }),
    ),
  });
}
