import type { Engine } from "../engine/engine.ts";
import { readMatrix } from "../engine/read-matrix.ts";
import { type AbstractMatrix, Matrix } from "../matrix/matrix.ts";
import { RandomStream } from "../random/stream.ts";
import { declaredBy } from "../units/own-parameters.ts";
import type { OwnParameters, Units } from "../units/units.ts";
import { expectShape } from "./expect.ts";

export const action = "check units";

/** Units with parameters of some size, and fields for them. */
export interface Trial {
  readonly engine: Engine;
  readonly units: Units;
  readonly own: OwnParameters;
  /** (1, columns) */
  readonly fields: AbstractMatrix;
}

/** A trial whose parameters are about so large. */
export function trialOf(engine: Engine, units: Units, columns: number, scale: number): Trial {
  const random = new RandomStream(`check ${units.name}`, `${scale}`);
  const draw = (count: number): Matrix =>
    Matrix.rowVector(Array.from({ length: count }, () => scale * (random.uniform() - 0.5)));
  const added = Object.entries(declaredBy(action, units, columns)).map(([name, parameter]) => {
    const { initial, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = parameter;
    const values = initial.to1DArray().map((value) => {
      return Math.min(max, Math.max(min, value + 0.5 * scale * random.uniform()));
    });
    return [name, engine.load(Matrix.rowVector(values))] as const;
  });
  const bias = draw(columns);
  const fields = Matrix.add(bias, draw(columns));
  const own = { bias: engine.load(bias), ...Object.fromEntries(added) };
  return { engine, units, own, fields: engine.load(fields) };
}

/** log p(s), up to the constant that is handed back beside it. */
export function logDensity(
  { engine, units, own, fields }: Trial,
  states: AbstractMatrix,
): { readonly scores: Float64Array; readonly energies: AbstractMatrix } {
  const weighted = engine.subtract(fields, own.bias); // w: (1, columns)
  const energies = units.selfEnergy(engine, states, own); // (states, 1)
  expectShape(action, "selfEnergy", energies, states.rows, 1);
  const scores = engine.subtract(engine.productRightTransposed(states, weighted), energies);
  return { scores: Float64Array.from(readMatrix(engine, scores).to1DArray()), energies };
}

/** p(s) of states with these scores, and the logarithm of the sum. */
export function probabilitiesOf(
  scores: Float64Array,
  shares: readonly number[],
): readonly [number[], number] {
  const largest = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
  const terms = Array.from(scores, (score, index) => Math.exp(score - largest) * shares[index]!);
  const total = terms.reduce((sum, term) => sum + term, 0);
  return [terms.map((term) => term / total), largest + Math.log(total)];
}
