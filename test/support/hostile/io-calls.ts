import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as layerwise from "../../../src/index.ts";
import * as io from "../../../src/io/index.ts";
import { partOptions } from "./part-options.ts";
import { type ValidCall, valid } from "./valid.ts";

const tensor = (): io.Tensor => ({ shape: [2, 2], values: Float64Array.of(1, 2, 3, 4) });
const network = (): layerwise.Network =>
  layerwise.Network.fromSizes([3, 4, 2], { seed: 1, engine: "reference" });
const layers = (): layerwise.Layer[] => [layerwise.dense({ inputs: 2, outputs: 2 })];
const options = (): layerwise.FromJSONOptions => ({
  ...partOptions(),
  engine: "reference",
  threads: 1,
});

const directory = mkdtempSync(join(tmpdir(), "layerwise-io-"));
process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
const path = join(directory, "model.safetensors");
await io.saveModel(path, network());

const begun = new layerwise.Run();
const train = (saved: { readonly run: layerwise.Run }): Promise<unknown> =>
  network().fit([[0, 1, 1]], [0], { epochs: 1, run: saved.run });
await train({ run: begun });
let folders = 0;
/** A text that is tried as a path, in the folder that goes away again. */
const inScratch = (name: string): string =>
  typeof name === "string" && name !== "" ? join(directory, name) : name;
const opened = (values: io.TensorLike) => () => new Blob([io.toNpy(values)]).stream();

/** Every function of layerwise/io. */
export const ioCalls: readonly ValidCall[] = [
  valid(
    "withCheckpoints",
    (folder: string, ...given: [typeof train, io.CheckpointOptions]) =>
      io.withCheckpoints(inScratch(folder), ...given),
    () => [
      `checkpoints ${folders++}`,
      train,
      { everyEpochs: 1, everyMinutes: 10, keep: 2, monitor: "loss", about: { data: "none" } },
    ],
  ),
  valid("runToBytes", io.runToBytes, () => [begun]),
  valid("runFromBytes", io.runFromBytes, () => [io.runToBytes(begun)]),
  valid(
    "restoreModel",
    (model: layerwise.Network, run: layerwise.Run) => io.restoreModel(model, run),
    () => [network(), begun],
  ),
  valid("npyBatches", io.npyBatches, () => [
    { inputs: opened(tensor()), labels: opened([0, 1]), batchSize: 2, shuffleBuffer: 2, seed: 1 },
  ]),
  valid("npyBatches", io.npyBatches, () => [{ inputs: opened(tensor()), targets: opened(tensor()) }]),
  valid("fromNpy", io.fromNpy, () => [io.toNpy(tensor())]),
  valid("fromNpz", io.fromNpz, () => [io.toNpz({ a: tensor() })]),
  valid("fromSafetensors", io.fromSafetensors, () => [io.toSafetensors({ a: tensor() })]),
  valid("toNpy", io.toNpy, () => [tensor()]),
  valid("toNpy", io.toNpy, () => [
    [
      [1, 2],
      [3, 4],
    ],
  ]),
  valid("toNpz", io.toNpz, () => [{ a: tensor(), b: [1, 2] }]),
  valid("toSafetensors", io.toSafetensors, () => [
    { a: tensor(), b: [1, 2] },
    { metadata: { from: "here" } },
  ]),
  valid("matrixOfTensor", io.matrixOfTensor, () => [tensor()]),
  valid("fromTorch", io.fromTorch, () => [
    { "fc.weight": tensor(), "fc.bias": { shape: [2], values: Float32Array.of(1, 2) } },
    { layers: layers(), modules: { 0: "fc" } },
  ]),
  valid("toTorch", io.toTorch, () => [network(), { 0: "first", 1: "second" }]),
  valid("modelToBytes", io.modelToBytes, () => [network(), { provenance: { data: "none" } }]),
  valid("modelFromBytes", io.modelFromBytes, () => [io.modelToBytes(network()), options()]),
  valid(
    "saveModel",
    (model: io.Model, given: io.SaveOptions) => io.saveModel(path, model, given),
    () => [network(), { provenance: { data: "none" } }],
  ),
  valid("recordOf", io.recordOf, () => [network()]),
  valid("loadModel", io.loadModel, () => [path, options()]),
];
