import type { Activation } from "../activation/activation.ts";

/** What mean field needs to know of a layer: moments of its weights (inputs, outputs), its biases and its inputs. */
export interface LayerMoments {
  readonly inputs: number;
  readonly outputs: number;
  /** ⟨W²⟩ */
  readonly weightMeanSquare: number;
  /** ⟨b⟩ */
  readonly biasMean: number;
  /** Var b */
  readonly biasVariance: number;
  /** ⟨x²⟩ */
  readonly inputMeanSquare: number;
}

/**
 * √χ: by how much a layer multiplies the rms of an error signal, if its weights had no structure.
 *
 * Independent weights give z ~ N(⟨b⟩, inputs·⟨W²⟩·⟨x²⟩ + Var b), and an error signal that is independent of them
 * is multiplied by √χ = √(outputs·⟨W²⟩·E[f′(z)²]). What is measured beside it differs by the structure that learning, or a
 * careful initializer, has put into the weights.
 *
 * @param activation - f
 * @param moments - The moments of the layer, as they are.
 * @see Schoenholz, Gilmer, Ganguli, Sohl-Dickstein, "Deep information propagation", ICLR 2017, equations 2 and 5.
 */
export function meanFieldAttenuation(activation: Activation, moments: LayerMoments): number {
  const { inputs, outputs, weightMeanSquare, biasMean, biasVariance, inputMeanSquare } = moments;
  const deviation = Math.sqrt(inputs * weightMeanSquare * inputMeanSquare + biasVariance);
  const slopeSquare = gaussianMean((z) => activation.slope(z, activation.apply(z)) ** 2, biasMean, deviation);
  return Math.sqrt(outputs * weightMeanSquare * slopeSquare);
}

/** Half the width of the integration in standard deviations, and its steps: beyond it the density is below 10⁻¹⁵. */
const REACH = 8;
const STEPS = 2000;

/**
 * E f(z) for z ~ N(mean, deviation²), by the midpoint rule, which converges faster than any power where f is smooth; a jump at the
 * mean, such as that of ReLU's slope, falls between two points.
 */
function gaussianMean(f: (z: number) => number, mean: number, deviation: number): number {
  const step = (2 * REACH) / STEPS;
  let sum = 0;
  for (let index = 0; index < STEPS; index++) {
    const t = -REACH + (index + 0.5) * step;
    sum += Math.exp((-t * t) / 2) * f(mean + deviation * t);
  }
  return (sum * step) / Math.sqrt(2 * Math.PI);
}
