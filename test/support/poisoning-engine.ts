import type { Engine } from "../../src/engine/engine.ts";
import { reference } from "../../src/engine/reference.ts";
import { type AbstractMatrix, isMatrix } from "../../src/matrix/matrix.ts";
import { flatMatrix } from "./flat-matrix.ts";

/**
 * The arithmetic of the reference engine under the conditions of an engine with memory of its own: matrices lie flat in
 * one typed array each, and what was made inside a scope is overwritten with NaN as soon as the scope ends. Whoever
 * holds on to scratch, or relies on how a matrix is stored, comes out with other bits than on the reference engine.
 */
export function poisoningEngine(): Engine {
  const scopes: AbstractMatrix[][] = [];
  const scratch = (matrix: AbstractMatrix): AbstractMatrix => {
    const made = flatMatrix(matrix);
    scopes.at(-1)?.push(made);
    return made;
  };
  const kernels = Object.entries(reference).map(([name, kernel]) => {
    if (typeof kernel !== "function") return [name, kernel];
    const call = kernel as (...operands: unknown[]) => unknown;
    return [
      name,
      (...operands: unknown[]) => {
        const result = call(...operands);
        return isMatrix(result) && !operands.includes(result) ? scratch(result) : result;
      },
    ];
  });
  return {
    ...(Object.fromEntries(kernels) as Engine),
    name: "poisoning",
    load: (matrix) => flatMatrix(matrix),
    zeros: (rows, columns) => flatMatrix(reference.zeros(rows, columns)),
    scope(step) {
      const made: AbstractMatrix[] = [];
      scopes.push(made);
      try {
        return step();
      } finally {
        scopes.pop();
        for (const matrix of made) reference.map(() => Number.NaN, matrix, matrix);
      }
    },
  };
}
