import { checkKeys, rangeError, show, typeError } from "../check.ts";
import { type ByteSource, checkSource, piecesOf } from "../data/streams/byte-source.ts";
import { Reader } from "../data/streams/reader.ts";
import { type FileBatches, type OpenRows, type Row, rowBatches } from "../data/streams/row-batches.ts";
import {
  checkStreamOptions,
  type StreamOptions,
  streamOptionNames,
} from "../data/streams/shuffled-batches.ts";
import { inNativeOrder } from "./bytes.ts";
import type { ElementType } from "./element-types.ts";
import { openNpy } from "./npy.ts";

/** Options of `npyBatches`: of labels and targets at most one. */
export interface NpyBatchesOptions extends StreamOptions {
  /** The file of the inputs: all dimensions after the first are one row. */
  readonly inputs: ByteSource;
  /** The file of the labels, one integer for each. Default none. */
  readonly labels?: ByteSource | undefined;
  /** The file of the targets, a row for each. Default none. */
  readonly targets?: ByteSource | undefined;
}

/**
 * Reads files that `numpy.save` wrote as batches, anew in each epoch, so that no more of them is in memory than the shuffle buffer.
 *
 * @param options - The files, the size of a batch and of the shuffle buffer, and the seed.
 * @returns Batches for `fit`; `epoch(3)` gives those of the third epoch, which are the same wherever and whenever.
 * @throws TypeError or RangeError, as a rejection, if an option is wrong or the headers are, or if a file lies in the order of Fortran; and
 * later if the files are shorter or longer than they say.
 * @example
 * const inputs = async () => new Blob([toNpy([[1, 2], [3, 4], [5, 6]])]).stream();
 * const batches = await npyBatches({ inputs, batchSize: 2, shuffleBuffer: 0 });
 * batches.batches; // 1
 *
 * @see NumPy, "NumPy enhancement proposal 1: a simple file format for NumPy arrays".
 */
export async function npyBatches(options: NpyBatchesOptions): Promise<FileBatches> {
  const action = "read npy in batches";
  checkKeys(action, options, ["inputs", "labels", "targets", ...streamOptionNames]);
  const checked = checkStreamOptions(action, options);
  const { labels, targets } = options;
  if (labels !== undefined && targets !== undefined)
    throw typeError(action, "one of labels and targets", "both");
  const opener = (name: string, given: ByteSource) => {
    const source = checkSource(action, name, given);
    return () => openRows(action, name, source);
  };
  return rowBatches(
    action,
    {
      inputs: opener("inputs", options.inputs),
      ...(labels !== undefined && { labels: opener("labels", labels) }),
      ...(targets !== undefined && { targets: opener("targets", targets) }),
    },
    checked,
  );
}

/** Reads the header of an npy file; its rows are still to come. */
async function openRows(action: string, name: string, source: ByteSource): Promise<OpenRows> {
  const bytes = new Reader(piecesOf(action, name, source));
  try {
    const { type, order, fortran, shape } = await openNpy(action, name, bytes);
    const [examples = 0, ...others] = shape;
    const width = others.reduce((product, size) => product * size, 1);
    if (fortran && others.length > 0)
      throw rangeError(action, `${name} in the order of C`, "the order of Fortran");
    if (!(examples > 0 && width > 0 && width <= 2 ** 24)) {
      throw rangeError(action, `${name} to hold rows of 1 to ${2 ** 24} numbers`, show(shape));
    }
    const read = (piece: Uint8Array): Row =>
      rowOf(action, name, type, inNativeOrder(piece, type.size, order === ">"));
    const rows = rowsIn(action, name, bytes, examples, width * type.size, read);
    return { examples, width, rows, close: () => bytes.close() };
  } catch (error) {
    await bytes.close();
    throw error;
  }
}

async function* rowsIn(
  action: string,
  name: string,
  bytes: Reader,
  examples: number,
  length: number,
  read: (piece: Uint8Array) => Row,
): AsyncGenerator<Row, void, void> {
  for (let example = 0; example < examples; example++) {
    const piece = await bytes.take(length);
    if (piece.length < length) throw rangeError(action, `${examples} examples in ${name}`, `${example}`);
    yield read(piece);
  }
  if ((await bytes.take(1)).length > 0) throw rangeError(action, `${examples} examples in ${name}`, "more");
}

function rowOf(action: string, name: string, type: ElementType, bytes: Uint8Array<ArrayBuffer>): Row {
  const values = type.read(action, name, bytes.buffer);
  return values instanceof Float32Array ? values : Float64Array.from(values);
}
