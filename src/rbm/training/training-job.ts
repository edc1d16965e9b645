import { checkThat } from "../../check.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Job } from "../../fit/job.ts";
import { allOf, mapSource, type Source } from "../../fit/stream.ts";
import { type AbstractMatrix, isMatrix } from "../../matrix/matrix.ts";
import { firstNotFinite } from "../../parameters.ts";
import type { Seeded } from "../../random/seed.ts";
import { RandomStream } from "../../random/stream.ts";
import { meanFreeEnergyGap } from "../likelihood/free-energy-gap.ts";
import { meanReconstructionError } from "../likelihood/reconstruction-error.ts";
import { hiddenGiven, visibleMeans } from "../machine/conditionals.ts";
import { hasEnergy } from "../machine/energy.ts";
import { type Machine, machineOn, type RBMValues } from "../machine/machine.ts";
import { withMissing } from "../machine/missing.ts";
import { addedParameters } from "../machine/parameters.ts";
import type { Phase } from "../samplers/sampler.ts";
import type { CheckedRBMFitOptions } from "./fit-options.ts";
import { learningWarnings } from "./learning-warnings.ts";
import { likelihoodGradients } from "./likelihood-gradients.ts";
import { sparsityPenalty } from "./sparsity-target.ts";

/** The data of a run, (examples, visible), which stay where they are or come in batches. */
export interface TrainingData {
  readonly training: AbstractMatrix | Source<AbstractMatrix>;
  readonly validation: AbstractMatrix | undefined;
  /** 1 where an entry of the training data is there, else 0. Default: all are there. */
  readonly observed?: AbstractMatrix | undefined;
  /** Which RBM of a stack is trained, from 0: the columns of the upper ones are hidden units. */
  readonly layer?: number;
}

/**
 * The training of an RBM as the minibatch loop sees it: the gradient of the negative log-likelihood, as far as the
 * sampler estimates it. Its loss is the reconstruction error, which is watched and not what the gradient descends.
 */
export function trainingJob(
  action: string,
  rbm: RBMValues & Seeded,
  engine: Engine,
  { training: data, validation, observed, layer }: TrainingData,
  { sampler, sparsity, seed }: CheckedRBMFitOptions,
): Job {
  const machine = machineOn(action, engine, rbm);
  const { parameters } = machine;
  const random = new RandomStream(seed, "gibbs draws");
  const bounds = Object.entries(
    addedParameters({
      ...rbm,
      visible: parameters.weights.rows,
      hidden: parameters.weights.columns,
    }),
  );
  const penalty = sparsity && sparsityPenalty(engine, parameters.hiddenBias.columns, sparsity);
  const memory: { chains?: unknown; activity?: AbstractMatrix } = {
    ...(penalty && { activity: penalty.estimate }),
  };
  let training: AbstractMatrix | undefined; // the batch that is there, in a stream
  const train = (examples: AbstractMatrix): Uint32Array => {
    training = examples;
    if (!("chains" in memory)) memory.chains = sampler.begin(machine, examples, random);
    return allOf(examples.rows);
  };
  const stream = isMatrix(data) ? undefined : mapSource(data, train);
  if (isMatrix(data)) train(data);

  return {
    model: rbm,
    action,
    engine,
    examples: training?.rows ?? 0,
    stream,
    sampler: sampler.name,
    ...(layer === undefined ? {} : { layer }),
    about: {
      model: kindOfRBM(rbm),
      sparsity: sparsity ? Object.values(sparsity).join(" ") : "none",
    },
    parameters,
    statistics: {},
    all: parameters,
    own: rbm.parameters,
    memory,
    random,

    evaluate(batch) {
      const visible = engine.gatherRows(training!, batch); // (batch, visible)
      const mask = observed && engine.gatherRows(observed, batch); // (batch, visible)
      const present = mask ? withMissing(machine, mask) : machine;
      const { fields, means } = hiddenGiven(machine, visible);
      const positive = { visible, hiddenFields: fields, hiddenMeans: means };
      const negative = checkThat(
        action,
        `{ visible, hiddenMeans } by ${sampler.name}`,
        sampler.negativePhase(present, memory.chains, positive, random),
        ({ visible: v, hiddenMeans: h, reconstruction: r = v }) => [v, h, r].every(isMatrix),
      );
      const gradients = likelihoodGradients(machine, positive, negative, mask);
      const updateStatistics = penalty?.addTo(gradients, positive);
      const reconstruction = negative.reconstruction ?? visibleMeans(present, means);
      const error = squaredError(engine, visible, reconstruction) / batch.length;
      // A draw from a mean of NaN is 0, so the reconstruction alone would not show that the hidden means went wrong.
      const hiddenAreFinite = Number.isFinite(engine.sum(means));
      return {
        loss: hiddenAreFinite ? error : Number.NaN,
        gradients,
        metrics: { reconstructionError: error },
        updateStatistics() {
          updateStatistics?.();
          for (const [name, { min = -Infinity, max = Infinity }] of bounds) {
            const values = parameters[name]!;
            engine.map((value) => Math.min(Math.max(value, min), max), values, values);
          }
        },
        locateOverflow: () => locateOverflow(machine, negative),
      };
    },

    measure() {
      if (!validation) return {};
      return {
        validationReconstructionError: meanReconstructionError(machine, validation),
        ...(isMatrix(data) &&
          !observed &&
          hasEnergy(rbm) && { freeEnergyGap: meanFreeEnergyGap(machine, validation, data) }),
      };
    },

    warnings: () => (training && !observed ? learningWarnings(machine, training, layer) : []),
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

/** What tells RBMs apart. */
export function kindOfRBM({
  visibleUnits,
  hiddenUnits,
}: Pick<RBMValues, "visibleUnits" | "hiddenUnits">): string {
  return `an RBM of ${visibleUnits.name} and ${hiddenUnits.name} units`;
}
