import { ofLibrary } from "../check/own-name.ts";
import { biasEnergy, drawEach, HALF_STEP, sumEach } from "./elementwise.ts";
import type { Units } from "./units.ts";

/** Nearer to 0 than this the series of the field is exact. */
const NEAR = 1e-3;

/**
 * Units in [0, 1] with the density exp(field·s), for shares, saturations and gray values that are no probabilities.
 *
 * selfEnergy(s) = −s·b and logPartition = Σ log((exp(field) − 1)/field), over the units of a row. The mean is
 * 1/(1 − exp(−field)) − 1/field.
 *
 * @example
 * new RBM({ visible: 784, hidden: 100, visibleUnits: truncatedExponentialUnits });
 *
 * @see Bengio, Lamblin, Popovici, Larochelle, "Greedy layer-wise training of deep networks", NIPS 2006, section 3.
 */
export const truncatedExponentialUnits: Units = ofLibrary({
  name: "truncatedExponential",
  states: undefined,
  range: Object.freeze({ min: 0, max: 1 }),
  means: (engine, fields) => engine.map(meanAt, fields),
  sample: (engine, { fields }, _own, random) => drawEach(engine, fields, random, quantile),
  selfEnergy: (engine, states, { bias }) => biasEnergy(engine, states, bias),
  logPartition: (engine, fields) => sumEach(engine, logPartitionAt, fields),
} satisfies Units);

/** log ∫₀¹ exp(f·s) ds = f⁺ + log((1 − exp(−|f|))/|f|) */
function logPartitionAt(field: number): number {
  const size = Math.abs(field);
  if (size < NEAR) return field / 2 + (field * field) / 24;
  return Math.max(field, 0) + Math.log(-Math.expm1(-size) / size);
}

function meanAt(field: number): number {
  if (Math.abs(field) < NEAR) return 0.5 + field / 12;
  return -1 / Math.expm1(-field) - 1 / field;
}

/** The s below which a share u of the draws lies: log(1 + u·(exp(f) − 1))/f; from the other end where f > 0, where it is exact. */
function quantile(field: number, uniform: number): number {
  const share = uniform + HALF_STEP;
  if (Math.abs(field) < 1e-8) return share;
  if (field < 0) return Math.log1p(share * Math.expm1(field)) / field;
  return 1 - Math.log1p(share * Math.expm1(-field)) / -field;
}
