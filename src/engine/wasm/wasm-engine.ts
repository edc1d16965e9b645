import { type AbstractMatrix, checkColumn, checkRow, checkSameShape } from "../../matrix/matrix.ts";
import type { RandomStream } from "../../random/stream.ts";
import { ELEMENTS_OF_PART } from "../assembly/blocking.ts";
import * as operation from "../assembly/operations.ts";
import type { ElementwiseFunction, Engine } from "../engine.ts";
import { activationKernel } from "./activation-kernels.ts";
import { elementAccess } from "./element-access.ts";
import type { Uses } from "./launch-group.ts";
import type { Launcher } from "./launcher.ts";
import { type Addend, multiply, type ProductShape } from "./products.ts";
import type { Workings } from "./workings.ts";

/** Elements in a chunk of work that goes row by row or column by column. */
const ELEMENTS_OF_CHUNK = 4096;

/**
 * The engine of float32 kernels on the memory of one run.
 *
 * A kernel writes a command; the launcher runs it when its result is needed. Whatever reads or writes elements from
 * here goes through `memory` or `launcher.flush()` first, so nothing is ever seen half done.
 */
export function wasmEngine(workings: Workings, close: () => void): Engine {
  const { memory, launcher, host } = workings;
  const { resultLike, ...onElements } = elementAccess(workings);
  const at = (matrix: AbstractMatrix): number => memory.addressOf(matrix);

  /** What a command uses that reads some matrices and writes one. */
  const uses = (reads: readonly AbstractMatrix[], into: AbstractMatrix): Uses => ({
    reads: reads.map((matrix) => memory.spanOf(matrix)),
    writes: [memory.spanOf(into)],
  });

  /** Begins an elementwise command. */
  const each = (code: number, operands: readonly AbstractMatrix[], into: AbstractMatrix): Launcher =>
    launcher.elementwise(code, into.rows * into.columns, uses(operands, into));

  /** into ← alpha·a + beta·b */
  function combine(
    alpha: number,
    a: AbstractMatrix,
    beta: number,
    b: AbstractMatrix,
    into?: AbstractMatrix,
  ): AbstractMatrix {
    checkSameShape("combine matrices element by element", a, b);
    const result = resultLike(a, into);
    each(operation.COMBINE, [a, b], result).real(alpha).word(at(a)).real(beta).word(at(b)).word(at(result));
    return result;
  }

  /** A command that goes row by row. */
  function byRows(
    code: number,
    a: AbstractMatrix,
    others: readonly AbstractMatrix[],
    into: AbstractMatrix,
  ): Launcher {
    const grain = Math.ceil(ELEMENTS_OF_CHUNK / Math.max(1, a.columns));
    return launcher.range(code, a.rows, grain, uses([a, ...others], into));
  }

  function along(code: number, action: string, check: typeof checkRow) {
    return (a: AbstractMatrix, vector: AbstractMatrix): AbstractMatrix => {
      check(action, a, vector);
      const result = memory.matrix(a.rows, a.columns);
      byRows(code, a, [vector], result).word(at(a)).word(at(vector)).word(at(result)).word(a.columns);
      return result;
    };
  }

  /** One number for each row. */
  function ofRows(code: number) {
    return (a: AbstractMatrix): AbstractMatrix => {
      const result = memory.matrix(a.rows, 1);
      byRows(code, a, [], result).word(at(a)).word(at(result)).word(a.columns);
      return result;
    };
  }

  /** The sum over the whole of a matrix: parts in double precision, added up in their order. */
  function total(code: number, a: AbstractMatrix): number {
    const elements = a.rows * a.columns;
    const parts = Math.ceil(elements / ELEMENTS_OF_PART);
    return memory.scope(() => {
      const sums = memory.allocate(8 * parts);
      const into = { begin: sums, end: sums + 8 * parts };
      const partsOf = launcher.range(code, parts, 4, { reads: [memory.spanOf(a)], writes: [into] });
      partsOf.word(at(a)).word(sums).word(elements).flush();
      return new Float64Array(memory.memory.buffer, sums, parts).reduce((sum, part) => sum + part, 0);
    });
  }

  function draw(code: number) {
    return (means: AbstractMatrix, random: RandomStream): AbstractMatrix => {
      const result = memory.matrix(means.rows, means.columns);
      const [key0, key1] = random.key;
      const block = random.reserve(means.rows * means.columns);
      each(code, [means], result)
        .word(at(means))
        .word(at(result))
        .word(key0)
        .word(key1)
        .word(block)
        .word(Math.floor(block / 2 ** 32));
      return result;
    };
  }

  const product =
    (shape: ProductShape) =>
    (a: AbstractMatrix, b: AbstractMatrix, into?: AbstractMatrix, alpha?: number, beta?: number) =>
      multiply(workings, a, b, shape, { into, alpha, beta } satisfies Addend);

  return Object.freeze({
    name: host?.engine ?? "wasm",
    precision: "float32",
    ...onElements,

    copy(from, into) {
      checkSameShape("write a result", from, into);
      each(operation.COPY, [from], into).word(at(from)).word(at(into));
      return into;
    },
    exchange(a, b) {
      checkSameShape("exchange matrices", a, b);
      memory.exchange(a, b);
    },
    scope: (step) => memory.scope(step),
    close,

    product: product({}),
    productLeftTransposed: product({ leftTransposed: true }),
    productRightTransposed: product({ rightTransposed: true }),
    affine: (inputs, weights, bias) => multiply(workings, inputs, weights, {}, { bias }),
    affineTransposed: (inputs, weights, bias) =>
      multiply(workings, inputs, weights, { rightTransposed: true }, { bias }),

    combine,
    add: (a, b, into) => combine(1, a, 1, b, into),
    subtract: (a, b, into) => combine(1, a, -1, b, into),
    multiply(a, b, into) {
      checkSameShape("combine matrices element by element", a, b);
      const result = resultLike(a, into);
      each(operation.MULTIPLY, [a, b], result).word(at(a)).word(at(b)).word(at(result));
      return result;
    },
    scale(factor, a, into) {
      const result = resultLike(a, into);
      each(operation.SCALE, [a], result).real(factor).word(at(a)).word(at(result));
      return result;
    },
    divideByRoot(alpha, a, beta, b, epsilon, into) {
      checkSameShape("combine matrices element by element", a, b);
      const result = resultLike(a, into);
      each(operation.DIVIDE_BY_ROOT, [a, b], result)
        .real(alpha)
        .word(at(a))
        .real(beta)
        .word(at(b))
        .real(epsilon)
        .word(at(result));
      return result;
    },

    addRow: along(operation.ADD_ROW, "add a row to", checkRow),
    multiplyRow: along(operation.MULTIPLY_ROW, "multiply rows of", checkRow),
    addColumn: along(operation.ADD_COLUMN, "add a column to", checkColumn),
    multiplyColumn: along(operation.MULTIPLY_COLUMN, "multiply columns of", checkColumn),

    activate(activation: ElementwiseFunction, z) {
      const kernel = activationKernel(activation.name);
      if (kernel === undefined) return onElements.map(activation.apply, z);
      const result = memory.matrix(z.rows, z.columns);
      each(operation.ACTIVATE, [z], result)
        .word(kernel.number)
        .word(at(z))
        .word(at(result))
        .real(kernel.parameter);
      return result;
    },
    slope(activation: ElementwiseFunction, z, y) {
      checkSameShape("combine matrices element by element", z, y);
      const kernel = activationKernel(activation.name);
      if (kernel === undefined) return onElements.zip(activation.slope, z, y);
      const result = memory.matrix(z.rows, z.columns);
      each(operation.SLOPE, [z, y], result)
        .word(kernel.number)
        .word(at(z))
        .word(at(y))
        .word(at(result))
        .real(kernel.parameter);
      return result;
    },
    softmax(z) {
      const result = memory.matrix(z.rows, z.columns);
      byRows(operation.SOFTMAX, z, [], result).word(at(z)).word(at(result)).word(z.columns);
      return result;
    },
    logSumExp: ofRows(operation.LOG_SUM_EXP),

    columnSums(a) {
      const result = memory.matrix(1, a.columns);
      const grain = 4 * Math.ceil(ELEMENTS_OF_CHUNK / 4 / Math.max(1, a.rows));
      launcher
        .range(operation.COLUMN_SUMS, a.columns, grain, uses([a], result))
        .word(at(a))
        .word(at(result))
        .word(a.rows)
        .word(a.columns);
      return result;
    },
    rowSums: ofRows(operation.ROW_SUMS),
    sum: (a) => total(operation.PARTIAL_SUMS, a),
    sumOfSquares: (a) => total(operation.PARTIAL_SUMS_OF_SQUARES, a),

    bernoulli: draw(operation.BERNOULLI),
    gaussian: draw(operation.GAUSSIAN),
  } satisfies Engine);
}
