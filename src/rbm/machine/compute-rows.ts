import { rangeError } from "../../check.ts";
import { readMatrix } from "../../engine/read-matrix.ts";
import { openEngine, withEngine } from "../../engine/with-engine.ts";
import { byRows, ROWS_BETWEEN_PAUSES } from "../../fit/by-rows.ts";
import { atOnce, type Work } from "../../fit/pauses.ts";
import type { AbstractMatrix, ExpectedShape, Matrix, RowsLike } from "../../matrix/matrix.ts";
import type { RandomStream } from "../../random/stream.ts";
import { toStates } from "../../units/to-states.ts";
import { forEachRow } from "./blocks.ts";
import { gibbsSample, hiddenMeans, sampleVisibleAlone } from "./conditionals.ts";
import { checkedMachine, type Machine } from "./machine.ts";
import type { Side } from "./parameters.ts";
import type { RunningRBM } from "./running-rbm.ts";

/** States that came in through a public door. */
export interface GivenStates {
  /** What errors say is being done. */
  readonly action: string;
  readonly states: AbstractMatrix;
}

/** Reads states of one side of an RBM at a public door, in the precision of its engine. */
export function readStates(
  action: string,
  rbm: RunningRBM,
  side: Side,
  value: RowsLike,
  shape: ExpectedShape = {},
  name: string = side,
): GivenStates {
  const { precision } = rbm.engineKind;
  const expected = { ...shape, columns: rbm[side], precision };
  return { action, states: toStates(action, name, value, rbm[`${side}Units`], expected) };
}

/** What `f` makes of each row of the states, computed on the RBM's engine a block of rows at a time: (rows, columns). */
export function* computeRows(
  rbm: RunningRBM,
  { action, states }: GivenStates,
  columns: number,
  f: (machine: Machine, rows: AbstractMatrix) => AbstractMatrix,
  atOnce?: number,
): Work<Matrix> {
  const engine = openEngine(rbm.engineKind);
  try {
    const machine = checkedMachine(action, engine, rbm);
    yield;
    return yield* byRows(engine, states, columns, (rows) => f(machine, rows), atOnce);
  } finally {
    engine.close();
  }
}

/** E[h | v] for states or means that came in through a public door: (rows, hidden). */
export function computeHiddenMeans(rbm: RunningRBM, visible: RowsLike): Work<Matrix> {
  const states = readStates("compute the hidden means", rbm, "visible", visible);
  return computeRows(rbm, states, rbm.hidden, hiddenMeans, ROWS_BETWEEN_PAUSES);
}

/** The number that `f` makes of each row of `data`, in the same way; `f` returns a column. */
export function computeNumbers(
  rbm: RunningRBM,
  { action, states }: GivenStates,
  f: (machine: Machine, rows: AbstractMatrix, indices: Uint32Array) => AbstractMatrix,
): Float64Array {
  const numbers = withEngine(rbm.engineKind, (engine) => {
    const machine = checkedMachine(action, engine, rbm);
    return atOnce(forEachRow(engine, states, (rows, indices) => f(machine, rows, indices)));
  });
  const row = numbers.findIndex((value) => !Number.isFinite(value));
  if (row !== -1) throw rangeError(action, "a finite number for each row", `${numbers[row]} for row ${row}`);
  return numbers;
}

/** States after Gibbs sampling from those that are given, or of so many chains that start with all hidden units at zero. */
export function drawSamples(
  rbm: RunningRBM,
  action: string,
  start: AbstractMatrix | number,
  gibbsSteps: number,
  random: RandomStream,
): Matrix {
  return withEngine(rbm.engineKind, (engine) => {
    const machine = checkedMachine(action, engine, rbm);
    const states =
      typeof start === "number" ? sampleVisibleAlone(machine, start, random) : engine.load(start);
    gibbsSample(machine, states, gibbsSteps, random);
    return readMatrix(engine, states);
  });
}
