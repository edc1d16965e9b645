import { rangeError } from "../check.ts";
import type { EngineKind } from "../engine/engine.ts";
import { readMatrix } from "../engine/read-matrix.ts";
import { withEngine } from "../engine/with-engine.ts";
import type { Matrix } from "../matrix/matrix.ts";
import { RandomStream } from "../random/stream.ts";
import { isStored, storedRange } from "../units/stored.ts";
import type { Units } from "../units/units.ts";
import { roundingCheckingEngine } from "./checking-engine.ts";
import { expectShape } from "./expect.ts";
import { listedStates } from "./units-measure.ts";
import { action, trialOf } from "./units-trial.ts";

const DRAWS = 1000;

/** Refuses draws that are none of the states that the units declare, on an engine of this kind and in float32. */
export function checkStates(kind: EngineKind, units: Units, columns: number): void {
  for (const each of [kind, roundingCheckingEngine]) {
    const drawn = drawsOf(each, units, columns);
    const { min, max } = storedRange(units.range);
    const rows = drawn.to2DArray();
    const outside = rows.flat().find((value) => !(value >= min && value <= max));
    if (outside !== undefined)
      throw rangeError(action, `draws in the range in ${each.precision}`, `${outside}`);
    checkListed(each, units, columns, rows);
    checkWhole(units, rows);
  }
}

function drawsOf(kind: EngineKind, units: Units, columns: number): Matrix {
  return withEngine(kind, (engine) => {
    const { own, fields } = trialOf(engine, units, columns, 1);
    const many = engine.gatherRows(fields, new Uint32Array(DRAWS));
    const given = { fields: many, means: units.means(engine, many, own) };
    expectShape(action, "means", given.means, DRAWS, columns);
    const drawn = units.sample(engine, given, own, new RandomStream("check states", units.name));
    expectShape(action, "sample", drawn, DRAWS, columns);
    return readMatrix(engine, drawn);
  });
}

/** Refuses rows that are not put together from the listed states. */
function checkListed(
  { precision }: EngineKind,
  units: Units,
  columns: number,
  rows: readonly (readonly number[])[],
): void {
  let start = 0;
  for (const { states } of listedStates(action, units, columns) ?? []) {
    const width = states[0]!.length;
    for (const row of rows) {
      const drawn = row.slice(start, start + width);
      if (states.some((state) => state.every((value, column) => isStored(drawn[column]!, value)))) continue;
      throw rangeError(action, `draws of the states that are listed in ${precision}`, `${drawn}`);
    }
    start += width;
  }
}

/** Refuses whole numbers of units that do not say so, whose likelihoods would be integrals, and other numbers of those that do. */
function checkWhole(units: Units, rows: readonly (readonly number[])[]): void {
  if (units.states ?? units.blocks) return;
  const other = rows.flat().find((value) => !Number.isInteger(value));
  if (units.isDiscrete && other !== undefined)
    throw rangeError(action, "draws that are whole numbers, as isDiscrete says", `${other}`);
  if (!units.isDiscrete && other === undefined)
    throw rangeError(action, "isDiscrete of units whose draws are all whole numbers", `${units.isDiscrete}`);
}
