import { checkKeys } from "../../check.ts";
import { checkInitializer, drawnBy } from "../../initializer/check-initializer.ts";
import type { Initializer } from "../../initializer/initializer.ts";
import { checkSize } from "../../matrix/check-size.ts";
import { asRows, Matrix, type RowsLike, toMatrix } from "../../matrix/matrix.ts";
import type { Seed } from "../../random/seed.ts";
import { RandomStream } from "../../random/stream.ts";
import type { RBMParameters } from "./machine.ts";

/** Values to start an RBM with: weights (visible, hidden), visibleBias (1, visible), hiddenBias (1, hidden). */
export type GivenParameters = { readonly [Name in keyof RBMParameters]?: RowsLike | undefined };

/** Where an RBM starts: values that are given, copied; else weights from the initializer, and biases of zero. */
export function initialParameters(
  action: string,
  { visible, hidden }: { readonly visible: number; readonly hidden: number },
  initializer: Initializer,
  given: GivenParameters,
  seed: Seed,
): RBMParameters {
  checkKeys(`${action} with parameters`, given, ["weights", "visibleBias", "hiddenBias"]);
  const read = (name: string, value: RowsLike, rows: number, columns: number): Matrix =>
    new Matrix(toMatrix(action, name, asRows(value), { rows, columns }));
  checkSize(action, "weights", visible, hidden);
  checkInitializer(action, initializer);
  const { weights, visibleBias = Matrix.zeros(1, visible) } = given;
  const drawn: { readonly weights: RowsLike; readonly bias?: RowsLike } =
    weights === undefined
      ? drawnBy(action, initializer, { inputs: visible, outputs: hidden }, new RandomStream(seed, "weights"))
      : { weights };
  const { hiddenBias = drawn.bias ?? Matrix.zeros(1, hidden) } = given;
  return Object.freeze({
    weights: read("weights", drawn.weights, visible, hidden),
    visibleBias: read("visibleBias", visibleBias, 1, visible),
    hiddenBias: read("hiddenBias", hiddenBias, 1, hidden),
  });
}
