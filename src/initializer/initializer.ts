import type { Matrix } from "../matrix/matrix.ts";
import type { RandomStream } from "../random/stream.ts";

/** The sizes of the weights to draw: units that feed in, and units that are fed. */
export interface Fan {
  readonly inputs: number;
  readonly outputs: number;
}

/** Where a layer starts: weights (inputs, outputs), and biases (1, outputs) where they are not zero. */
export interface InitialValues {
  readonly weights: Matrix;
  readonly bias?: Matrix;
}

/**
 * An initializer draws the first weights of a layer. A plain frozen object; its `name` carries its arguments:
 * `normal(std=0.1)`.
 */
export interface Initializer {
  readonly name: string;
  /**
   * Draws the values of one layer.
   *
   * @param fan - How many units feed in and how many are fed.
   * @param random - The stream of this layer; nothing else decides the draw.
   * @param position - `"first"` for the layer that takes raw inputs, `"later"` for one that takes the outputs of another;
   * only `isometricLogistic` asks. Default `"first"`: a layer of which nothing is said stands on its own.
   */
  readonly draw: (fan: Fan, random: RandomStream, position?: LayerPosition) => InitialValues;
}

/** Whether a layer takes the raw inputs of a net or the outputs of another layer. */
export type LayerPosition = "first" | "later";
