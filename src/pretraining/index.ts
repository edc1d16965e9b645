export type { AutoencoderFromJSONOptions, AutoencoderJSON } from "./autoencoder-json.ts";
export type {
  AutoencoderSettings,
  DenoisingAutoencoderOptions,
  GivenAutoencoderParameters,
} from "./autoencoder-options.ts";
export type { AutoencoderParameters } from "./autoencoder-parameters.ts";
export type { Coding } from "./coding-layer.ts";
export { DenoisingAutoencoder } from "./denoising-autoencoder.ts";
export type { Noise } from "./noise.ts";
export type { AutoencoderFitOptions } from "./prepare-fit.ts";
export type { StackPretrainOptions } from "./pretrain-stack.ts";
export { pretrainSupervised, type SupervisedPretrainOptions } from "./pretrain-supervised.ts";
export type { StackedAutoencodersJSON } from "./stack-json.ts";
export { StackedAutoencoders, type StackedAutoencodersOptions } from "./stacked-autoencoders.ts";
