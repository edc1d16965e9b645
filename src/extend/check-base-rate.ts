import { readMatrix } from "../engine/read-matrix.ts";
import { reference } from "../engine/reference.ts";
import { columnSums } from "../matrix/column-sums.ts";
import { Matrix } from "../matrix/matrix.ts";
import { RandomStream } from "../random/stream.ts";
import { biasFor, checkBias } from "../units/bias-for.ts";
import { fittedOwn, ownFor } from "../units/own-for.ts";
import type { Units } from "../units/units.ts";
import { called } from "./checked.ts";
import { expectNear } from "./expect.ts";
import { action, trialOf } from "./units-trial.ts";

const DRAWS = 1000;

/** Checks that the biases of `biasFor` lead back to the means that they are for, and that `ownFor` gives what is likeliest. */
export function checkBaseRate(units: Units, columns: number): void {
  for (const scale of units.biasFor ? [0, 1, 3] : []) {
    const { own, fields } = trialOf(reference, units, columns, scale);
    const means = readMatrix(reference, units.means(reference, fields, own));
    const bias = called(action, "biasFor to compute", () => biasFor(action, units, means, own));
    checkBias(action, units, means, { ...own, bias });
  }
  for (const scale of units.ownFor ? [1, 3] : []) checkOwnFor(units, columns, scale);
}

/** Where own parameters are likeliest, the means of their gradients are those of the data: ⟨∂selfEnergy/∂θ⟩ over draws is that of the fit. */
function checkOwnFor(units: Units, columns: number, scale: number): void {
  const { own, fields } = trialOf(reference, units, columns, scale);
  const many = reference.gatherRows(fields, new Uint32Array(DRAWS));
  const given = { fields: many, means: units.means(reference, many, own) };
  const draws = units.sample(reference, given, own, new RandomStream("check units", "data"));
  const told = called(action, "ownFor to compute", () => ownFor(action, units, draws));
  const averages = (rows: Parameters<typeof columnSums>[0]): Matrix =>
    Matrix.rowVector(Array.from(columnSums(rows), (sum) => sum / rows.rows));
  const fitted = fittedOwn(action, units, own, draws);
  const bias = biasFor(action, units, averages(draws), fitted);
  const expected = units.gradients?.(reference, draws, own) ?? {};
  const reached = units.meanGradients?.(reference, bias, { ...fitted, bias }) ?? {};
  for (const name of Object.keys(told)) {
    const wanted = averages(expected[name]!);
    for (let column = 0; column < wanted.columns; column++) {
      if (fitted[name]!.get(0, column) !== told[name]!.get(0, column)) continue; // at a bound
      const what = `the mean gradient of ${name} in column ${column} by what ownFor gives`;
      expectNear(action, what, reached[name]!.get(0, column), wanted.get(0, column), 1e-6);
    }
  }
}
