import { show, typeError } from "../check.ts";
import type { MatrixLike } from "../matrix/matrix.ts";
import type { Preprocessor, PreprocessorKind } from "./preprocessor.ts";

/** Refuses what cannot be fitted, such as a preparation that already is. */
export function checkKind(action: string, kind: PreprocessorKind): void {
  if (typeof kind?.fit === "function") return;
  throw typeError(action, "a preprocessor to be fitted, such as standardize", show(kind));
}

/** Refuses what is not fitted. */
export function checkFitted(action: string, name: string, preparation: Preprocessor): void {
  const { transform, inverse, toJSON } = preparation ?? {};
  if ([transform, inverse, toJSON].every((part) => typeof part === "function")) return;
  throw typeError(action, `${name} to be fitted, as standardize.fit(data) is`, show(preparation));
}

/** Fits a kind to data, and refuses what is none. */
export function fitKind(action: string, kind: PreprocessorKind, data: MatrixLike): Preprocessor {
  checkKind(action, kind);
  const preparation = kind.fit(data);
  checkFitted(action, "what fit returns", preparation);
  return preparation;
}
