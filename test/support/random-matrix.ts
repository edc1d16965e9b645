import { Matrix } from "../../src/matrix/matrix.ts";
import { RandomStream } from "../../src/random/stream.ts";

/** A matrix of normal draws with this standard deviation that depends on its name and nothing else. */
export function randomMatrix(name: string, rows: number, columns: number, std = 1): Matrix {
  const random = new RandomStream("test", name);
  const draw = () => Array.from({ length: columns }, () => std * random.normal());
  return new Matrix(Array.from({ length: rows }, draw));
}
