import type { Engine } from "./engine/engine.ts";
import type { AbstractMatrix, Matrix } from "./matrix/matrix.ts";

/**
 * A flat record of named matrices, such as `"0.weights"`: the one form in which parameters, gradients, updates and
 * an optimizer's memory are handed around.
 */
export type Parameters = Readonly<Record<string, AbstractMatrix>>;

/** Applies `f` to each matrix of a record. */
export function mapParameters<Result>(
  parameters: Parameters,
  f: (matrix: AbstractMatrix, name: string) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(parameters).map(([name, matrix]) => [name, f(matrix, name)]));
}

/** Copies each matrix into the memory of an engine. */
export function loadParameters(engine: Engine, parameters: Parameters): Parameters {
  return mapParameters(parameters, (matrix) => engine.load(matrix));
}

/** Zeros in the shape of each matrix: where an optimizer starts to remember. */
export function zerosLike(engine: Engine, parameters: Parameters): Parameters {
  return mapParameters(parameters, (matrix) => engine.zeros(matrix.rows, matrix.columns));
}

/** Copies the values of each matrix of `from` into the matrix of the same name. */
export function copyParameters(engine: Engine, from: Parameters, into: Parameters): void {
  for (const [name, matrix] of Object.entries(from)) engine.copy(matrix, into[name]!);
}

/** Writes the values of each matrix of an engine into the ordinary matrix of the same name. */
export function readParameters(
  engine: Engine,
  from: Parameters,
  into: Readonly<Record<string, Matrix>>,
): void {
  for (const [name, matrix] of Object.entries(from)) engine.read(matrix, into[name]!);
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
  return Object.keys(parameters).find((name) => !Number.isFinite(engine.sum(parameters[name]!)));
}
