import { checkInteger, checkKeys, checkNumber, rangeError, show, typeError } from "../check.ts";
import type { Engine, EngineKind } from "../engine/engine.ts";
import {
  type CheckedFitOptions,
  checkFitOptions,
  type FitOptions,
  fitOptionNames,
} from "../fit/fit-options.ts";
import type { NetworkEpochRecord } from "../fit/history.ts";
import type { Job } from "../fit/job.ts";
import { type MatrixLike, type Targets, toMatrix } from "../matrix/matrix.ts";
import { selectRows } from "../matrix/storage.ts";
import { adam } from "../optimizer/adam.ts";
import { RandomStream } from "../random/stream.ts";
import type { Network } from "./network.ts";
import type { NetworkProbe } from "./probe.ts";
import { type Examples, toTargetRows } from "./targets.ts";
import { metricsOf, trainingJob } from "./training-job.ts";

/** Options of `network.fit`. */
export interface NetworkFitOptions extends FitOptions<NetworkEpochRecord> {
  /** Examples to evaluate after each epoch. */
  readonly validation?: { readonly inputs: MatrixLike; readonly targets: Targets };
  /** Instead, the share of the training examples, in (0, 1), to set aside for that; the seed decides which. */
  readonly validationFraction?: number | undefined;
  /** Looks at the gradients of one update in so many, and alters nothing. */
  readonly probe?: NetworkProbe | undefined;
}

const action = "fit the network";

/** Checks everything that `fit` was given, before anything is changed. */
export function prepareFit(
  network: Network,
  inputs: MatrixLike,
  targets: Targets,
  options: NetworkFitOptions,
): {
  readonly kind: EngineKind;
  readonly start: (engine: Engine) => Job;
  readonly checked: CheckedFitOptions<NetworkEpochRecord>;
} {
  checkKeys(action, options, [...fitOptionNames, "validation", "validationFraction", "probe"]);
  const { probe } = options;
  if (probe !== undefined && typeof probe.observe !== "function") {
    throw typeError(action, "probe to be a GradientProbe", show(probe));
  }
  if (probe) checkInteger(action, "probe.every", probe.every, { min: 1 });
  const all = readExamples(network, inputs, targets);
  const [training, validation] = separate(network, all, options);
  const checked = checkFitOptions(
    action,
    options,
    { optimizer: () => adam(), seed: network.seed },
    training.inputs.rows,
    metricsOf(training, validation),
  );
  return {
    kind: network.engineKind,
    start: (engine) => trainingJob(network, engine, training, validation, probe, checked),
    checked,
  };
}

function readExamples(network: Network, inputs: MatrixLike, targets: Targets, name = "inputs"): Examples {
  const x = toMatrix(action, name, inputs, { columns: network.inputs }); // (examples, inputs)
  const { head, outputs } = network;
  return { inputs: x, targets: toTargetRows(action, targets, { head, examples: x.rows, outputs }) };
}

/** The examples to train on, and those to validate on if there are any. */
function separate(
  network: Network,
  all: Examples,
  { validation, validationFraction, seed = network.seed }: NetworkFitOptions,
): [Examples, Examples | undefined] {
  if (validationFraction === undefined) {
    return [
      all,
      validation && readExamples(network, validation.inputs, validation.targets, "validation inputs"),
    ];
  }
  if (validation) throw rangeError(action, "either validation or validationFraction", "both");
  checkNumber(action, "validationFraction", validationFraction, { above: 0, below: 1 });
  const examples = all.inputs.rows;
  const held = Math.round(validationFraction * examples);
  if (held === 0 || held === examples) {
    throw rangeError(
      action,
      "validationFraction to leave examples on both sides",
      `${validationFraction} of ${examples}`,
    );
  }
  const order = new RandomStream(seed, "validation split").permutation(examples);
  return [pick(all, order.subarray(held)), pick(all, order.subarray(0, held))];
}

function pick({ inputs, targets: { rows, classes } }: Examples, indices: Uint32Array): Examples {
  return {
    inputs: selectRows(inputs, indices),
    targets: {
      rows: selectRows(rows, indices),
      ...(classes && { classes: Int32Array.from(indices, (example) => classes[example]!) }),
    },
  };
}
