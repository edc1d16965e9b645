import { type AbstractMatrix, checkRowIndex, checkSameShape } from "../../matrix/matrix.ts";
import { rowReader, setRow } from "../../matrix/storage.ts";
import type { Engine } from "../engine.ts";
import type { Workings } from "./workings.ts";

/** Those kernels that read or write elements from JavaScript: the ways in and out, and plain functions of numbers. */
export type ElementAccess = Pick<Engine, "load" | "zeros" | "read" | "gatherRows" | "map" | "zip"> & {
  /** A matrix for the result of an elementwise kernel: `into`, or a new one. */
  resultLike(a: AbstractMatrix, into: AbstractMatrix | undefined): AbstractMatrix;
};

/** The kernels of an engine that run in JavaScript. */
export function elementAccess({ memory, launcher }: Pick<Workings, "memory" | "launcher">): ElementAccess {
  /** The elements of a matrix, to be read or written, with every command on them done. */
  function elementsOf(matrix: AbstractMatrix): Float32Array {
    if (launcher.disturbs({ reads: [], writes: [memory.spanOf(matrix)] })) launcher.flush();
    return memory.elements(memory.addressOf(matrix), matrix.rows * matrix.columns);
  }

  /** A matrix that JavaScript writes, while helpers run what is waiting. */
  function filled(rows: number, columns: number, write: (elements: Float32Array) => void): AbstractMatrix {
    const result = memory.matrix(rows, columns);
    const elements = elementsOf(result);
    launcher.beside(() => write(elements));
    return result;
  }

  function resultLike(a: AbstractMatrix, into: AbstractMatrix | undefined): AbstractMatrix {
    if (into === undefined) return memory.matrix(a.rows, a.columns);
    checkSameShape("write a result", a, into);
    return into;
  }

  return {
    resultLike,

    load: (matrix) =>
      filled(matrix.rows, matrix.columns, (elements) => {
        const valuesOf = rowReader(matrix);
        for (let row = 0; row < matrix.rows; row++) elements.set(valuesOf(row), row * matrix.columns);
      }),
    zeros: (rows, columns) => filled(rows, columns, (elements) => elements.fill(0)),
    read(a, into) {
      checkSameShape("read a matrix", a, into);
      const elements = elementsOf(a);
      const { rows, columns } = a;
      for (let row = 0; row < rows; row++) {
        setRow(into, row, elements.subarray(row * columns, (row + 1) * columns));
      }
      return into;
    },
    gatherRows: (a, indices) =>
      filled(indices.length, a.columns, (elements) => {
        const valuesOf = rowReader(a);
        for (let row = 0; row < indices.length; row++) {
          elements.set(valuesOf(checkRowIndex(indices[row]!, a)), row * a.columns);
        }
      }),

    map(f, a, into) {
      const result = resultLike(a, into);
      const [from, to] = [elementsOf(a), elementsOf(result)];
      for (let element = 0; element < to.length; element++) to[element] = f(from[element]!);
      return result;
    },
    zip(f, a, b, into) {
      checkSameShape("combine matrices element by element", a, b);
      const result = resultLike(a, into);
      const [first, second, to] = [elementsOf(a), elementsOf(b), elementsOf(result)];
      for (let element = 0; element < to.length; element++)
        to[element] = f(first[element]!, second[element]!);
      return result;
    },
  };
}
