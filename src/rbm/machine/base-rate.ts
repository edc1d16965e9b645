import { reference } from "../../engine/reference.ts";
import { Matrix, type MatrixLike } from "../../matrix/matrix.ts";
import { toStates } from "../../units/to-states.ts";
import type { OwnParameters, Units } from "../../units/units.ts";
import { checkRBM } from "../likelihood/measure.ts";
import type { RBMValues } from "./machine.ts";
import { ownParametersOf } from "./parameters.ts";

/** Fields further out than this leave nothing to chance. */
const FURTHEST = 32;

/** Halvings after which a field is known to the last bit of a float64. */
const HALVINGS = 60;

/**
 * The base-rate machine of an RBM: independent units, those of the visible side as often on as in the data, the hidden ones without a
 * bias. Its log-likelihood is what a model that has learned nothing but the means of the columns has, and annealing starts there.
 *
 * The means are drawn to the middle of a bounded range as by one more example, since a unit that is never on would have no finite bias.
 *
 * @param rbm - The machine.
 * @param data - (examples, visible) whose means are taken. Default: the biases of the machine stay.
 * @returns Units and parameters, for whatever takes an RBM's.
 * @throws RangeError if the data has another width or values out of range.
 * @example
 * const rbm = new RBM({ visible: 2, hidden: 1, seed: 1 });
 * logLikelihood(baseRate(rbm, [[1, 0], [1, 0], [0, 0]]), [[1, 0]]); // -0.603535022
 *
 * @see Salakhutdinov, Murray, "On the quantitative analysis of deep belief networks", ICML 2008, section 5.
 */
export function baseRate(rbm: RBMValues, data?: MatrixLike): RBMValues {
  const action = "make a base-rate machine";
  const { visibleUnits, hiddenUnits, parameters } = checkRBM(action, rbm);
  const { rows: columns, columns: hidden } = parameters.weights;
  return {
    visibleUnits,
    hiddenUnits,
    parameters: {
      ...parameters,
      weights: Matrix.zeros(columns, hidden),
      visibleBias:
        data === undefined
          ? parameters.visibleBias
          : biasOf(
              visibleUnits,
              meansOf(toStates(action, "data", data, visibleUnits, { columns }).to2DArray(), visibleUnits),
              ownParametersOf("visible", parameters),
            ),
      hiddenBias: Matrix.zeros(1, hidden),
    },
  };
}

/** The mean of each column, drawn to the middle of the range by one more example: (1, columns). */
function meansOf(rows: readonly (readonly number[])[], { range: { min, max } }: Units): Matrix {
  const [middle, more] = Number.isFinite(max - min) ? [(min + max) / 2, 1] : [0, 0];
  const columns = rows[0]!.map((_, column) => {
    const sum = rows.reduce((total, row) => total + row[column]!, 0);
    return (sum + more * middle) / (rows.length + more);
  });
  return Matrix.rowVector(columns);
}

/** The bias with which units by themselves have these means: the mean rises with the field, so halving finds it. */
function biasOf(units: Units, means: Matrix, own: OwnParameters): Matrix {
  if (units.biasFor) return units.biasFor(means, own);
  const largest = Math.max(FURTHEST, 2 * Math.max(means.max(), -means.min()));
  const low = new Matrix(1, means.columns).fill(-largest);
  const high = new Matrix(1, means.columns).fill(largest);
  for (let step = 0; step < HALVINGS; step++) {
    const middle = reference.combine(0.5, low, 0.5, high) as Matrix;
    const reached = units.means(reference, middle, own);
    for (let unit = 0; unit < means.columns; unit++) {
      const side = reached.get(0, unit) < means.get(0, unit) ? low : high;
      side.set(0, unit, middle.get(0, unit));
    }
  }
  return reference.combine(0.5, low, 0.5, high) as Matrix;
}
