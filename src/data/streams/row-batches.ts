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

/** The label in a row of one number. */
function labelIn(action: string, [label]: Row): number {
  return checkInteger(action, "a label", label, { min: 0, max: 2 ** 31 - 1 });
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
    throw rangeError(action, expected, `${other.examples} of ${other.width}`);
  }
  async function* rowsOf(): AsyncGenerator<readonly [Row, Row | undefined], void, void> {
    const opened: OpenRows[] = [];
    try {
      for (const open of [inputs, ...(told ? [told] : [])]) opened.push(await open());
      const [first, second] = opened;
      for await (const row of first!.rows) yield [row, (await second?.rows.next())?.value ?? undefined];
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
      yield {
        inputs: matrixOf(rows.map(([row]) => row)),
        ...(labels && { labels: Int32Array.from(rows, ([, row]) => labelIn(action, row!)) }),
        ...(targets && !labels && { targets: matrixOf(rows.map(([, row]) => row!)) }),
      };
    }
  };
  return Object.freeze({
    batches: countBatches(examples, options.batchSize),
    about: options,
    epoch,
    [Symbol.asyncIterator]: () => epoch(1),
  });

  async function headOf(open: () => Promise<OpenRows>): Promise<Pick<OpenRows, "examples" | "width">> {
    const { close, ...head } = await open();
    await close();
    return head;
  }
}
