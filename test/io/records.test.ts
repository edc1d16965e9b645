import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { datasetFromRows, Pipeline } from "../../src/data/index.ts";
import { DBN, type MatrixLike, Network, RBM } from "../../src/index.ts";
import { writeContainer } from "../../src/io/container.ts";
import {
  fromSafetensors,
  loadModel,
  modelFromBytes,
  modelToBytes,
  recordOf,
  type SavedModel,
  saveModel,
} from "../../src/io/index.ts";
import { sealed } from "../../src/io/model/model-file.ts";
import { StackedAutoencoders } from "../../src/pretraining/index.ts";
import { engine } from "../support/engine-under-test.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const scratch = mkdtempSync(join(tmpdir(), "layerwise-records-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const inputs: MatrixLike = randomMatrix("inputs with a record", 40, 3);
const labels = Array.from({ length: 40 }, (_, row) => row % 2);
const fitted = (): Promise<Pipeline> =>
  Pipeline.fit(datasetFromRows(inputs, { labels }), {
    ...{ hidden: [4], epochs: 3, batchSize: 10, seed: "s", engine },
    pretrain: { epochs: 2 },
  });
const provenance = { data: "iris.csv", by: "a test" };
const models: readonly [string, () => SavedModel][] = [
  ["Network", () => Network.fromSizes([3, 2], { seed: 1, engine })],
  ["RBM", () => new RBM({ visible: 3, hidden: 2, seed: 1, engine })],
  ["DBN", () => new DBN({ sizes: [3, 2], seed: 1, engine })],
  ["Pipeline", () => new Pipeline({ model: Network.fromSizes([3, 2], { seed: 1, engine }) })],
  ["StackedAutoencoders", () => new StackedAutoencoders({ sizes: [3, 2], seed: 1, engine })],
];

describe("recordOf", () => {
  it("tells how a pipeline was trained, which its file says too, and every file that is saved of what was loaded", async () => {
    const pipeline = await fitted();
    const { training, pretraining } = recordOf(pipeline);
    expect(training).toEqual({
      seed: pipeline.history!.seed,
      engine: engine.name,
      ending: "all epochs done",
      epochsDone: 3,
      settings: pipeline.history!.settings,
    });
    expect(pretraining!.epochsDone).toBe(2);
    const bytes = modelToBytes(pipeline, { provenance });
    const path = join(scratch, "a.safetensors");
    let again = modelFromBytes(bytes, { engine });
    for (let time = 0; time < 3; time++) {
      expect(recordOf(again)).toEqual({ training, pretraining, provenance });
      await saveModel(path, again);
      expect(readFileSync(path).equals(bytes)).toBe(true);
      again = await loadModel(path, { engine });
    }
  });

  it.each(models)("tells where a %s comes from, whose file is written again to the byte", (_, make) => {
    const bytes = modelToBytes(make(), { provenance });
    const again = modelFromBytes<SavedModel>(bytes, { engine });
    expect(recordOf(make())).toEqual({});
    expect(recordOf(again)).toEqual({ provenance });
    expect(Buffer.from(modelToBytes(again)).equals(bytes)).toBe(true);
    expect(recordOf(modelFromBytes<SavedModel>(modelToBytes(again, { provenance: { other: "1" } })))).toEqual(
      {
        provenance: { other: "1" },
      },
    );
    expect(recordOf(modelFromBytes<SavedModel>(modelToBytes(again, { provenance: {} })))).toEqual({
      provenance: {},
    });
    expect(JSON.stringify(again)).not.toContain("iris.csv");
  });

  it("says of a training that the numbers are others since, after another training of any part", async () => {
    const bytes = modelToBytes(await fitted());
    const { training } = recordOf(modelFromBytes(bytes));
    const changes: readonly ((pipeline: Pipeline) => unknown)[] = [
      ({ network }) => network.fit(inputs, labels, { epochs: 1 }),
      ({ network }) => network.freeze(0).fit(inputs, labels, { epochs: 1 }),
      ({ network }) => network.parameters["0.bias"]!.set(0, 0, 5),
    ];
    for (const change of changes) {
      const again = modelFromBytes(bytes, { engine }) as Pipeline;
      again.classify(inputs);
      expect(recordOf(again).training).toEqual(training);
      await change(again);
      expect(recordOf(again).training).toEqual({ ...training, changedSince: true });
      const later = modelFromBytes(modelToBytes(again), { engine });
      expect(recordOf(later).training).toEqual({ ...training, changedSince: true });
    }
  });

  it("says so of a pipeline that was fitted here and trained on, too", async () => {
    const pipeline = await fitted();
    const before = recordOf(pipeline);
    expect([before.training?.changedSince, pipeline.isTrainedSince]).toEqual([undefined, false]);
    await pipeline.network.fit(inputs, labels, { epochs: 1 });
    expect(pipeline.isTrainedSince).toBe(true);
    expect((modelFromBytes(modelToBytes(pipeline), { engine }) as Pipeline).isTrainedSince).toBeUndefined();
    expect(() => recordOf(new Proxy(pipeline, {}))).toThrow(
      "Cannot tell the record of a model: expected a pipeline of this library, got what throws",
    );
    expect(recordOf(pipeline)).toEqual({ ...before, training: { ...before.training, changedSince: true } });
    expect(recordOf(modelFromBytes(modelToBytes(pipeline), { engine }))).toEqual(recordOf(pipeline));
  });

  it("reads the records of files of version 0.1", async () => {
    const folder = fileURLToPath(new URL("../fixtures/formats/", import.meta.url));
    const model = await loadModel(`${folder}pipeline.safetensors`);
    expect(recordOf(model)).toMatchObject({
      training: { settings: [{}] },
      provenance: { made: expect.any(String) },
    });
    expect(recordOf(await loadModel(`${folder}pipeline.json`))).toEqual({});
  });

  it("is never what nobody wrote: a text that is no record is refused when it is loaded", () => {
    const { tensors, metadata } = fromSafetensors(modelToBytes(Network.fromSizes([3, 2], { seed: 1 })));
    const { description_crc32: _, ...texts } = metadata;
    for (const [name, text, message] of [
      ["training", "{", 'expected training to be a record in JSON, got "{"'],
      ["pretraining", "[1]", "expected pretraining to be a record in JSON, got "],
      ["provenance", '{"data":1}', "expected provenance to be texts by name, got 1 as "],
    ] as const) {
      const bytes = writeContainer(new Map(Object.entries(tensors)), () =>
        sealed({ ...texts, [name]: text }),
      );
      expect(() => modelFromBytes(bytes)).toThrow(`Cannot load a model: ${message}`);
    }
  });
});

describe("saveModel", () => {
  it("refuses provenance for JSON, which has no place for it, and writes nothing", async () => {
    const path = join(scratch, "a.JSON");
    await expect(saveModel(path, Network.fromSizes([3, 2]), { provenance })).rejects.toThrow(
      /^Cannot save a model: expected no provenance for a file of JSON, which has no place for it .*, got ".*a.JSON"$/,
    );
    await expect(loadModel(path)).rejects.toThrow("a file that exists");
  });
});
