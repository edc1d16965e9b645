import { notFiniteError } from "../check.ts";
import { type AbstractMatrix, findNotFinite } from "../matrix/matrix.ts";
import type { Engine } from "./engine.ts";
import { readMatrix } from "./read-matrix.ts";

/** The first element of one of the engine's matrices that is not finite, and where it stands; undefined where all are. */
export function placeNotFinite(engine: Engine, matrix: AbstractMatrix): string | undefined {
  if (Number.isFinite(engine.sum(matrix))) return undefined;
  return findNotFinite(readMatrix(engine, matrix))?.place; // a sum in float64 can overflow where no element does
}

/** Returns a result of an engine if it is finite: what went out of range is handed on to nobody. */
export function checkResult(
  action: string,
  engine: Engine,
  expected: string,
  matrix: AbstractMatrix,
): AbstractMatrix {
  const place = placeNotFinite(engine, matrix);
  if (place !== undefined) throw notFiniteError(action, expected, place);
  return matrix;
}
