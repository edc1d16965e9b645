import { causeOf } from "../check/cause.ts";
import { rangeError, show, typeError } from "../check.ts";
import { nodeModule } from "../files/node-module.ts";
import { WrapperMatrix1D } from "../matrix/matrix.ts";
import { createDataset } from "./create-dataset.ts";
import { checkLabels, type LabeledDataset } from "./dataset.ts";
import { type OpenIdx, openIdx } from "./open-idx.ts";

const action = "load MNIST";

/**
 * Loads MNIST, or a set that comes in the same files (Fashion-MNIST, KMNIST), from a directory: `train-images-idx3-ubyte`,
 * `train-labels-idx1-ubyte`, `t10k-images-idx3-ubyte` and `t10k-labels-idx1-ubyte`, each gzipped (`.gz`) or not, and
 * with a hyphen or a dot before `idx`. Pixels are divided by 255 and kept as float32: 188 MB for 60,000 images.
 *
 * Node, Deno and Bun read files; in a browser, fetch them and use `parseIdx`.
 *
 * @param directory - The path of the directory.
 * @returns The training set, for MNIST (60000, 784), and the test set, (10000, 784): inputs in [0, 1], labels 0 to 9.
 * @throws RangeError if a file is missing, cannot be read or is no IDX file of bytes of the right dimensions, or if
 * images and labels differ in number.
 * @example
 * const { train, test } = await loadMnist("data/mnist");
 *
 * @see LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition", Proceedings of the
 * IEEE 86 (1998).
 */
export async function loadMnist(
  directory: string,
): Promise<{ readonly train: LabeledDataset; readonly test: LabeledDataset }> {
  if (typeof directory !== "string") {
    throw typeError(action, "directory to be a path", show(directory));
  }
  const present = await list(directory);
  const train = await loadPart(directory, present, "train", "MNIST train");
  const test = await loadPart(directory, present, "t10k", "MNIST test");
  return { train, test };
}

async function loadPart(
  directory: string,
  present: readonly string[],
  prefix: string,
  name: string,
): Promise<LabeledDataset> {
  const images = await openFile(directory, present, `${prefix}-images`, 3);
  const given = await openFile(directory, present, `${prefix}-labels`, 1);
  const [count, height, width] = images.shape as [number, number, number];
  if (given.count !== count) {
    throw rangeError(action, `one label for each of ${count} images of ${prefix}`, `${given.count}`);
  }
  const labels = await convert(given, new Int32Array(count), (label) => label);
  checkLabels(action, labels, 10);
  const intensities = await convert(images, new Float32Array(images.count), (pixel) => pixel / 255);
  const inputs = new WrapperMatrix1D(intensities, { rows: count }); // (count, height·width)
  return createDataset({ name, inputs, labels, classes: 10, shape: Object.freeze({ height, width }) });
}

/** Fills an array from the bytes of a file as they come, so that both need not be in memory at once. */
async function convert<Values extends Int32Array | Float32Array>(
  { body }: OpenIdx,
  values: Values,
  f: (byte: number) => number,
): Promise<Values> {
  let place = 0;
  for await (const piece of body) {
    for (let index = 0; index < piece.length; index++) values[place++] = f(piece[index]!);
  }
  return values;
}

/** Opens the one file of the directory that bears one of the names which this part is known by. */
async function openFile(
  directory: string,
  present: readonly string[],
  part: string,
  dimensions: number,
): Promise<OpenIdx> {
  const usual = `${part}-idx${dimensions}-ubyte`;
  const names = [usual, `${part}.idx${dimensions}-ubyte`].flatMap((name) => [name, `${name}.gz`]);
  const found = names.find((name) => present.includes(name));
  if (found === undefined) {
    throw rangeError(action, `${usual} or ${usual}.gz in ${show(directory)}`, `files ${show(present)}`);
  }
  const file = await openIdx(`${action} from ${show(found)}`, await read(`${directory}/${found}`));
  const type = file.type.create(0).constructor.name;
  if (type !== "Uint8Array" || file.shape.length !== dimensions) {
    throw rangeError(
      action,
      `${show(found)} to hold bytes in ${dimensions} dimensions`,
      `${type} of shape ${file.shape.join("×")}`,
    );
  }
  return file;
}

/** The names in a directory. */
async function list(directory: string): Promise<readonly string[]> {
  const { readdir } = nodeModule(action, "node:fs/promises");
  return readdir(directory).catch((error: unknown) => {
    throw rangeError(action, `${show(directory)} to be a directory`, causeOf(error));
  });
}

async function read(path: string): Promise<Uint8Array> {
  const { readFile } = nodeModule(action, "node:fs/promises");
  return readFile(path).catch((error: unknown) => {
    throw rangeError(action, `${show(path)} to be a file`, causeOf(error));
  });
}
