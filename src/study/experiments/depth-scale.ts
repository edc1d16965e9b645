import { tanh } from "../../activation/tanh.ts";
import { checkKeys, checkNumber } from "../../check.ts";
import { gaussianMean, meanFieldAttenuation } from "../../probe/mean-field.ts";

/** A place in the plane of starts: how far weights and biases are spread in a tanh net, or in the tanh net that a logistic one is. */
export interface PlaneCoordinates {
  /** σ_w: the root mean square of the weights times √inputs, ≥ 0. */
  readonly weightDeviation: number;
  /** σ_b: the root mean square of the biases, ≥ 0. */
  readonly biasDeviation: number;
}

/** What mean field says of a place. */
export interface DepthScale {
  /** q: the variance of a weighted input, deep in the net. */
  readonly variance: number;
  /** √χ: by how much each layer multiplies the size of an error signal. Below 1 it vanishes, above 1 it explodes. */
  readonly attenuation: number;
  /** ξ = 1/|ln χ| layers: over so many χ makes e of 1, or 1/e. Absent where χ is 1 to twelve digits, and nothing ends. */
  readonly depth?: number;
}

/** How often the range of q is halved: to float64's last digit. */
const HALVINGS = 60;

/** What the integrals may be off by. */
const ROUNDING = 1e-12;

/**
 * How deep a signal reaches in a wide net of tanh, or of logistic units, with independent weights.
 *
 * The variance of a weighted input comes to rest where q = σ_w²·E[tanh²(z)] + σ_b² with z ~ N(0, q); there
 * χ = σ_w²·E[tanh′(z)²], and ξ = 1/|ln χ|. Where χ < 1 this is the depth over which both gradients and the differences between two
 * inputs are lost (ξ_∇ = ξ_c); where χ > 1 that over which gradients grow. Nets were found to train to about 6ξ layers.
 *
 * @param place - σ_w and σ_b, of tanh. A logistic net is one of tanh with a quarter of the weights: see `placeOf`.
 * @returns q, √χ and ξ.
 * @throws RangeError if a deviation is below 0, or above 1000.
 * @example
 * // the classical start of a logistic net
 * const { attenuation, depth } = depthScale({ weightDeviation: Math.sqrt(1 / 48), biasDeviation: Math.sqrt(1 / 48) });
 * Number(attenuation.toFixed(4)); // 0.1414
 * Number((6 * depth).toFixed(1)); // 1.5
 *
 * @see Schoenholz, Gilmer, Ganguli, Sohl-Dickstein, "Deep information propagation", ICLR 2017: section 2 for q and χ, 3 and 4 for the
 * depth scales, 5 for the 6ξ.
 */
export function depthScale(place: PlaneCoordinates): DepthScale {
  const { weightDeviation, biasDeviation } = checkPlace("find a depth scale", place);
  const moments = { inputs: 1, outputs: 1, weightMeanSquare: weightDeviation ** 2, biasMean: 0 };
  const squareOf = (q: number): number => gaussianMean((z) => Math.tanh(z) ** 2, 0, Math.sqrt(q));
  const next = (q: number): number => weightDeviation ** 2 * squareOf(q) + biasDeviation ** 2;
  let [low, high] = [0, weightDeviation ** 2 + biasDeviation ** 2];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const q = (low + high) / 2;
    if (next(q) > q) low = q;
    else high = q;
  }
  const variance = high;
  const attenuation = meanFieldAttenuation(tanh, {
    ...moments,
    inputMeanSquare: squareOf(variance),
    biasVariance: biasDeviation ** 2,
  });
  const rate = Math.abs(2 * Math.log(attenuation));
  return Object.freeze({ variance, attenuation, ...(rate > ROUNDING && { depth: 1 / rate }) });
}

/** Returns a place if both of its coordinates are such. */
export function checkPlace(action: string, place: PlaneCoordinates): PlaneCoordinates {
  checkKeys(action, place, ["weightDeviation", "biasDeviation"]);
  const { weightDeviation, biasDeviation } = place;
  return {
    weightDeviation: checkNumber(action, "weightDeviation", weightDeviation, { min: 0, max: 1000 }),
    biasDeviation: checkNumber(action, "biasDeviation", biasDeviation, { min: 0, max: 1000 }),
  };
}
