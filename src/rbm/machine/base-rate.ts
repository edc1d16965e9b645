import { Matrix, type MatrixLike } from "../../matrix/matrix.ts";
import { biasFor, columnMeans } from "../../units/bias-for.ts";
import { toStates } from "../../units/to-states.ts";
import { checkRBM } from "../likelihood/measure.ts";
import type { RBMValues } from "./machine.ts";
import { ownParametersOf } from "./parameters.ts";

/**
 * The base-rate machine of an RBM: independent units, those of the visible side as often on as in the data, the hidden ones without a
 * bias. Its log-likelihood is what a model that has learned nothing but the means of the columns has, and annealing starts there.
 *
 * The means are drawn to the middle of a bounded range as by one more example, since a unit that is never on would have no finite bias.
 *
 * @param rbm - The machine.
 * @param data - (examples, visible) whose means are taken. Default: the biases of the machine stay.
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
  return {
    visibleUnits,
    hiddenUnits,
    parameters: {
      ...parameters,
      weights: Matrix.zeros(columns, hidden),
      visibleBias:
        data === undefined
          ? parameters.visibleBias
          : biasFor(
              action,
              visibleUnits,
              columnMeans(toStates(action, "data", data, visibleUnits, { columns }), visibleUnits),
              ownParametersOf("visible", parameters),
            ),
      hiddenBias: Matrix.zeros(1, hidden),
    },
  };
}
