import { checkKeys } from "../check.ts";
import type { Initializer } from "../initializer/initializer.ts";
import { asRows, Matrix, toMatrix } from "../matrix/matrix.ts";
import { mapParameters } from "../parameters.ts";
import type { Seed } from "../random/seed.ts";
import { RandomStream } from "../random/stream.ts";
import type { GivenAutoencoderParameters } from "./autoencoder-options.ts";
import { type Coding, codingLayer } from "./coding-layer.ts";

/**
 * The parameters of an autoencoder: weights (visible, hidden), hiddenBias (1, hidden), visibleBias (1, visible), and where they are not
 * tied decoderWeights (hidden, visible).
 */
export type AutoencoderParameters = {
  readonly weights: Matrix;
  readonly hiddenBias: Matrix;
  readonly visibleBias: Matrix;
  readonly decoderWeights?: Matrix;
};

/** Where an autoencoder starts: values that are given, copied; else weights from the initializer, and biases of zero. */
export function initialParameters(
  action: string,
  coding: Coding & { readonly seed: Seed },
  initializer: Initializer,
  given: GivenAutoencoderParameters = {},
): AutoencoderParameters {
  const { visible, hidden, seed } = coding;
  const shapes: Readonly<Record<string, readonly [number, number]>> = {
    weights: [visible, hidden],
    hiddenBias: [1, hidden],
    visibleBias: [1, visible],
    ...(!coding.tied && { decoderWeights: [hidden, visible] }),
  };
  checkKeys(`${action} with parameters`, given, Object.keys(shapes));
  const random = (purpose: string): RandomStream => new RandomStream(seed, purpose);
  const drawn = codingLayer(coding, initializer).initialize(random, "first").parameters;
  const values = mapParameters(drawn, (matrix, name) => {
    const { [name as keyof GivenAutoencoderParameters]: value = matrix } = given;
    const [rows, columns] = shapes[name]!;
    return new Matrix(toMatrix(action, name, asRows(value), { rows, columns }));
  });
  return Object.freeze(values) as AutoencoderParameters;
}
