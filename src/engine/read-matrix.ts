import { type AbstractMatrix, Matrix } from "../matrix/matrix.ts";
import { rowsFrom } from "../matrix/storage.ts";
import type { Engine } from "./engine.ts";

/** A copy of one of the engine's matrices that outlives the engine. */
export function readMatrix(engine: Engine, matrix: AbstractMatrix): Matrix {
  return engine.read(matrix, new Matrix(matrix.rows, matrix.columns));
}

/** Copies one of the engine's matrices into the rows of another from `first` on. */
export function readRows(engine: Engine, matrix: AbstractMatrix, into: Matrix, first: number): void {
  engine.read(matrix, rowsFrom(into, first, matrix.rows));
}
