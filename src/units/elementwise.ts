import type { Engine } from "../engine/engine.ts";
import { readMatrix } from "../engine/read-matrix.ts";
import { type AbstractMatrix, Matrix } from "../matrix/matrix.ts";
import { rowReader } from "../matrix/storage.ts";
import type { RandomStream } from "../random/stream.ts";

/** Half of a step of 2⁻²⁴: added to a uniform it lies between 0 and 1, and is neither. */
export const HALF_STEP: number = 2 ** -25;

/** A draw for each element: `quantile(a, u)` with u uniform of 24 bits in [0, 1), from the stream by element. */
export function drawEach(
  engine: Engine,
  a: AbstractMatrix,
  random: RandomStream,
  quantile: (a: number, uniform: number) => number,
): AbstractMatrix {
  const uniforms = Matrix.from1DArray(a.rows, a.columns, random.uniforms(a.rows * a.columns));
  return engine.zip(quantile, a, engine.load(uniforms));
}

/** Σ f(a) over each row: (rows, 1). */
export function sumEach(engine: Engine, f: (a: number) => number, a: AbstractMatrix): AbstractMatrix {
  return engine.rowSums(engine.map(f, a));
}

/** −Σ s·b over each row, the part of the self-energy that a bias has: (rows, 1). */
export function biasEnergy(engine: Engine, states: AbstractMatrix, bias: AbstractMatrix): AbstractMatrix {
  return engine.scale(-1, engine.productRightTransposed(states, bias));
}

/** What `f` writes for each row, (rows, columns), in plain numbers of float64. */
export function mapRows(
  engine: Engine,
  a: AbstractMatrix,
  columns: number,
  f: (values: ArrayLike<number>, into: Float64Array, row: number) => void,
): AbstractMatrix {
  const valuesOf = rowReader(readMatrix(engine, a));
  const result = new Matrix(a.rows, columns);
  const into = new Float64Array(columns);
  for (let row = 0; row < a.rows; row++) {
    f(valuesOf(row), into, row);
    result.setRow(row, into as unknown as number[]);
  }
  return engine.load(result);
}
