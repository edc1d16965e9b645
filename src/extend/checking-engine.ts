import { ofLibrary } from "../check/own-name.ts";
import { rangeError } from "../check.ts";
import type { Engine, EngineKind } from "../engine/engine.ts";
import { reference } from "../engine/reference.ts";
import { type AbstractMatrix, isMatrix, WrapperMatrix1D } from "../matrix/matrix.ts";

/** The kernels that take a matrix which is not the engine's own, by the place of that operand. */
const strangers: Readonly<Record<string, number>> = { load: 0, gatherRows: 0, read: 1 };

type Storage = typeof Float32Array | typeof Float64Array;

/**
 * The arithmetic of the reference engine under the conditions of an engine with memory of its own: matrices lie flat in
 * one typed array each, operands must have been loaded, and what was made inside a scope is overwritten with NaN as soon as
 * the scope ends, as is everything when the engine closes. Whoever holds on to it is refused, or comes out with other bits
 * than on the reference engine.
 *
 * @example
 * const rbm = new RBM({ visible: 4, hidden: 2, seed: 1, engine: checkingEngine });
 * await rbm.fit([[1, 0, 1, 0]], { epochs: 1 });
 */
export const checkingEngine: EngineKind = poisoning("checking", Float64Array);

/**
 * The same with every result rounded to float32.
 *
 * @example
 * new RBM({ visible: 4, hidden: 2, seed: 1, engine: roundingCheckingEngine });
 */
export const roundingCheckingEngine: EngineKind = poisoning("rounding checking", Float32Array);

function poisoning(name: string, Storage: Storage): EngineKind {
  const precision = Storage === Float32Array ? "float32" : "float64";
  return ofLibrary({
    name,
    precision,
    open: () => open({ name, precision }, Storage),
  } satisfies EngineKind);
}

function open(kind: Pick<Engine, "name" | "precision">, Storage: Storage): Engine {
  const scopes: AbstractMatrix[][] = [[]];
  const own = new WeakSet<AbstractMatrix>();
  const make = (matrix: AbstractMatrix): AbstractMatrix => {
    const made = new WrapperMatrix1D(Storage.from(matrix.to1DArray()), { rows: Math.max(matrix.rows, 1) });
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
        if (scopes.length === 0)
          throw rangeError(
            "compute on the checking engine",
            "an engine that is open",
            `${name} on one that is closed`,
          );
        for (const [place, operand] of operands.entries()) {
          if (isMatrix(operand) && !own.has(operand) && strangers[name] !== place) {
            throw rangeError(
              "compute on the checking engine",
              "operands in its memory",
              `operand ${place} of ${name}, which is not, or no longer, there`,
            );
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
