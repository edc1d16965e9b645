import { checkArray, rangeError, typeError } from "../check.ts";
import { type AbstractMatrix, type MatrixLike, toMatrix } from "../matrix/matrix.ts";
import { checkKind, fitKind } from "./check-preprocessor.ts";
import type { Preprocessor, PreprocessorJSON, PreprocessorKind } from "./preprocessor.ts";
import { type Steps, steps } from "./steps.ts";

/** Preparations that follow one another. */
export interface PreparationInTurn extends Preprocessor, Steps {
  readonly name: "inTurn";
}

/**
 * Several preparations as one: each is fitted on what those before it make of the data, and the inverse takes them
 * back in the opposite order.
 *
 * @param kinds - At least one, the first on the data. One with options is an object with a `fit` of its own.
 * @returns What `fit` makes a preparation with `steps` of: `inTurn(standardize, pcaWhiten).fit(data)`.
 * @throws RangeError if there is none. TypeError if one has no `fit`.
 * @example
 * const widest = { fit: (data) => pcaWhiten.fit(data, { components: 1 }) };
 * const preparation = inTurn(standardize, widest).fit([[0, 0], [2, 200], [4, 400]]);
 * preparation.inverse(preparation.transform([[3, 300]])); // about [[3, 300]]
 */
export function inTurn(...kinds: readonly PreprocessorKind[]): Readonly<{
  name: "inTurn";
  fit: (data: MatrixLike) => PreparationInTurn;
}> {
  const action = "prepare in turn";
  if (kinds.length === 0) throw rangeError(action, "at least one preprocessor", "none");
  for (const kind of kinds) checkKind(action, kind);
  return Object.freeze({
    name: "inTurn",
    fit(data: MatrixLike): PreparationInTurn {
      const fitting = "fit preparations in turn";
      let prepared: AbstractMatrix = toMatrix(fitting, "data", data);
      const fitted = kinds.map((kind, index) => {
        const step = fitKind(fitting, kind, prepared);
        if (index < kinds.length - 1) prepared = toMatrix(fitting, "the result", step.transform(prepared));
        return step;
      });
      return steps("inTurn", fitted);
    },
  });
}

/** Reads what `toJSON` of preparations in turn wrote; `read` reads each of them. */
export function preparationInTurnFromJSON(
  action: string,
  json: PreprocessorJSON,
  read: (json: PreprocessorJSON) => Preprocessor,
): PreparationInTurn {
  const expected = "steps to be a list of preprocessors";
  const list = checkArray(action, expected, json.steps as readonly PreprocessorJSON[]);
  if (list.length === 0) throw typeError(action, expected, "[]");
  return steps("inTurn", list.map(read));
}
