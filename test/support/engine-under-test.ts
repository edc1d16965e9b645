import { expect } from "vitest";
import type { EngineKind } from "../../src/engine/engine.ts";
import { type EngineChoice, selectEngine } from "../../src/engine/select.ts";
import { mapParameters, type Parameters } from "../../src/parameters.ts";

/**
 * The engine that tests train and compute on: `npm test` runs each file that imports it once with the reference engine and
 * once with the wasm engine.
 */
export const engine: EngineKind = selectEngine("test", {
  engine: (process.env.LAYERWISE_ENGINE ?? "reference") as EngineChoice,
});

/** Whether that engine rounds to float64, as plain loops do. */
export const isFloat64: boolean = engine.precision === "float64";

/**
 * Whether the statistics of many runs are left to the other engine: they are about methods that know nothing of engines, and are
 * asked for once, on the engine that is the default and rounds more.
 */
export const leavesStatistics: boolean = isFloat64;

/**
 * What a result may differ by: `float64` on an engine of that precision. In float32 a sum of numbers that are together of
 * this size is off by at most (roundings on the way to it) × 2⁻²⁴ × size, each rounding being at most half of a last place.
 */
export function tolerance(float64: number, roundings: number, size = 1): number {
  return isFloat64 ? float64 : roundings * 2 ** -24 * size;
}

/** Expects two numbers to lie no further apart than this. */
export function expectWithin(actual: number | undefined, expected: number, apart: number, what = ""): void {
  expect(Math.abs(actual! - expected), `${what} ${actual} instead of ${expected}`).toBeLessThanOrEqual(apart);
}

/** A model as it is, its values rounded in place to the precision of the engine, so that loading changes none of them. */
export function rounded<Model extends { readonly parameters: Parameters; readonly statistics?: Parameters }>(
  model: Model,
): Model {
  const round = (matrix: Parameters[string]): void => {
    for (let row = 0; row < matrix.rows; row++) {
      for (let column = 0; column < matrix.columns; column++) {
        matrix.set(row, column, Math.fround(matrix.get(row, column)));
      }
    }
  };
  if (!isFloat64) mapParameters({ ...model.parameters, ...model.statistics }, round);
  return model;
}
