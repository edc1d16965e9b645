import { checkKeys, rangeError, readSafely, show, typeError } from "../check.ts";
import type { EngineKind } from "../engine/engine.ts";
import { readWeights } from "../fit/read-weights.ts";
import { targetKindOf } from "../head/check-head.ts";
import type { Head } from "../head/head.ts";
import type { Loss } from "../loss/loss.ts";
import { weighted } from "../loss/weighted.ts";
import type { DatasetLike } from "../matrix/dataset-like.ts";
import { type AbstractMatrix, type MatrixLike, toMatrix } from "../matrix/matrix.ts";
import { selectRows } from "../matrix/storage.ts";
import { type ExampleArguments, sortArguments } from "./example-arguments.ts";
import { readClassWeights, sumOfWeights, type WeightOptions } from "./example-weights.ts";
import { type TargetRows, toTargetRows } from "./targets.ts";

/** Examples with their targets, which stay where they are. */
export interface Examples {
  /** (examples, inputs) */
  readonly inputs: AbstractMatrix;
  readonly targets: TargetRows;
  /** How much each counts. Absent where all count the same. */
  readonly weights?: Float64Array;
}

/** What decides how examples are read. */
interface Reader {
  readonly head: Head;
  readonly engineKind: EngineKind;
  readonly inputs: number;
  readonly outputs: number;
}

/** Reads inputs at a public door: (examples, inputs). */
export function readInputs(
  action: string,
  { inputs: columns, engineKind: { precision } }: Pick<Reader, "inputs" | "engineKind">,
  value: MatrixLike,
  name = "inputs",
): AbstractMatrix {
  return toMatrix(action, name, value, { columns, precision });
}

/** Reads examples at a public door. Where they have labels and targets, the head decides. */
export function readExamples(
  action: string,
  reader: Reader,
  data: DatasetLike,
  sampleWeights?: ArrayLike<number>,
  name = "inputs",
): Examples {
  return readSafely(action, "examples to be a dataset or rows and targets", () => {
    const { labels, targets } = data;
    if (data.sampleWeights !== undefined && sampleWeights !== undefined) {
      throw rangeError(action, "sampleWeights in the dataset or in the options", "both");
    }
    const weights = data.sampleWeights === undefined ? sampleWeights : data.sampleWeights;
    const { head, outputs, engineKind } = reader;
    const x = readInputs(action, reader, data.inputs, name); // (examples, inputs)
    const told = targetKindOf(head) === "numbers" ? (targets ?? labels) : (labels ?? targets);
    const rows = toTargetRows(action, told!, {
      ...{ head, outputs },
      examples: x.rows,
      precision: engineKind.precision,
    });
    if (weights === undefined) return { inputs: x, targets: rows };
    return { inputs: x, targets: rows, weights: readWeights(action, "sampleWeights", weights, x.rows) };
  });
}

/** Reads examples to evaluate, with the weights that the options give them. */
export function readWeighed(
  action: string,
  network: Reader,
  given: ExampleArguments<WeightOptions>,
): Examples {
  const [data, options = {}] = sortArguments(action, given);
  checkKeys(action, options, ["sampleWeights", "classWeights"]);
  const read = readExamples(action, network, data, options.sampleWeights);
  const examples = weighByClass(action, read, options.classWeights, network.outputs);
  checkTotalWeight(action, "the examples", examples);
  return examples;
}

/** The same examples, their weights multiplied by those of their classes where such are given. */
export function weighByClass(
  action: string,
  examples: Examples,
  classWeights: WeightOptions["classWeights"],
  outputs: number,
): Examples {
  if (classWeights === undefined) return examples;
  const { classes } = examples.targets;
  if (classes === undefined) {
    throw typeError(action, "no classWeights where the targets are not classes", show(classWeights));
  }
  const ofClass = readClassWeights(action, classWeights, classes, Math.max(2, outputs));
  const weigh = (index: number, example: number): number =>
    ofClass[index]! * (examples.weights?.[example] ?? 1);
  return { ...examples, weights: Float64Array.from(classes, weigh) };
}

/** Refuses weights that are all 0, or whose sum is no number. */
export function checkTotalWeight(action: string, name: string, { weights }: Examples): void {
  if (weights === undefined) return;
  const total = sumOfWeights(weights);
  if (!(total > 0 && total < Number.POSITIVE_INFINITY)) {
    throw rangeError(action, `the weights of ${name} to have a finite sum > 0`, `${total}`);
  }
}

/** The loss of a batch of examples, and how much the batch counts: by the weights, and where there are none by its examples. */
export function weighBatch(
  loss: Loss,
  { weights }: Examples,
  batch: Uint32Array,
): { readonly loss: Loss; readonly weights?: Float64Array; readonly weight: number } {
  if (weights === undefined) return { loss, weight: batch.length };
  const ofBatch = Float64Array.from(batch, (example) => weights[example]!);
  return { loss: weighted(loss, ofBatch), weights: ofBatch, weight: sumOfWeights(ofBatch) };
}

/** The loss of all examples as one batch. */
export function weighAll(loss: Loss, { weights }: Examples): Loss {
  return weights ? weighted(loss, weights) : loss;
}

/** A copy of the examples with these indices. */
export function pickExamples(
  { inputs, targets: { rows, classes }, weights }: Examples,
  indices: ArrayLike<number>,
): Examples {
  return {
    inputs: selectRows(inputs, indices),
    targets: {
      rows: selectRows(rows, indices),
      ...(classes && { classes: Int32Array.from(indices, (example) => classes[example]!) }),
    },
    ...(weights && { weights: Float64Array.from(indices, (example) => weights[example]!) }),
  };
}
