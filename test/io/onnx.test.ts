import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { activations } from "../../src/activation/all.ts";
import { datasetFromCsv, Pipeline } from "../../src/data/index.ts";
import { heads } from "../../src/head/all.ts";
import {
  type Activation,
  activate,
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
  type MatrixLike,
  minMax,
  Network,
  type Preprocessor,
  pcaWhiten,
  prepareInputs,
  RBM,
  relu,
  residual,
  softmax,
  standardize,
  tanh,
  zcaWhiten,
} from "../../src/index.ts";
import { toOnnx } from "../../src/io/index.ts";
import { readOnnxFile } from "../../src/io/onnx/read-file.ts";
import { rectifiedGaussianUnits } from "../../src/rbm/index.ts";
import { anyNetwork, drawn, drawnNetwork, inSingle } from "../support/any-network.ts";
import { apart } from "../support/apart.ts";
import { randomMatrix } from "../support/random-matrix.ts";
import { runOnnx } from "../support/run-onnx.ts";

/**
 * What an output may differ by, in units of the largest output. Both sides start from the same float32 numbers; ONNX Runtime goes
 * on in float32, which rounds by 6·10⁻⁸ at each of the steps, and the reference engine in float64.
 */
const BOUND = 1e-6;

/** How far ONNX Runtime and the model are apart on rows of float32. */
async function errorOf(model: Network, name: string): Promise<number> {
  const rows = inSingle(randomMatrix(`rows of ${name}`, 20, model.inputs));
  const { outputs } = await runOnnx(toOnnx(model), rows);
  return apart(outputs, model.predict(rows));
}

const hidden = (activation = tanh): Layer => dense({ inputs: 6, outputs: 6, activation });

describe("toOnnx of a net", () => {
  it.each([...activations, leakyRelu(0.3)])(
    "computes $name as the float64 engine does",
    async (activation) => {
      const layers = [
        dense({ inputs: 5, outputs: 7, activation }),
        dense({ inputs: 7, outputs: 4, activation }),
      ];
      for (const name of ["a", "b", "c"]) {
        expect(await errorOf(drawnNetwork(layers, linear, name), name)).toBeLessThan(BOUND);
      }
    },
  );

  it.each<[string, readonly Layer[]]>([
    ["dense", [dense({ inputs: 6, outputs: 6 })]],
    ["activate", [dense({ inputs: 6, outputs: 6 }), batchNorm({ units: 6 }), activate(relu)]],
    ["batchNorm", [hidden(), batchNorm({ units: 6, epsilon: 1e-3 }), hidden(relu)]],
    ["batchNorm alone", [batchNorm({ units: 6 })]],
    ["layerNorm", [hidden(), layerNorm({ units: 6, epsilon: 1e-3 }), hidden(relu)]],
    ["dropout", [dropout({ rate: 0.5 }), hidden(), dropout({ rate: 0.1 })]],
    ["residual", [hidden(), residual([hidden(), residual([layerNorm({ units: 6 }), hidden(identity)])])]],
    ["residual of nothing", [hidden(), residual([dropout({ rate: 0.1 })])]],
  ])("computes %s under each head", async (name, layers) => {
    for (const head of heads) {
      expect(await errorOf(drawnNetwork(layers, head, name), name)).toBeLessThan(BOUND);
    }
  });

  it("computes any net of the library's layers", async () => {
    await fc.assert(
      fc.asyncProperty(anyNetwork, async (network) => {
        expect(await errorOf(network, "rows")).toBeLessThan(BOUND);
      }),
      { numRuns: 60, seed: 20 },
    );
  });

  it("takes batches of any size, one row or none of them special", async () => {
    const network = drawnNetwork([hidden(), dense({ inputs: 6, outputs: 3 })]);
    const bytes = toOnnx(network);
    for (const count of [1, 2, 257]) {
      const rows = inSingle(randomMatrix("rows", count, 6));
      const { outputs } = await runOnnx(bytes, rows);
      expect([outputs.rows, outputs.columns]).toEqual([count, 3]);
      expect(apart(outputs, network.predict(rows))).toBeLessThan(BOUND);
    }
  });

  it("does not change the net, and gives the same bytes twice", () => {
    const network = drawnNetwork([hidden(), batchNorm({ units: 6 })]);
    const before = JSON.stringify(network);
    expect(toOnnx(network)).toEqual(toOnnx(network));
    expect(JSON.stringify(network)).toBe(before);
  });

  it("says what the file is", () => {
    const { irVersion, opsets, producer, description, metadata, graph } = readOnnxFile(
      toOnnx(drawnNetwork([hidden()], softmax)),
    );
    expect({ irVersion, opsets, producer, metadata }).toEqual({
      irVersion: 8,
      opsets: { "": 17 },
      producer: "layerwise",
      metadata: { model: "network" },
    });
    expect(description).toBe("A layerwise network: inputs (batch, 6) give probabilities (batch, 6).");
    expect(graph.inputs).toEqual([{ name: "inputs", elementType: 1, dims: ["batch", 6] }]);
    expect(graph.outputs).toEqual([{ name: "probabilities", elementType: 1, dims: ["batch", 6] }]);
  });
});

describe("toOnnx of an RBM or a stack of them", () => {
  it.each([
    [bernoulliUnits, bernoulliUnits],
    [gaussianUnits, bernoulliUnits],
    [bernoulliUnits, gaussianUnits],
  ])("computes the hidden means of $name and $name units", async (visibleUnits, hiddenUnits) => {
    const options = {
      visible: 9,
      hidden: 5,
      visibleUnits,
      hiddenUnits,
      seed: 1,
      engine: "reference",
    } as const;
    const rbm = drawn(new RBM(options), "rbm");
    const rows = inSingle(Matrix.abs(randomMatrix("rows", 20, 9, 0.2)));
    const { output, outputs } = await runOnnx(toOnnx(rbm), rows);
    expect(output).toBe("features");
    expect(apart(outputs, rbm.hiddenMeans(rows))).toBeLessThan(BOUND);
  });

  it("computes the features of a DBN, in a pipeline behind its preparation too", async () => {
    const dbn = new DBN({ sizes: [9, 6, 4, 3], seed: 1, engine: "reference" });
    for (const rbm of dbn.rbms) drawn(rbm, String(rbm.seed));
    const rows = inSingle(randomMatrix("rows", 20, 9, 5));
    const preparation = minMax.fit(rows, { clip: true });
    const pipeline = new Pipeline({ model: dbn, preparation });
    const prepared = inSingle(preparation.transform(rows));
    expect(apart((await runOnnx(toOnnx(dbn), prepared)).outputs, dbn.transform(prepared))).toBeLessThan(
      BOUND,
    );
    expect(apart((await runOnnx(toOnnx(pipeline), rows)).outputs, pipeline.transform(rows))).toBeLessThan(
      BOUND,
    );
  });
});

/** Columns of very different size: one of years, one of a small spread about a large number, one that does not vary. */
const table = (count: number): Matrix => {
  const [spread, shift] = [
    [1, 10, 0.01, 3, 100, 0],
    [0, 2000, 1, -5, 1e5, 7],
  ];
  const rows = randomMatrix("table", count, 6).to2DArray();
  return inSingle(
    new Matrix(rows.map((row) => row.map((cell, column) => cell * spread[column]! + shift[column]!))),
  );
};

describe("toOnnx of a pipeline", () => {
  it.each<[string, (data: MatrixLike) => Preprocessor]>([
    ["standardize", standardize.fit],
    ["minMax", minMax.fit],
    ["minMax to a range of one's own", (data) => minMax.fit(data, { min: -1, max: 2 })],
    ["minMax with clip", (data) => minMax.fit(data, { min: -1, max: 2, clip: true })],
    ["pcaWhiten", pcaWhiten.fit],
    ["pcaWhiten of three components", (data) => pcaWhiten.fit(data, { components: 3, epsilon: 0.1 })],
    ["zcaWhiten", zcaWhiten.fit],
    ["prepareInputs", prepareInputs.fit],
    ["prepareInputs without decorrelation", (data) => prepareInputs.fit(data, { decorrelate: false })],
    ["inTurn", inTurn(standardize, inTurn(minMax, zcaWhiten)).fit],
  ])("prepares by %s, rows beyond those it was fitted on too", async (_, prepare) => {
    const rows = table(40);
    const preparation = prepare(rows.subMatrix(0, 19, 0, 5));
    const width = preparation.transform(rows).columns;
    const model = drawnNetwork([dense({ inputs: width, outputs: 3, activation: tanh })], linear);
    const pipeline = new Pipeline({ model, preparation });
    const { outputs } = await runOnnx(toOnnx(pipeline), rows);
    expect(apart(outputs, pipeline.predict(rows))).toBeLessThan(BOUND);
  });

  it.each<[string, (data: MatrixLike) => Preprocessor, number]>([
    ["standardize", standardize.fit, 6],
    ["minMax", (data) => minMax.fit(data, { min: -1, max: 2 }), 6],
    ["pcaWhiten", pcaWhiten.fit, 5],
    ["zcaWhiten", zcaWhiten.fit, 5],
    ["inTurn", inTurn(standardize, minMax).fit, 6],
  ])("gives numbers in their own units by the inverse of %s", async (_, prepare, outputs) => {
    const targetScaling = prepare(table(20).subMatrix(0, 19, 0, outputs - 1));
    const model = drawnNetwork([dense({ inputs: 4, outputs })], linear);
    const pipeline = new Pipeline({ model, targetScaling });
    const rows = inSingle(randomMatrix("rows", 20, 4));
    const run = await runOnnx(toOnnx(pipeline), rows);
    const expected = pipeline.predict(rows);
    for (let column = 0; column < outputs; column++) {
      const own = (matrix: Matrix): Matrix => matrix.subMatrix(0, 19, column, column);
      expect(apart(own(run.outputs), own(expected))).toBeLessThan(BOUND);
    }
  });

  it("holds the names of classes and columns, and says that the table is encoded elsewhere", async () => {
    const csv = `size,color,kind\n${"1,red,cat\n2,blue,cat\n7,red,dog\n8,blue,dog\n".repeat(5)}`;
    const data = datasetFromCsv(csv, { label: "kind", categorical: ["color"] });
    const pipeline = await Pipeline.fit(data, { hidden: [4], epochs: 2, seed: 1, engine: "reference" });
    const bytes = toOnnx(pipeline);
    const { metadata, description } = readOnnxFile(bytes);
    expect(JSON.parse(metadata.classNames!)).toEqual(["cat", "dog"]);
    expect(JSON.parse(metadata.columnNames!)).toEqual(pipeline.columnNames);
    expect(description).toContain("its inputs are columns of the encoded table");
    const record = { size: 3, color: "blue" };
    const { outputs } = await runOnnx(bytes, pipeline.encoding!.encode([record]));
    expect(apart(outputs, pipeline.predict(record))).toBeLessThan(BOUND);
  });
});

describe("toOnnx refuses", () => {
  const network = (layers: readonly Layer[], head: Head = softmax): Network =>
    new Network({ layers, head, seed: 1, engine: "reference" });
  const cube: Activation = { name: "cube", maxSlope: 3, apply: (z) => z ** 3, slope: (z) => 3 * z ** 2 };
  const own: Preprocessor = {
    ...standardize.fit([
      [1, 2],
      [3, 5],
    ]),
    name: "own",
  };
  it.each<[string, () => Parameters<typeof toOnnx>[0], string]>([
    ["no model", () => undefined as never, "a Network, an RBM, a DBN or a Pipeline, got undefined"],
    ["a matrix", () => new Matrix([[1]]) as never, "a Network, an RBM, a DBN or a Pipeline, got Matrix"],
    [
      "an activation of one's own",
      () => network([residual([dense({ inputs: 2, outputs: 2, activation: cube })])]),
      "layer 0.0 to have an activation of the library (ONNX has no function of one's own; train with one of the library's, or end the net before that layer), got \"cube\"",
    ],
    [
      "a layer of one's own",
      () => network([{ ...dense({ inputs: 2, outputs: 2 }), kind: "own" }]),
      "layer 0 to be one of the library",
    ],
    [
      "a head of one's own",
      () => network([dense({ inputs: 2, outputs: 2 })], { ...logistic, name: "own" }),
      "a head of the library, softmax, logistic or linear",
    ],
    [
      "units whose mean is no activation",
      () => new RBM({ visible: 2, hidden: 2, hiddenUnits: rectifiedGaussianUnits }),
      'hidden units whose mean is an activation, as that of bernoulliUnits is, got "rectifiedGaussian"',
    ],
    [
      "a preparation of one's own",
      () => new Pipeline({ model: network([dense({ inputs: 2, outputs: 2 })]), preparation: own }),
      "the preparation to be of",
    ],
    [
      "a weight that no float32 holds",
      () => {
        const large = network([dense({ inputs: 2, outputs: 2 })]);
        large.parameters["0.weights"]!.set(1, 0, 1e39);
        return large;
      },
      "0.weights to be finite in float32, got 1e+39 at row 1, column 0",
    ],
    [
      "a range that no float32 divides by",
      () =>
        new Pipeline({
          model: network([dense({ inputs: 1, outputs: 2 })]),
          preparation: minMax.fit([[0], [1e-45]]),
        }),
      "preparation.factors to be finite in float32",
    ],
    [
      "an epsilon that is 0 in float32",
      () => network([batchNorm({ units: 2, epsilon: 1e-60 })]),
      "epsilon of layer 0 to be > 0 in float32, got 1e-60",
    ],
    [
      "a slope that no float32 holds",
      () => network([dense({ inputs: 2, outputs: 2, activation: leakyRelu(1e50) })]),
      "alpha of 0.LeakyRelu to be finite in float32",
    ],
  ])("%s", (_, model, message) => {
    expect(() => toOnnx(model())).toThrow(`Cannot write ONNX: expected ${message}`);
  });
});
