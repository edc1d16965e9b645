import { checkMethods, checkThat } from "../check.ts";
import { type AbstractMatrix, isMatrix, type MatrixLike } from "../matrix/matrix.ts";
import type { Preprocessor, PreprocessorKind } from "./preprocessor.ts";

/** Refuses what cannot be fitted, such as a preparation that already is. */
export function checkKind(action: string, kind: PreprocessorKind): void {
  checkMethods(action, "a preprocessor to be fitted, such as standardize", kind, "fit");
}

/** Refuses what is not fitted. */
export function checkFitted(action: string, name: string, preparation: Preprocessor): void {
  const expected = `${name} to be fitted, as standardize.fit(data) is`;
  checkMethods(action, expected, preparation, "transform", "inverse", "toJSON");
}

/** Rows as a preparation gives them, if there is one, which may be somebody's own and give none. */
export function preparedBy(
  action: string,
  preparation: Preprocessor | undefined,
  rows: AbstractMatrix,
): AbstractMatrix {
  if (preparation === undefined) return rows;
  return checkThat(action, "transform to return a matrix", preparation.transform(rows), isMatrix);
}

/** Fits a kind to data, and refuses what is none. */
export function fitKind(action: string, kind: PreprocessorKind, data: MatrixLike): Preprocessor {
  checkKind(action, kind);
  const preparation = kind.fit(data);
  checkFitted(action, "what fit returns", preparation);
  return preparation;
}
