import { checkFunction, checkKeys, checkNumber, checkRecord, checkThat, rangeError } from "../check.ts";
import { isMatrix, Matrix } from "../matrix/matrix.ts";
import { checkLike, mapParameters, type Parameters } from "../parameters.ts";
import { checked, number } from "./checked.ts";

/** Settings of `checkGradients`. */
export interface CheckGradientsOptions {
  /** h of the central difference. Default 1e-5. */
  readonly step?: number | undefined;
  /** The largest relative difference |a − n| / max(|a|, |n|, floor) that passes. Default 1e-6. */
  readonly tolerance?: number | undefined;
  /**
   * Gradients smaller than this are compared absolutely, to `tolerance · floor`: the rounding of a difference of two
   * losses of about 1 leaves some 1e-16 / h = 1e-11 however small the gradient is. Default 1e-3.
   */
  readonly floor?: number | undefined;
}

/**
 * Compares analytic gradients of a loss with central differences, (E(θ + h) − E(θ − h)) / 2h, for every element of
 * every matrix in `values`.
 *
 * @param values - The point θ, matrices by name; they stay as they are.
 * @param loss - E of matrices by these names.
 * @param gradients - ∂E/∂θ, by the same names.
 * @param options - The step and what passes.
 * @throws RangeError at the worst element, with its name, its place, and the analytic and numeric derivative, if it does not pass.
 * @example
 * const values = { weights: new Matrix([[1, 2]]) };
 * const gradients = { weights: new Matrix([[2, 4]]) };
 * checkGradients(values, ({ weights }) => reference.sumOfSquares(weights), gradients);
 */
export function checkGradients(
  values: Parameters,
  loss: (values: Parameters) => number,
  gradients: Parameters,
  options: CheckGradientsOptions = {},
): void {
  const action = "check gradients";
  checkRecord(action, "values to be matrices by name", values);
  checkFunction(action, "loss", loss);
  const own = checked(action, { loss }, { loss: number });
  checkRecord(action, "gradients to be matrices by name", gradients);
  checkKeys(action, options, ["step", "tolerance", "floor"]);
  const { step = 1e-5, tolerance = 1e-6, floor = 1e-3 } = options;
  checkNumber(action, "step", step, { above: 0 });
  checkNumber(action, "tolerance", tolerance, { min: 0 });
  checkNumber(action, "floor", floor, { above: 0 });
  for (const [name, matrix] of Object.entries(values)) {
    checkThat(action, `values.${name} to be a matrix`, matrix, isMatrix);
  }
  checkLike(action, "a gradient of", gradients, values);

  const names = Object.keys(values);
  let worst = { difference: 0, report: "" };
  const point: Record<string, Matrix> = mapParameters(values, (matrix) => new Matrix(matrix));
  for (const name of names) {
    const [matrix, gradient] = [point[name]!, gradients[name]!];
    for (let row = 0; row < matrix.rows; row++) {
      for (let column = 0; column < matrix.columns; column++) {
        const value = matrix.get(row, column);
        const [above, below] = [value + step, value - step];
        const lossAbove = own.loss({ ...point, [name]: matrix.set(row, column, above) });
        const lossBelow = own.loss({ ...point, [name]: matrix.set(row, column, below) });
        matrix.set(row, column, value);

        const numeric = (lossAbove - lossBelow) / (above - below);
        const analytic = gradient.get(row, column);
        const size = Math.max(Math.abs(analytic), Math.abs(numeric), floor);
        const ratio = Math.abs(analytic - numeric) / size;
        const difference = Number.isNaN(ratio) ? Infinity : ratio;
        if (difference > worst.difference) {
          const figures = `analytic ${analytic}, numeric ${numeric}, relative difference ${difference}`;
          worst = { difference, report: `Gradient of ${name} at [${row}, ${column}]: ${figures}` };
        }
      }
    }
  }
  if (worst.difference > tolerance)
    throw rangeError(action, "the analytic gradient to be the numeric one", worst.report);
}
