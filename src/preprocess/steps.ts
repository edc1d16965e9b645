import { jsonOf } from "../check/own-name.ts";
import { type Matrix, type MatrixLike, toMatrix } from "../matrix/matrix.ts";
import { createPreprocessor } from "./create-preprocessor.ts";
import type { Preprocessor } from "./preprocessor.ts";

/** What a preparation is made of. */
export interface Steps {
  /** The preparations, in the order in which they are applied. */
  readonly steps: readonly Preprocessor[];
}

/** Makes one preparation of at least one, the first on the data. */
export function steps<Name extends string>(
  name: Name,
  fitted: readonly Preprocessor[],
): Preprocessor & Steps & { readonly name: Name } {
  const back = [...fitted].reverse();
  return createPreprocessor({
    name,
    steps: Object.freeze([...fitted]),
    transform: (data: MatrixLike) => inTurn(fitted, "transform", data),
    inverse: (data: MatrixLike) => inTurn(back, "inverse", data),
    toJSON: () => ({
      name,
      steps: fitted.map((step, index) => jsonOf("save a preparation", `step ${index}`, step)),
    }),
  });
}

/** What each step makes of what the one before it made; one of somebody's own may make no matrix. */
function inTurn(fitted: readonly Preprocessor[], method: "transform" | "inverse", data: MatrixLike): Matrix {
  return fitted.reduce(
    (given, step) => toMatrix(`apply ${step.name}`, "the result", step[method](given)),
    data,
  ) as Matrix;
}
