import type { Engine } from "../engine/engine.ts";
import { reference } from "../engine/reference.ts";
import type { CheckedFitOptions } from "../fit/fit-options.ts";
import type { EpochRecord, Metric } from "../fit/history.ts";
import type { Job } from "../fit/job.ts";
import type { LayerPass, LayerTrace } from "../layers/layer.ts";
import { backwardSequence, forwardSequence, updateSequenceStatistics } from "../layers/sequence.ts";
import type { Matrix } from "../matrix/matrix.ts";
import { copyParameters, loadParameters, type Parameters } from "../parameters.ts";
import { RandomStream } from "../random/stream.ts";
import { evaluateOn, exampleChunks } from "./evaluate.ts";
import type { Network } from "./network.ts";
import type { NetworkProbe } from "./probe.ts";
import { accuracyOf, type TargetRows } from "./targets.ts";

/** Examples with their targets. */
export interface Examples {
  /** (examples, inputs) */
  readonly inputs: Matrix;
  readonly targets: TargetRows;
}

/** The figures that a run on such examples reports. */
export function metricsOf(training: Examples, validation: Examples | undefined): readonly Metric[] {
  const metrics: Metric[] = ["loss"];
  if (training.targets.classes) metrics.push("accuracy");
  if (validation) metrics.push("validationLoss");
  if (validation?.targets.classes) metrics.push("validationAccuracy");
  return metrics;
}

/** The training of a network as the minibatch loop sees it. */
export function trainingJob(
  network: Network,
  engine: Engine,
  training: Examples,
  validation: Examples | undefined,
  probe: NetworkProbe | undefined,
  { seed }: CheckedFitOptions,
): Job {
  const { layers, head, frozen } = network;
  const { classes } = training.targets;
  const allParameters = loadParameters(engine, network.parameters);
  const statistics = loadParameters(engine, network.statistics);
  const values = { ...allParameters, ...statistics };
  const parameters = trainable(allParameters, frozen);
  const inputs = engine.load(training.inputs); // (examples, inputs)
  const targets = engine.load(training.targets.rows); // (examples, outputs)
  const heldOut = validation && [...exampleChunks(engine, validation.inputs, validation.targets)];
  const mode = { training: true, random: new RandomStream(seed, "draws of the layers") } as const;
  let traces: readonly LayerTrace[] = [];

  return {
    model: network,
    action: "fit the network",
    engine,
    examples: inputs.rows,
    parameters,
    statistics,

    evaluate(batch) {
      const x = engine.gatherRows(inputs, batch); // (batch, inputs)
      const t = engine.gatherRows(targets, batch); // (batch, outputs)
      const { outputs: logits, passes } = forwardSequence(engine, layers, values, x, mode, frozen);
      const loss = head.loss.value(engine, logits, t);
      const backward = backwardSequence(engine, values, passes, head.loss.gradient(engine, logits, t));
      traces = backward.traces;
      const labels = classes && Array.from(batch, (example) => classes[example]!);
      return {
        loss,
        gradients: trainable(backward.gradients, frozen),
        metrics: { loss, ...(labels && { accuracy: accuracyOf(logits, labels) }) },
        updateStatistics: () => updateSequenceStatistics(engine, values, passes, frozen),
        locateOverflow: () => locateOverflow(engine, passes),
      };
    },

    observe(_evaluation, updates, moment) {
      if (probe && moment.step % probe.every === 0)
        probe.observe({ engine, moment, traces, parameters: values, updates });
    },

    measure(): Partial<EpochRecord> {
      if (!heldOut) return {};
      const { loss, accuracy } = evaluateOn(engine, network, values, heldOut);
      return { validationLoss: loss, ...(accuracy !== undefined && { validationAccuracy: accuracy }) };
    },

    publish() {
      copyParameters(reference, parameters, network.parameters);
      copyParameters(reference, statistics, network.statistics);
    },
  };
}

/** The entries that belong to layers which are not frozen. */
function trainable(record: Parameters, frozen: ReadonlySet<number>): Parameters {
  if (frozen.size === 0) return record;
  return Object.fromEntries(
    Object.entries(record).filter(([name]) => !frozen.has(Number.parseInt(name, 10))),
  );
}

function locateOverflow(engine: Engine, passes: readonly LayerPass[]): string {
  const bad = passes.find((pass) => !Number.isFinite(engine.sumOfSquares(pass.outputs)));
  return bad === undefined ? "the loss" : `layer ${bad.path} (${bad.layer.kind})`;
}
