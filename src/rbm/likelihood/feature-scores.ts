import { readMatrix } from "../../engine/read-matrix.ts";
import { Matrix } from "../../matrix/matrix.ts";
import type { Machine } from "../machine/machine.ts";
import type { Feature } from "./features.ts";

/** Examples, in no engine's memory. */
export interface Rows {
  /** (rows, visible) */
  readonly values: Matrix;
  /** The fields of the hidden units: (rows, hidden). */
  readonly fields: Matrix;
  /** What the hidden units say of each row as it is. */
  readonly rest: readonly number[];
}

/** −F(v with vᵢ = s) of each row, up to what does not depend on s, for each of these states. */
export function scoresOf(
  machine: Machine,
  feature: Feature,
  states: readonly (readonly number[])[],
  { values, fields }: Rows,
): number[][] {
  const { engine, hiddenUnits, hiddenOwn, parameters } = machine;
  const { start, columns } = feature;
  const weights = engine.gatherRows(
    parameters.weights,
    Array.from({ length: columns }, (_, column) => start + column),
  ); // (columns, hidden)
  const given = values.subMatrix(0, values.rows - 1, start, start + columns - 1); // (rows, columns)
  const own = ownScores(machine, feature, states);
  const before = engine.load(fields); // (rows, hidden)
  return states.map((state, index) =>
    engine.scope(() => {
      const change = Matrix.sub(new Matrix(given.rows, columns), given).addRowVector([...state]); // s − vᵢ
      const moved = engine.add(before, engine.product(engine.load(change), weights)); // (rows, hidden)
      const summedOut = readMatrix(engine, hiddenUnits.logPartition(engine, moved, hiddenOwn)); // (rows, 1)
      return summedOut.to1DArray().map((value) => value + own[index]!);
    }),
  );
}

/** Minus the self-energy of the unit in each of these states; units of a layer add theirs, so the others may be in any states. */
export function ownScores(
  { engine, visibleUnits, visibleOwn, parameters }: Machine,
  { start }: Feature,
  states: readonly (readonly number[])[],
): number[] {
  const rows = Matrix.zeros(states.length, parameters.weights.rows);
  for (const [row, state] of states.entries())
    for (const [column, value] of state.entries()) rows.set(row, start + column, value);
  return readMatrix(engine, visibleUnits.selfEnergy(engine, engine.load(rows), visibleOwn))
    .to1DArray()
    .map((energy) => -energy);
}
