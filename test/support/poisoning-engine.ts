import type { Engine } from "../../src/engine/engine.ts";
import { reference } from "../../src/engine/reference.ts";
import { type AbstractMatrix, isMatrix } from "../../src/matrix/matrix.ts";
import { flatMatrix } from "./flat-matrix.ts";

/**
 * The arithmetic of the reference engine under the conditions of an engine with memory of its own: matrices lie flat in
 * one typed array each, operands must have been loaded, and what was made inside a scope is overwritten with NaN as soon as
 * the scope ends. Whoever holds on to scratch comes out with other bits than on the reference engine.
 */
export function poisoningEngine(): Engine {
  const scopes: AbstractMatrix[][] = [];
  const own = new WeakSet<AbstractMatrix>();
  const lasting = (matrix: AbstractMatrix): AbstractMatrix => {
    const made = flatMatrix(matrix);
    own.add(made);
    return made;
  };
  const scratch = (matrix: AbstractMatrix): AbstractMatrix => {
    const made = lasting(matrix);
    scopes.at(-1)?.push(made);
    return made;
  };
  const kernels = Object.entries(reference).map(([name, kernel]) => {
    if (typeof kernel !== "function") return [name, kernel];
    const call = kernel as (...operands: unknown[]) => unknown;
    return [
      name,
      (...operands: unknown[]) => {
        const strange = operands.findIndex((operand) => isMatrix(operand) && !own.has(operand));
        if (strange >= 0) throw new Error(`Operand ${strange} of ${name} was not loaded into the engine`);
        const result = call(...operands);
        return isMatrix(result) && !operands.includes(result) ? scratch(result) : result;
      },
    ];
  });
  return {
    ...(Object.fromEntries(kernels) as Engine),
    name: "poisoning",
    load: lasting,
    zeros: (rows, columns) => lasting(reference.zeros(rows, columns)),
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
