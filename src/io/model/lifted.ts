import { checkString } from "../../check.ts";
import type { AbstractMatrix, Matrix } from "../../matrix/matrix.ts";
import { type MatrixJSON, matrixFromJSON, matrixToJSON } from "../../matrix/matrix-json.ts";

/** JSON without its matrices: `{ tensor: name }` stands for each, which `take` is given under a name that tells its place. */
export function withoutMatrices(
  action: string,
  json: unknown,
  name: string,
  take: (name: string, matrix: AbstractMatrix) => void,
): unknown {
  if (typeof json !== "object" || json === null) return json;
  if ("float64" in json) {
    take(name, matrixFromJSON(action, name, json as MatrixJSON));
    return { tensor: name };
  }
  const inside = (key: string | number, value: unknown): unknown =>
    withoutMatrices(action, value, `${name}.${key}`, take);
  if (Array.isArray(json)) return json.map((item, index) => inside(index, item));
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, inside(key, value)]));
}

/** The same JSON with its matrices, as `read` gives them. */
export function withMatrices(action: string, json: unknown, read: (name: string) => Matrix): unknown {
  if (typeof json !== "object" || json === null) return json;
  if ("tensor" in json) return matrixToJSON(read(checkString(action, "the name of a tensor", json.tensor)));
  const inside = (value: unknown): unknown => withMatrices(action, value, read);
  if (Array.isArray(json)) return json.map(inside);
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, inside(value)]));
}
