import { readMatrix } from "../../engine/read-matrix.ts";
import type { AbstractMatrix, Matrix } from "../../matrix/matrix.ts";
import type { Machine } from "../machine/machine.ts";

/** Examples of a figure that few of them tell. */
export interface SomeExamples {
  /** (examples, visible), in the engine's precision and in no engine's memory. */
  readonly rows: Matrix;
  /** How often each counts. */
  readonly weights: readonly number[];
}

/** The training examples, or the validation data, evenly spaced, without those that do not count. */
export function someOf(
  { engine }: Machine,
  data: AbstractMatrix,
  most: number,
  sampleWeights?: Float64Array,
): SomeExamples {
  const all = Array.from({ length: data.rows }, (_, row) => row);
  const counting = sampleWeights ? all.filter((row) => sampleWeights[row]! > 0) : all;
  const count = Math.min(counting.length, most);
  const chosen = Array.from(
    { length: count },
    (_, place) => counting[Math.floor((place * counting.length) / count)]!,
  );
  return {
    rows: engine.scope(() => readMatrix(engine, engine.gatherRows(data, chosen))),
    weights: chosen.map((row) => sampleWeights?.[row] ?? 1),
  };
}
