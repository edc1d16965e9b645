import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { loadMnist } from "../../src/data/mnist.ts";
import { rowOf } from "../../src/matrix/storage.ts";

const header = (type: number, ...shape: number[]): number[] => [
  0,
  0,
  type,
  shape.length,
  ...shape.flatMap((size) => [0, 0, 0, size]),
];

/** Three images of 1×2 pixels to train on, one to test with. */
const files: Record<string, Uint8Array> = {
  "train-images-idx3-ubyte": Uint8Array.of(...header(8, 3, 1, 2), 0, 255, 51, 102, 204, 1),
  "train-labels.idx1-ubyte": Uint8Array.of(...header(8, 3), 5, 0, 9),
  "t10k-images.idx3-ubyte.gz": gzipSync(Uint8Array.of(...header(8, 1, 1, 2), 255, 0)),
  "t10k-labels-idx1-ubyte.gz": gzipSync(Uint8Array.of(...header(8, 1), 7)),
};

describe("loadMnist", () => {
  const directories: string[] = [];
  let directory = "";

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "layerwise-mnist-"));
    directories.push(directory);
    for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content);
  });
  afterAll(() => Promise.all(directories.map((path) => rm(path, { recursive: true }))));

  it("reads files under each of their names, gzipped or not, and divides pixels by 255 in float32", async () => {
    const { train, test } = await loadMnist(directory);
    expect(train.inputs.to2DArray()).toEqual([
      [0, 1],
      [Math.fround(0.2), Math.fround(0.4)],
      [Math.fround(0.8), Math.fround(1 / 255)],
    ]);
    expect(rowOf(train.inputs, 1)).toBeInstanceOf(Float32Array);
    expect([...train.labels]).toEqual([5, 0, 9]);
    expect(test.inputs.to2DArray()).toEqual([[1, 0]]);
    expect([...test.labels]).toEqual([7]);
    expect(test).toMatchObject({ name: "MNIST test", classes: 10, shape: { height: 1, width: 2 } });
  });

  it("names a missing file and the directory", async () => {
    await rm(join(directory, "t10k-labels-idx1-ubyte.gz"));
    await expect(loadMnist(directory)).rejects.toThrow(
      `Cannot load MNIST: expected t10k-labels-idx1-ubyte or t10k-labels-idx1-ubyte.gz in ${JSON.stringify(directory)}, got files [`,
    );
    await expect(loadMnist(join(directory, "nowhere"))).rejects.toThrow(
      /^Cannot load MNIST: expected ".*nowhere" to be a directory, got ENOENT/,
    );
    await mkdir(join(directory, "t10k-labels-idx1-ubyte"));
    await expect(loadMnist(directory)).rejects.toThrow(
      /^Cannot load MNIST: expected ".*t10k-labels-idx1-ubyte" to be a file, got EISDIR/,
    );
    await expect(loadMnist(undefined as unknown as string)).rejects.toThrow(TypeError);
  });

  it("refuses labels that are too few or of no class, and names the file that is no IDX of bytes", async () => {
    const write = (content: number[]) =>
      writeFile(join(directory, "train-labels.idx1-ubyte"), Uint8Array.from(content));
    await write([...header(8, 2), 5, 0]);
    await expect(loadMnist(directory)).rejects.toThrow(
      "Cannot load MNIST: expected one label for each of 3 images of train, got 2",
    );
    await write([...header(8, 3), 5, 0, 10]);
    await expect(loadMnist(directory)).rejects.toThrow(
      "Cannot load MNIST: expected labels to be integers from 0 to 9, got 10 at example 2",
    );
    await write([...header(9, 3), 5, 0, 9]);
    await expect(loadMnist(directory)).rejects.toThrow(
      'Cannot load MNIST: expected "train-labels.idx1-ubyte" to hold bytes in 1 dimensions, got Int8Array of shape 3',
    );
    await write([...header(8, 3, 1), 5, 0, 9]);
    await expect(loadMnist(directory)).rejects.toThrow(/in 1 dimensions, got Uint8Array of shape 3×1$/);
    await write([...header(8, 3), 5]);
    await expect(loadMnist(directory)).rejects.toThrow(
      'Cannot load MNIST from "train-labels.idx1-ubyte": expected 11 bytes for shape 3, got 9',
    );
  });
});

describe("loadMnist on the genuine files", () => {
  it.skipIf(!process.env.MNIST_DIR)(
    "gives the published counts, first labels, mean 0.1307 and deviation 0.3081 (skipped where MNIST_DIR is not set)",
    async () => {
      const { train, test } = await loadMnist(process.env.MNIST_DIR!);
      expect([train.inputs.rows, train.inputs.columns, train.labels.length]).toEqual([60_000, 784, 60_000]);
      expect([test.inputs.rows, test.inputs.columns, test.labels.length]).toEqual([10_000, 784, 10_000]);
      expect(train.shape).toEqual({ height: 28, width: 28 });
      expect([...train.labels.slice(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
      expect([...test.labels.slice(0, 10)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);

      let [sum, squares] = [0, 0];
      for (let row = 0; row < 60_000; row++) {
        for (let column = 0; column < 784; column++) {
          const pixel = train.inputs.get(row, column);
          sum += pixel;
          squares += pixel * pixel;
        }
      }
      const mean = sum / (60_000 * 784);
      expect(mean).toBeCloseTo(0.1307, 4);
      expect(Math.sqrt(squares / (60_000 * 784) - mean ** 2)).toBeCloseTo(0.3081, 4);
    },
  );
});
