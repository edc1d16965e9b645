import { Matrix } from "../../src/matrix/matrix.ts";
import { mapParameters, type Parameters } from "../../src/parameters.ts";

/** Settings of `checkGradients`. */
export interface GradientCheckOptions {
  /** h of the central difference. Default 1e-5. */
  readonly step?: number;
  /** The largest relative difference |a − n| / max(|a|, |n|, floor) that passes. Default 1e-6. */
  readonly tolerance?: number;
  /**
   * Gradients smaller than this are compared absolutely, to `tolerance · floor`: the rounding of a difference of two
   * losses of about 1 leaves some 1e-16 / h = 1e-11 however small the gradient is. Default 1e-3.
   */
  readonly floor?: number;
}

/**
 * Compares analytic gradients of a loss with central differences, (E(θ + h) − E(θ − h)) / 2h, for every element of
 * every matrix in `values`, and throws at the worst one if it does not pass.
 */
export function checkGradients(
  values: Parameters,
  loss: (values: Parameters) => number,
  gradients: Parameters,
  { step = 1e-5, tolerance = 1e-6, floor = 1e-3 }: GradientCheckOptions = {},
): void {
  const names = Object.keys(values);
  const missing = names.find((name) => gradients[name] === undefined);
  if (missing !== undefined) throw new Error(`No gradient of ${missing}`);
  const unasked = Object.keys(gradients).find((name) => values[name] === undefined);
  if (unasked !== undefined) throw new Error(`A gradient of ${unasked}, which is not among the values`);

  let worst = { difference: 0, report: "" };
  const point: Record<string, Matrix> = mapParameters(values, (matrix) => new Matrix(matrix));
  for (const name of names) {
    const [matrix, gradient] = [point[name]!, gradients[name]!];
    if (gradient.rows !== matrix.rows || gradient.columns !== matrix.columns) {
      const shapes = `${gradient.rows}×${gradient.columns} of ${matrix.rows}×${matrix.columns}`;
      throw new Error(`Gradient of ${name} has another shape: ${shapes}`);
    }
    for (let row = 0; row < matrix.rows; row++) {
      for (let column = 0; column < matrix.columns; column++) {
        const value = matrix.get(row, column);
        const [above, below] = [value + step, value - step];
        const lossAbove = loss({ ...point, [name]: matrix.set(row, column, above) });
        const lossBelow = loss({ ...point, [name]: matrix.set(row, column, below) });
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
  if (worst.difference > tolerance) throw new Error(worst.report);
}
