import { checkInteger, rangeError } from "../../check.ts";
import type { BatchStream } from "../../fit/stream.ts";
import { WrapperMatrix1D } from "../../matrix/matrix.ts";
import type { Dataset } from "../dataset.ts";
import { type CheckedStreamOptions, countBatches, shuffledBatches } from "./shuffled-batches.ts";

/** A batch that was read from a file. */
export type StreamedBatch = Pick<Dataset, "inputs" | "labels" | "targets">;

/** What a reader of files gives to `fit`: batches in an order of its own for each epoch. */
export interface FileBatches extends BatchStream<StreamedBatch> {
  readonly epoch: (epoch: number) => AsyncIterable<StreamedBatch>;
}

/** The numbers of a row. */
export type Row = Float32Array | Float64Array;

/** A file whose header was read: its rows are still to come. */
export interface OpenRows {
  readonly examples: number;
  /** Numbers of a row. */
  readonly width: number;
  readonly rows: AsyncGenerator<Row, void, void>;
  readonly close: () => Promise<void>;
}

/** The files of a set, each opened anew in each epoch; of labels and targets at most one. */
export interface RowFiles {
  readonly inputs: () => Promise<OpenRows>;
  readonly labels?: () => Promise<OpenRows>;
  readonly targets?: () => Promise<OpenRows>;
}

/** A row of the inputs, what is told of it, and which of the file it is, from 0. */
interface ReadRow {
  readonly row: Row;
  readonly told: Row | undefined;
  readonly place: number;
}

/** The label in a row of one number. */
function labelIn(action: string, { told, place }: ReadRow): number {
  return checkInteger(action, `the label of example ${place} of the file`, told![0], {
    min: 0,
    max: 2 ** 31 - 1,
  });
}

/** An error about a batch, with the places of its examples in the file. */
function inPlaces(error: unknown, places: readonly number[] | undefined): unknown {
  if (!(error instanceof Error) || places === undefined) return error;
  const text = error.message.replace(
    / at (?:example|row) (\d+)/,
    (_, row: string) => ` at example ${places[Number(row)]} of the file`,
  );
  const Kind = error instanceof TypeError ? TypeError : RangeError;
  return text === error.message ? error : new Kind(text, { cause: error });
}

/** Batches of the rows of files that belong together. */
export async function rowBatches(
  action: string,
  { inputs, labels, targets }: RowFiles,
  options: CheckedStreamOptions,
): Promise<FileBatches> {
  const told = labels ?? targets;
  const { examples } = await headOf(inputs);
  const other = told && (await headOf(told));
  if (other && (other.examples !== examples || (labels && other.width !== 1))) {
    const expected = `one ${labels ? "label" : "row of targets"} for each of ${examples} examples`;
    const each = other.width === 1 ? "" : ` of ${other.width} numbers each`;
    throw rangeError(action, expected, `${other.examples}${each}`);
  }
  const placesOf = new WeakMap<object, readonly number[]>();
  const keyOf = (batch: StreamedBatch): object => batch.labels ?? batch.targets ?? batch.inputs;
  async function* rowsOf(): AsyncGenerator<ReadRow, void, void> {
    const opened: OpenRows[] = [];
    try {
      for (const open of [inputs, ...(told ? [told] : [])]) opened.push(await open());
      const [first, second] = opened;
      let place = 0;
      for await (const row of first!.rows)
        yield { row, told: (await second?.rows.next())?.value ?? undefined, place: place++ };
      await second?.rows.next(); // refuses what is left
    } finally {
      await Promise.all(opened.map(({ close }) => close())); // each, whatever becomes of the others
    }
  }
  const matrixOf = (rows: readonly Row[]): WrapperMatrix1D => {
    const columns = rows[0]!.length;
    const values = rows[0] instanceof Float32Array ? Float32Array : Float64Array;
    const all = new values(rows.length * columns);
    for (const [index, row] of rows.entries()) all.set(row, index * columns);
    return new WrapperMatrix1D(all, { rows: rows.length });
  };
  const epoch = async function* (epoch: number): AsyncGenerator<StreamedBatch, void, void> {
    for await (const rows of shuffledBatches(rowsOf(), epoch, options)) {
      const batch = {
        inputs: matrixOf(rows.map(({ row }) => row)),
        ...(labels && { labels: Int32Array.from(rows, (row) => labelIn(action, row)) }),
        ...(targets && !labels && { targets: matrixOf(rows.map(({ told }) => told!)) }),
      };
      placesOf.set(
        keyOf(batch),
        rows.map(({ place }) => place),
      );
      yield batch;
    }
  };
  return Object.freeze({
    batches: countBatches(examples, options.batchSize),
    about: options,
    epoch,
    explain: (error: unknown, batch: unknown) => inPlaces(error, placesOf.get(keyOf(batch as StreamedBatch))),
    [Symbol.asyncIterator]: () => epoch(1),
  });

  async function headOf(open: () => Promise<OpenRows>): Promise<Pick<OpenRows, "examples" | "width">> {
    const { close, ...head } = await open();
    await close();
    return head;
  }
}
