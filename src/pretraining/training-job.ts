import type { Engine } from "../engine/engine.ts";
import type { CheckedFitOptions } from "../fit/fit-options.ts";
import type { Job } from "../fit/job.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";
import type { Examples } from "../network/examples.ts";
import type { Matrices } from "../network/initial-values.ts";
import { aboutNetwork, trainingJob as networkJob, type TrainedNetwork } from "../network/training-job.ts";
import { prefixParameters } from "../parameters.ts";
import { codingLayer } from "./coding-layer.ts";
import { learningWarnings } from "./learning-warnings.ts";
import type { RunningAutoencoder } from "./running-autoencoder.ts";

/** The data of a run, (examples, visible), which stay where they are. */
export interface TrainingData {
  readonly training: AbstractMatrix;
  readonly validation: AbstractMatrix | undefined;
  /** Which autoencoder of a stack is trained, from 0. */
  readonly layer?: number;
}

/** The training of an autoencoder: that of a network of one layer, whose targets are its inputs. */
export function trainingJob(
  action: string,
  autoencoder: RunningAutoencoder,
  engine: Engine,
  { training, validation, layer }: TrainingData,
  options: Pick<CheckedFitOptions, "seed">,
): Job {
  const network: TrainedNetwork = {
    ...networkOf(autoencoder),
    parameters: prefixParameters(0, autoencoder.parameters) as Matrices,
    statistics: {},
  };
  const held = validation && toItself(validation);
  const job = networkJob(action, network, engine, toItself(training), held, undefined, options);
  return {
    ...job,
    model: autoencoder,
    about: aboutAutoencoder(autoencoder),
    ...(layer === undefined ? {} : { layer }),
    warnings: () => learningWarnings(engine, autoencoder, job.parameters, training, layer),
  };
}

/** What a run keeps of the kind of an autoencoder. */
export function aboutAutoencoder(autoencoder: RunningAutoencoder): Readonly<Record<string, string>> {
  return { ...aboutNetwork(networkOf(autoencoder)), model: "a denoising autoencoder" };
}

const networkOf = (autoencoder: RunningAutoencoder): Pick<TrainedNetwork, "layers" | "head" | "frozen"> => ({
  layers: [codingLayer(autoencoder)],
  head: autoencoder.decoder,
  frozen: new Set(),
});

/** Data as examples that are to come out as they went in. */
const toItself = (inputs: AbstractMatrix): Examples => ({ inputs, targets: { rows: inputs } });
