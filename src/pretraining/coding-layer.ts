import type { Activation } from "../activation/activation.ts";
import { glorotUniform } from "../initializer/glorot.ts";
import type { Initializer } from "../initializer/initializer.ts";
import type { Layer } from "../layers/layer.ts";
import { type AbstractMatrix, Matrix } from "../matrix/matrix.ts";
import { type Corrupted, corrupt, type Noise } from "./noise.ts";

/** What an autoencoder computes, its values aside. */
export interface Coding {
  readonly visible: number;
  readonly hidden: number;
  /** f, in which the hidden units end. */
  readonly activation: Activation;
  /** Whether the decoder has the weights of the encoder, transposed, instead of its own. */
  readonly tied: boolean;
  /** What is done to the inputs in training. */
  readonly noise: Noise;
}

interface CodingCache extends Corrupted {
  readonly preActivations: AbstractMatrix;
  readonly hidden: AbstractMatrix;
}

/**
 * An autoencoder as one layer of a network, whose outputs are the logits of the reconstruction. In training x̃ is the corrupted x, at
 * prediction it is x:
 *
 *     h = f(x̃·W + b),   z = h·W′ + b′,   with W′ = Wᵀ where the weights are tied.
 *
 * Backward, with δ′ = ∂E/∂z and δ = ∂E/∂h ⊙ f′: ∂E/∂b′ = Σ δ′ and ∂E/∂b = Σ δ over the batch, ∂E/∂h = δ′·W′ᵀ, ∂E/∂W′ = hᵀ·δ′,
 * ∂E/∂W = x̃ᵀ·δ, to which tied weights add (∂E/∂W′)ᵀ = δ′ᵀ·h.
 */
export function codingLayer(
  { visible, hidden, activation, tied, noise }: Coding,
  initializer: Initializer = glorotUniform,
): Layer<CodingCache> {
  return {
    kind: "autoencoder",
    weights: ["weights", ...(tied ? [] : ["decoderWeights"])],
    inputs: visible,
    outputs: visible,

    initialize(random, position) {
      const encoder = initializer.draw({ inputs: visible, outputs: hidden }, random("weights"), position);
      const shape = { inputs: hidden, outputs: visible };
      const decoder = tied ? undefined : initializer.draw(shape, random("decoder weights"), "later");
      const parameters = {
        weights: encoder.weights,
        hiddenBias: encoder.bias ?? Matrix.zeros(1, hidden),
        visibleBias: decoder?.bias ?? Matrix.zeros(1, visible),
        ...(decoder && { decoderWeights: decoder.weights }),
      };
      return { parameters, statistics: {} };
    },

    forward(engine, { weights, hiddenBias, visibleBias, decoderWeights }, x, mode) {
      const corrupted = mode.training ? corrupt(engine, noise, x, mode.random) : { outputs: x };
      const a = engine.affine(corrupted.outputs, weights!, hiddenBias!); // (batch, hidden)
      const h = engine.activate(activation, a); // (batch, hidden)
      const z = decoderWeights
        ? engine.affine(h, decoderWeights, visibleBias!)
        : engine.affineTransposed(h, weights!, visibleBias!); // (batch, visible)
      return { outputs: z, cache: { ...corrupted, preActivations: a, hidden: h } };
    },

    backward(engine, { weights, decoderWeights }, cache, outputDelta) {
      const { outputs: x, mask, preActivations: a, hidden: h } = cache;
      const hiddenGradient = decoderWeights
        ? engine.productRightTransposed(outputDelta, decoderWeights)
        : engine.product(outputDelta, weights!); // δ′·W′ᵀ: (batch, hidden)
      const delta = engine.multiply(hiddenGradient, engine.slope(activation, a, h)); // (batch, hidden)
      const ofEncoder = engine.productLeftTransposed(x, delta); // x̃ᵀ·δ: (visible, hidden)
      const inputGradient = (): AbstractMatrix => {
        const ofCorrupted = engine.productRightTransposed(delta, weights!); // (batch, visible)
        return mask ? engine.multiply(ofCorrupted, mask) : ofCorrupted;
      };
      return {
        inputGradient,
        gradients: {
          weights: decoderWeights ? ofEncoder : engine.productLeftTransposed(outputDelta, h, ofEncoder, 1, 1), // x̃ᵀ·δ + δ′ᵀ·h
          hiddenBias: engine.columnSums(delta), // (1, hidden)
          visibleBias: engine.columnSums(outputDelta), // (1, visible)
          ...(decoderWeights && { decoderWeights: engine.productLeftTransposed(h, outputDelta) }), // (hidden, visible)
        },
      };
    },

    toJSON: () => ({ kind: "autoencoder", visible, hidden, activation: activation.name, tied, noise }),
  };
}
