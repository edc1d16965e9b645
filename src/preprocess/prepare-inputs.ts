import { checkArray, checkBoolean, checkKeys, show, typeError } from "../check.ts";
import { type MatrixLike, toMatrix } from "../matrix/matrix.ts";
import { type PcaWhitenOptions, pcaWhiten } from "./pca-whiten.ts";
import type { Preprocessor, PreprocessorJSON } from "./preprocessor.ts";
import { standardize } from "./standardize.ts";
import { type Steps, steps } from "./steps.ts";

/** Options of `prepareInputs.fit`. */
export interface PrepareInputsOptions extends PcaWhitenOptions {
  /** Whether the inputs are made uncorrelated as well. Default true. */
  readonly decorrelate?: boolean | undefined;
}

/** Inputs prepared as "Efficient BackProp" advises. */
export interface InputPreparation extends Preprocessor, Steps {
  readonly name: "prepareInputs";
}

/**
 * Prepares the inputs of a net as LeCun et al. advise: mean zero, uncorrelated, equal covariance. It is `standardize`,
 * which takes off the mean and makes the columns comparable whatever their units, followed by `pcaWhiten`, the
 * Karhunen-Loève expansion, with each component scaled to variance 1.
 *
 * The reason: with inputs of mean μ the Hessian of a linear unit has an eigenvalue that grows with μ², and correlated
 * or unequal inputs spread the others, so that one learning rate cannot suit all directions.
 *
 * Do not decorrelate (`decorrelate: false` leaves `standardize` alone)
 * - where it matters which column is next to which, as in images for layers with local connections: then take
 *   `zcaWhiten`, or none;
 * - where rows are few for the columns: the narrow directions are noise, and are made as large as the others. Fewer
 *   `components` or an `epsilon` also help;
 * - where the inputs are sparse and are meant to remain so.
 *
 * Do not use it at all for binary visible units of an RBM, which take inputs in [0, 1] (`minMax`), nor where columns are
 * known to differ in significance: leave the lesser ones smaller.
 *
 * `prepareInputs.fit(data, options)`:
 * @param data - One row per example.
 * @param options - Whether to decorrelate, how many components to keep and the ε of `pcaWhiten`, in units of the
 * standardized columns. Default true, all and 0.
 * @returns A preprocessor with `steps`.
 * @throws RangeError if the data is empty, ragged or not finite; if it is the same in each row or has fewer directions
 * than `components`, where it is to be decorrelated.
 * @throws TypeError if `components` or `epsilon` comes with `decorrelate: false`.
 * @example
 * const preparation = prepareInputs.fit(train.inputs);
 * const inputs = preparation.transform(train.inputs); // (examples, components), at most as many as columns that vary
 * const network = Network.fromSizes([inputs.columns, 30, 10], { seed: 1 });
 * await network.fit(inputs, train.labels);
 * network.evaluate(preparation.transform(test.inputs), test.labels); // { loss, accuracy }
 *
 * @see LeCun, Bottou, Orr, Müller, "Efficient BackProp", in Neural Networks: Tricks of the Trade, 1998, section 4.3
 * and figure 3.
 */
export const prepareInputs: Readonly<{
  name: "prepareInputs";
  fit: (data: MatrixLike, options?: PrepareInputsOptions) => InputPreparation;
}> = Object.freeze({
  name: "prepareInputs",
  fit(data: MatrixLike, options: PrepareInputsOptions = {}): InputPreparation {
    const action = "fit prepareInputs";
    checkKeys(action, options, ["decorrelate", "components", "epsilon"]);
    const { decorrelate = true, ...whitening } = options;
    checkBoolean(action, "decorrelate", decorrelate);
    const given = Object.entries(whitening).filter(([, value]) => value !== undefined);
    if (!decorrelate) checkKeys(action, Object.fromEntries(given), ["decorrelate"]);

    const inputs = toMatrix(action, "data", data);
    const standardization = standardize.fit(inputs);
    if (!decorrelate) return steps("prepareInputs", [standardization]);
    return steps("prepareInputs", [
      standardization,
      pcaWhiten.fit(standardization.transform(inputs), whitening),
    ]);
  },
});

/** Reads what `toJSON` of an input preparation wrote; `read` reads each of its steps. */
export function inputPreparationFromJSON(
  action: string,
  json: PreprocessorJSON,
  read: (json: PreprocessorJSON) => Preprocessor,
): InputPreparation {
  const expected = "steps to be standardize, or standardize and pcaWhiten";
  const list = checkArray(action, expected, json.steps as readonly PreprocessorJSON[]);
  const names = ["standardize", "pcaWhiten"];
  if (list.length === 0 || list.some((step, index) => step?.name !== names[index])) {
    throw typeError(action, expected, show(list.map((step) => step?.name)));
  }
  return steps("prepareInputs", list.map(read));
}
