import { formatNumber } from "../display/table.ts";
import type { Engine } from "../engine/engine.ts";
import { readMatrix } from "../engine/read-matrix.ts";
import { examplesToLookAt } from "../fit/examples-to-look-at.ts";
import { dense } from "../layers/dense.ts";
import { prediction } from "../layers/layer.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";
import { layerWarnings, lookAt, type SeenLayers } from "../network/training-warnings.ts";
import { type Parameters, selectParameters } from "../parameters.ts";
import { columnErrors } from "../rbm/training/column-errors.ts";
import { codingLayer } from "./coding-layer.ts";
import type { RunningAutoencoder } from "./running-autoencoder.ts";

/** An error above this share of that of the mean is none to speak of. */
const HARDLY_BETTER = 0.95;

/**
 * What looks wrong with an autoencoder on the data that it was trained on, (examples, visible), without noise: `parameters` are its
 * own in the memory of the engine, named as those of layer 0.
 */
export function learningWarnings(
  engine: Engine,
  autoencoder: RunningAutoencoder,
  parameters: Parameters,
  training: AbstractMatrix,
  layer = 0,
): string[] {
  const { visible, hidden, activation, decoder } = autoencoder;
  const values = selectParameters(parameters, 0);
  const x = engine.gatherRows(training, examplesToLookAt(training.rows)); // (examples, visible)
  const { outputs: logits } = codingLayer(autoencoder).forward(engine, values, x, prediction);
  const errors = columnErrors(x, readMatrix(engine, decoder.apply(engine, logits)));
  const error = errors.reduce((sum, each) => sum + each.error, 0);
  const base = errors.reduce((sum, each) => sum + each.variance, 0);
  const encoder = dense({ inputs: visible, outputs: hidden, activation });
  const encoded = encoder.forward(engine, { ...values, bias: values.hiddenBias! }, x, prediction);
  const seen: SeenLayers = new Map();
  lookAt(engine, { ...encoded, path: `${layer}`, layer: encoder, inputs: x }, seen);
  return [
    ...(error < HARDLY_BETTER * base || base === 0
      ? []
      : [
          `The autoencoder has learned next to nothing: its squared reconstruction error is ${formatNumber(error)}, that of the mean ` +
            `of the data ${formatNumber(base)}. More epochs, a larger rate or less noise may help.`,
        ]),
    ...layerWarnings(seen),
  ];
}
