import { checkArray, checkRecord, checkThat, rangeError, readSafely } from "../check.ts";
import { type AbstractMatrix, Matrix, toMatrix } from "../matrix/matrix.ts";
import { blocksOf, statesFrom } from "../units/blocks.ts";
import type { Block, Units } from "../units/units.ts";
import { called } from "./checked.ts";
import type { Measure } from "./measure.ts";
import { adaptiveMeasure } from "./quadrature.ts";
import { logDensity, type Trial } from "./units-trial.ts";

/** The states of so many units where they can be listed, which their range is that of: rates and base rates follow it. */
export function listedStates(action: string, units: Units, columns: number): readonly Block[] | undefined {
  const blocks = called(action, "blocks to compute", () => blocksOf(action, units, columns));
  if (blocks === undefined) return undefined;
  checkThat(
    action,
    `states of ${units.name} units to be numbers in rows of one width`,
    units.states ?? blocks,
    () =>
      blocks.every(({ states }) =>
        states.every((row) => row.length === states[0]!.length && row.every(Number.isFinite)),
      ),
  );
  const all = blocks.flatMap(({ states }) => states.flatMap((row) => [...row]));
  const { min, max } = units.range;
  const [least, most] = [Math.min(...all), Math.max(...all)];
  if (min !== least || max !== most)
    throw rangeError(action, `range to be that of the states, [${least}, ${most}]`, `[${min}, ${max}]`);
  return blocks;
}

/** Whole numbers beyond this are not summed over. */
const FURTHEST = 1000;

/** All states of so many units, or the whole numbers in the range of one; undefined for one whose states are real numbers. */
export function countedMeasure(action: string, units: Units, columns: number): Measure | undefined {
  const blocks = listedStates(action, units, columns);
  if (blocks) {
    const count = blocks.reduce((product, { states }) => product * states.length, 1);
    const rows = statesFrom(blocks, 0, count).to2DArray();
    return { states: new Matrix(rows), shares: rows.map(() => 1) };
  }
  if (columns !== 1) throw rangeError(action, "a measure for units whose states cannot be listed", "none");
  if (!units.isDiscrete) return undefined;
  const { range } = units;
  const [least, most] = [Math.ceil(Math.max(range.min, -FURTHEST)), Math.min(range.max, FURTHEST)];
  const whole = Array.from({ length: Math.floor(most) - least + 1 }, (_, index) => [least + index]);
  return { states: new Matrix(whole), shares: whole.map(() => 1) };
}

/** The powers of a state up to this one are integrated: the variance of draws has an error that takes the fourth. */
const MOST_POWER = 4;

/** Places that tell all integrals of one unit whose states are real numbers: of its powers, and of the gradients of its own parameters. */
export function densityMeasure(action: string, { engine, units, own, fields }: Trial): Measure {
  return adaptiveMeasure(action, units.range, (states) => {
    const { scores } = logDensity({ engine, units, own, fields }, states);
    const powers = Array.from({ length: MOST_POWER + 1 }, (_, power) =>
      states.to1DArray().map((state) => state ** power),
    );
    const gradients = Object.values<AbstractMatrix>({ ...units.gradients?.(engine, states, own) });
    const columns = gradients.flatMap(
      (each) =>
        each.rows === states.rows
          ? Array.from({ length: each.columns }, (_, column) => each.getColumn(column))
          : [], // which the check of gradients refuses
    );
    return { scores, factors: [...powers, ...columns] };
  });
}

/** Refuses states of another width, and shares that are not one number for each of them. */
export function checkMeasure(action: string, measure: Measure, columns: number): Measure {
  const expected = "measure to be { states, shares }, a matrix of rows and a number for each";
  return readSafely(action, expected, () => {
    const { states, shares } = checkRecord(action, expected, measure);
    toMatrix(action, "states of measure", states, { columns });
    toMatrix(action, "shares of measure", [checkArray(action, expected, shares)], { columns: states.rows });
    return { states, shares };
  });
}
