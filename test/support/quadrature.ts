import type { Activation } from "../../src/activation/activation.ts";

const STEP = 1 / 64;
const REACH = 12; // beyond, the density of N(0, 1) is below 10⁻³¹

/**
 * E[f(z)] for z ~ N(0, std²), by the trapezoidal rule: for a smooth f whose nearest pole lies a distance d from the
 * real line, in units of std, its error falls as e^(−2πd / step).
 */
export function gaussianMean(f: (z: number) => number, std = 1): number {
  let sum = 0;
  for (let index = -REACH / STEP; index <= REACH / STEP; index++) {
    const u = index * STEP;
    sum += f(std * u) * Math.exp((-u * u) / 2);
  }
  return (sum * STEP) / Math.sqrt(2 * Math.PI);
}

/** The variances that decide what a wide layer does to signals and gradients. */
export interface LayerVariances {
  /** inputs · Var(W) */
  readonly weights: number;
  /** Var(b). Default 0. */
  readonly bias?: number;
}

/** What mean field says of a layer deep inside a wide net. */
export interface MeanField {
  /** q, the variance of the weighted inputs z. */
  readonly variance: number;
  /** √E[f′(z)²]: what the slopes leave of the rms of the error signal. */
  readonly slopeFactor: number;
  /** √(n·Var W): what the weights make of it. */
  readonly weightFactor: number;
  /** √χ, their product. */
  readonly attenuation: number;
}

/** The variance of z one layer up: n·Var(W)·E[f(z)²] + Var(b) for z ~ N(0, variance). */
export function nextVariance(activation: Activation, variance: number, layer: LayerVariances): number {
  const meanSquare = gaussianMean((z) => activation.apply(z) ** 2, Math.sqrt(variance));
  return layer.weights * meanSquare + (layer.bias ?? 0);
}

/**
 * The largest fixed point q of `nextVariance`, and χ = n·Var(W)·E[f′(z)²] there, for an activation with |f| ≤ 1 whose
 * E[f(z)²] is concave in q, as those of the logistic and tanh are: then the map lies above the diagonal below q, and
 * under it above, and bisection finds q even where the map only just touches the diagonal.
 *
 * Source: Poole, Lahiri, Raghu, Sohl-Dickstein, Ganguli, "Exponential expressivity in deep neural networks through
 * transient chaos", NeurIPS 2016, equations 3 and 5; Schoenholz, Gilmer, Ganguli, Sohl-Dickstein, "Deep information
 * propagation", ICLR 2017, section 4, for χ as the factor of the gradient's mean square.
 */
export function meanField(activation: Activation, layer: LayerVariances): MeanField {
  const variance = bisect(
    (q) => nextVariance(activation, q, layer) - q,
    0,
    layer.weights + (layer.bias ?? 0),
  );
  const slopeFactor = Math.sqrt(gaussianMean((z) => activation.slope(z) ** 2, Math.sqrt(variance)));
  const weightFactor = Math.sqrt(layer.weights);
  return { variance, slopeFactor, weightFactor, attenuation: slopeFactor * weightFactor };
}

/** Where f, positive to the left and not to the right, changes its sign, to the last bit. */
export function bisect(f: (x: number) => number, left: number, right: number): number {
  let [low, high] = [left, right];
  for (let middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (f(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
