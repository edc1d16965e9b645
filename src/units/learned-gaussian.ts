import { ofLibrary } from "../check/own-name.ts";
import { checkKeys, checkNumber, rangeError } from "../check.ts";
import { columnSums } from "../matrix/column-sums.ts";
import { type AbstractMatrix, Matrix } from "../matrix/matrix.ts";
import { rowReader } from "../matrix/storage.ts";
import { biasEnergy, sumEach } from "./elementwise.ts";
import type { Units } from "./units.ts";

/** Options of `learnedGaussianUnits`. */
export interface LearnedGaussianOptions {
  /** The least precision that training allows, > 0. Default 0.01, a standard deviation of 10. */
  readonly minimum?: number | undefined;
  /** The largest. Default 10,000, a standard deviation of 0.01. */
  readonly maximum?: number | undefined;
}

/**
 * Real-valued units that learn their variance: with the precision λ = 1/σ², a parameter of each unit that starts at 1, a state is drawn
 * from N(field/λ, 1/λ). These are the natural parameters of a Gaussian, so weights and biases stay what they are between all units.
 *
 * selfEnergy(s) = Σ ½λs² − s·b and logPartition = Σ ½log(2π/λ) + field²/2λ, over the units of a row. As visible units they are
 * `parameters.visiblePrecision`, (1, visible). Training holds λ between the bounds: nothing else keeps a column that the hidden units tell
 * exactly from a variance of 0.
 *
 * @param options - The bounds.
 * @returns Units for either side of an RBM.
 * @throws RangeError if the bounds are not above 0, or if the precision of 1 that units start with is not between them.
 * @example
 * new RBM({ visible: 13, hidden: 50, visibleUnits: learnedGaussianUnits() });
 *
 * @see Melchior, Wang, Wiskott, "Gaussian-binary restricted Boltzmann machines for modeling natural image statistics", PLoS ONE 12
 * (2017), section 3, for the model; Cho, Ilin, Raiko, "Improved learning of Gaussian-Bernoulli restricted Boltzmann machines", ICANN
 * 2011, for why the variance is held.
 */
export function learnedGaussianUnits(options: LearnedGaussianOptions = {}): Units {
  const action = "create learnedGaussianUnits";
  checkKeys(action, options, ["minimum", "maximum"]);
  const { minimum = 0.01, maximum = 10_000 } = options;
  checkNumber(action, "minimum", minimum, { above: 0 });
  checkNumber(action, "maximum", maximum, { above: 0 });
  if (minimum > 1 || maximum < 1) {
    throw rangeError(
      action,
      "the precision 1 to lie between minimum and maximum",
      `${minimum} to ${maximum}`,
    );
  }
  return ofLibrary({
    name: `learnedGaussian(${minimum}, ${maximum})`,
    states: undefined,
    range: Object.freeze({ min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY }),
    ownParameters: (units) => ({
      precision: { initial: new Matrix(1, units).fill(1), min: minimum, max: maximum },
    }),
    means: (engine, fields, { precision }) =>
      engine.multiplyRow(
        fields,
        engine.map((lambda) => 1 / lambda, precision!),
      ),
    sample(engine, { means }, { precision }, random) {
      const scaled = engine.multiplyRow(means, engine.map(Math.sqrt, precision!)); // of variance 1 around it
      const deviation = engine.map((lambda) => 1 / Math.sqrt(lambda), precision!); // σ: (1, units)
      return engine.multiplyRow(engine.gaussian(scaled, random), deviation);
    },
    selfEnergy(engine, states, { bias, precision }) {
      const squares = engine.multiply(states, states); // (batch, units)
      const quadratic = engine.productRightTransposed(squares, precision!); // Σ λs²: (batch, 1)
      return engine.combine(0.5, quadratic, 1, biasEnergy(engine, states, bias));
    },
    logPartition(engine, fields, { precision }) {
      const inverse = engine.map((lambda) => 1 / lambda, precision!); // σ²: (1, units)
      const weighed = engine.productRightTransposed(engine.multiply(fields, fields), inverse); // (batch, 1)
      const constant = engine.sum(
        sumEach(engine, (lambda) => 0.5 * Math.log((2 * Math.PI) / lambda), precision!),
      );
      return engine.map((sum) => 0.5 * sum + constant, weighed);
    },
    gradients: (engine, states) => ({ precision: engine.map((s) => 0.5 * s * s, states) }), // 0 where s is missing
    meanGradients(engine, fields, { precision }, observed) {
      const inverse = engine.map((lambda) => 1 / lambda, precision!); // σ²: (1, units)
      const means = engine.multiplyRow(fields, inverse); // (batch, units)
      const half = engine.map((mean) => 0.5 * mean * mean, means);
      const gradient = engine.addRow(half, engine.scale(0.5, inverse)); // ½(μ² + σ²)
      return { precision: observed ? engine.multiply(gradient, observed) : gradient };
    },
    ownFor: (data) => ({ precision: Matrix.rowVector(variancesOf(data).map((variance) => 1 / variance)) }),
  } satisfies Units);
}

/** The variance of each column around its mean. */
function variancesOf(data: AbstractMatrix): number[] {
  const means = columnSums(data).map((sum) => sum / data.rows);
  const squares = new Matrix(data.rows, data.columns);
  const valuesOf = rowReader(data);
  for (let row = 0; row < data.rows; row++) {
    const values = valuesOf(row);
    for (let column = 0; column < data.columns; column++)
      squares.set(row, column, (values[column]! - means[column]!) ** 2);
  }
  return Array.from(columnSums(squares), (sum) => sum / data.rows);
}
