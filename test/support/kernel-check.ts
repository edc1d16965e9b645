import { expect } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import type { AbstractMatrix } from "../../src/matrix/matrix.ts";
import { toleranceOf } from "./engines.ts";
import { randomMatrix } from "./random-matrix.ts";

/** The values of a matrix. */
export type Rows = readonly (readonly number[])[];

/** An element as plain arithmetic has it, with the sum of the sizes of its terms, which scales what rounding may do. */
export interface Expected {
  readonly value: number;
  readonly size: number;
}

type Kernel = (...operands: AbstractMatrix[]) => AbstractMatrix;
type KernelInto = (into: AbstractMatrix | undefined, ...operands: AbstractMatrix[]) => AbstractMatrix;
type Result = (...operands: Rows[]) => readonly (readonly Expected[])[];

/** Checks of the kernels of one engine against plain arithmetic. */
export interface KernelCheck {
  /** A random matrix in the memory of the engine. */
  loaded(name: string, rows: number, columns: number): AbstractMatrix;
  expectNumber(actual: number, expected: Expected): void;
  expectResult(actual: AbstractMatrix, expected: readonly (readonly Expected[])[]): void;
  /** Runs a kernel, and checks that it leaves its operands and that `expected` is what it gives. */
  check(operands: readonly AbstractMatrix[], kernel: Kernel, expected: Result): void;
  /** The same with `into`: a matrix of other numbers is overwritten and returned. */
  checkInto(operands: readonly AbstractMatrix[], kernel: KernelInto, expected: Result): void;
  /** The same for an elementwise kernel: `into` may be any of the operands too. */
  checkElementwise(
    operands: readonly AbstractMatrix[],
    kernel: KernelInto,
    expected: (...elements: number[]) => Expected,
  ): void;
}

/** A single term. */
export function exact(value: number): Expected {
  return { value, size: Math.abs(value) };
}

/** A sum of terms. */
export function sumOf(terms: readonly number[]): Expected {
  return {
    value: terms.reduce((sum, term) => sum + term, 0),
    size: terms.reduce((sum, term) => sum + Math.abs(term), 0),
  };
}

/** 0 … count − 1. */
export function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** The elements of a matrix, each from its row and column. */
export function grid(
  rows: number,
  columns: number,
  at: (row: number, column: number) => Expected,
): Expected[][] {
  return range(rows).map((row) => range(columns).map((column) => at(row, column)));
}

/** The values of a matrix, row by row. */
export function plain(matrix: AbstractMatrix): Rows {
  return matrix.to2DArray();
}

/** The checks for an engine, at the tolerance of its precision. */
export function kernelCheck(engine: Engine): KernelCheck {
  const tolerance = toleranceOf(engine);
  const loaded: KernelCheck["loaded"] = (name, rows, columns) =>
    engine.load(randomMatrix(name, rows, columns));

  const expectNumber: KernelCheck["expectNumber"] = (actual, { value, size }) => {
    expect(Math.abs(actual - value), `${actual} instead of ${value}`).toBeLessThanOrEqual(tolerance * size);
  };

  const expectResult: KernelCheck["expectResult"] = (actual, expected) => {
    expect([actual.rows, actual.columns]).toEqual([expected.length, expected[0]!.length]);
    for (const [row, cells] of expected.entries()) {
      for (const [column, cell] of cells.entries()) {
        const number = actual.get(row, column);
        const isNear = Math.abs(number - cell.value) <= tolerance * cell.size;
        if (!isNear) expectNumber(number, cell); // an expectation takes a thousand times as long as the comparison
      }
    }
  };

  const check: KernelCheck["check"] = (operands, kernel, expected) => {
    const before = JSON.stringify(operands.map(plain));
    expectResult(kernel(...operands), expected(...operands.map(plain)));
    expect(JSON.stringify(operands.map(plain))).toBe(before);
  };

  const checkInto: KernelCheck["checkInto"] = (operands, kernel, expected) => {
    check(operands, (...given) => kernel(undefined, ...given), expected);
    const { rows, columns } = kernel(undefined, ...operands);
    const into = loaded("into", rows, columns);
    expect(kernel(into, ...operands)).toBe(into);
    check(operands, (...given) => kernel(into, ...given), expected);
  };

  const checkElementwise: KernelCheck["checkElementwise"] = (operands, kernel, expected) => {
    const all: Result = (...rows) =>
      grid(rows[0]!.length, rows[0]![0]!.length, (row, column) =>
        expected(...rows.map((each) => each[row]![column]!)),
      );
    checkInto(operands, kernel, all);
    for (const target of range(operands.length)) {
      const copies = operands.map((operand) => engine.load(operand));
      const wanted = all(...copies.map(plain));
      expect(kernel(copies[target], ...copies)).toBe(copies[target]);
      expectResult(copies[target]!, wanted);
    }
  };

  return { loaded, expectNumber, expectResult, check, checkInto, checkElementwise };
}
