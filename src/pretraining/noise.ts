import { checkKeys, checkNumber, rangeError, show } from "../check.ts";
import type { Engine } from "../engine/engine.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";
import type { RandomStream } from "../random/stream.ts";

/**
 * What is done to the inputs of an autoencoder in training, x → x̃: `{ masking: ν }` sets each to 0 with probability ν in [0, 1),
 * `{ gaussian: s }` adds a draw from N(0, s²) with s ≥ 0, and `"none"` leaves them as they are. It is plain JSON.
 *
 * @see Vincent, Larochelle, Bengio, Manzagol, "Extracting and composing robust features with denoising autoencoders", ICML 2008,
 * section 2.3, which masks a fixed number of inputs instead of each with a probability; Gaussian noise is from Vincent et al.,
 * "Stacked denoising autoencoders", JMLR 11 (2010), section 3.3.
 */
export type Noise =
  | { readonly masking: number; readonly gaussian?: undefined }
  | { readonly gaussian: number; readonly masking?: undefined }
  | "none";

/** Returns a frozen copy of `noise`, and refuses what is none. */
export function checkNoise(action: string, noise: Noise): Noise {
  if (noise === "none") return noise;
  checkKeys(`${action} with noise`, noise, ["masking", "gaussian"]);
  const { masking, gaussian } = noise;
  if ((masking === undefined) === (gaussian === undefined)) {
    throw rangeError(action, `noise to be { masking }, { gaussian } or "none"`, show(noise));
  }
  if (masking !== undefined) {
    return Object.freeze({ masking: checkNumber(action, "noise.masking", masking, { min: 0, below: 1 }) });
  }
  return Object.freeze({ gaussian: checkNumber(action, "noise.gaussian", gaussian, { min: 0 }) });
}

/** What corrupted inputs are, and what the noise does to a gradient on its way back. */
export interface Corrupted {
  /** x̃: (batch, inputs) */
  readonly outputs: AbstractMatrix;
  /** m, where x̃ = x ⊙ m: (batch, inputs) */
  readonly mask?: AbstractMatrix;
}

/** Corrupts x, (batch, inputs): x ⊙ m with m ~ Bernoulli(1 − ν), or x + s·ε with ε ~ N(0, 1). */
export function corrupt(engine: Engine, noise: Noise, x: AbstractMatrix, random: RandomStream): Corrupted {
  if (noise === "none") return { outputs: x };
  const { masking, gaussian } = noise;
  if (masking !== undefined) {
    const mask = engine.bernoulli(
      engine.map(() => 1 - masking, x),
      random,
    ); // m: (batch, inputs)
    return { outputs: engine.multiply(x, mask), mask };
  }
  const draw = engine.gaussian(engine.zeros(x.rows, x.columns), random); // ε: (batch, inputs)
  return { outputs: engine.combine(1, x, gaussian, draw) };
}
