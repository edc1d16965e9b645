import { checkKeys, rangeError, show } from "../../check.ts";
import { type ElementType, elementTypeOf } from "../open-idx.ts";
import { type ByteSource, checkSource, piecesOf } from "./byte-source.ts";
import { Reader } from "./reader.ts";
import { type FileBatches, type OpenRows, rowBatches } from "./row-batches.ts";
import { checkStreamOptions, type StreamOptions, streamOptionNames } from "./shuffled-batches.ts";

/** Options of `idxBatches`. */
export interface IdxBatchesOptions extends StreamOptions {
  /** The file of the inputs: all dimensions after the first are one row. Bytes are divided by 255. */
  readonly inputs: ByteSource;
  /** The file of the labels, one integer for each. Default none. */
  readonly labels?: ByteSource | undefined;
}

/**
 * Reads IDX files such as those of MNIST as batches, anew in each epoch, so that no more of them is in memory than the shuffle buffer.
 *
 * @param options - The files, the size of a batch and of the shuffle buffer, and the seed.
 * @returns Batches for `fit`; `epoch(3)` gives those of the third epoch, which are the same wherever and whenever.
 * @throws TypeError or RangeError, as a rejection, if an option is wrong or the headers are; and later if the files are shorter or longer
 * than they say.
 * @example
 * const inputs = async () => new Blob([Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 3, 0, 0, 0, 2, 0, 255, 51, 0, 0, 255)]).stream();
 * const batches = await idxBatches({ inputs, batchSize: 2, shuffleBuffer: 0 });
 * batches.batches; // 1
 */
export async function idxBatches(options: IdxBatchesOptions): Promise<FileBatches> {
  const action = "read IDX in batches";
  checkKeys(action, options, ["inputs", "labels", ...streamOptionNames]);
  const checked = checkStreamOptions(action, options);
  const inputs = checkSource(action, "inputs", options.inputs);
  const labels = options.labels === undefined ? undefined : checkSource(action, "labels", options.labels);
  const opener = (name: string, source: ByteSource) => () => openRows(action, name, source);
  return rowBatches(
    action,
    { inputs: opener("inputs", inputs), ...(labels !== undefined && { labels: opener("labels", labels) }) },
    checked,
  );
}

/** Reads the header of an IDX file; its rows are still to come. */
async function openRows(action: string, name: string, source: ByteSource): Promise<OpenRows> {
  const bytes = new Reader(piecesOf(action, name, source));
  const need = async (count: number): Promise<DataView> => {
    const piece = await bytes.take(count);
    if (piece.length < count)
      throw rangeError(action, `a header of ${name}`, `${piece.length} of its ${count} bytes`);
    return new DataView(piece.buffer, piece.byteOffset);
  };
  try {
    const head = await need(4);
    if (head.getUint16(0) !== 0)
      throw rangeError(action, `${name} to start with 0x00 0x00`, show(head.getUint16(0)));
    const type = elementTypeOf(action, head.getUint8(2));
    const dimensions = head.getUint8(3);
    if (dimensions === 0) throw rangeError(action, `at least 1 dimension of ${name}`, "0");
    const sizes = await need(4 * dimensions);
    const [examples, ...others] = Array.from({ length: dimensions }, (_, index) =>
      sizes.getUint32(4 * index),
    );
    const width = others.reduce((product, size) => product * size, 1);
    if (examples === 0 || width === 0 || width > 2 ** 24) {
      throw rangeError(action, `${name} to hold rows of 1 to ${2 ** 24} numbers`, `${examples} of ${width}`);
    }
    const rows = rowsIn(action, name, bytes, type, examples!, width);
    return { examples: examples!, width, rows, close: () => bytes.close() };
  } catch (error) {
    await bytes.close();
    throw error;
  }
}

async function* rowsIn(
  action: string,
  name: string,
  bytes: Reader,
  type: ElementType,
  examples: number,
  width: number,
): AsyncGenerator<Float32Array, void, void> {
  for (let example = 0; example < examples; example++) {
    const piece = await bytes.take(width * type.bytes);
    if (piece.length < width * type.bytes)
      throw rangeError(action, `${examples} examples in ${name}`, `${example}`);
    const view = new DataView(piece.buffer, piece.byteOffset);
    const share = type.bytes === 1 && name === "inputs" && type.create(0) instanceof Uint8Array ? 255 : 1;
    yield Float32Array.from({ length: width }, (_, index) => type.read(view, index * type.bytes) / share);
  }
  if ((await bytes.take(1)).length > 0) throw rangeError(action, `${examples} examples in ${name}`, "more");
}
