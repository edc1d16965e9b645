import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Pipeline, type PipelineFromJSONOptions } from "../src/data/index.ts";
import {
  bernoulliUnits,
  DBN,
  dense,
  linear,
  Network,
  type PreprocessorReader,
  preprocessorFromJSON,
  RBM,
  residual,
  sigmoid,
  softmax,
  standardize,
} from "../src/index.ts";
import { loadModel, modelFromBytes, modelToBytes, type SavedModel } from "../src/io/index.ts";
import { DenoisingAutoencoder, StackedAutoencoders } from "../src/pretraining/index.ts";
import { callCommand } from "./support/call-command.ts";

const directory = mkdtempSync(join(tmpdir(), "layerwise-missing-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const seed = 1;
const activation = { ...sigmoid, name: "mine" };
const head = { ...softmax, name: "mine" };
const decoder = { ...linear, name: "mine" };
const units = { ...bernoulliUnits, name: "mine" };
const plain = dense({ inputs: 2, outputs: 2 });
const layer = { ...plain, kind: "mine", toJSON: () => ({ kind: "mine" }) };
const fitted = standardize.fit([
  [1, 2],
  [3, 5],
]);
const preparation = { ...fitted, name: "mine", toJSON: () => ({ name: "mine" }) };
const reader: PreprocessorReader = { name: "mine", fromJSON: () => preparation };

const network = new Network({ layers: [plain], head: softmax, seed });
const rbm = new RBM({ visible: 2, hidden: 2, visibleUnits: units, seed });
const autoencoder = (own: object) => new DenoisingAutoencoder({ visible: 2, hidden: 2, seed, ...own });

/** Models with one part of one's own each, and the option that brings it where they are read. */
const cases: Readonly<
  Record<string, readonly [model: SavedModel, said: string, own: PipelineFromJSONOptions]>
> = {
  "the head of a network": [
    new Network({ layers: [plain], head, seed }),
    'head to be one of "softmax", "logistic", "linear" or in the option heads, got "mine"',
    { heads: [head] },
  ],
  "a layer of a network": [
    new Network({ layers: [layer], head: softmax, seed }),
    'kind of a layer to be one of "dense", "activate", "dropout", "batchNorm", "layerNorm", "residual" or in the option layers, got "mine"',
    { layers: [{ kind: "mine", fromJSON: () => layer }] },
  ],
  "a layer inside another": [
    new Network({ layers: [residual([layer])], head: softmax, seed }),
    'or in the option layers, got "mine"',
    { layers: [{ kind: "mine", fromJSON: () => layer }] },
  ],
  "the activation of a layer": [
    new Network({ layers: [dense({ inputs: 2, outputs: 2, activation })], head: softmax, seed }),
    'or in the option activations, got "mine"',
    { activations: [activation] },
  ],
  "the units of an RBM": [
    rbm,
    'the name of units to be one of "bernoulli", "gaussian" or in the option units, got "mine"',
    { units: [units] },
  ],
  "the units of a DBN": [
    new DBN({ rbms: [rbm], seed }),
    'or in the option units, got "mine"',
    { units: [units] },
  ],
  "the model of a pipeline": [
    new Pipeline({ model: rbm }),
    'or in the option units, got "mine"',
    { units: [units] },
  ],
  "the preparation of a pipeline": [
    new Pipeline({ model: network, preparation }),
    'name to be one of "standardize", "minMax", "pcaWhiten", "zcaWhiten", "prepareInputs", "inTurn" or in the option preprocessors, got "mine"',
    { preprocessors: [reader] },
  ],
  "the activation of an autoencoder": [
    autoencoder({ activation }),
    'or in the option activations, got "mine"',
    { activations: [activation] },
  ],
  "the decoder of stacked autoencoders": [
    new StackedAutoencoders({ autoencoders: [autoencoder({ decoder })], seed }),
    'or in the option heads, got "mine"',
    { heads: [decoder] },
  ],
};

/** What reads the JSON of a model, by its class. */
function fromJSON(model: SavedModel, own: PipelineFromJSONOptions): unknown {
  const { fromJSON: read } = model.constructor as unknown as { fromJSON: (...given: unknown[]) => unknown };
  return read.call(model.constructor, JSON.parse(JSON.stringify(model)), own);
}

describe("A part of one's own that nobody brought", () => {
  const table = Object.entries(cases).map(([what, given]) => [what, ...given] as const);

  it.each(table)("is told with the option for it where JSON is read: %s", (_, model, said, own) => {
    expect(() => fromJSON(model, {})).toThrow(said);
    expect(JSON.stringify(fromJSON(model, own))).toBe(JSON.stringify(model));
  });

  it.each(table)(
    "is told with it and the file by loadModel, of either format: %s",
    async (_, model, said, own) => {
      for (const [name, content] of [
        ["model.safetensors", modelToBytes(model)],
        ["model.json", JSON.stringify(model)],
      ] as const) {
        const path = join(directory, name);
        writeFileSync(path, content);
        const error = await loadModel(path).catch((thrown: unknown) => thrown as Error);
        const { message } = error as Error;
        expect(message).toMatch(/^Cannot load a model: expected /);
        expect(message).toContain(`${said}, in ${JSON.stringify(path)}`);
        expect(message).not.toContain("a file of a model");
        expect(JSON.stringify(await loadModel(path, own))).toBe(JSON.stringify(model));
      }
      expect(() => modelFromBytes(modelToBytes(model))).toThrow(said);
    },
  );

  it.each(table)("is told by the command, with the call for a program: %s", async (_, model, said, own) => {
    const path = join(directory, "command.safetensors");
    writeFileSync(path, modelToBytes(model));
    const { code, errors } = await callCommand("info", path);
    expect(code).not.toBe(0);
    const text = errors.join("\n");
    expect(text).toContain(
      "expected a model of the library's parts alone (for one with parts of your own call ",
    );
    expect(text).toContain(`loadModel(path, { ${Object.keys(own)[0]} }) in the program that has them)`);
    expect(text).toContain(said);
  });

  it("is told by preprocessorFromJSON too, inside others as well", () => {
    const steps = { name: "inTurn", steps: [{ name: "mine" }] };
    for (const json of [{ name: "mine" }, steps]) {
      expect(() => preprocessorFromJSON(json)).toThrow('or in the option preprocessors, got "mine"');
      expect(preprocessorFromJSON(json, [reader]).transform([[1, 2]])).toEqual(fitted.transform([[1, 2]]));
    }
  });
});
