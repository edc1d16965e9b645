import { rangeError, show } from "../../check.ts";
import { type AbstractMatrix, Matrix } from "../../matrix/matrix.ts";
import type { Container } from "../container.ts";
import { matrixOver } from "../tensor.ts";

/** The numbers of a model in a file. */
export interface StoredValues {
  /** The shape of what is stored under a name; nothing is made. */
  readonly shapeOf: (name: string) => readonly number[];
  /** The matrix under a name; what is no matrix is one row. */
  readonly matrix: (name: string, shape?: readonly number[]) => AbstractMatrix;
  /** The same in float64. */
  readonly double: (name: string) => Matrix;
  /** Refuses what was not asked for. */
  readonly finish: () => void;
}

/** Gives the numbers of a file to those who put a model together. */
export function storedValues(action: string, { stored, read }: Container): StoredValues {
  const used = new Set<string>();
  const shapeOf = (name: string): readonly number[] => {
    const tensor = stored.get(name);
    if (tensor === undefined) {
      throw rangeError(action, `a tensor ${show(name)}`, show([...stored.keys()]));
    }
    if (!/^B?F\d+$/.test(tensor.type.name)) {
      throw rangeError(action, `tensor ${show(name)} to hold floating-point numbers`, tensor.type.name);
    }
    if (tensor.begin === tensor.end || tensor.shape.length < 1 || tensor.shape.length > 2) {
      throw rangeError(
        action,
        `tensor ${show(name)} to be a matrix or a row`,
        `[${tensor.shape.join(", ")}]`,
      );
    }
    return tensor.shape;
  };
  const matrix = (name: string, shape?: readonly number[]): AbstractMatrix => {
    const found = shapeOf(name);
    if (shape !== undefined && found.join() !== shape.join()) {
      throw rangeError(
        action,
        `tensor ${show(name)} of shape [${shape.join(", ")}]`,
        `[${found.join(", ")}]`,
      );
    }
    if (used.has(name)) throw rangeError(action, `tensor ${show(name)} in one place`, "it in two");
    used.add(name);
    return matrixOver(action, name, found.length === 2 ? found[0]! : 1, read(name).values);
  };
  return {
    shapeOf,
    matrix,
    double: (name) => new Matrix(matrix(name)),
    finish() {
      const other = [...stored.keys()].find((name) => !used.has(name));
      if (other !== undefined) throw rangeError(action, "only tensors that the model has", show(other));
    },
  };
}
