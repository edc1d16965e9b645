import { checkMethods, rangeError, readSafely, show } from "../../check.ts";
import { Run } from "../../fit/run.ts";
import { Matrix } from "../../matrix/matrix.ts";
import { checkBytes, type FileBytes, littleEndianBytes } from "../bytes.ts";
import { narrowest, openContainer, writeContainer } from "../container.ts";
import { crc32, crc32Of } from "../crc32.ts";
import { refuseOptions } from "../no-options.ts";
import { matrixOver, type Tensor, valuesOf } from "../tensor.ts";
import { showVersion, VERSION } from "../version.ts";

/**
 * Writes a run as the bytes of a file, safetensors with the rest of it in its texts: to be kept in a file, in IndexedDB or on a server.
 *
 * @param run - A run, also in the middle of it.
 * @returns The bytes of the file. Every number is there to the bit, and a damaged one shows.
 * @throws TypeError if it is no run.
 * @example
 * const run = new Run();
 * await network.fit(inputs, labels, { epochs: 1, run });
 * const bytes = runToBytes(run);
 */
export function runToBytes(run: Run): Uint8Array<ArrayBuffer>;
export function runToBytes(run: Run, options?: unknown): Uint8Array<ArrayBuffer> {
  const action = "save a run";
  refuseOptions(action, options);
  checkMethods(action, "run to be a run, such as new Run()", run, "toParts");
  const { description, tensors } = run.toParts();
  const narrow = new Map<string, Tensor>();
  for (const [name, matrix] of Object.entries(tensors)) {
    narrow.set(name, { shape: [matrix.rows, matrix.columns], values: narrowest(valuesOf(matrix)) });
  }
  const text = JSON.stringify(description);
  return writeContainer(narrow, (table) => ({
    format: "layerwise/run",
    version: "1",
    library: `layerwise ${VERSION}`,
    description: text,
    crc32: checksumOf(text, Object.keys(table), narrow),
  }));
}

/**
 * Reads a run from what `runToBytes` or a checkpoint wrote.
 *
 * @param bytes - The whole file.
 * @returns The run; whether it fits is seen when a model goes on with it.
 * @throws TypeError or RangeError if it is no file of a run, was damaged anywhere, or is of a later version.
 * @example
 * const run = runFromBytes(runToBytes(new Run()));
 */
export function runFromBytes(bytes: FileBytes): Run;
export function runFromBytes(bytes: FileBytes, options?: unknown): Run {
  const action = "read a run";
  refuseOptions(action, options);
  return readSafely(action, "the file of a run", () => {
    const { metadata, stored, read } = openContainer(action, checkBytes(action, bytes));
    const { format, version, library, description = "", crc32 } = metadata;
    if (format !== "layerwise/run") throw rangeError(action, "a file of a run", show(format));
    if (version !== "1") throw rangeError(action, "a run of version 1", showVersion(version, library));
    const tensors = new Map([...stored.keys()].map((name) => [name, read(name)]));
    const found = checksumOf(description, [...stored.keys()], tensors);
    if (crc32 !== found) throw rangeError(action, `a run with the checksum ${show(crc32)}`, show(found));
    const matrices = [...tensors].map(([name, { shape, values }]) => {
      if (shape.length !== 2) throw rangeError(action, `a matrix as ${show(name)}`, show(shape));
      return [name, new Matrix(matrixOver(action, name, shape[0]!, values))];
    });
    return Run.fromParts({ description: JSON.parse(description), tensors: Object.fromEntries(matrices) });
  });
}

/** The checksum over all of a run. */
function checksumOf(
  description: string,
  names: readonly string[],
  tensors: ReadonlyMap<string, Tensor>,
): string {
  const parts = names.map((name) => {
    const { shape, values } = tensors.get(name)!;
    return [name, shape, values.BYTES_PER_ELEMENT, crc32(littleEndianBytes(values))];
  });
  return crc32Of(JSON.stringify([description, parts]));
}
