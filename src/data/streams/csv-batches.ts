import { checkInteger, checkKeys, checkMethods, rangeError, show } from "../../check.ts";
import type { TableEncoding } from "../dataset.ts";
import { type ByteSource, checkSource } from "./byte-source.ts";
import { type FileLine, inLinesOfFile, linesOf } from "./lines.ts";
import type { FileBatches, StreamedBatch } from "./row-batches.ts";
import {
  checkStreamOptions,
  type StreamOptions,
  shuffledBatches,
  streamOptionNames,
} from "./shuffled-batches.ts";

/** Options of `csvBatches`. */
export interface CsvBatchesOptions extends StreamOptions {
  /** The file, in UTF-8; UTF-16, which `datasetFromCsv` reads, is refused. */
  readonly file: ByteSource;
  /** How its columns become numbers: the `encoding` of a dataset that was read from the beginning of the file, or from a part of it. */
  readonly encoding: TableEncoding;
  /** How many batches it gives, where that is known: by it rates go on within an epoch. Default unknown. */
  readonly batches?: number | undefined;
}

/**
 * Reads a CSV file as batches, anew in each epoch, so that no more of it is in memory than the shuffle buffer.
 *
 * @param options - The file, its encoding, the size of a batch and of the shuffle buffer, and the seed.
 * @returns Batches for `fit`; `epoch(3)` gives those of the third epoch, which are the same wherever and whenever.
 * @throws TypeError or RangeError if an option is wrong; and later, with the line of the file, if a row is not as its encoding says.
 * @example
 * const text = "height,width,kind\n1,2,cat\n3,4,dog\n5,6,cat\n";
 * const { encoding } = datasetFromCsv(text, { label: "kind" });
 * const file = async () => new Blob([text]).stream();
 * const epoch = csvBatches({ file, encoding, batchSize: 3, shuffleBuffer: 0 }).epoch(1);
 * const { value } = await epoch[Symbol.asyncIterator]().next();
 * value.inputs.to2DArray(); // [[1, 2], [3, 4], [5, 6]]
 */
export function csvBatches(options: CsvBatchesOptions): FileBatches {
  const action = "read CSV in batches";
  checkKeys(action, options, ["file", "encoding", "batches", ...streamOptionNames]);
  const checked = checkStreamOptions(action, options);
  const { batches } = options;
  if (batches !== undefined) checkInteger(action, "batches", batches, { min: 1 });
  const file = checkSource(action, "file", options.file);
  const encoding = checkMethods(
    action,
    "encoding to be that of a dataset",
    options.encoding,
    "read",
    "toJSON",
  );
  const hasHeader = encoding.toJSON().header === undefined;

  const read = (lines: readonly FileLine[]): StreamedBatch => {
    try {
      return encoding.read([...lines.map(({ text }) => text), ""].join("\n"));
    } catch (error) {
      const Kind = error instanceof TypeError ? TypeError : RangeError;
      throw new Kind(inLinesOfFile((error as Error).message, lines), { cause: error });
    }
  };
  const epoch = async function* (epoch: number): AsyncGenerator<StreamedBatch, void, void> {
    const lines = linesOf(action, file);
    const header = hasHeader ? await lines.next() : undefined;
    const first = header?.value ? [header.value] : [];
    let isEmpty = true;
    for await (const rows of shuffledBatches(lines, epoch, checked)) {
      const { inputs, labels, targets } = read([...first, ...rows]);
      isEmpty = false;
      yield { inputs, ...(labels && { labels }), ...(targets && { targets }) };
    }
    if (!isEmpty) return;
    const where = typeof file === "string" ? ` in ${show(file)}` : "";
    if (hasHeader && first.length === 0)
      throw rangeError(action, "a line of column names", `nothing${where}`);
    throw rangeError(action, hasHeader ? "examples below the column names" : "examples", `none${where}`);
  };
  return Object.freeze({
    ...(batches !== undefined && { batches }),
    about: checked,
    epoch,
    [Symbol.asyncIterator]: () => epoch(1),
  });
}
