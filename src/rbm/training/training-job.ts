import { checkThat } from "../../check.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Job } from "../../fit/job.ts";
import { inTurns, pauses, type Work } from "../../fit/pauses.ts";
import { allOf, mapSource, type Source } from "../../fit/stream.ts";
import { type AbstractMatrix, isMatrix, Matrix } from "../../matrix/matrix.ts";
import { firstNotFinite } from "../../parameters.ts";
import type { Seeded } from "../../random/seed.ts";
import { RandomStream } from "../../random/stream.ts";
import { meanFreeEnergyGap } from "../likelihood/free-energy-gap.ts";
import { checkRBM } from "../likelihood/measure.ts";
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
import type { MonitoredData } from "./watching.ts";

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
  rbm: RBMValues<Matrix> & Seeded,
  engine: Engine,
  { training: data, validation, observed, layer }: TrainingData,
  { sampler, sparsity, centering, sampleWeights, monitors, seed, signal }: CheckedRBMFitOptions,
): Job {
  const machine = machineOn(action, engine, rbm);
  const { parameters } = machine;
  const random = new RandomStream(seed, "gibbs draws");
  const added = Object.entries(
    addedParameters({
      ...rbm,
      visible: parameters.weights.rows,
      hidden: parameters.weights.columns,
    }),
  );
  const penalty = sparsity && sparsityPenalty(engine, parameters.hiddenBias.columns, sparsity);
  const memory: {
    chains?: unknown;
    offsets?: unknown;
    activity?: AbstractMatrix;
    monitors?: Readonly<Record<string, unknown>>;
  } = {
    ...(penalty && { activity: penalty.estimate }),
  };
  let training: AbstractMatrix | undefined; // the batch that is there, in a stream
  const monitored = (): MonitoredData => ({ training: training!, validation, sampleWeights });
  const train = (examples: AbstractMatrix): Uint32Array => {
    training = examples;
    if (!("chains" in memory)) {
      memory.chains = sampler.begin(machine, examples, random);
      if (centering) memory.offsets = centering.begin(machine, examples);
    }
    return allOf(examples.rows);
  };
  function* begin(): Work<object> {
    if (monitors) memory.monitors ??= yield* monitors.begin(machine, monitored(), seed);
    return memory;
  }
  const stream = isMatrix(data)
    ? undefined
    : mapSource(data, async (examples) => {
        const all = train(examples);
        await inTurns(begin(), pauses(), signal);
        return all;
      });
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
      ...(centering && { centering: centering.name }),
      ...(monitors && { monitors: monitors.name }),
    },
    parameters,
    weights: new Set(["weights", ...added.flatMap(([name, { decays }]) => (decays ? [name] : []))]),
    statistics: {},
    all: parameters,
    own: rbm.parameters,
    memory,
    random,
    ...(!stream && { begin }),

    evaluate(batch) {
      const visible = engine.gatherRows(training!, batch); // (batch, visible)
      const mask = observed && engine.gatherRows(observed, batch); // (batch, visible)
      const weights = sampleWeights && weigh(engine, sampleWeights, batch);
      const observing = mask ? withMissing(machine, mask) : machine;
      const present = checkRBM(
        `run machineFor of ${sampler.name}`,
        sampler.machineFor?.(observing, batch.length, random) ?? observing,
      );
      const { fields, means } = hiddenGiven(present, visible);
      const { shares } = weights ?? {};
      const positive = { visible, hiddenFields: fields, hiddenMeans: means, shares };
      const sampled = checkThat(
        action,
        `{ visible, hiddenMeans } by ${sampler.name}`,
        sampler.negativePhase(present, memory.chains, positive, random),
        ({ visible: v, hiddenMeans: h, reconstruction: r = v }) => [v, h, r].every(isMatrix),
      );
      const negative = shares && sampler.followsExamples ? { ...sampled, shares } : sampled;
      const plain = sampled.gradients ?? likelihoodGradients(present, positive, negative, mask);
      const batchOfRBM = { gradients: plain, positive, negative };
      const changed = centering?.change(present, memory.offsets, batchOfRBM);
      if (centering) checkThat(action, `change of ${centering.name} to give gradients`, changed, Boolean);
      const { gradients } = changed ?? batchOfRBM;
      const updateStatistics = penalty?.addTo(gradients, positive);
      const reconstruction = negative.reconstruction ?? visibleMeans(present, means);
      const error = squaredError(engine, visible, reconstruction, shares) / (shares ? 1 : batch.length);
      // A draw from a mean of NaN is 0, so the reconstruction alone would not show that the hidden means went wrong.
      const hiddenAreFinite = Number.isFinite(engine.sum(means));
      return {
        loss: hiddenAreFinite ? error : Number.NaN,
        gradients,
        ...(weights && { weight: weights.weight }),
        metrics: { reconstructionError: error },
        updateStatistics() {
          updateStatistics?.();
          changed?.updateMemory();
          for (const [name, { min = -Infinity, max = Infinity }] of added) {
            const values = parameters[name]!;
            engine.map((value) => Math.min(Math.max(value, min), max), values, values);
          }
        },
        locateOverflow: () => locateOverflow(machine, negative),
      };
    },

    *measure(epoch) {
      return {
        ...(validation && {
          validationReconstructionError: yield* meanReconstructionError(machine, validation),
          ...(isMatrix(data) &&
            !(observed || sampleWeights) &&
            hasEnergy(rbm) && { freeEnergyGap: yield* meanFreeEnergyGap(machine, validation, data) }),
        }),
        ...(monitors && (yield* monitors.observe(machine, monitored(), memory.monitors!, seed, epoch))),
      };
    },

    warnings: () => (training && !observed ? learningWarnings(machine, training, layer) : []),
  };
}

/** Σ (a − b)² over all elements, each row by its share if there are such. */
function squaredError(engine: Engine, a: AbstractMatrix, b: AbstractMatrix, shares?: AbstractMatrix): number {
  const error = engine.subtract(a, b);
  return shares
    ? engine.sum(engine.multiplyColumn(engine.multiply(error, error), shares))
    : engine.sumOfSquares(error);
}

/** The weight of a batch, and the shares that its examples have of it: (batch, 1). */
function weigh(
  engine: Engine,
  weights: Float64Array,
  batch: Uint32Array,
): { readonly weight: number; readonly shares: AbstractMatrix } {
  const ofBatch = Array.from(batch, (example) => weights[example]!);
  const weight = ofBatch.reduce((sum, each) => sum + each, 0);
  return { weight, shares: engine.load(Matrix.columnVector(ofBatch.map((each) => each / (weight || 1)))) };
}

function locateOverflow({ engine, parameters }: Machine, { visible, hiddenMeans }: Phase): string {
  return (
    firstNotFinite(engine, {
      ...parameters,
      "the reconstruction": visible,
      "the hidden means": hiddenMeans,
    }) ?? "the reconstruction error"
  );
}

/** What tells RBMs apart. */
export function kindOfRBM({
  visibleUnits,
  hiddenUnits,
}: Pick<RBMValues, "visibleUnits" | "hiddenUnits">): string {
  return `an RBM of ${visibleUnits.name} and ${hiddenUnits.name} units`;
}
