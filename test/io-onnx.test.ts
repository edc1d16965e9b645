import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { activations } from "../src/activation/all.ts";
import { datasetFromCsv, datasetFromRows, Pipeline } from "../src/data/index.ts";
import { heads } from "../src/head/all.ts";
import {
  batchNorm,
  bernoulliUnits,
  DBN,
  dense,
  dropout,
  gaussianUnits,
  type Head,
  identity,
  inTurn,
  type Layer,
  layerNorm,
  leakyRelu,
  linear,
  logistic,
  Matrix,
  minMax,
  Network,
  type Preprocessor,
  pcaWhiten,
  prepareInputs,
  type RBM,
  relu,
  residual,
  softmax,
  standardize,
  tanh,
  type Units,
  zcaWhiten,
} from "../src/index.ts";
import { toOnnx } from "../src/io/index.ts";
import { mapParameters } from "../src/parameters.ts";
import { randomMatrix } from "./support/random-matrix.ts";
import { apart, runOnnx } from "./support/run-onnx.ts";

/** Largest error of an output in units of the largest output: what float32 may do to a net of a few layers. */
const BOUND = 1e-6;

/** Numbers that float32 holds, so that both sides start from the same. */
const single = (matrix: Matrix): Matrix => new Matrix(matrix.to2DArray().map((row) => row.map(Math.fround)));

/** Draws every value of a model anew, as numbers of float32: gains, biases and running statistics too. */
function drawn<Model extends Network | RBM>(model: Model, name: string): Model {
  const values = { ...model.parameters, ...("statistics" in model ? model.statistics : {}) };
  mapParameters(values, (matrix, key) => {
    const around = /gain$|Variance$/.test(key) ? 1 : 0;
    const std = /weights$/.test(key) ? 1 / Math.sqrt(matrix.rows) : 0.3;
    const draws = randomMatrix(`${name} ${key}`, matrix.rows, matrix.columns, std);
    for (let row = 0; row < matrix.rows; row++) {
      for (let column = 0; column < matrix.columns; column++) {
        const value = around + draws.get(row, column);
        matrix.set(row, column, Math.fround(/Variance$/.test(key) ? Math.abs(value) + 0.1 : value));
      }
    }
  });
  return model;
}

const networkOf = (layers: readonly Layer[], head: Head, name = "net"): Network =>
  drawn(new Network({ layers, head, seed: 1, engine: "reference" }), name);

const hidden = (activation = tanh): Layer => dense({ inputs: 6, outputs: 6, activation });
const figures = new Map<string, number>();
const noted = (kind: string, error: number): number => {
  figures.set(kind, Math.max(figures.get(kind) ?? 0, error));
  return error;
};

async function errorOf(network: Network, name: string): Promise<number> {
  const rows = single(randomMatrix(`rows of ${name}`, 20, network.inputs));
  const { outputs } = await runOnnx(toOnnx(network), rows);
  return noted(name.replace(/ \d+$/, ""), apart(outputs, network.predict(rows)));
}

describe("toOnnx of a net", () => {
  it.each([...activations, leakyRelu(0.3)])(
    "computes $name as the float64 engine does",
    async (activation) => {
      for (let seed = 0; seed < 5; seed++) {
        const layers = [
          dense({ inputs: 5, outputs: 7, activation }),
          dense({ inputs: 7, outputs: 4, activation }),
        ];
        expect(
          await errorOf(networkOf(layers, linear, `${seed}`), `${activation.name} ${seed}`),
        ).toBeLessThan(BOUND);
      }
    },
  );

  it.each<[string, readonly Layer[]]>([
    ["dense", [dense({ inputs: 6, outputs: 6 })]],
    ["batchNorm", [hidden(), batchNorm({ units: 6, epsilon: 1e-3 }), hidden(relu)]],
    ["layerNorm", [hidden(), layerNorm({ units: 6, epsilon: 1e-3 }), hidden(relu)]],
    ["dropout", [dropout({ rate: 0.5 }), hidden(), dropout({ rate: 0.1 })]],
    ["residual", [hidden(), residual([hidden(), residual([layerNorm({ units: 6 }), hidden(identity)])])]],
    ["residual of nothing", [hidden(), residual([dropout({ rate: 0.1 })])]],
    ["batchNorm alone", [batchNorm({ units: 6 })]],
  ])("computes %s under each head", async (kind, layers) => {
    for (const head of heads) {
      for (let seed = 0; seed < 5; seed++) {
        expect(
          await errorOf(networkOf(layers, head, `${seed}`), `${kind} ${head.name} ${seed}`),
        ).toBeLessThan(BOUND);
      }
    }
  });
});
describe("toOnnx prep", () => {
  it.each([
    standardize,
    minMax,
    { name: "clip", fit: (d: Matrix) => minMax.fit(d, { clip: true, min: -1, max: 2 }) },
    pcaWhiten,
    zcaWhiten,
    prepareInputs,
    inTurn(standardize, minMax, zcaWhiten),
  ])("$name", async (kind) => {
    for (let seed = 0; seed < 5; seed++) {
      const spread = [1, 10, 0.01, 3, 100];
      const shift = [0, 2000, 1, -5, 1e5];
      const rows = single(
        new Matrix(
          randomMatrix(`${seed}`, 40, 5)
            .to2DArray()
            .map((row) => row.map((x, i) => x * spread[i]! + shift[i]!)),
        ),
      );
      const preparation = kind.fit(rows);
      const width = preparation.transform(rows).columns;
      const net = networkOf([dense({ inputs: width, outputs: 3, activation: tanh })], linear);
      const pipeline = new Pipeline({ model: net, preparation });
      const { outputs } = await runOnnx(toOnnx(pipeline), rows);
      noted(kind.name, apart(outputs, pipeline.predict(rows)));
    }
    console.log(figures);
  });
});
