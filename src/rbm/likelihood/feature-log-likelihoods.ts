import { checkNumber, rangeError, show } from "../../check.ts";
import { readMatrix } from "../../engine/read-matrix.ts";
import { rowBlocks } from "../../engine/row-blocks.ts";
import { withEngine } from "../../engine/with-engine.ts";
import { atOnce, type Work } from "../../fit/pauses.ts";
import type { AbstractMatrix, Matrix, MatrixLike } from "../../matrix/matrix.ts";
import { mapParameters } from "../../parameters.ts";
import { isStored } from "../../units/stored.ts";
import { hiddenFields } from "../machine/conditionals.ts";
import { type Machine, machineOn, type RBMValues } from "../machine/machine.ts";
import type { RBMParameters } from "../machine/parameters.ts";
import { LogSum } from "./enumeration.ts";
import { ownScores, type Rows, scoresOf } from "./feature-scores.ts";
import { type Feature, featuresOf } from "./features.ts";
import { panelNodes } from "./gauss-legendre.ts";
import { checkRBM, type MeasureOptions, measuringEngine, readVisible } from "./measure.ts";

const action = "compute the log-likelihoods of features";

/** Panels of the first integral; they are doubled until the logarithms of two integrals agree. */
const FIRST = 4;
const MOST = 2048;

/** Energies are told to this many nats at least: beyond, the difference of two says nothing. */
const ROUNDED = 1e-3;

/**
 * The pseudo-log-likelihood feature by feature: log P(vᵢ | all other visible units), the mean over the examples, of every visible unit. A
 * feature is a column, or the columns of one categorical unit. With the unnormalized p(v) = exp(−F(v)),
 *
 *     log P(vᵢ | v₋ᵢ) = −F(v) − log Σₛ exp(−F(v with vᵢ = s))
 *
 * over the states s of the unit, which may be all whole numbers that hidden units reach. Where they are real numbers the sum is an integral,
 * by Gauss and Legendre's rule in panels that are halved until nothing changes, and the result a density, in nats per unit of the column.
 *
 * It needs no partition function, and says which columns a machine understands. The sum over features is `pseudoLogLikelihood` where units are
 * binary.
 *
 * @param rbm - The machine.
 * @param data - (examples, visible), states of the visible units.
 * @param options - The engine.
 * @returns A number for each feature, in nats.
 * @throws RangeError if the units have no energy, or an entry is none of the states of its unit.
 * @example
 * const rbm = new RBM({ visible: 3, hidden: 2, seed: 1 });
 * featureLogLikelihoods(rbm, [[1, 0, 1], [0, 1, 1]]).length; // 3
 *
 * @see Besag, "Statistical analysis of non-lattice data", The Statistician 24 (1975); for RBMs: Marlin, Swersky, Chen, de Freitas,
 * "Inductive principles for restricted Boltzmann machine learning", AISTATS 2010, section 4.3.
 */
export function featureLogLikelihoods(
  rbm: RBMValues,
  data: MatrixLike,
  options: MeasureOptions = {},
): Float64Array {
  checkRBM(action, rbm);
  const kind = measuringEngine(action, options);
  const features = featuresOf(action, rbm);
  const examples = readVisible(action, "data", rbm, data, kind);
  return withEngine(kind, (engine) => atOnce(meanLogs(machineOn(action, engine, rbm), features, examples)));
}

/** The same for a machine in the memory of its engine, with weights of the examples. */
export function featureLogLikelihoodsOn(
  machine: Machine,
  examples: AbstractMatrix,
  weights: readonly number[],
): Work<Float64Array> {
  const parameters = mapParameters(machine.parameters, (matrix) => readMatrix(machine.engine, matrix));
  const features = featuresOf(action, { ...machine, parameters: parameters as RBMParameters });
  return meanLogs(machine, features, examples, weights);
}

function* meanLogs(
  machine: Machine,
  features: readonly Feature[],
  examples: AbstractMatrix,
  weights?: readonly number[],
): Work<Float64Array> {
  const { engine } = machine;
  const sums = new Float64Array(features.length);
  for (const indices of rowBlocks(examples.rows)) {
    const rows = engine.scope((): Rows => {
      const visible = engine.gatherRows(examples, indices); // (rows, visible)
      const fields = hiddenFields(machine, visible); // (rows, hidden)
      const values = readMatrix(engine, visible);
      return { values, fields: readMatrix(engine, fields), rest: restOf(machine, fields, values) };
    });
    for (const [index, feature] of features.entries()) {
      const logs = engine.scope(() => logConditionals(machine, feature, rows));
      sums[index]! += logs.reduce((sum, log, row) => sum + (weights?.[indices[row]!] ?? 1) * log, 0);
      yield;
    }
  }
  const total = weights?.reduce((sum, weight) => sum + weight, 0) ?? examples.rows;
  return sums.map((sum) => checkNumber(action, "the result", sum / total));
}

/** log P(vᵢ | v₋ᵢ) of one feature in each row. */
function logConditionals(machine: Machine, feature: Feature, rows: Rows): number[] {
  const { start, columns, states, interval } = feature;
  const given = rows.values.subMatrix(0, rows.values.rows - 1, start, start + columns - 1).to2DArray();
  if (interval) {
    if (feature.isDiscrete) {
      const wrong = given.findIndex(([state]) => !Number.isInteger(state));
      if (wrong !== -1) refuseState(machine, feature, given[wrong]!, wrong);
    }
    const here = ownScores(machine, feature, given).map((score, row) => score + rows.rest[row]!);
    const totals = (feature.isDiscrete ? logSums : logIntegrals)(machine, feature, interval, rows);
    return here.map((score, row) => score - totals[row]!);
  }
  const places = given.map((state, row) => {
    const place = states!.findIndex((other) =>
      other.every((value, column) => isStored(state[column]!, value)),
    );
    return place === -1 ? refuseState(machine, feature, state, row) : place;
  });
  const scores = scoresOf(machine, feature, states!, rows);
  return places.map((place, row) => {
    const sum = new LogSum();
    for (const ofState of scores) sum.add(ofState[row]!);
    return scores[place]![row]! - sum.value();
  });
}

function refuseState(
  { visibleUnits }: Machine,
  { start, columns }: Feature,
  state: readonly number[],
  row: number,
): never {
  const where = columns === 1 ? `column ${start}` : `columns ${start} to ${start + columns - 1}`;
  throw rangeError(action, `states of ${visibleUnits.name} units`, `${state} at row ${row}, ${where}`);
}

/** log Σₛ exp(−F(v with vᵢ = s)) in each row, over the whole numbers of the interval. */
function logSums(
  machine: Machine,
  feature: Feature,
  [low, high]: readonly [number, number],
  rows: Rows,
): number[] {
  const count = high - low + 1;
  if (!(count <= 16 * MOST)) {
    const expected = `at most ${16 * MOST} whole numbers that hidden units reach in column ${feature.start}`;
    throw rangeError(action, expected, `those from ${low} to ${high}`);
  }
  const states = Array.from({ length: count }, (_, index) => [low + index]);
  const scores = scoresOf(machine, feature, states, rows);
  return rows.rest.map((_, row) => {
    const sum = new LogSum();
    for (const ofState of scores) sum.add(ofState[row]!);
    return sum.value();
  });
}

/** log ∫ exp(−F(v with vᵢ = s)) ds in each row. */
function logIntegrals(
  machine: Machine,
  feature: Feature,
  [low, high]: readonly [number, number],
  rows: Rows,
): number[] {
  const tolerance = machine.engine.precision === "float64" ? 1e-11 : 1e-4;
  let before: number[] | undefined;
  let steepest = 0;
  for (let panels = FIRST; panels <= MOST; panels *= 2) {
    const { places, weights } = panelNodes(low, high, panels);
    const scores = scoresOf(
      machine,
      feature,
      places.map((place) => [place]),
      rows,
    );
    const now = Array.from({ length: rows.values.rows }, (_, row) => {
      const sum = new LogSum();
      for (const [node, ofNode] of scores.entries()) sum.add(ofNode[row]! + Math.log(weights[node]!));
      return sum.value();
    });
    const last = before;
    steepest = now.findIndex(
      (value, row) =>
        !(Math.abs(value - (last?.[row] ?? Infinity)) <= tolerance * Math.max(1, Math.abs(value))),
    );
    if (steepest === -1) return now;
    before = now;
  }
  throw rangeError(
    action,
    `a density of column ${feature.start} that ${16 * MOST} places tell`,
    `a steeper one given ${show(rows.values.getRow(steepest))}`,
  );
}

/** What the hidden units say of the rows as they are, once it is sure that differences of it are no roundings. */
function restOf(
  { engine, hiddenUnits, hiddenOwn }: Machine,
  fields: AbstractMatrix,
  values: Matrix,
): number[] {
  const rest = readMatrix(engine, hiddenUnits.logPartition(engine, fields, hiddenOwn)).to1DArray();
  const rounding = engine.precision === "float64" ? 2 ** -52 : 2 ** -23;
  const row = rest.findIndex((value) => !(Math.abs(value) * rounding < ROUNDED));
  if (row === -1) return rest;
  const expected = `examples whose energies are told to ${ROUNDED} nats`;
  throw rangeError(action, expected, `${show(values.getRow(row))}, of ${rest[row]} nats`);
}
