import { checkKeys, checkRecord, rangeError, readSafely, show } from "../check.ts";
import { checkBytes, type FileBytes } from "./bytes.ts";
import { checkTexts } from "./check-texts.ts";
import { headerOf, METADATA, openContainer, writeContainer } from "./container.ts";
import { crc32Of } from "./crc32.ts";
import { refuseOptions } from "./no-options.ts";
import { type Tensor, type TensorLike, toTensor } from "./tensor.ts";

/** Tensors by name, with texts about them. */
export interface Safetensors {
  readonly tensors: Readonly<Record<string, Tensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Options of `toSafetensors`. */
export interface SafetensorsOptions {
  /** Texts about the tensors, by name. Default none. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** The name of the text that tells whether a header is as it was written; the text says it too, in case the name is damaged. */
const CHECKSUM = "header_crc32";
const isChecksum = (name: string, text: string): boolean =>
  name === CHECKSUM || text.startsWith(`${CHECKSUM} `);
const checksumOf = (header: object): string => `${CHECKSUM} ${crc32Of(JSON.stringify(header))}`;

/**
 * Writes tensors as a safetensors file, which the package of that name reads in Python into NumPy, PyTorch and others.
 *
 * The texts get one more, `header_crc32`, by which `fromSafetensors` notices a damaged header; others ignore it.
 *
 * @param tensors - By name: `{ shape, values }`, a matrix, rows of numbers, or one row. Typed numbers keep their type, others become
 * float64.
 * @param options - Texts about them.
 * @returns The bytes of the file.
 * @throws TypeError or RangeError if a tensor is none, or a text is no string.
 * @example
 * const bytes = toSafetensors({ weights: [[1, 2], [3, 4]] }, { metadata: { from: "a test" } });
 * fromSafetensors(bytes).metadata; // { from }
 *
 * @see Hugging Face, safetensors, "Format".
 */
export function toSafetensors(
  tensors: Readonly<Record<string, TensorLike>>,
  options: SafetensorsOptions = {},
): Uint8Array<ArrayBuffer> {
  const action = "write safetensors";
  checkKeys(action, options, ["metadata"]);
  const { metadata = {} } = options;
  const texts = checkTexts(action, "metadata", metadata);
  for (const [name, text] of Object.entries(texts)) {
    if (isChecksum(name, text)) {
      throw rangeError(
        action,
        `metadata without ${CHECKSUM}, which is added`,
        `${show(text)} as ${show(name)}`,
      );
    }
  }
  return writeContainer(tensorsByName(action, tensors), (table) => ({
    ...texts,
    [CHECKSUM]: checksumOf(headerOf(texts, table)),
  }));
}

/**
 * Reads a safetensors file. Its header is checked before anything is made: each byte behind it belongs to one tensor. A number
 * that was damaged does not show.
 *
 * @param bytes - The whole file.
 * @returns Its tensors by name, and the texts about them. float16 and bfloat16 come as Float32Array, integers of 64 bits as Float64Array,
 * booleans as Uint8Array of 0 and 1.
 * @throws RangeError if it is no such file, if its header was damaged, or if it holds an integer beyond ±(2⁵³ − 1), which
 * float64 does not have.
 * @example
 * const { tensors } = fromSafetensors(toSafetensors({ weights: [[1, 2], [3, 4]] }));
 * tensors.weights.values; // [1, 2, 3, 4]
 *
 * @see Hugging Face, safetensors, "Format".
 */
export function fromSafetensors(bytes: FileBytes): Safetensors;
export function fromSafetensors(bytes: FileBytes, options?: unknown): Safetensors {
  const action = "read safetensors";
  refuseOptions(action, options);
  const { metadata, stored, header, read } = openContainer(action, checkBytes(action, bytes));
  const entries = Object.entries(metadata);
  const checksum = entries.find((entry) => isChecksum(...entry));
  const texts = Object.fromEntries(entries.filter((entry) => entry !== checksum));
  if (checksum !== undefined) {
    const { [METADATA]: _, ...table } = header as Readonly<Record<string, unknown>>;
    const found = [CHECKSUM, checksumOf(headerOf(texts, table))];
    if (found.join() !== checksum.join()) {
      const advice = `whoever writes it anew leaves ${CHECKSUM} out of its metadata`;
      throw rangeError(action, `a header with the checksum ${show(checksum)} (${advice})`, show(found));
    }
  }
  const tensors = Object.fromEntries([...stored.keys()].map((name) => [name, read(name)]));
  return Object.freeze({ tensors: Object.freeze(tensors), metadata: Object.freeze(texts) });
}

/** Reads a record of tensors at a public door. */
export function tensorsByName(
  action: string,
  tensors: Readonly<Record<string, TensorLike>>,
): ReadonlyMap<string, Tensor> {
  const expected = "tensors by name";
  checkRecord(action, expected, tensors);
  const given = readSafely(action, expected, () => Object.entries(tensors));
  return new Map(
    given.map(([name, tensor]) => {
      if (name === METADATA)
        throw rangeError(action, `a tensor of another name than ${METADATA}`, show(name));
      return [name, toTensor(action, show(name), tensor)];
    }),
  );
}
