import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { StreamedBatch } from "../../src/data/streams/row-batches.ts";
import { toNpy } from "../../src/io/npy.ts";
import { npyBatches } from "../../src/io/npy-batches.ts";
import { Network } from "../../src/network/network.ts";
import { bitsOf } from "../support/bits.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const scratch = mkdtempSync(join(tmpdir(), "layerwise-npy-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const inputs = randomMatrix("inputs in npy", 11, 3);
const labels = Int32Array.from({ length: 11 }, (_, row) => row % 2);
const inPieces = (bytes: Uint8Array, size: number) => () =>
  (async function* () {
    for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
  })();
async function all(batches: AsyncIterable<StreamedBatch>): Promise<StreamedBatch[]> {
  const found: StreamedBatch[] = [];
  for await (const batch of batches) found.push(batch);
  return found;
}
/** The literal of a header of NumPy, with numbers behind it. */
function npy(header: string, body: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(header);
  return Uint8Array.of(0x93, ...new TextEncoder().encode("NUMPY"), 1, 0, text.length, 0, ...text, ...body);
}

describe("npyBatches", () => {
  it.each([1, 13, 10_000])("reads rows, labels and targets in pieces of %i bytes", async (size) => {
    const file = inPieces(toNpy(inputs), size);
    const options = { inputs: file, batchSize: 4, shuffleBuffer: 0 };
    const labeled = await all(await npyBatches({ ...options, labels: inPieces(toNpy(labels), size) }));
    expect(labeled.flatMap(({ inputs }) => inputs.to2DArray())).toEqual(inputs.to2DArray());
    expect(labeled.flatMap(({ labels }) => Array.from(labels!))).toEqual(Array.from(labels));
    const [first] = await all(await npyBatches({ ...options, targets: file }));
    expect(first!.targets!.to2DArray()).toEqual(first!.inputs.to2DArray());
  });

  it("reads the numbers of another order of bytes, as the header says", async () => {
    const body = new Uint8Array(8);
    new DataView(body.buffer).setInt16(0, -2);
    new DataView(body.buffer).setInt16(2, 300);
    new DataView(body.buffer).setInt16(4, 5);
    new DataView(body.buffer).setInt16(6, 6);
    const bytes = npy("{'descr': '>i2', 'fortran_order': False, 'shape': (2, 2), }", body);
    const [batch] = await all(await npyBatches({ inputs: inPieces(bytes, 5), shuffleBuffer: 0 }));
    expect(batch!.inputs.to2DArray()).toEqual([
      [-2, 300],
      [5, 6],
    ]);
  });

  it("trains a network from a file as from memory, to the bit", async () => {
    const path = join(scratch, "inputs.npy");
    writeFileSync(path, toNpy(inputs));
    const networks = [0, 1].map(() => Network.fromSizes([3, 4, 2], { seed: 1 }));
    await networks[0]!.fit(inputs, labels, { epochs: 2, batchSize: 5, shuffle: false });
    const files = { inputs: path, labels: inPieces(toNpy(labels), 9) };
    await networks[1]!.fit(await npyBatches({ ...files, batchSize: 5, shuffleBuffer: 0 }), { epochs: 2 });
    expect(bitsOf(networks[1]!.parameters)).toEqual(bitsOf(networks[0]!.parameters));
  });

  it("refuses files that are none, lie about their size, or lie in the order of Fortran", async () => {
    const read = async (bytes: Uint8Array): Promise<unknown> =>
      all(await npyBatches({ inputs: inPieces(bytes, 7) }));
    const bytes = toNpy(inputs);
    await expect(read(bytes.subarray(0, bytes.length - 1))).rejects.toThrow(
      "expected 11 examples in inputs, got 10",
    );
    await expect(read(Uint8Array.from([...bytes, 0]))).rejects.toThrow(
      "expected 11 examples in inputs, got more",
    );
    await expect(read(bytes.subarray(0, 9))).rejects.toThrow("inputs to be an npy file");
    const fortran = npy("{'descr': '<f8', 'fortran_order': True, 'shape': (2, 2), }", new Uint8Array(32));
    await expect(read(fortran)).rejects.toThrow("inputs in the order of C, got the order of Fortran");
    const huge = npy(
      "{'descr': '<f8', 'fortran_order': False, 'shape': (4000000000, 4000000000), }",
      new Uint8Array(8),
    );
    await expect(read(huge)).rejects.toThrow("inputs to hold rows of 1 to 16777216 numbers");
    const files = { inputs: inPieces(bytes, 7), labels: inPieces(toNpy(labels.slice(1)), 7) };
    await expect(npyBatches(files)).rejects.toThrow(/one label for each of 11 examples, got 10$/);
    await expect(npyBatches({ ...files, targets: files.labels })).rejects.toThrow(
      "one of labels and targets, got both",
    );
  });

  it.each([
    [[0.9, 1, 0], /the label of example 0 of the file to be an integer ≥ 0 .* got 0.9/],
    [[0, Number.NaN, 0], /got NaN/],
    [[0, 1, 4294967297], /got 4294967297/],
    [[0, -1, 0], /got -1/],
  ])("refuses labels that are none: %j", async (values, message) => {
    const files = {
      inputs: inPieces(toNpy([[1], [2], [3]]), 9),
      labels: inPieces(toNpy(Float64Array.from(values)), 9),
    };
    const batches = await npyBatches({ ...files, batchSize: 3, shuffleBuffer: 0 });
    await expect(all(batches)).rejects.toThrow(message);
  });
});
