import { isPlain } from "../check/is-plain.ts";
import {
  checkInteger,
  checkKeys,
  checkMethods,
  checkNumber,
  checkString,
  checkThat,
  rangeError,
} from "../check.ts";
import type { EngineKind } from "../engine/engine.ts";
import { readMatrix } from "../engine/read-matrix.ts";
import { reference, referenceKind } from "../engine/reference.ts";
import { withEngine } from "../engine/with-engine.ts";
import type { AbstractMatrix, Matrix } from "../matrix/matrix.ts";
import type { Parameters } from "../parameters.ts";
import { RandomStream } from "../random/stream.ts";
import { checkRange } from "../units/check-range.ts";
import { checkUnitsName } from "../units/names.ts";
import { requiredOfUnits } from "../units/required.ts";
import type { Units } from "../units/units.ts";
import { checkBaseRate } from "./check-base-rate.ts";
import { checkStates } from "./check-states.ts";
import { anything, byName, checked, fields, matrices, matrix } from "./checked.ts";
import { expectNear, expectShape } from "./expect.ts";
import type { Measure } from "./measure.ts";
import { checkMeasure, countedMeasure, densityMeasure, listedStates } from "./units-measure.ts";
import { action, logDensity, probabilitiesOf, type Trial, trialOf } from "./units-trial.ts";

/** Options of `checkUnits`. */
export interface CheckUnitsOptions {
  /** How many columns to try them with. Default 1, which units that have all their states for themselves can do with. */
  readonly columns?: number | undefined;
  /**
   * All states, as rows, and what each counts in an integral over them. Default: those in `states` or `blocks`, or the whole numbers in the
   * range of one unit, or places of it that lie denser where its density is steep, until two refinements of all integrals agree.
   */
  readonly measure?: Measure | undefined;
  /** The kind of engine to try them on. Default the reference engine. */
  readonly engine?: EngineKind | undefined;
}

/** What their functions return. */
const results = {
  ...{ means: matrix, sample: matrix, selfEnergy: matrix, logPartition: matrix },
  ...{ gradients: matrices, meanGradients: matrices, biasFor: matrix },
  ownParameters: byName("{ initial }", fields({ initial: matrix })),
  ...{ blocks: anything, misfit: anything },
};

const DRAWS = 10_000;

/** Draws may be off by so many standard errors: by more in one of 3 million cases. */
const STANDARD_ERRORS = 5;

/**
 * Checks that units are a distribution, by sums or integrals over all their states:
 *
 * * `logPartition` is log Σₛ exp(s·w − selfEnergy(s)), and `means` are Σₛ s·p(s);
 * * the mean and the variance of 10,000 draws are those of p within 5 standard errors, and equal streams draw equal states in the range;
 * * an `activation` gives the means too; a `width` is > 0, and a `middle` lies in the range;
 * * the range is that of the states, where they can be listed; draws are such states, in float32 too, and whole numbers where
 *   `isDiscrete` says so, and only there;
 * * `gradients` are the derivatives of `selfEnergy`, and `meanGradients` their means; the bias enters as −s·b;
 * * the biases of a `biasFor` lead back to the means, and what an `ownFor` gives is likeliest;
 * * nothing that is handed over is changed, and each row is computed by itself.
 *
 * @param units - The units.
 * @param options - Columns, states where they cannot be found, and the engine.
 * @throws RangeError that says which of these does not hold, and by how much.
 * @example
 * checkUnits(bernoulliUnits, { columns: 3 });
 */
export function checkUnits(units: Units, options: CheckUnitsOptions = {}): void {
  checkMethods(action, "units such as bernoulliUnits", units, ...requiredOfUnits);
  checkKeys(action, options, ["columns", "measure", "engine"]);
  const { columns = 1, engine: kind = referenceKind } = options;
  checkInteger(action, "columns", columns, { min: 1 });
  checkMethods(action, "engine to be a kind of engine", kind, "open");
  checkThat(action, "units to be a plain object", units, isPlain); // as an RBM does
  const own = checked(action, units, results);
  checkString(action, "name of units", own.name);
  checkUnitsName(action, "units", units);
  checkRange(action, "units", own);
  if (own.width !== undefined) checkNumber(action, "width", own.width, { above: 0 });
  if (own.middle !== undefined) checkNumber(action, "middle", own.middle, own.range);
  if (own.activation !== undefined)
    checkMethods(action, "activation to be one such as sigmoid", own.activation, "apply");
  if (own.improper !== undefined) return;
  listedStates(action, own, columns);
  checkStates(kind, own, columns);
  const { measure } = options;
  const counted =
    measure === undefined ? countedMeasure(action, own, columns) : checkMeasure(action, measure, columns);
  withEngine(kind, (engine) => {
    const tolerance = engine.precision === "float32" ? 1e-4 : 1e-7;
    for (const scale of [0, 1, 3]) {
      const trial = trialOf(engine, own, columns, scale);
      const { states, shares } = counted ?? densityMeasure(action, trialOf(reference, own, columns, scale));
      const loaded = engine.load(states);
      checkPartition(trial, loaded, shares, tolerance);
      checkDraws(trial, loaded, shares);
      if (scale === 1) checkGradients(trial, loaded, shares, tolerance);
    }
  });
  checkBaseRate(units, columns);
}

function checkPartition(
  trial: Trial,
  states: AbstractMatrix,
  shares: readonly number[],
  tolerance: number,
): void {
  const { engine, units, own, fields } = trial;
  const bits = (): string =>
    JSON.stringify([fields, ...Object.values(own)].map((each) => readMatrix(engine, each).to1DArray()));
  const before = bits();
  const { scores } = logDensity(trial, states);
  const [probabilities, expected] = probabilitiesOf(scores, shares);
  const partition = units.logPartition(engine, fields, own);
  expectShape(action, "logPartition", partition, 1, 1);
  expectNear(action, "logPartition", partition.get(0, 0), expected, tolerance);
  const means = units.means(engine, fields, own);
  expectShape(action, "means", means, 1, fields.columns);
  for (let column = 0; column < fields.columns; column++) {
    const mean = probabilities.reduce((sum, p, row) => sum + p * states.get(row, column), 0);
    expectNear(action, `the mean of column ${column}`, means.get(0, column), mean, tolerance);
  }
  const { activation } = units;
  for (const [column, field] of activation ? fields.to1DArray().entries() : []) {
    const what = `the activation that they hand to a net, at the field ${field}`;
    expectNear(action, what, activation!.apply(field), means.get(0, column), tolerance);
  }
  const twice = units.logPartition(engine, engine.gatherRows(fields, [0, 0]), own);
  expectShape(action, "logPartition of two rows", twice, 2, 1);
  expectNear(action, "logPartition of the second of two equal rows", twice.get(1, 0), partition.get(0, 0), 0);
  if (bits() !== before) {
    throw rangeError(action, "fields and parameters to be left as they are", "others");
  }
}

function checkDraws(trial: Trial, states: AbstractMatrix, shares: readonly number[]): void {
  const { engine, units, own, fields } = trial;
  const [probabilities] = probabilitiesOf(logDensity(trial, states).scores, shares);
  const many = engine.gatherRows(fields, new Uint32Array(DRAWS));
  const given = { fields: many, means: units.means(engine, many, own) };
  expectShape(action, "means", given.means, DRAWS, fields.columns);
  const draw = (): Matrix =>
    readMatrix(engine, units.sample(engine, given, own, new RandomStream("check units", units.name)));
  const before = [given.fields, given.means].map((each) => readMatrix(engine, each).to1DArray());
  const drawn = draw();
  const after = [given.fields, given.means].map((each) => readMatrix(engine, each).to1DArray());
  if (JSON.stringify(before) !== JSON.stringify(after))
    throw rangeError(action, "sample to leave fields and means as they are", "others");
  expectShape(action, "sample", drawn, DRAWS, fields.columns);
  const same = draw();
  for (let column = 0; column < fields.columns; column++) {
    const values = drawn.getColumn(column);
    if (values.some((value, row) => value !== same.get(row, column))) {
      throw rangeError(action, "equal draws from equal streams", `others in column ${column}`);
    }
    const expectation = (f: (state: number) => number): number =>
      probabilities.reduce((sum, p, row) => sum + p * f(states.get(row, column)), 0);
    const mean = expectation((s) => s);
    const variance = expectation((s) => (s - mean) ** 2);
    const fourth = expectation((s) => (s - mean) ** 4);
    const average = (f: (state: number) => number): number =>
      values.reduce((sum, value) => sum + f(value), 0) / DRAWS;
    const ofMean = STANDARD_ERRORS * Math.sqrt(variance / DRAWS) + 1e-6;
    const ofVariance = STANDARD_ERRORS * Math.sqrt(Math.max(0, fourth - variance ** 2) / DRAWS) + 1e-6;
    expectNear(
      action,
      `the mean of draws in column ${column}`,
      average((s) => s),
      mean,
      ofMean,
    );
    expectNear(
      action,
      `the variance of draws in column ${column}`,
      average((s) => (s - mean) ** 2),
      variance,
      ofVariance,
    );
  }
}

function checkGradients(
  trial: Trial,
  states: AbstractMatrix,
  shares: readonly number[],
  tolerance: number,
): void {
  const { engine, units, own, fields } = trial;
  const [probabilities] = probabilitiesOf(logDensity(trial, states).scores, shares);
  const gradients: Parameters = {
    ...units.gradients?.(engine, states, own),
    bias: engine.scale(-1, states),
  };
  const means: Parameters = { ...units.meanGradients?.(engine, fields, own) };
  const wide = engine.precision === "float32";
  for (const [name, parameter] of Object.entries(own)) {
    const gradient = gradients[name];
    if (gradient === undefined) throw rangeError(action, `gradients of ${name}`, "none");
    expectShape(action, `the gradient of ${name}`, gradient, states.rows, parameter.columns);
    for (let column = 0; column < parameter.columns; column++) {
      const step = wide ? 2 ** -6 : 1e-5;
      const at = (change: number): Matrix => {
        const moved = readMatrix(engine, parameter);
        moved.set(0, column, moved.get(0, column) + change);
        return readMatrix(engine, units.selfEnergy(engine, states, { ...own, [name]: engine.load(moved) }));
      };
      const [above, below] = [at(step), at(-step)];
      const numericAt = (row: number): number => (above.get(row, 0) - below.get(row, 0)) / (2 * step);
      // The bias may enter by a constant too, as in ½(s − b)², which both phases of a gradient have.
      const calm = smallestOf(above.to1DArray()); // where rounding says least
      const constant = name === "bias" ? numericAt(calm) - gradient.get(calm, column) : 0;
      for (let row = 0; row < states.rows; row++) {
        const numeric = numericAt(row) - constant;
        const size = 1 + Math.abs(numeric) + Math.abs(above.get(row, 0)) * (wide ? 1 : 1e-3);
        const what = `the gradient of ${name} in column ${column} at state ${row}`;
        expectNear(action, what, gradient.get(row, column), numeric, (wide ? 1e-3 : 1e-6) * size);
      }
      if (name === "bias") continue;
      const mean = probabilities.reduce((sum, p, row) => sum + p * gradient.get(row, column), 0);
      expectNear(
        action,
        `the mean gradient of ${name}`,
        means[name]?.get(0, column) ?? Number.NaN,
        mean,
        tolerance,
      );
    }
  }
}

function smallestOf(energies: ArrayLike<number>): number {
  let smallest = 0;
  for (let row = 1; row < energies.length; row++)
    if (Math.abs(energies[row]!) < Math.abs(energies[smallest]!)) smallest = row;
  return smallest;
}
