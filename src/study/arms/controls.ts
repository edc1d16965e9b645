import { drawOrthogonal } from "../../initializer/orthogonal.ts";
import { Matrix, SingularValueDecomposition } from "../../matrix/matrix.ts";
import { product } from "../../matrix/product.ts";
import { RandomStream } from "../../random/stream.ts";
import type { Arm } from "../arm.ts";
import { everything, startFromStack } from "./pretrained.ts";

/** The RBMs' numbers without their places: same distribution, no structure. */
export const permuted: Arm = Object.freeze({
  name: "rbm permuted",
  description: "the RBMs' weights and biases, each layer's in random order",
  kind: "control",
  tags: ["permuted"],
  start: (ground) =>
    startFromStack(ground, {}, ({ parameters }, layer) => {
      const random = new RandomStream(ground.spec.seed, `permuted layer ${layer}`);
      return { weights: permute(parameters.weights, random), bias: permute(parameters.hiddenBias, random) };
    }),
} satisfies Arm);

/** The RBMs' singular values with random directions: same gains, no structure. */
export const spectrum: Arm = Object.freeze({
  name: "rbm spectrum",
  description: "random weights with the RBMs' singular values, and the RBMs' biases",
  kind: "control",
  tags: ["same spectrum"],
  start: (ground) =>
    startFromStack(ground, {}, ({ parameters }, layer) => {
      const random = new RandomStream(ground.spec.seed, `spectrum layer ${layer}`);
      return { weights: withSpectrumOf(parameters.weights, random), bias: parameters.hiddenBias };
    }),
} satisfies Arm);

/** What the biases do by themselves. */
export const biasesAlone: Arm = Object.freeze({
  name: "rbm biases",
  description: "classical weights with the RBMs' hidden biases",
  kind: "control",
  start: (ground) => startFromStack(ground, {}, ({ parameters }) => ({ bias: parameters.hiddenBias })),
} satisfies Arm);

/** What the layer on the data does by itself. */
export const firstLayerAlone: Arm = Object.freeze({
  name: "rbm first 1",
  description: "the first layer from its RBM, the others classical",
  kind: "control",
  start: (ground) => startFromStack(ground, {}, (rbm, layer) => (layer === 0 ? everything(rbm) : {})),
} satisfies Arm);

/** RBMs that had the means of the pixels to learn and nothing else. */
export const shuffledColumns: Arm = Object.freeze({
  name: "rbm shuffled columns",
  description: "RBMs trained on data whose columns were shuffled one by one",
  kind: "control",
  start: (ground) => startFromStack(ground, { shuffledColumns: true }, everything),
} satisfies Arm);

function permute(matrix: Matrix, random: RandomStream): Matrix {
  const values = matrix.to1DArray();
  const order = random.permutation(values.length);
  return Matrix.from1DArray(
    matrix.rows,
    matrix.columns,
    Array.from(order, (from) => values[from]!),
  );
}

/** U·S·Vᵀ with the singular values S of a matrix, and U and V orthonormal at random. */
function withSpectrumOf(matrix: Matrix, random: RandomStream): Matrix {
  const { rows, columns } = matrix;
  const options = {
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
    autoTranspose: true,
  };
  const { diagonal } = new SingularValueDecomposition(matrix, options);
  const rank = diagonal.length;
  const left = drawOrthogonal({ inputs: rows, outputs: rank }, 1, random); // (rows, rank)
  const right = drawOrthogonal({ inputs: rank, outputs: columns }, 1, random); // (rank, columns)
  return product(left.mulRowVector(diagonal), right);
}
