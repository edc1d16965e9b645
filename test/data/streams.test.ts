import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it, vi } from "vitest";
import { datasetFromCsv } from "../../src/data/csv.ts";
import { Pipeline } from "../../src/data/pipeline/pipeline.ts";
import { csvBatches } from "../../src/data/streams/csv-batches.ts";
import { idxBatches } from "../../src/data/streams/idx-batches.ts";
import type { StreamedBatch } from "../../src/data/streams/row-batches.ts";
import { standardizedBatches } from "../../src/data/streams/standardized-batches.ts";
import { Run } from "../../src/fit/run.ts";
import { toNpy } from "../../src/io/npy.ts";
import { npyBatches } from "../../src/io/npy-batches.ts";
import { Matrix } from "../../src/matrix/matrix.ts";
import { Network } from "../../src/network/network.ts";
import { standardize } from "../../src/preprocess/standardize.ts";
import { RandomStream } from "../../src/random/stream.ts";
import { bitsOf } from "../support/bits.ts";

const scratch = mkdtempSync(join(tmpdir(), "layerwise-streams-"));
afterAll(() => rmSync(scratch, { recursive: true }));

/** An IDX file of bytes of this shape, whose n-th is n mod 256. */
function idx(...shape: readonly number[]): Uint8Array<ArrayBuffer> {
  const count = shape.reduce((product, size) => product * size, 1);
  const file = new Uint8Array(4 + 4 * shape.length + count);
  file.set([0, 0, 8, shape.length]);
  for (const [index, size] of shape.entries()) new DataView(file.buffer).setUint32(4 + 4 * index, size);
  for (let byte = 0; byte < count; byte++) file[4 + 4 * shape.length + byte] = byte;
  return file;
}

/** The bytes in pieces of this size. */
const inPieces = (bytes: Uint8Array, size: number) => () =>
  (async function* () {
    for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
  })();

async function all(batches: AsyncIterable<StreamedBatch>): Promise<StreamedBatch[]> {
  const found: StreamedBatch[] = [];
  for await (const batch of batches) found.push(batch);
  return found;
}
const labelsOf = (batches: readonly StreamedBatch[]): number[][] =>
  batches.map(({ labels }) => Array.from(labels!));

describe("idxBatches", () => {
  const [images, labels] = [idx(21, 2, 3), idx(21)];

  it.each([1, 3, 7, 1000])(
    "reads files in file order, in pieces of %i bytes, gzipped or not",
    async (size) => {
      for (const pack of [(bytes: Uint8Array) => bytes, (bytes: Uint8Array) => gzipSync(bytes)]) {
        const options = { inputs: inPieces(pack(images), size), labels: inPieces(pack(labels), size) };
        const batches = await idxBatches({ ...options, batchSize: 5, shuffleBuffer: 0 });
        const read = await all(batches);
        expect(batches.batches).toBe(4);
        expect(labelsOf(read).flat()).toEqual(Array.from({ length: 21 }, (_, row) => row));
        expect(read.map(({ inputs }) => inputs.rows)).toEqual([5, 5, 5, 6]); // one that is left over joins the batch before it
        expect(read[1]!.inputs.getRow(0)).toEqual(
          [30, 31, 32, 33, 34, 35].map((byte) => Math.fround(byte / 255)),
        );
      }
    },
  );

  it("has the same order for the same seed and epoch, another for another, and never loses an example", async () => {
    const read = async (seed: number, epoch: number, shuffleBuffer: number): Promise<number[]> => {
      const options = { inputs: inPieces(images, 50), labels: inPieces(labels, 50), batchSize: 4 };
      return labelsOf(await all((await idxBatches({ ...options, seed, shuffleBuffer })).epoch(epoch))).flat();
    };
    const first = await read(1, 1, 8);
    expect(await read(1, 1, 8)).toEqual(first);
    const others = [await read(2, 1, 8), await read(1, 2, 8), await read(1, 1, 9), await read(1, 1, 0)];
    for (const other of others) expect(other).not.toEqual(first);
    for (const order of [first, ...others]) {
      expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 21 }, (_, row) => row));
    }
    // An example comes no earlier than the buffer lets it.
    for (const [place, row] of first.entries()) expect(row - place).toBeLessThan(8);
  });

  it("trains a network as the same rows in memory do, to the bit", async () => {
    const file = join(scratch, "images.gz");
    writeFileSync(file, gzipSync(images));
    const rows = Array.from({ length: 21 }, (_, row) =>
      Array.from({ length: 6 }, (_, column) => Math.fround((6 * row + column) / 255)),
    );
    const told = Array.from({ length: 21 }, (_, row) => row);
    const networks = [0, 1].map(() => Network.fromSizes([6, 4, 21], { seed: 1 }));
    await networks[0]!.fit(rows, told, { epochs: 2, batchSize: 5, shuffle: false });
    const batches = await idxBatches({
      inputs: file,
      labels: inPieces(labels, 9),
      batchSize: 5,
      shuffleBuffer: 0,
    });
    await networks[1]!.fit(batches, { epochs: 2 });
    expect(bitsOf(networks[1]!.parameters)).toEqual(bitsOf(networks[0]!.parameters));
  });

  it("goes on in the middle of an epoch with the batches that it was left in, and refuses others, standardized or not", async () => {
    const read = (options: object) =>
      idxBatches({ inputs: inPieces(images, 50), labels: inPieces(labels, 9), batchSize: 5, ...options });
    for (const make of [read, async (options: object) => standardizedBatches(await read(options))]) {
      const run = new Run();
      const network = Network.fromSizes([6, 4, 21], { seed: 1 });
      const cut = network.fit(await make({}), {
        ...{ run, epochs: 2 },
        onBatch: ({ batch }) => {
          if (batch === 2) throw new Error("cut");
        },
      });
      await expect(cut).rejects.toThrow("cut");
      for (const [others, got] of [
        [{ batchSize: 4 }, "batchSize of the stream 5, got 4"],
        [{ seed: 2 }, "seed of the stream 0, got 2"],
        [{ shuffleBuffer: 3 }, "shuffleBuffer of the stream 10000, got 3"],
      ] as const) {
        const before = bitsOf(network.parameters);
        await expect(network.fit(await make(others), { run, epochs: 2 })).rejects.toThrow(got);
        expect(bitsOf(network.parameters)).toEqual(before);
      }
      await network.fit(await make({}), { run, epochs: 2 });
      const unbroken = Network.fromSizes([6, 4, 21], { seed: 1 });
      await unbroken.fit(await make({}), { epochs: 2, run: new Run() });
      expect(bitsOf(network.parameters)).toEqual(bitsOf(unbroken.parameters));
    }
  });

  it("names the place in the file of a label that the network does not have", async () => {
    const labels = new Uint8Array(21);
    labels[13] = 200;
    const files = {
      inputs: inPieces(images, 50),
      labels: inPieces(Uint8Array.from([...idx(21).subarray(0, 8), ...labels]), 9),
    };
    await expect(Network.fromSizes([2, 2], { seed: 1 }).fit(idxBatches(files) as never)).rejects.toThrow(
      "got a promise; await it",
    );
    const batches = await idxBatches({ ...files, batchSize: 4, seed: 1 });
    for (const given of [batches, await standardizedBatches(batches)]) {
      const { inputs } = (await all(batches))[0]!;
      const network = Network.fromSizes([inputs.columns, 2], { seed: 1 });
      await expect(network.fit(given, { epochs: 1 })).rejects.toThrow(
        "expected class indices to be integers from 0 to 1, got 200 at example 13 of the file",
      );
    }
    const network = Network.fromSizes([2, 2], { seed: 1 });
    await expect(network.fit({ ...batches, explain: 3 } as never)).rejects.toThrow(
      "expected explain of the stream to be a function, got 3",
    );
    const wide = { inputs: inPieces(idx(21), 9), labels: inPieces(images, 50) };
    await expect(idxBatches(wide)).rejects.toThrow(
      /one label for each of 21 examples, got 21 of \d+ numbers each$/,
    );
  });

  it("refuses files that are none, that lie about their size, or that do not belong together", async () => {
    const inputs = inPieces(images, 50);
    const read = async (options: Parameters<typeof idxBatches>[0]): Promise<unknown> =>
      all(await idxBatches(options));
    const cut = images.subarray(0, images.length - 1);
    await expect(read({ inputs: inPieces(cut, 9) })).rejects.toThrow(
      "expected 21 examples in inputs, got 20",
    );
    await expect(read({ inputs: inPieces(Uint8Array.from([...images, 1]), 9) })).rejects.toThrow(
      "expected 21 examples in inputs, got more",
    );
    await expect(read({ inputs, labels: inPieces(idx(20), 9) })).rejects.toThrow(
      /one label for each of 21 examples, got 20$/,
    );
    await expect(read({ inputs: inPieces(Uint8Array.of(1, 2, 3, 4), 2) })).rejects.toThrow(
      "to start with 0x00 0x00",
    );
    await expect(read({ inputs: inPieces(Uint8Array.of(0, 0, 8), 2) })).rejects.toThrow(
      "a header of inputs, got 3 of its 4 bytes",
    );
    await expect(read({ inputs: inPieces(new Uint8Array(), 2) })).rejects.toThrow(
      "a header of inputs, got 0 of its 4 bytes",
    );
    await expect(read({ inputs: inPieces(gzipSync(images).subarray(0, 30), 9) })).rejects.toThrow(
      "inputs to be intact gzip",
    );
    await expect(read({ inputs: join(scratch, "nowhere") })).rejects.toThrow(
      "inputs to be a file that can be read",
    );
    await expect(read({ inputs: () => 5 as never })).rejects.toThrow(
      "inputs to open a stream of bytes, got 5",
    );
  });
});

describe("csvBatches", () => {
  const rows = Array.from(
    { length: 11 },
    (_, row) => `${row},"a ${row % 2 ? "b" : "c\nd"}",${row % 3 ? "cat" : "dog"}`,
  );
  const text = ["size,word,kind", ...rows, ""].join("\r\n");
  const whole = datasetFromCsv(text, { label: "kind", categorical: "word" });

  it.each([1, 4, 1000])("reads the rows that the whole file has, in pieces of %i bytes", async (size) => {
    const file = inPieces(new TextEncoder().encode(text), size);
    const read = await all(csvBatches({ file, encoding: whole.encoding, batchSize: 4, shuffleBuffer: 0 }));
    expect(read.map(({ inputs }) => inputs.rows)).toEqual([4, 4, 3]);
    expect(read.flatMap(({ inputs }) => inputs.to2DArray())).toEqual(whole.inputs.to2DArray());
    expect(labelsOf(read).flat()).toEqual(Array.from(whole.labels));
  });

  it("tells the line of the file where something is wrong, in whatever batch, and where a quote begins", async () => {
    const file = (changed: string) => inPieces(new TextEncoder().encode(changed), 7);
    const read = (changed: string, shuffleBuffer = 0): Promise<unknown> =>
      all(
        csvBatches({ file: file(changed), encoding: whole.encoding, batchSize: 2, shuffleBuffer, seed: 1 }),
      );
    for (const buffer of [0, 5]) {
      await expect(read(text.replace("8,", "eight,"), buffer)).rejects.toThrow(
        'a number in column "size", line 14, got "eight"',
      );
      await expect(read(text.replace('\r\n7,"a b",cat', '\r\n\r\n7,"line 2"'), buffer)).rejects.toThrow(
        /3 fields in line 14, got 2/,
      );
    }
    await expect(read(text.replace('"a b",cat\r\n6', '"a "b"",cat\r\n6'))).rejects.toThrow(
      /a whole field in line 10, /,
    );
    await expect(read(text.replace(/"a c\nd",cat\r\n$/, '"a c'))).rejects.toThrow(
      "each quote to be closed, got one in line 17 that is not",
    );
    const bytes = new TextEncoder().encode(text);
    bytes[bytes.length - 3] = 0xff;
    const broken = csvBatches({ file: inPieces(bytes, 30), encoding: whole.encoding, shuffleBuffer: 0 });
    await expect(all(broken)).rejects.toThrow(/a file in UTF-8, got other bytes in line 1\d or below/);
  });

  it("refuses a source that opens the same stream again, and a stream that is being read", async () => {
    const stream = new Blob([text]).stream() as ReadableStream<Uint8Array>;
    const batches = csvBatches({ file: () => stream, encoding: whole.encoding, batchSize: 4 });
    const network = Network.fromSizes([whole.inputs.columns, 2], { seed: 1 });
    await expect(network.fit(batches, { epochs: 2 })).rejects.toThrow(
      "file to open a new stream each time, as async () => (await fetch(url)).body does, got the one that it opened before",
    );
    const images = new Blob([idx(3, 2)]).stream() as ReadableStream<Uint8Array>;
    await expect(idxBatches({ inputs: () => images }).then(all)).rejects.toThrow(
      "inputs to open a new stream each time",
    );
    const locked = new Blob([text]).stream() as ReadableStream<Uint8Array>;
    locked.getReader();
    await expect(all(csvBatches({ file: () => locked, encoding: whole.encoding }))).rejects.toThrow(
      "file to open a stream that nobody else reads, got one that is locked",
    );
  });

  it("draws from its buffer by seed and epoch, and knows targets and files without a header", async () => {
    const numbers = Array.from({ length: 9 }, (_, row) => `${row};${2 * row}`).join("\n");
    const { encoding } = datasetFromCsv(numbers, { target: "y", header: ["x", "y"] });
    const read = (epoch: number): Promise<StreamedBatch[]> =>
      all(
        csvBatches({
          file: inPieces(new TextEncoder().encode(numbers), 7),
          encoding,
          batchSize: 2,
          shuffleBuffer: 4,
          seed: 3,
        }).epoch(epoch),
      );
    const [first, again, second] = [await read(1), await read(1), await read(2)];
    const told = (batches: StreamedBatch[]): unknown =>
      batches.map(({ inputs, targets }) => [inputs.to2DArray(), targets!.to2DArray()]);
    expect(told(again)).toEqual(told(first));
    expect(told(second)).not.toEqual(told(first));
    expect(first.map(({ inputs }) => inputs.rows)).toEqual([2, 2, 2, 3]);
    for (const { inputs, targets } of first)
      expect(targets!.to2DArray()).toEqual(inputs.to2DArray().map(([x]) => [2 * x!]));
  });

  it("refuses what is no text, an open quote and rows that its encoding does not know", async () => {
    const { encoding } = whole;
    const read = (bytes: Uint8Array): Promise<unknown> =>
      all(csvBatches({ file: inPieces(bytes, 5), encoding }));
    await expect(read(Uint8Array.of(0xff, 0xfe, 0x00))).rejects.toThrow("a file in UTF-8");
    await expect(read(new TextEncoder().encode(`${text}1,"open`))).rejects.toThrow("each quote to be closed");
    await expect(read(new TextEncoder().encode(`${text}1,"a b",cow\n`))).rejects.toThrow('"cow"');
    await expect(read(new Uint8Array())).rejects.toThrow("expected a line of column names, got nothing");
    const file = join(scratch, "empty.csv");
    writeFileSync(file, "size,word,kind\n\n");
    const network = Network.fromSizes([3, 2], { seed: 1 });
    await expect(network.fit(csvBatches({ file, encoding }), { epochs: 1 })).rejects.toThrow(
      /^Cannot read CSV in batches: expected examples below the column names, got none in ".*empty\.csv" \(batch 1 of epoch 1\)$/,
    );
    const plain = datasetFromCsv("1,2\n3,4\n", { header: false }).encoding;
    const open = inPieces(new TextEncoder().encode("\n"), 1);
    await expect(all(csvBatches({ file: open, encoding: plain }))).rejects.toThrow(
      "expected examples, got none",
    );
  });
});

describe("standardizedBatches", () => {
  it("refuses batches that are standardized: a preparation would be lost", async () => {
    const batches = stream(10);
    await expect(standardizedBatches(await standardizedBatches(batches))).rejects.toThrow(
      "expected batches as they are, got standardized ones",
    );
  });

  const random = new RandomStream(1, "a stream to standardize");
  const rows = Array.from({ length: 47 }, (_, row) => [
    1e6 + random.normal(),
    row % 2 ? 3 : -1,
    7.1,
    random.uniform(),
  ]);
  const text = ["a,b,c,d,kind", ...rows.map((row, index) => [...row, `k${index % 3}`].join(","))].join("\n");
  const whole = datasetFromCsv(text, { label: "kind" });
  const stream = (batchSize: number) =>
    csvBatches({
      file: inPieces(new TextEncoder().encode(text), 100),
      encoding: whole.encoding,
      batchSize,
      shuffleBuffer: 10,
      batches: 5,
    });

  it.each([1, 10, 100])(
    "has the moments of all rows, in batches of %i, and gives each batch so",
    async (batchSize) => {
      const batches = await standardizedBatches({ ...stream(batchSize), batches: undefined });
      const { means, deviations } = standardize.fit(rows);
      const { preparation } = batches;
      for (let column = 0; column < 4; column++) {
        expect(Math.abs(preparation.means.get(0, column) / means.get(0, column) - 1)).toBeLessThan(1e-14);
        expect(Math.abs(preparation.deviations.get(0, column) - deviations.get(0, column))).toBeLessThan(
          1e-9,
        );
      }
      expect([preparation.means.get(0, 2), preparation.deviations.get(0, 2)]).toEqual([7.1, 0]); // a constant, exactly
      const raw = await all(stream(batchSize).epoch(3));
      const prepared = await all(batches.epoch(3));
      expect(prepared.map(({ inputs }) => inputs.to2DArray())).toEqual(
        raw.map(({ inputs }) => preparation.transform(inputs).to2DArray()),
      );
      expect(labelsOf(prepared)).toEqual(labelsOf(raw));
    },
  );

  it("trains what a pipeline takes with its preparation", async () => {
    const batches = await standardizedBatches(stream(10));
    expect(batches.batches).toBe(5);
    const network = Network.fromSizes([4, 3], { seed: 1 });
    await network.fit(batches, { epochs: 2 });
    const pipeline = new Pipeline({
      model: network,
      preparation: batches.preparation,
      encoding: whole.encoding,
      classNames: whole.classNames!,
    });
    expect(pipeline.evaluate(whole).loss).toBeLessThan(2);
  });

  it("refuses what is no stream, an empty one, and batches of other widths or numbers", async () => {
    const of = (...batches: readonly unknown[]) => ({
      [Symbol.asyncIterator]: async function* () {
        yield* batches as never[];
      },
    });
    await expect(standardizedBatches(rows as never)).rejects.toThrow(
      "batches to be a stream, such as csvBatches gives",
    );
    await expect(standardizedBatches(of())).rejects.toThrow(/at least 1 batches|at least one batch/);
    await expect(
      standardizedBatches(of({ inputs: new Matrix([[1, 2]]) }, { inputs: new Matrix([[1]]) })),
    ).rejects.toThrow("inputs of a batch to be any×2, got 1×1");
    await expect(standardizedBatches(of({ inputs: new Matrix([[Number.NaN]]) }))).rejects.toThrow(/finite/);
    await expect(standardizedBatches(of(5))).rejects.toThrow(
      /^Cannot standardize batches: expected inputs of a batch/,
    );
  });
});

describe("Files that batches are read from", () => {
  /** The files of this test that the process has open. */
  const open = (): readonly string[] =>
    readdirSync("/proc/self/fd").flatMap((descriptor) => {
      try {
        return [readlinkSync(`/proc/self/fd/${descriptor}`)].filter((path) => path.startsWith(scratch));
      } catch {
        return []; // that of the folder itself
      }
    });
  const rows = Array.from({ length: 40_000 }, (_, row) => `${row % 7},${row % 5},${row % 2 ? "yes" : "no"}`);
  const table = `a,b,told\n${rows.join("\n")}\n`;
  const file = (name: string, bytes: string | Uint8Array): string => {
    const path = join(scratch, name);
    writeFileSync(path, bytes);
    return path;
  };
  const { encoding } = datasetFromCsv(table.slice(0, 90).replace(/\n[^\n]*$/, "\n"), { label: "told" });
  const sizes = { batchSize: 10, shuffleBuffer: 20 };
  const made = {
    CSV: async () => csvBatches({ ...sizes, encoding, file: file("open.csv", table) }),
    "gzipped CSV": async () => csvBatches({ ...sizes, encoding, file: file("open.csv.gz", gzipSync(table)) }),
    "CSV with a wrong line": async () =>
      csvBatches({ ...sizes, encoding, file: file("wrong.csv", table.replace("6,0,no", "6,zebra,no")) }),
    IDX: () =>
      idxBatches({ ...sizes, inputs: file("open-x", idx(40_000, 2)), labels: file("open-y", idx(40_000)) }),
    "IDX with more labels": () =>
      idxBatches({ ...sizes, inputs: file("few-x", idx(300, 2)), labels: file("more-y", idx(40_000)) }),
    NumPy: () =>
      npyBatches({
        ...sizes,
        inputs: file("open.npy", toNpy(new Matrix(40_000, 2))),
        labels: file("told.npy", toNpy(new Int32Array(40_000))),
      }),
    standardized: async () =>
      standardizedBatches(csvBatches({ encoding, batchSize: 2000, file: file("scaled.csv", table) })),
  };

  it.runIf(process.platform === "linux").each(Object.entries(made))(
    "are closed where training stops in the middle, by a signal, an error or leaving: %s",
    async (_, make) => {
      const controller = new AbortController();
      const stops = [
        { onBatch: () => controller.abort(), signal: controller.signal },
        {
          onBatch: () => {
            throw new Error("stop here");
          },
        },
      ];
      for (const stop of stops) {
        const network = Network.fromSizes([2, 2], { seed: 1 });
        await expect(make().then((batches) => network.fit(batches, stop))).rejects.toThrow();
      }
      const left = make().then(async (batches) => {
        for await (const batch of batches) return batch.inputs.rows;
        return undefined;
      });
      await left.catch(() => {}); // a wrong line or count
      await vi.waitFor(() => expect(open()).toEqual([]));
    },
  );
});
