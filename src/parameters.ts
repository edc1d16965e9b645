import { isOfLibrary } from "./check/own-name.ts";
import { rangeError, show } from "./check.ts";
import type { Engine } from "./engine/engine.ts";
import { placeNotFinite } from "./engine/result.ts";
import {
  type AbstractMatrix,
  checkFinite,
  checkShape,
  isMatrix,
  isOfShape,
  Matrix,
} from "./matrix/matrix.ts";
import { type MatrixJSON, matrixToJSON } from "./matrix/matrix-json.ts";
import { copyOf, rowReader, setRow } from "./matrix/storage.ts";

/**
 * A flat record of named matrices, such as `"0.weights"`: the one form in which parameters, gradients, updates and
 * an optimizer's memory are handed around.
 */
export type Parameters = Readonly<Record<string, AbstractMatrix>>;

/**
 * Applies `f` to each matrix of a record, or to whatever else it holds.
 *
 * @example
 * mapParameters({ weights: new Matrix([[1, 2]]) }, (matrix) => matrix.columns).weights; // 2
 */
export function mapParameters<Result, Value = AbstractMatrix>(
  parameters: Readonly<Record<string, Value>>,
  f: (matrix: Value, name: string) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(parameters).map(([name, matrix]) => [name, f(matrix, name)]));
}

/** Writes the matrices of a model as JSON, and refuses one that is not finite: nobody could load it. */
export function matricesToJSON<Name extends string>(
  action: string,
  matrices: Readonly<Record<Name, AbstractMatrix>>,
): Record<Name, MatrixJSON> {
  return mapParameters(matrices, (matrix, name) => {
    checkFinite(action, name, matrix);
    return matrixToJSON(matrix);
  }) as Record<Name, MatrixJSON>;
}

/** First values that nobody else has: those of somebody's own part are copied, and what is no matrix stays, to be refused. */
export function ownValues<Values extends { readonly [Name in keyof Values]: unknown }>(
  part: object,
  values: Values,
): Values {
  if (isOfLibrary(part)) return values;
  return mapParameters(values as Parameters, (value) =>
    isMatrix(value) ? copyOf(value) : value,
  ) as unknown as Values;
}

/**
 * Copies each matrix into the memory of an engine, and refuses values that are not finite in its precision.
 *
 * @example
 * loadParameters("train", reference, { weights: new Matrix([[1, 2]]) }).weights; // (1, 2)
 */
export function loadParameters(action: string, engine: Engine, parameters: Parameters): Parameters {
  return mapParameters(parameters, (matrix, name) => {
    const loaded = engine.load(matrix);
    if (!Number.isFinite(engine.sum(loaded))) checkFinite(action, name, matrix, engine.precision);
    return loaded;
  });
}

/**
 * Zeros in the shape of each matrix: where an optimizer starts to remember.
 *
 * @example
 * zerosLike(reference, { weights: new Matrix([[1, 2]]) }).weights; // (1, 2)
 */
export function zerosLike(engine: Engine, parameters: Parameters): Parameters {
  return mapParameters(parameters, (matrix) => engine.zeros(matrix.rows, matrix.columns));
}

/** Copies the values of each matrix of `from` into the matrix of the same name. */
export function copyParameters(engine: Engine, from: Parameters, into: Parameters): void {
  for (const [name, matrix] of Object.entries(from)) engine.copy(matrix, into[name]!);
}

/**
 * Returns what reads a matrix of an engine out, into an ordinary one of the same shape. Where it still is one of the originals under
 * its name it gets the bits of that, of which an engine of less precision keeps some.
 */
export function readerOf(
  engine: Engine,
  originals: readonly Parameters[],
): (matrix: AbstractMatrix, name: string, into?: Matrix) => Matrix {
  const round = engine.precision === "float32" ? Math.fround : (value: number): number => value;
  return (matrix, name, into = new Matrix(matrix.rows, matrix.columns)) => {
    const now = rowReader(engine.read(matrix, into));
    const rows = Array.from({ length: matrix.rows }, (_, row) => row);
    const isSame = (then: (row: number) => ArrayLike<number>, row: number): boolean => {
      const [a, b] = [now(row), then(row)];
      for (let column = 0; column < a.length; column++) if (a[column] !== round(b[column]!)) return false;
      return true;
    };
    for (const { [name]: original } of originals) {
      if (original === undefined) continue;
      const then = rowReader(original);
      if (!rows.every((row) => isSame(then, row))) continue;
      for (const row of rows) setRow(into, row, then(row));
      break;
    }
    return into;
  };
}

/** Refuses a record without a matrix in the shape of each of `parameters`, or with another; `what` it holds is for the error. */
export function checkLike(action: string, what: string, record: Parameters, parameters: Parameters): void {
  for (const [name, expected] of Object.entries(parameters)) {
    const given = record?.[name];
    // in every update, so a name is put into words only where it is needed
    if (!isOfShape(given, expected)) checkShape(action, `${what} ${show(name)},`, given, expected);
  }
  const other = Object.keys(record).find((name) => !(name in parameters));
  if (other !== undefined)
    throw rangeError(action, `${what} ${Object.keys(parameters).map(show).join(" or ")}`, show(other));
}

/** The matrices whose name starts with `prefix.`, under the rest of their name. */
export function selectParameters(parameters: Parameters, prefix: string | number): Parameters {
  const start = `${prefix}.`;
  const selected: Record<string, AbstractMatrix> = {};
  for (const name in parameters) {
    if (name.startsWith(start)) selected[name.slice(start.length)] = parameters[name]!;
  }
  return selected;
}

/** The same matrices, each under `prefix.name`. */
export function prefixParameters(prefix: string | number, parameters: Parameters): Parameters {
  const prefixed: Record<string, AbstractMatrix> = {};
  for (const name in parameters) prefixed[`${prefix}.${name}`] = parameters[name]!;
  return prefixed;
}

/** The Euclidean norm of all matrices taken as one vector: √Σ θ². */
export function globalNorm(engine: Engine, parameters: Parameters): number {
  return Math.sqrt(Object.values(parameters).reduce((sum, matrix) => sum + engine.sumOfSquares(matrix), 0));
}

/** The name of the first matrix with a value that is not finite, if there is one. */
export function firstNotFinite(engine: Engine, parameters: Parameters): string | undefined {
  return Object.keys(parameters).find((name) => placeNotFinite(engine, parameters[name]!) !== undefined);
}
