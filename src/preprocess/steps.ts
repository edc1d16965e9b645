import type { MatrixLike } from "../matrix/matrix.ts";
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
  const [first, last] = [fitted[0]!, fitted.at(-1)!];
  return createPreprocessor({
    name,
    steps: Object.freeze([...fitted]),
    transform: (data: MatrixLike) =>
      fitted.slice(1).reduce((result, step) => step.transform(result), first.transform(data)),
    inverse: (data: MatrixLike) =>
      fitted.slice(0, -1).reduceRight((result, step) => step.inverse(result), last.inverse(data)),
    toJSON: () => ({ name, steps: fitted.map((step) => step.toJSON()) }),
  });
}
