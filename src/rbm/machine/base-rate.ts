import { Matrix, type MatrixLike } from "../../matrix/matrix.ts";
import { biasFor, columnMeans } from "../../units/bias-for.ts";
import { fittedOwn } from "../../units/own-for.ts";
import { toStates } from "../../units/to-states.ts";
import type { OwnParameters } from "../../units/units.ts";
import { checkRBM } from "../likelihood/measure.ts";
import type { RBMValues } from "./machine.ts";
import { nameOf, ownParametersOf, type RBMParameters } from "./parameters.ts";

/**
 * The base-rate machine of an RBM: independent units, those of the visible side as often on as in the data, the hidden ones without a
 * bias. Its log-likelihood is what a model that has learned nothing but the columns one by one has, and annealing starts there.
 *
 * The means are drawn to the middle of a bounded range as by one more example, since a unit that is never on would have no finite bias.
 * Units that learn a variance have that of their column, within its bounds.
 *
 * @param rbm - The machine.
 * @param data - (examples, visible) whose columns are fitted. Default: what the visible units of the machine have stays.
 * @returns Units and parameters, for whatever takes an RBM's.
 * @throws RangeError if the data has another width or values out of range, or if the columns of units of your own go together, as
 * categories do, and they have no `biasFor`.
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
  const fitted = (given: MatrixLike): OwnParameters => {
    const states = toStates(action, "data", given, visibleUnits, { columns });
    const own = fittedOwn(action, visibleUnits, ownParametersOf("visible", parameters), states);
    return { ...own, bias: biasFor(action, visibleUnits, columnMeans(action, states, visibleUnits), own) };
  };
  const own = Object.entries(data === undefined ? {} : fitted(data));
  return {
    visibleUnits,
    hiddenUnits,
    parameters: {
      ...parameters,
      ...Object.fromEntries(own.map(([name, matrix]) => [nameOf("visible", name), matrix])),
      weights: Matrix.zeros(columns, hidden),
      hiddenBias: Matrix.zeros(1, hidden),
    } as RBMParameters,
  };
}
