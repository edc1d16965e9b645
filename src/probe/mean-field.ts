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
  const slopeSquare = gaussianMean(
    (z) => activation.slope(z, activation.apply(z)) ** 2,
    biasMean,
    deviation,
    activation.kinks,
  );
  return Math.sqrt(outputs * weightMeanSquare * slopeSquare);
}

/** Steps of an integration, and half its width in standard deviations: beyond, the density is below 10⁻¹⁵. */
const STEPS = 2000;
const REACH = 8;
/** The same where there are kinks, behind which all there is can lie far out: beyond, the density is 0 in float64. */
const FAR = 39;

/**
 * E f(z) for z ~ N(mean, deviation²). Where f is smooth, by the midpoint rule, which converges faster than any power; from kink
 * to kink by the double exponential rule, which does so too, whatever happens at the ends.
 *
 * @see Takahasi, Mori, "Double exponential formulas for numerical integration", Publ. RIMS 9 (1974).
 */
export function gaussianMean(
  f: (z: number) => number,
  mean: number,
  deviation: number,
  kinks: readonly number[] = [],
): number {
  const density = (t: number): number => Math.exp((-t * t) / 2) * f(mean + deviation * t);
  const places = kinks.map((kink) => (kink - mean) / deviation).filter((t) => Math.abs(t) < FAR);
  const ends = [-FAR, ...places.sort((a, b) => a - b), FAR];
  const sum =
    kinks.length === 0
      ? midpoints(density, REACH)
      : ends.slice(1).reduce((total, end, index) => total + between(density, ends[index]!, end), 0);
  return sum / Math.sqrt(2 * Math.PI);
}

/** ∫f from −reach to reach. */
function midpoints(f: (t: number) => number, reach: number): number {
  const step = (2 * reach) / STEPS;
  let sum = 0;
  for (let index = 0; index < STEPS; index++) sum += f(-reach + (index + 0.5) * step);
  return sum * step;
}

/** ∫f from a to b, with t = (a + b)/2 + (b − a)/2·tanh(π/2·sinh u): at |u| = 3.2 what is left is below 10⁻¹⁶. */
function between(f: (t: number) => number, a: number, b: number): number {
  const half = (b - a) / 2;
  return midpoints((u) => {
    const x = (Math.PI / 2) * Math.sinh(u);
    return (f(a + half + half * Math.tanh(x)) * half * (Math.PI / 2) * Math.cosh(u)) / Math.cosh(x) ** 2;
  }, 3.2);
}
