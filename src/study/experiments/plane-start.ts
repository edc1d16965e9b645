import type { Initializer } from "../../initializer/initializer.ts";
import { Matrix } from "../../matrix/matrix.ts";
import type { RandomStream } from "../../random/stream.ts";
import type { PlaneCoordinates } from "./depth-scale.ts";

/**
 * Logistic layers that are the tanh net with independent weights W from N(0, σ_w²/inputs) and biases b from N(0, σ_b²), layer by layer:
 * 2W and 2b on the inputs, above them 4W and 2b − 2·(1ᵀW).
 */
export function planeStart({ weightDeviation, biasDeviation }: PlaneCoordinates): Initializer {
  return Object.freeze({
    name: `plane(${weightDeviation}, ${biasDeviation})`,
    draw({ inputs, outputs }, random, position = "first") {
      const weights = normals(inputs, outputs, weightDeviation / Math.sqrt(inputs), random);
      const bias = normals(1, outputs, biasDeviation, random);
      if (position === "first") return { weights: weights.mul(2), bias: bias.mul(2) };
      const columnSums = Matrix.rowVector(weights.sum("column")); // (1, outputs)
      return { weights: weights.mul(4), bias: bias.sub(columnSums).mul(2) };
    },
  } satisfies Initializer);
}

function normals(rows: number, columns: number, deviation: number, random: RandomStream): Matrix {
  const values = Matrix.zeros(rows, columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) values.set(row, column, deviation * random.normal());
  }
  return values;
}
