import type { Matrix } from "../matrix/matrix.ts";

/** States as rows, and what each counts in a sum or an integral over all of them. */
export interface Measure {
  readonly states: Matrix;
  readonly shares: readonly number[];
}
