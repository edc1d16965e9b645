import type { Activation } from "../activation/activation.ts";
import { checkActivation } from "../activation/check-activation.ts";
import { sigmoid } from "../activation/sigmoid.ts";
import { checkBoolean, checkInteger, checkKeys, rangeError, show } from "../check.ts";
import { type EngineOptions, engineOptionNames } from "../engine/select.ts";
import { checkHead, targetKindOf } from "../head/check-head.ts";
import type { Head } from "../head/head.ts";
import { logistic } from "../head/logistic.ts";
import { checkInitializer } from "../initializer/check-initializer.ts";
import { glorotUniform } from "../initializer/glorot.ts";
import type { Initializer } from "../initializer/initializer.ts";
import { checkSize } from "../matrix/check-size.ts";
import type { RowsLike } from "../matrix/matrix.ts";
import type { Seed } from "../random/seed.ts";
import type { Coding } from "./coding-layer.ts";
import { checkNoise, type Noise } from "./noise.ts";

/**
 * Values to start an autoencoder with: weights (visible, hidden), hiddenBias (1, hidden), visibleBias (1, visible), and where they are
 * not tied decoderWeights (hidden, visible).
 */
export interface GivenAutoencoderParameters {
  readonly weights?: RowsLike | undefined;
  readonly hiddenBias?: RowsLike | undefined;
  readonly visibleBias?: RowsLike | undefined;
  readonly decoderWeights?: RowsLike | undefined;
}

/** What autoencoders have in common, alone or in a stack. */
export interface AutoencoderSettings extends EngineOptions {
  /** f, in which the hidden units end. Default `sigmoid`. */
  readonly activation?: Activation | undefined;
  /**
   * What makes a reconstruction of the logits, with its loss: `logistic`, cross-entropy, for data in [0, 1], or `linear`, squared
   * error, for any. Default `logistic`.
   */
  readonly decoder?: Head | undefined;
  /**
   * Whether the decoder has the weights of the encoder, transposed, instead of its own. Default true. `weightDecay` is for the weights of
   * the encoder alone, so a decoder of its own can make up for small ones.
   */
  readonly tied?: boolean | undefined;
  /** What is done to the inputs in training. Default `{ masking: 0.25 }`. */
  readonly noise?: Noise | undefined;
  /** Where the weights start. Default `glorotUniform`; the biases start at zero. */
  readonly initializer?: Initializer | undefined;
  /** Decides the first weights, and by default every draw. Default: drawn, and kept. */
  readonly seed?: Seed | undefined;
}

/** Options of `new DenoisingAutoencoder`. */
export interface DenoisingAutoencoderOptions extends AutoencoderSettings {
  /** Inputs, and so outputs, ≥ 1. */
  readonly visible: number;
  /** Hidden units, ≥ 1. */
  readonly hidden: number;
  /** Values to start with instead of drawn ones, all or some of them; they are copied. */
  readonly parameters?: GivenAutoencoderParameters | undefined;
}

/** The names of the settings, for the check that no option is misspelt. */
export const autoencoderSettingNames: readonly string[] = [
  ...["activation", "decoder", "tied", "noise", "initializer", "seed"],
  ...engineOptionNames,
];

/** Checks what makes the layer of an autoencoder, and its decoder. */
export function checkAutoencoderOptions(
  action: string,
  options: DenoisingAutoencoderOptions,
): Coding & { readonly decoder: Head; readonly initializer: Initializer } {
  checkKeys(action, options, ["visible", "hidden", "parameters", ...autoencoderSettingNames]);
  const {
    activation = sigmoid,
    decoder = logistic,
    tied = true,
    noise = { masking: 0.25 },
    initializer = glorotUniform,
  } = options;
  const visible = checkInteger(action, "visible", options.visible, { min: 1 });
  const hidden = checkInteger(action, "hidden", options.hidden, { min: 1 });
  checkSize(action, "weights", visible, hidden);
  checkActivation(action, activation);
  checkDecoder(action, decoder);
  checkInitializer(action, initializer);
  return {
    ...{ visible, hidden, activation, decoder, initializer },
    tied: checkBoolean(action, "tied", tied),
    noise: checkNoise(action, noise),
  };
}

/** Refuses what is no head, and one of a distribution: a reconstruction has outputs of their own. */
export function checkDecoder(action: string, decoder: Head): void {
  checkHead(action, decoder);
  if (targetKindOf(decoder) !== "distribution") return;
  throw rangeError(action, "decoder to be logistic or linear", show(decoder.name));
}
