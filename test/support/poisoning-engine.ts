import type { Engine, EngineKind } from "../../src/engine/engine.ts";
import { reference } from "../../src/engine/reference.ts";
import { type AbstractMatrix, isMatrix } from "../../src/matrix/matrix.ts";
import { type FlatArray, flatMatrix } from "./flat-matrix.ts";

/** The kernels that take a matrix which is not the engine's own, by the place of that operand. */
const strangers: Readonly<Record<string, number>> = { load: 0, gatherRows: 0, read: 1 };

/**
 * The arithmetic of the reference engine under the conditions of an engine with memory of its own: matrices lie flat in
 * one typed array each, operands must have been loaded, and what was made inside a scope is overwritten with NaN as soon as
 * the scope ends, as is everything when the engine closes. Whoever holds on to it is refused, or comes out with other bits
 * than on the reference engine.
 */
export const poisoningKind: EngineKind = poisoning("poisoning", Float64Array);

/** The same with every result rounded to float32. */
export const roundingKind: EngineKind = poisoning("rounding", Float32Array);

function poisoning(name: string, Storage: FlatArray): EngineKind {
  const precision = Storage === Float32Array ? "float32" : "float64";
  return Object.freeze({
    name,
    precision,
    open: () => open({ name, precision }, Storage),
  } satisfies EngineKind);
}

function open(kind: Pick<Engine, "name" | "precision">, Storage: FlatArray): Engine {
  const scopes: AbstractMatrix[][] = [[]];
  const own = new WeakSet<AbstractMatrix>();
  const make = (matrix: AbstractMatrix): AbstractMatrix => {
    const made = flatMatrix(matrix, Storage);
    own.add(made);
    scopes.at(-1)!.push(made);
    return made;
  };
  const endScope = (): void => {
    for (const matrix of scopes.pop()!) {
      reference.map(() => Number.NaN, matrix, matrix);
      own.delete(matrix);
    }
  };
  const kernels = Object.entries(reference).map(([name, kernel]) => {
    if (typeof kernel !== "function") return [name, kernel];
    const call = kernel as (...operands: unknown[]) => unknown;
    return [
      name,
      (...operands: unknown[]) => {
        if (scopes.length === 0) throw new Error(`${name} was called on an engine that is closed`);
        for (const [place, operand] of operands.entries()) {
          if (isMatrix(operand) && !own.has(operand) && strangers[name] !== place) {
            throw new Error(`Operand ${place} of ${name} is not, or no longer, in the memory of the engine`);
          }
        }
        const result = call(...operands);
        return isMatrix(result) && !operands.includes(result) ? make(result) : result;
      },
    ];
  });
  return {
    ...(Object.fromEntries(kernels) as Engine),
    ...kind,
    scope(step) {
      scopes.push([]);
      try {
        return step();
      } finally {
        endScope();
      }
    },
    close: endScope,
  };
}
