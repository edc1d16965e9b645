import { rangeError, show } from "../check.ts";
import { checkBytes, type FileBytes } from "./bytes.ts";
import { refuseOptions } from "./no-options.ts";
import { npyLength, npyOf, readNpy } from "./npy.ts";
import { tensorsByName } from "./safetensors.ts";
import type { Tensor, TensorLike } from "./tensor.ts";
import { readZip, writeZip } from "./zip.ts";

/**
 * Writes tensors as a file that `numpy.load` reads: a zip file, not compressed, as `numpy.savez` makes it.
 *
 * @param tensors - By name: `{ shape, values }`, a matrix, rows of numbers, or one row. Typed numbers keep their type, others become
 * float64.
 * @returns The bytes of an `.npz` file; the same tensors give the same bytes.
 * @throws TypeError or RangeError if a tensor is none.
 * @example
 * const bytes = toNpz({ inputs: [[1, 2], [3, 4]], labels: Uint8Array.of(0, 1) });
 * (await fromNpz(bytes)).inputs.values; // [1, 2, 3, 4]
 *
 * @see NumPy, "numpy.savez"; PKWARE, "APPNOTE.TXT: .ZIP file format specification".
 */
export function toNpz(tensors: Readonly<Record<string, TensorLike>>): Uint8Array<ArrayBuffer>;
export function toNpz(
  tensors: Readonly<Record<string, TensorLike>>,
  options?: unknown,
): Uint8Array<ArrayBuffer> {
  const action = "write npz";
  refuseOptions(action, options);
  const files = [...tensorsByName(action, tensors)].map(
    ([name, tensor]) => [`${name}.npy`, npyOf(tensor)] as const,
  );
  return writeZip(new Map(files));
}

/**
 * Reads a file that `numpy.savez` or `numpy.savez_compressed` wrote. The checksum of each array is compared, and none takes
 * more room than its packed bytes can hold and its own header says. Arrays of equal numbers are packed a thousand to one, so a small file may
 * hold large ones.
 *
 * @param bytes - The whole file, of less than 4 GiB.
 * @returns Its arrays by name, as `fromNpy` gives each.
 * @throws RangeError, as a rejection, if it is no such file, was damaged, or holds what is no array of numbers.
 * @example
 * const { labels } = await fromNpz(toNpz({ labels: Uint8Array.of(3, 1) }));
 * labels.values; // [3, 1]
 *
 * @see NumPy, "numpy.savez"; PKWARE, "APPNOTE.TXT: .ZIP file format specification".
 */
export function fromNpz(bytes: FileBytes): Promise<Readonly<Record<string, Tensor>>>;
export async function fromNpz(
  bytes: FileBytes,
  options?: unknown,
): Promise<Readonly<Record<string, Tensor>>> {
  const action = "read npz";
  refuseOptions(action, options);
  const files = readZip(action, checkBytes(action, bytes), async (file, first) => {
    nameIn(action, file);
    return npyLength(action, show(file), first);
  });
  const tensors: (readonly [name: string, tensor: Tensor])[] = [];
  for await (const [file, content] of files)
    tensors.push([nameIn(action, file), readNpy(action, show(file), content)]);
  return Object.freeze(Object.fromEntries(tensors));
}

/** The name of the array in a file. */
function nameIn(action: string, file: string): string {
  if (file.endsWith(".npy")) return file.slice(0, -".npy".length);
  throw rangeError(action, "files that end in .npy", show(file));
}
