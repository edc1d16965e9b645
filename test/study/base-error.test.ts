import { expect, it } from "vitest";
import { Matrix, RandomStream } from "../../src/index.ts";
import { baseReconstructionError } from "../../src/study/base-error.ts";

it("Base error: it is the sum of the variances of the columns", () => {
  const random = new RandomStream(3, "columns");
  const data = new Matrix(50, 4);
  for (let row = 0; row < 50; row++) {
    for (let column = 0; column < 4; column++) data.set(row, column, 5 + (column + 1) * random.normal());
  }
  let sum = 0;
  for (let column = 0; column < 4; column++) {
    const values = data.getColumn(column);
    const mean = values.reduce((total, value) => total + value, 0) / 50;
    sum += values.reduce((total, value) => total + (value - mean) ** 2, 0) / 50;
  }
  expect(Math.abs(baseReconstructionError(data) / sum - 1)).toBeLessThan(1e-12);
});

it("Base error: columns without variance have none, and never less", () => {
  for (const value of [0.1, 0.3, 0.7, 1 / 3, 123.456]) {
    const error = baseReconstructionError(new Matrix(7, 5).fill(value));
    expect(error).toBeGreaterThanOrEqual(0);
    expect(error).toBeLessThan(1e-12 * 5 * value ** 2);
  }
});
