import { describe, expect, it } from "vitest";
import { datasetFromRows } from "../src/data/dataset-from-rows.ts";
import { accuracy } from "../src/data/metrics/accuracy.ts";
import { oneHot } from "../src/data/one-hot.ts";
import { shiftingBar } from "../src/data/shifting-bar.ts";
import { take } from "../src/data/take.ts";
import { DBN } from "../src/dbn/dbn.ts";
import { batchNorm } from "../src/layers/batch-norm.ts";
import { dense } from "../src/layers/dense.ts";
import { residual } from "../src/layers/residual.ts";
import { toMatrix } from "../src/matrix/matrix.ts";
import { Network } from "../src/network/network.ts";
import type { NetworkJSON } from "../src/network/network-json.ts";
import { preprocessorFromJSON } from "../src/preprocess/from-json.ts";
import type { PreprocessorJSON } from "../src/preprocess/preprocessor.ts";
import { standardize } from "../src/preprocess/standardize.ts";
import { RandomStream } from "../src/random/stream.ts";
import { RBM } from "../src/rbm/rbm.ts";
import type { RBMJSON } from "../src/rbm/rbm-json.ts";
import { persistentContrastiveDivergence } from "../src/rbm/samplers/persistent-contrastive-divergence.ts";

const MOST = "at most 268435456 numbers";

describe("A size that cannot be had", () => {
  it.each<[string, () => unknown, string]>([
    [
      "new RBM",
      () => new RBM({ visible: 1e9, hidden: 1e9 }),
      `weights to hold ${MOST}, got 1000000000×1000000000`,
    ],
    ["new RBM", () => new RBM({ visible: 1, hidden: 2 ** 31 }), `weights to hold ${MOST}, got 1×2147483648`],
    ["new DBN", () => new DBN({ sizes: [2, 2 ** 31] }), `weights to hold ${MOST}, got 2×2147483648`],
    [
      "dense",
      () => dense({ inputs: 1e9, outputs: 1e9 }),
      `weights to hold ${MOST}, got 1000000000×1000000000`,
    ],
    ["batchNorm", () => batchNorm({ units: 2 ** 40 }), `gain to hold ${MOST}, got 1×1099511627776`],
    [
      "Network.fromSizes",
      () => Network.fromSizes([2, 2 ** 31, 2]),
      `weights to hold ${MOST}, got 2×2147483648`,
    ],
    ["toNetwork", () => new DBN({ sizes: [2, 2] }).toNetwork({ outputs: 2 ** 31 }), `got 2×2147483648`],
    [
      "rbm.sample",
      () => new RBM({ visible: 2, hidden: 2 }).sample({ count: 1e9 }),
      `samples to hold ${MOST}`,
    ],
    ["rows", () => toMatrix("read", "rows", { length: 2 ** 40 } as never), "got undefined as row 0"],
    ["rows", () => toMatrix("read", "rows", [{ length: 2 ** 40 }] as never), `${MOST}, got 1×1099511627776`],
    ["rows", () => toMatrix("read", "rows", new Array(2 ** 32 - 1)), "got undefined as row 0"],
    ["uniforms", () => new RandomStream(1, "x").uniforms(1e12), "count to be an integer ≥ 0 and ≤ 268435456"],
    ["permutation", () => new RandomStream(1, "x").permutation(1e12), "got 1000000000000"],
    ["oneHot", () => oneHot([0], 2 ** 31), `the result to hold ${MOST}, got 1×2147483648`],
    ["shiftingBar", () => shiftingBar({ length: 1e6, bar: 2 }), `got 1000000×1000000`],
    ["take", () => take(datasetFromRows([[1]]), { length: 2 ** 40 }), "got undefined at position 0"],
    ["accuracy", () => accuracy({ length: 2 ** 40 }, [0]), "got undefined at example 0"],
  ])("is refused before anything is made for it: %s", (_name, make, text) => {
    expect(make).toThrow(text);
  });

  it("is refused where chains are begun", async () => {
    const sampler = persistentContrastiveDivergence({ chains: 2 ** 31 });
    const run = new RBM({ visible: 2, hidden: 2 }).fit([[0, 1]], { sampler });
    await expect(run).rejects.toThrow("chains to hold at most 268435456 numbers, got 2147483648×2");
  });
});

describe("JSON that claims more than it holds", () => {
  const network = Network.fromSizes([2, 3, 2], { seed: 1 }).toJSON();
  const change = (layer: object, changes: object = {}): NetworkJSON =>
    ({ ...network, layers: [layer, network.layers[1]], ...changes }) as NetworkJSON;
  const weights = network.parameters["0.weights"]!;

  it.each<[string, () => NetworkJSON, string]>([
    [
      "layers",
      () => change({ ...network.layers[0], inputs: 5000, outputs: 5000 }),
      'parameters to hold "0.weights" of 200000000 bytes, got at most 48',
    ],
    [
      "layers inside others",
      () => change(residual([dense({ inputs: 5000, outputs: 5000 })]).toJSON()),
      'parameters to hold "0.0.weights", got ["0.weights"',
    ],
    ["units", () => change(batchNorm({ units: 2 ** 27 }).toJSON()), 'parameters to hold "0.gain", got'],
    [
      "matrices",
      () =>
        change(network.layers[0]!, {
          parameters: { ...network.parameters, "0.weights": { ...weights, rows: 2 ** 31, columns: 2 } },
        }),
      '"0.weights" to hold 34359738368 bytes, got 48',
    ],
    [
      "rows without columns",
      () =>
        change(network.layers[0]!, {
          parameters: { ...network.parameters, "1.bias": { rows: 2 ** 31, columns: 0, float64: "" } },
        }),
      'columns of "1.bias" to be an integer ≥ 1, got 0',
    ],
  ])("of a network, in its %s, is refused", (_name, json, text) => {
    expect(() => Network.fromJSON(json())).toThrow(`Cannot read a network from JSON: expected ${text}`);
  });

  it("of an RBM, a DBN or a preparation is refused", () => {
    const rbm = new RBM({ visible: 2, hidden: 2, seed: 1 }).toJSON();
    const large: RBMJSON = {
      ...rbm,
      parameters: { ...rbm.parameters, weights: { ...rbm.parameters.weights, rows: 2 ** 31 } },
    };
    const text = "weights to hold 34359738368 bytes, got 32";
    expect(() => RBM.fromJSON(large)).toThrow(text);
    expect(() => DBN.fromJSON({ format: "layerwise/dbn", version: 1, seed: 1, rbms: [large] })).toThrow(text);
    const prepared = standardize
      .fit([
        [1, 2],
        [3, 4],
      ])
      .toJSON() as unknown as Record<string, object>;
    const claims = { ...prepared, means: { ...prepared.means, columns: 2 ** 31 } };
    expect(() => preprocessorFromJSON(claims as unknown as PreprocessorJSON)).toThrow(
      "means to hold 17179869184 bytes, got 16",
    );
  });
});
