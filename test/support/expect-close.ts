import { expect } from "vitest";
import type { AbstractMatrix } from "../../src/matrix/matrix.ts";

/** Expects equal shapes and elements within `tolerance`, relative to the largest expected element and to 1. */
export function expectClose(
  actual: AbstractMatrix,
  expected: readonly (readonly number[])[],
  tolerance: number,
): void {
  expect([actual.rows, actual.columns]).toEqual([expected.length, expected[0]?.length]);
  const size = Math.max(1, ...expected.flat().map(Math.abs));
  for (const [row, cells] of expected.entries()) {
    for (const [column, cell] of cells.entries()) {
      const difference = Math.abs(actual.get(row, column) - cell) / size;
      const place = `element [${row}, ${column}]: ${actual.get(row, column)} instead of ${cell}`;
      expect(difference, place).toBeLessThanOrEqual(tolerance);
    }
  }
}
