import { checkThat } from "../check.ts";
import type { Engine } from "../engine/engine.ts";
import type { CheckedFitOptions } from "../fit/fit-options.ts";
import type { Metric } from "../fit/history.ts";
import type { Job, Trained } from "../fit/job.ts";
import { allOf, mapSource, type Source } from "../fit/stream.ts";
import { targetKindOf } from "../head/check-head.ts";
import type { Head } from "../head/head.ts";
import type { LayerTrace } from "../layers/layer.ts";
import { backwardSequence, forwardSequence, updateSequenceStatistics } from "../layers/sequence.ts";
import { weightsIn } from "../layers/weight-names.ts";
import { loadParameters, type Parameters } from "../parameters.ts";
import type { Seeded } from "../random/seed.ts";
import { RandomStream } from "../random/stream.ts";
import { evaluateOn } from "./evaluate.ts";
import { type Examples, weighBatch } from "./examples.ts";
import { findOverflow } from "./overflow.ts";
import type { NetworkProbe } from "./probe.ts";
import type { RunningNetwork } from "./running-network.ts";
import { countRight } from "./targets.ts";
import { trainingWarnings } from "./training-warnings.ts";

/** Whether a run on such data tells how many are classified correctly; in a stream that must be known before the first batch. */
function hasClasses(head: Head, data: Examples | Source<Examples>): boolean {
  return "inputs" in data ? data.targets.classes !== undefined : targetKindOf(head) === "distribution";
}

/** The figures that a run on such examples reports. */
export function metricsOf(
  head: Head,
  training: Examples | Source<Examples>,
  validation: Examples | undefined,
): readonly Metric[] {
  const metrics: Metric[] = ["loss"];
  if (hasClasses(head, training)) metrics.push("accuracy");
  if (validation) metrics.push("validationLoss");
  if (validation?.targets.classes) metrics.push("validationAccuracy");
  return metrics;
}

/** What makes a network, as its training takes it: layers and a head, with values that the run writes into. */
export type TrainedNetwork = Pick<
  RunningNetwork,
  "layers" | "head" | "frozen" | "parameters" | "statistics"
> &
  Seeded;

/** A network as what is trained. */
export function whatIsTrained(action: string, network: TrainedNetwork): Trained {
  return { model: network, action, own: { ...network.parameters, ...network.statistics } };
}

/** The training of a network as the minibatch loop sees it. */
export function trainingJob(
  action: string,
  network: TrainedNetwork,
  engine: Engine,
  data: Examples | Source<Examples>,
  validation: Examples | undefined,
  probe: NetworkProbe | undefined,
  { seed }: Pick<CheckedFitOptions, "seed">,
): Job {
  const { layers, head, frozen } = network;
  const tellsClasses = hasClasses(head, data);
  const allParameters = loadParameters(action, engine, network.parameters);
  const statistics = loadParameters(action, engine, network.statistics);
  const values = { ...allParameters, ...statistics };
  const parameters = trainable(allParameters, frozen);
  const firstTrained = Math.min(...Object.keys(parameters).map(layerOf));
  const isWatched = ({ step }: { readonly step: number }): boolean =>
    probe !== undefined && step % probe.every === 0;
  const random = new RandomStream(seed, "draws of the layers");
  const mode = { training: true, random } as const;
  let traces: readonly LayerTrace[] = [];
  let training = "inputs" in data ? data : undefined; // the batch that is there, in a stream

  return {
    ...whatIsTrained(action, network),
    engine,
    examples: training?.inputs.rows ?? 0,
    stream:
      "inputs" in data
        ? undefined
        : mapSource(data, (examples) => {
            training = examples;
            return allOf(examples.inputs.rows);
          }),
    about: aboutNetwork(network),
    parameters,
    weights: new Set(weightsIn(layers)),
    statistics,
    all: values,
    random,

    evaluate(batch, moment) {
      const { inputs, targets } = training!;
      const { classes } = targets;
      const x = engine.gatherRows(inputs, batch); // (batch, inputs)
      const t = engine.gatherRows(targets.rows, batch); // (batch, outputs)
      const { outputs: logits, passes } = forwardSequence(engine, layers, values, x, mode, frozen);
      const { loss: lossOfBatch, weights, weight } = weighBatch(head.loss, training!, batch);
      const loss = lossOfBatch.value(engine, logits, t);
      const gradient = lossOfBatch.gradient(engine, logits, t); // (batch, outputs)
      const first = isWatched(moment) ? 0 : firstTrained; // a probe looks at frozen layers too
      const backward = backwardSequence(engine, values, passes, gradient, first);
      traces = backward.traces;
      return {
        loss,
        gradients: trainable(backward.gradients, frozen),
        weight,
        metrics: {
          loss,
          ...(tellsClasses &&
            classes && { accuracy: countRight(logits, classes, batch, weights) / (weight || 1) }),
        },
        updateStatistics: () => updateSequenceStatistics(engine, values, passes, frozen),
        locateOverflow: () => findOverflow(engine, passes)?.layer ?? "the loss",
      };
    },

    observe(_evaluation, updates, moment) {
      if (!isWatched(moment)) return;
      const seen: unknown = probe!.observe({ engine, moment, traces, parameters: values, updates });
      checkThat(action, "observe of the probe to be done when it returns", seen, isDone);
    },

    *measure() {
      if (!validation) return {};
      const { loss, accuracy } = yield* evaluateOn(
        { action: `${action} on validation data`, engine, layers, values, head },
        validation,
      );
      return { validationLoss: loss, ...(accuracy !== undefined && { validationAccuracy: accuracy }) };
    },

    warnings: () => (training ? trainingWarnings({ action, engine, layers, values }, training) : []),
  };
}

/** Whether what a function returned is no promise of more. */
function isDone(returned: unknown): boolean {
  return !(returned instanceof Promise);
}

/** What is written behind a layer that is not trained. */
export const FROZEN = ", frozen";

/** What tells networks apart, layer by layer. */
export function aboutNetwork({
  layers,
  head,
  frozen,
}: Pick<TrainedNetwork, "layers" | "head" | "frozen">): Readonly<Record<string, string>> {
  const told = layers.map((layer, index) => {
    const settings = String(JSON.stringify(layer)).replaceAll('"', "");
    return [`layer ${index}`, settings + (frozen.has(index) ? FROZEN : "")];
  });
  return { model: "a network", ...Object.fromEntries(told), head: head.name };
}

/** The entries that belong to layers which are not frozen. */
function trainable(record: Parameters, frozen: ReadonlySet<number>): Parameters {
  if (frozen.size === 0) return record;
  return Object.fromEntries(Object.entries(record).filter(([name]) => !frozen.has(layerOf(name))));
}

/** The index of the layer that a value belongs to: 2 of `"2.weights"`. */
function layerOf(name: string): number {
  return Number.parseInt(name, 10);
}
