import { isNotFiniteError } from "../check.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";
import { Network } from "../network/network.ts";
import { standardize } from "../preprocess/standardize.ts";
import { GradientProbe } from "../probe/gradient-probe.ts";
import type { LayerGradient } from "../probe/layer-gradient.ts";
import type { Arm } from "./arm.ts";
import { epochCost } from "./cost.ts";
import { hashOf } from "./hash.ts";
import { looksOf } from "./looks.ts";
import { checkOptimizer, momentum } from "./optimizers/all.ts";
import { madeBy } from "./optimizers/made-by.ts";
import { startTrial, type TrialGround } from "./start-trial.ts";
import { meanOf } from "./statistics/evidence.ts";
import { firstOf, type Part, type TrialData } from "./trial-data.ts";
import type { CurvePoint, GradientMoment, StudiedLayer, TrialResult } from "./trial-result.ts";
import type { TrialSpec } from "./trial-spec.ts";

const probe = new GradientProbe();

/** Runs one trial: makes the start of its arm, trains it, and measures on the way. */
export async function runTrial(spec: TrialSpec, arm: Arm, ground: TrialGround): Promise<TrialResult> {
  const { settings, seed, learningRate } = spec;
  const { start, labeled, validation, test, preparationCost } = await startTrial(spec, arm, ground);
  const { network } = start;

  const measured = firstOf(labeled, settings.test); // as many as are tested on
  const probed = firstOf(labeled, settings.probeExamples);
  const pretrainingCost = (start.cost ?? 0) + preparationCost;
  const optimizer = checkOptimizer("run a trial", arm.optimizer ?? momentum);
  const examples = labeled.inputs.rows;
  const batchSize = optimizer.fullBatch ? examples : settings.batchSize;
  const costOfEpoch = epochCost(network, optimizer.cost, { examples, batchSize });
  const looks = looksOf(spec, optimizer.fullBatch);
  const { epochs } = looks;
  const middle = Math.ceil(looks.count / 2) * looks.every;

  const curve: CurvePoint[] = [];
  const gradients: GradientMoment[] = [];
  const compares = spec.purpose === "compare";
  const look = (epoch: number): void => {
    curve.push({
      epoch,
      cost: pretrainingCost + epoch * costOfEpoch,
      ...errorsOn("train", network, measured),
      ...errorsOn("validation", network, validation),
      ...errorsOn("test", network, test),
    });
    if (epoch === 0 || (compares && (epoch === middle || epoch === epochs))) {
      gradients.push(gradientsAt(epoch, network, probed));
    }
  };

  look(0);
  const first = copyOf(network, spec);
  const jacobians =
    compares && probe.jacobians(network, firstOf(probed, settings.jacobianExamples).inputs, { seed });
  const options = { epochs, batchSize, optimizer: madeBy(optimizer, learningRate, gradients[0]!), seed };
  const diverged = await trained(network, labeled, options, (epoch) => {
    if (epoch % looks.every === 0 || epoch === epochs) look(epoch);
  });

  return {
    id: await hashOf(spec),
    spec,
    curve,
    ...(diverged !== undefined && { diverged }),
    gradients,
    ...(compares && withinRange(() => ({ movement: probe.movement(first, network, probed.inputs) }))),
    ...(jacobians && { jacobians: { ...jacobians } }),
    ...(compares && (await frozenTest(spec, first, labeled, measured, { validation, test }, options))),
    ...(start.rbms && { rbms: start.rbms }),
    pretrainingCost,
  };
}

type FitOptions = NonNullable<Parameters<Network["fit"]>[2]>;

/**
 * Trains a net and calls `look` after each epoch, which ends training by returning true. Numbers that do not stay finite end it too, and are
 * a result.
 */
export async function trained(
  network: Network,
  { inputs, targets }: Part,
  options: FitOptions,
  look: (epoch: number) => unknown,
): Promise<string | undefined> {
  try {
    for await (const { epoch } of network.epochs(inputs, targets, options)) if (look(epoch) === true) break;
    return undefined;
  } catch (error) {
    if (isNotFiniteError(error)) return error.message;
    throw error;
  }
}

/** What is measured of a net, unless its numbers went out of range. */
function withinRange<Figures>(measure: () => Figures): Figures | undefined {
  try {
    return measure();
  } catch (error) {
    if (isNotFiniteError(error)) return undefined;
    throw error;
  }
}

/** Trains the layer of the logits alone: how good are the hidden layers as they start? */
async function frozenTest(
  spec: TrialSpec,
  start: Network,
  train: Part,
  measured: Part,
  { validation, test }: Pick<TrialData, "validation" | "test">,
  options: FitOptions,
): Promise<Pick<TrialResult, "frozen"> | undefined> {
  const network = copyOf(start, spec).freeze(...start.layers.slice(0, -1).keys());
  await trained(network, train, options, () => {});
  return withinRange(() => {
    const { testError } = errorsOn("test", network, test);
    const { validationError } = errorsOn("validation", network, validation);
    return {
      frozen: {
        testError,
        validationError,
        trainLoss: network.evaluate(measured.inputs, measured.targets).loss,
      },
    };
  });
}

/** The same net once more, to be trained by itself. */
export function copyOf(
  { layers, head, seed, parameters, statistics }: Network,
  { settings }: Pick<TrialSpec, "settings">,
): Network {
  return new Network({ layers, head, seed, parameters, statistics, engine: settings.engine, threads: 1 });
}

/** A loss and an error, by what they are measured on. */
export type Errors<Name extends string> = Readonly<Record<`${Name}Loss` | `${Name}Error`, number>>;

/** The loss, and as the error the share of examples classified wrongly, or the share of the targets' variance that is left. */
export function errorsOn<Name extends string>(name: Name, network: Network, part: Part): Errors<Name> {
  const { loss, accuracy } = network.evaluate(part.inputs, part.targets);
  const error = accuracy === undefined ? shareOfVariance(loss, part) : 1 - accuracy;
  return { [`${name}Loss`]: loss, [`${name}Error`]: error } as Errors<Name>;
}

/** 1 − R² from a mean squared error, and 1 where it is more: to name the mean does as well. */
function shareOfVariance(loss: number, { targets }: Part): number {
  const variance = meanVariance(targets as AbstractMatrix);
  return loss < variance ? loss / variance : 1;
}

/** The mean over the columns of the variance of each: the squared error of who names the mean. */
export function meanVariance(targets: AbstractMatrix): number {
  const deviations = standardize.fit(targets).deviations.to1DArray();
  return meanOf(deviations.map((each) => each ** 2));
}

/** The gradients of a net, as results keep them. */
export function gradientsAt(epoch: number, network: Network, { inputs, targets }: Part): GradientMoment {
  const { moment: _, layers, ...figures } = probe.measure(network, inputs, targets);
  return { epoch, ...figures, layers: layers.map(studied) };
}

const STUDIED = [
  ...["path", "activation", "weightGradientNorm", "errorAfterActivation", "errorBeforeActivation"],
  ...["slopeFactor", "weightFactor", "attenuation", "meanSlope", "saturatedShare"],
  ...["activationMean", "activationSpread", "predictedAttenuation", "attenuationBound"],
  ...["deadShare", "signalToNoise"],
] as (keyof StudiedLayer)[];

function studied(layer: LayerGradient): StudiedLayer {
  const present = STUDIED.filter((name) => layer[name] !== undefined);
  return Object.fromEntries(present.map((name) => [name, layer[name]])) as unknown as StudiedLayer;
}
