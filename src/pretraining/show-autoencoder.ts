import { showing } from "../display/displayed.ts";
import { modelLine } from "../fit/model-line.ts";
import type { Noise } from "./noise.ts";
import type { RunningAutoencoder } from "./running-autoencoder.ts";

/** Lets an autoencoder show itself, in a line. */
export function showAutoencoder(autoencoder: RunningAutoencoder): void {
  const { visible, hidden, activation, decoder, tied, noise } = autoencoder;
  const kind = `${visible} ${decoder.name} × ${hidden} ${activation.name}, ${tied ? "tied" : "untied"}, ${nameOf(noise)}`;
  showing(autoencoder, () => ({ title: `Autoencoder ${kind}, ${modelLine(autoencoder)}` }));
}

function nameOf(noise: Noise): string {
  if (noise === "none") return "no noise";
  return noise.masking === undefined ? `Gaussian noise ${noise.gaussian}` : `masking noise ${noise.masking}`;
}
