import { checkActivation } from "../activation/check-activation.ts";
import { sigmoid } from "../activation/sigmoid.ts";
import { checkArray, checkInteger, checkMethods, rangeError, show } from "../check.ts";
import { targetKindOf } from "../head/check-head.ts";
import { linear } from "../head/linear.ts";
import { logistic } from "../head/logistic.ts";
import type { Seed } from "../random/seed.ts";
import type { AutoencoderSettings } from "./autoencoder-options.ts";
import { DenoisingAutoencoder } from "./denoising-autoencoder.ts";

/** What makes a stack: `StackedAutoencoders` is one. */
export interface AutoencoderStack {
  /** The autoencoders, the one on the data first. */
  readonly autoencoders: readonly DenoisingAutoencoder[];
  readonly seed: Seed;
}

/** The autoencoders of a stack with these widths, the data's first; each has a seed of its own. */
export function stackAutoencoders(
  action: string,
  { sizes, ...settings }: AutoencoderSettings & { readonly sizes: readonly number[] },
  seed: Seed,
): DenoisingAutoencoder[] {
  const expected = "sizes to hold at least two widths, visible and hidden";
  const widths = checkArray(action, expected, sizes);
  if (widths.length < 2) throw rangeError(action, expected, show(sizes));
  for (const [index, size] of widths.entries()) checkInteger(action, `sizes[${index}]`, size, { min: 1 });
  const { activation = sigmoid, decoder } = settings;
  checkActivation(action, activation);
  const decoderAbove = activation.name === sigmoid.name ? logistic : linear;
  return widths.slice(1).map(
    (hidden, layer) =>
      new DenoisingAutoencoder({
        ...settings,
        visible: widths[layer]!,
        hidden,
        decoder: layer === 0 ? decoder : decoderAbove,
        seed: `${seed}, autoencoder ${layer}`,
      }),
  );
}

/** Throws unless each autoencoder takes what the one below gives. */
export function checkStack(action: string, autoencoders: readonly DenoisingAutoencoder[]): void {
  if (autoencoders.length === 0) throw rangeError(action, "at least one autoencoder", "[]");
  for (const [layer, autoencoder] of autoencoders.entries()) {
    const expected = `autoencoder ${layer} to be a DenoisingAutoencoder`;
    checkMethods(action, expected, autoencoder, "encode", "decode", "toJSON");
    const below = autoencoders[layer - 1];
    if (below === undefined) continue;
    const { visible, decoder } = autoencoder;
    if (visible !== below.hidden) {
      throw rangeError(action, `autoencoder ${layer} to take ${below.hidden} inputs`, `${visible}`);
    }
    if (targetKindOf(decoder) !== "numbers" && below.activation.name !== sigmoid.name) {
      const units = `${below.activation.name} units, which may leave [0, 1]`;
      throw rangeError(action, `a linear decoder of autoencoder ${layer} over ${units}`, show(decoder.name));
    }
  }
}
