import { rangeError, show, typeError } from "../../check.ts";
import { type Batches, isStream, sourceOf } from "../../fit/stream.ts";
import { type AbstractMatrix, checkFinite, Matrix, toMatrix } from "../../matrix/matrix.ts";
import { matrixToJSON } from "../../matrix/matrix-json.ts";
import { columnMoments } from "../../preprocess/columns.ts";
import { type Standardization, standardizationFromJSON } from "../../preprocess/standardize.ts";
import type { FileBatches, StreamedBatch } from "./row-batches.ts";

/** Batches whose inputs are standardized. */
export interface StandardizedBatches extends FileBatches {
  /** What was done to their inputs, for a `Pipeline`. */
  readonly preparation: Standardization;
}

/** How many rows were seen, and the mean and the sum of squares around it of each column. */
interface Moments {
  rows: number;
  readonly means: Float64Array;
  readonly squares: Float64Array;
}

/**
 * Standardizes batches that do not fit into memory together: goes through the first epoch for the mean and the standard deviation of each
 * column, and gives the same batches with their inputs as `standardize` of all rows at once would make them, up to rounding.
 *
 *     n ← n + m,   mean ← mean + δ·m/n,   Σ(x − mean)² ← both sums + δ²·(n − m)·m/n   with δ the mean of m new rows less the mean so far
 *
 * @param batches - Such as those of `csvBatches`, gone through anew in each epoch.
 * @returns The batches for `fit`, and the `preparation` for `new Pipeline({ model: network, preparation, encoding })`.
 * @throws TypeError or RangeError, as a rejection, if it is no stream, is empty or standardized already, or if a number is not finite or a batch has another width.
 * @example
 * const file = async () => new Blob(["height,kind\n150,cat\n170,dog\n190,cat\n"]).stream();
 * const { encoding } = datasetFromCsv("height,kind\n150,cat\n170,dog\n", { label: "kind" });
 * const batches = await standardizedBatches(csvBatches({ file, encoding, batchSize: 2, shuffleBuffer: 0 }));
 * batches.preparation.means.to2DArray(); // [[170]]
 *
 * @see Chan, Golub, LeVeque, "Algorithms for computing the sample variance", The American Statistician 37 (1983), equation 2.1.
 */
export async function standardizedBatches(batches: Batches<StreamedBatch>): Promise<StandardizedBatches> {
  const action = "standardize batches";
  if (!isStream<StreamedBatch, unknown>(batches))
    throw typeError(action, "batches to be a stream, such as csvBatches gives", show(batches));
  if ("preparation" in batches) throw rangeError(action, "batches as they are", "standardized ones");
  let moments: Moments | undefined;
  const source = sourceOf(action, batches, (batch) => {
    const inputs = inputsOf(action, batch, moments?.means.length);
    return { ...batch, inputs };
  });
  for await (const { inputs } of source.epoch(1, 0)) moments = merged(moments, inputs);
  if (moments === undefined) throw rangeError(action, "at least one batch", "none");
  const preparation = preparationOf(action, moments);
  const epoch = async function* (epoch: number): AsyncGenerator<StreamedBatch, void, void> {
    for await (const batch of source.epoch(epoch, 0))
      yield { ...batch, inputs: preparation.transform(batch.inputs) };
  };
  return Object.freeze({
    ...(source.batches !== undefined && { batches: source.batches }),
    ...(source.about && { about: source.about }),
    ...("explain" in batches && { explain: batches.explain }),
    preparation,
    epoch,
    [Symbol.asyncIterator]: () => epoch(1),
  });
}

function inputsOf(action: string, batch: StreamedBatch, columns: number | undefined): AbstractMatrix {
  const shape = columns === undefined ? {} : { columns };
  return toMatrix(action, "inputs of a batch", batch?.inputs, shape);
}

/** The moments of the rows so far and of a batch together. */
function merged(before: Moments | undefined, batch: AbstractMatrix): Moments {
  const { means, deviations } = columnMoments(batch);
  const added = batch.rows;
  const moments = before ?? {
    rows: 0,
    means: new Float64Array(batch.columns),
    squares: new Float64Array(batch.columns),
  };
  const rows = moments.rows + added;
  for (let column = 0; column < batch.columns; column++) {
    const delta = means.get(0, column) - moments.means[column]!;
    moments.means[column]! += (delta * added) / rows;
    moments.squares[column]! +=
      added * deviations.get(0, column) ** 2 + (delta ** 2 * moments.rows * added) / rows;
  }
  moments.rows = rows;
  return moments;
}

function preparationOf(action: string, { rows, means, squares }: Moments): Standardization {
  const mean = Matrix.rowVector(means);
  const deviation = Matrix.rowVector(squares.map((sum) => Math.sqrt(sum / rows)));
  checkFinite(action, "means", mean);
  checkFinite(action, "deviations", deviation);
  return standardizationFromJSON(action, {
    name: "standardize",
    means: matrixToJSON(mean),
    deviations: matrixToJSON(deviation),
  });
}
