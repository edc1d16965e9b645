import { checkInteger, checkKeys, checkMethods, rangeError } from "../../check.ts";
import type { TableEncoding } from "../table-encoding.ts";
import { type ByteSource, checkSource, piecesOf } from "./byte-source.ts";
import type { FileBatches, StreamedBatch } from "./row-batches.ts";
import {
  checkStreamOptions,
  type StreamOptions,
  shuffledBatches,
  streamOptionNames,
} from "./shuffled-batches.ts";

/** Options of `csvBatches`. */
export interface CsvBatchesOptions extends StreamOptions {
  /** The file, in UTF-8. */
  readonly file: ByteSource;
  /** How its columns become numbers: the `encoding` of a dataset that was read from the beginning of the file, or from a part of it. */
  readonly encoding: TableEncoding;
  /** How many batches it gives, where that is known: by it rates go on within an epoch. Default unknown. */
  readonly batches?: number | undefined;
}

/** So many characters of a line are too many: a quote is not closed. */
const LONGEST_LINE = 2 ** 24;

/**
 * Reads a CSV file as batches, anew in each epoch, so that no more of it is in memory than the shuffle buffer.
 *
 * @param options - The file, its encoding, the size of a batch and of the shuffle buffer, and the seed.
 * @returns Batches for `fit`; `epoch(3)` gives those of the third epoch, which are the same wherever and whenever.
 * @throws TypeError or RangeError if an option is wrong; and later if a row is not as its encoding says. An error counts lines within its batch.
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

  const epoch = async function* (epoch: number): AsyncGenerator<StreamedBatch, void, void> {
    const lines = linesOf(action, file);
    const header = hasHeader ? await lines.next() : undefined;
    const first = header?.value ? [header.value] : [];
    for await (const rows of shuffledBatches(lines, epoch, checked)) {
      const { inputs, labels, targets } = encoding.read([...first, ...rows, ""].join("\n"));
      yield { inputs, ...(labels && { labels }), ...(targets && { targets }) };
    }
  };
  return Object.freeze({
    ...(batches !== undefined && { batches }),
    epoch,
    [Symbol.asyncIterator]: () => epoch(1),
  });
}

/** The lines of a file, without those that are empty; what stands in quotes may go over several. */
async function* linesOf(action: string, file: ByteSource): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let rest = "";
  let quotes = 0;
  let from = 0; // where the rest was not yet looked at
  const pieces = piecesOf(action, "file", file);
  const decode = (bytes?: Uint8Array): string => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch {
      throw rangeError(action, "a file in UTF-8", "other bytes");
    }
  };
  for (let ended = false; !ended; ) {
    const { done = false, value } = await pieces.next();
    ended = done;
    rest += value ? decode(value) : `${decode()}\n`;
    let start = 0;
    for (let place = from; place < rest.length; place++) {
      const character = rest[place];
      if (character === '"') quotes += 1;
      else if (character === "\n" && quotes % 2 === 0) {
        const line = rest.slice(start, place).replace(/\r$/, "");
        if (line.trim() !== "") yield line;
        start = place + 1;
      }
    }
    rest = rest.slice(start);
    from = rest.length;
    if (rest.length > LONGEST_LINE)
      throw rangeError(
        action,
        `lines of at most ${LONGEST_LINE} characters`,
        "a longer one, or a quote that is not closed",
      );
  }
  if (rest.trim() !== "") throw rangeError(action, "each quote to be closed", "one that is not");
}
