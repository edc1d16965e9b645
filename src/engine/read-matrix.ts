import { type AbstractMatrix, Matrix } from "../matrix/matrix.ts";
import type { Engine } from "./engine.ts";

/** A copy of one of the engine's matrices that outlives the engine. */
export function readMatrix(engine: Engine, matrix: AbstractMatrix): Matrix {
  return engine.read(matrix, new Matrix(matrix.rows, matrix.columns));
}
