import type { Engine } from "../engine/engine.ts";
import { reference } from "../engine/reference.ts";
import type { Job } from "../fit/job.ts";
import type { AbstractMatrix, Matrix } from "../matrix/matrix.ts";
import { copyParameters, firstNotFinite } from "../parameters.ts";
import { RandomStream } from "../random/stream.ts";
import { hiddenMeans, visibleMeans } from "./conditionals.ts";
import type { CheckedRBMFitOptions } from "./fit-options.ts";
import { meanFreeEnergyGap } from "./free-energy-gap.ts";
import { likelihoodGradients } from "./likelihood-gradients.ts";
import { copyOn, type Machine, type RBMValues } from "./machine.ts";
import { meanReconstructionError } from "./reconstruction-error.ts";
import type { Phase } from "./sampler.ts";
import { sparsityPenalty } from "./sparsity-target.ts";

/** The data of a run: (examples, visible). */
export interface TrainingData {
  readonly training: Matrix;
  readonly validation: Matrix | undefined;
}

/**
 * The training of an RBM as the minibatch loop sees it: the gradient of the negative log-likelihood, as far as the
 * sampler estimates it. Its loss is the reconstruction error, which is watched and not what the gradient descends.
 */
export function trainingJob(
  action: string,
  rbm: RBMValues,
  engine: Engine,
  { training, validation }: TrainingData,
  { sampler, sparsity, seed }: CheckedRBMFitOptions,
): Job {
  const machine = copyOn(engine, rbm);
  const { parameters } = machine;
  const examples = engine.load(training); // (examples, visible)
  const heldOut = validation && engine.load(validation);
  const random = new RandomStream(seed, "gibbs draws");
  const chains = sampler.begin(machine, examples, random);
  const penalty = sparsity && sparsityPenalty(engine, parameters.hiddenBias.columns, sparsity);

  return {
    model: rbm,
    action,
    engine,
    examples: examples.rows,
    parameters,
    statistics: {},

    evaluate(batch) {
      const visible = engine.gatherRows(examples, batch); // (batch, visible)
      const positive = { visible, hiddenMeans: hiddenMeans(machine, visible) };
      const negative = sampler.negativePhase(machine, chains, positive, random);
      const gradients = likelihoodGradients(engine, positive, negative);
      const penalized = penalty?.addTo(gradients, positive);
      const reconstruction = negative.reconstruction ?? visibleMeans(machine, positive.hiddenMeans);
      const error = squaredError(engine, visible, reconstruction) / batch.length;
      // A draw from a mean of NaN is 0, so the reconstruction alone would not show that the hidden means went wrong.
      const hiddenAreFinite = Number.isFinite(engine.sum(positive.hiddenMeans));
      return {
        loss: hiddenAreFinite ? error : Number.NaN,
        gradients: penalized?.gradients ?? gradients,
        metrics: { reconstructionError: error },
        ...(penalized && { updateStatistics: penalized.remember }),
        locateOverflow: () => locateOverflow(machine, negative),
      };
    },

    measure() {
      if (!heldOut) return {};
      return {
        validationReconstructionError: meanReconstructionError(machine, heldOut),
        freeEnergyGap: meanFreeEnergyGap(machine, heldOut, examples),
      };
    },

    publish() {
      copyParameters(reference, parameters, rbm.parameters);
    },
  };
}

/** Σ (a − b)² over all elements. */
function squaredError(engine: Engine, a: AbstractMatrix, b: AbstractMatrix): number {
  return engine.sumOfSquares(engine.subtract(a, b));
}

function locateOverflow({ engine, parameters }: Machine, { visible, hiddenMeans }: Phase): string {
  return (
    firstNotFinite(engine, parameters) ??
    firstNotFinite(engine, { "the reconstruction": visible, "the hidden means": hiddenMeans }) ??
    "the reconstruction error"
  );
}
