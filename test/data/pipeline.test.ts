import { describe, expect, it } from "vitest";
import { datasetFromCsv } from "../../src/data/csv.ts";
import type { Dataset, LabeledDataset, NumericDataset } from "../../src/data/dataset.ts";
import { loadDigits } from "../../src/data/digits.ts";
import type { PipelineParts } from "../../src/data/pipeline/parts.ts";
import { Pipeline } from "../../src/data/pipeline/pipeline.ts";
import type { PipelineJSON } from "../../src/data/pipeline/pipeline-json.ts";
import type { PipelineRows } from "../../src/data/pipeline/read-rows.ts";
import { take } from "../../src/data/take.ts";
import {
  type Activation,
  bernoulliUnits,
  DBN,
  dense,
  GradientProbe,
  gaussianUnits,
  inTurn,
  linear,
  logistic,
  Matrix,
  type MatrixLike,
  minMax,
  Network,
  pcaWhiten,
  RandomStream,
  RBM,
  softmax,
  standardize,
  tanh,
  zcaWhiten,
} from "../../src/index.ts";
import { engine, expectWithin, tolerance } from "../support/engine-under-test.ts";

const random = new RandomStream(1, "pipeline test");

/** Three kinds of flowers, apart along both columns, which are in very different units. */
const flowers: LabeledDataset = Object.freeze({
  name: "flowers",
  inputs: new Matrix(
    Array.from({ length: 60 }, (_, row) => [
      1000 * (row % 3) + 100 * random.normal(),
      0.001 * ((row + 1) % 3) + 0.0001 * random.normal(),
    ]),
  ),
  columnNames: ["length", "width"],
  labels: Int32Array.from({ length: 60 }, (_, row) => row % 3),
  classes: 3,
  classNames: ["iris", "lily", "rose"],
});

/** Two targets in very different units, both linear in the inputs. */
const houses: NumericDataset = Object.freeze({
  name: "houses",
  inputs: new Matrix(Array.from({ length: 80 }, () => [50 * random.normal() + 200, random.normal()])),
  columnNames: ["size", "age"],
  targets: new Matrix(80, 2),
  targetNames: ["price", "tax"],
});
for (let row = 0; row < 80; row++) {
  const [size, age] = houses.inputs.getRow(row) as [number, number];
  (houses.targets as Matrix).setRow(row, [1e6 + 3000 * size - 20000 * age, 0.001 * size]);
}

const quick = { hidden: [6], epochs: 30, seed: 1, engine } as const;
const fitted = await Pipeline.fit(flowers, { ...quick, epochs: 150 });
const dbn = new DBN({ sizes: [2, 4, 3], seed: 1, engine });
const scaling = minMax.fit(flowers.inputs, { clip: true });
const features = new Pipeline({ model: dbn, preparation: scaling, columnNames: flowers.columnNames });
const reload = (pipeline: Pipeline): Pipeline =>
  Pipeline.fromJSON(JSON.parse(JSON.stringify(pipeline)), { engine });

describe("Pipeline.fit", () => {
  it("standardizes, trains a net of these widths and remembers names and the record of the training", () => {
    expect(fitted.preparation).toMatchObject({ name: "standardize" });
    expect(fitted.network.layers.map(({ outputs }) => outputs)).toEqual([6, 3]);
    expect(fitted.network.head).toBe(softmax);
    expect(fitted).toMatchObject({
      columns: 2,
      columnNames: ["length", "width"],
      classNames: ["iris", "lily", "rose"],
      targetScaling: undefined,
      encoding: undefined,
    });
    expect(fitted.history!.epochs).toHaveLength(150);
    expect(fitted.evaluate(flowers).accuracy).toBe(1);
  });

  it("does what is done by hand, to the bit", async () => {
    const preparation = standardize.fit(flowers.inputs);
    const inputs = preparation.transform(flowers.inputs);
    const network = Network.fromSizes([2, 6, 3], { seed: 1, engine });
    await network.fit(inputs, flowers.labels, { epochs: 30 });
    const pipeline = await Pipeline.fit(flowers, quick);
    expect(JSON.stringify(pipeline.network)).toBe(JSON.stringify(network));
    expect(pipeline.predict(flowers).to2DArray()).toEqual(network.predict(inputs).to2DArray());
    expect(pipeline.evaluate(flowers)).toEqual(network.evaluate(inputs, flowers.labels));
    expect(pipeline.prepare(flowers).to2DArray()).toEqual(inputs.to2DArray());
  });

  it("pretrains Gaussian units on standardized columns of a table, and binary ones where it is told to scale to [0, 1]", async () => {
    const pretrain = { epochs: 3, batchSize: 20 };
    const table = await Pipeline.fit(flowers, { ...quick, hidden: [4, 3], pretrain });
    const standardized = standardize.fit(flowers.inputs);
    const gaussian = new DBN({ sizes: [2, 4, 3], visibleUnits: gaussianUnits, seed: 1, engine });
    await gaussian.pretrain(standardized.transform(flowers.inputs), pretrain);
    const fromGaussian = gaussian.toNetwork({ outputs: 3 });
    await fromGaussian.fit(standardized.transform(flowers.inputs), flowers.labels, { epochs: 30 });
    expect(JSON.stringify(table.network)).toBe(JSON.stringify(fromGaussian));

    const toUnits = { fit: (data: MatrixLike) => minMax.fit(data, { clip: true }) };
    const options = { ...quick, hidden: [4, 3], pretrain };
    const pipeline = await Pipeline.fit(flowers, { ...options, preparation: toUnits });
    expect(
      (await Pipeline.fit(flowers, { ...options, visibleUnits: bernoulliUnits })).predict(flowers),
    ).toEqual(pipeline.predict(flowers));
    const inputs = scaling.transform(flowers.inputs);
    const stack = new DBN({ sizes: [2, 4, 3], seed: 1, engine });
    await stack.pretrain(inputs, pretrain);
    const network = stack.toNetwork({ outputs: 3 });
    await network.fit(inputs, flowers.labels, { epochs: 30 });
    expect(JSON.stringify(pipeline.preparation)).toBe(JSON.stringify(scaling));
    expect(JSON.stringify(pipeline.network)).toBe(JSON.stringify(network));
    expect(pipeline.pretrainingHistory!.epochs).toHaveLength(6);
    expect(() => pipeline.predict([1e9, -1e9])).not.toThrow();
  });

  it("tells numbers in their own units, however large or small, and how much of their variance it explains", async () => {
    const pipeline = await Pipeline.fit(houses, { hidden: [8], epochs: 200, seed: 1, engine });
    expect(pipeline.network.head).toBe(linear);
    expect(pipeline.targetNames).toEqual(["price", "tax"]);
    const predicted = pipeline.predict(houses);
    const { loss, rSquared, ...rest } = pipeline.evaluate(houses);
    expect(rest).toEqual({});
    expect(rSquared).toBeGreaterThan(0.95);
    // by its definition, and of standardized targets the loss is what is left of it
    const shares = [0, 1].map((column) => {
      const [actual, told] = [houses.targets.getColumn(column), predicted.getColumn(column)];
      const mean = actual.reduce((sum, value) => sum + value) / 80;
      const sum = (term: (row: number) => number) => actual.reduce((total, _, row) => total + term(row), 0);
      return 1 - sum((row) => (actual[row]! - told[row]!) ** 2) / sum((row) => (actual[row]! - mean) ** 2);
    });
    expectWithin(rSquared, (shares[0]! + shares[1]!) / 2, 1e-12);
    expectWithin(loss, 1 - rSquared!, tolerance(1e-12, 80));
    const loaded = reload(pipeline);
    expect(loaded.predict(houses).to2DArray()).toEqual(predicted.to2DArray());
    expect(loaded.evaluate(houses)).toEqual({ loss, rSquared });
  });

  it("gives targets that do not vary exactly, and leaves R² out of a single example", async () => {
    const same = { ...houses, targets: Matrix.ones(80, 1), targetNames: ["one"] };
    const pipeline = await Pipeline.fit(same, quick);
    expect(pipeline.predict([200, 0]).to2DArray()).toEqual([[1]]);
    expect(pipeline.evaluate(same)).toEqual({ loss: expect.any(Number), rSquared: 1 });
    expect(pipeline.evaluate(take(same, [3]))).toEqual({ loss: expect.any(Number) });
  });

  it("leaves images in [0, 1] as they are, pretrained or not, and scales other images", async () => {
    const digits = take(
      await loadDigits(),
      Array.from({ length: 40 }, (_, row) => row),
    );
    const run = { hidden: [5], epochs: 1, seed: 1, engine };
    expect((await Pipeline.fit(digits, run)).preparation).toBeUndefined();
    expect((await Pipeline.fit(digits, { ...run, pretrain: { epochs: 1 } })).preparation).toBeUndefined();
    const bytes = { ...digits, inputs: Matrix.mul(digits.inputs as Matrix, 255) };
    expect((await Pipeline.fit(bytes, run)).preparation).toMatchObject({ name: "standardize" });
    expect((await Pipeline.fit(bytes, { ...run, pretrain: { epochs: 1 } })).preparation).toMatchObject({
      name: "minMax",
      clip: true,
    });
  });

  it("takes another preparation, several in turn, or none", async () => {
    const whitened = await Pipeline.fit(flowers, { ...quick, preparation: zcaWhiten });
    expect(whitened.preparation).toMatchObject({ name: "zcaWhiten" });
    const one = {
      fit: (data: Parameters<typeof pcaWhiten.fit>[0]) => pcaWhiten.fit(data, { components: 1 }),
    };
    const inTwo = await Pipeline.fit(flowers, { ...quick, preparation: [standardize, one] });
    expect(inTwo.network.inputs).toBe(1);
    expect(inTwo.columns).toBe(2);
    expect(inTwo.prepare(flowers).to2DArray()).toEqual(
      inTurn(standardize, one).fit(flowers.inputs).transform(flowers.inputs).to2DArray(),
    );
    const plain = await Pipeline.fit(flowers, { ...quick, preparation: false });
    expect(plain.preparation).toBeUndefined();
    expect(plain.prepare(flowers)).toBe(flowers.inputs);
    const gaussian = await Pipeline.fit(flowers, {
      ...quick,
      pretrain: { epochs: 1 },
      visibleUnits: gaussianUnits,
    });
    expect(gaussian.preparation).toMatchObject({ name: "standardize" });
  });

  it("prepares validation data like those to train on, and reads their classes by name", async () => {
    const [labels, classNames] = [flowers.labels.map((label) => 2 - label), ["rose", "lily", "iris"]];
    const validation = { ...flowers, labels, classNames };
    const { history } = await Pipeline.fit(flowers, { ...quick, validation });
    const last = history!.epochs.at(-1)!;
    const pipeline = await Pipeline.fit(flowers, quick);
    const { loss, accuracy } = pipeline.evaluate(flowers);
    expect([last.validationLoss, last.validationAccuracy]).toEqual([loss, accuracy]);
  });

  it("hands every other option on to the net and its run", async () => {
    const seen: number[] = [];
    const probe = new GradientProbe();
    const { network, history } = await Pipeline.fit(flowers, {
      hidden: [],
      head: logistic,
      activation: tanh,
      seed: "mine",
      engine: "reference",
      epochs: 2,
      batchSize: 30,
      validationFraction: 0.25,
      onEpoch: ({ epoch }) => void seen.push(epoch),
      probe,
    });
    expect([network.layers.length, network.head, network.seed, network.engine]).toEqual([
      1,
      logistic,
      "mine",
      "reference",
    ]);
    expect(seen).toEqual([1, 2]);
    expect(history!.epochs[0]).toHaveProperty("validationAccuracy");
    expect(probe.reports).not.toHaveLength(0);
  });

  it("lets examples and classes count as they are weighted, in training and in figures", async () => {
    const sampleWeights = Float64Array.from({ length: 60 }, (_, row) => row % 4);
    const weighted = { ...flowers, sampleWeights };
    const inputs = standardize.fit(flowers.inputs).transform(flowers.inputs);
    const network = Network.fromSizes([2, 6, 3], { seed: 1, engine });
    const run = { epochs: 5, classWeights: [1, 2, 3] };
    await network.fit(inputs, flowers.labels, { ...run, sampleWeights });
    for (const pipeline of [
      await Pipeline.fit(weighted, { ...quick, ...run }),
      await Pipeline.fit(flowers, { ...quick, ...run, sampleWeights }),
    ]) {
      expect(JSON.stringify(pipeline.network)).toBe(JSON.stringify(network));
      const figures = network.evaluate(inputs, flowers.labels, { sampleWeights });
      expect(pipeline.evaluate(weighted)).toEqual(figures);
      expect(pipeline.evaluate(flowers, { sampleWeights })).toEqual(figures);
    }
    const numbers = await Pipeline.fit(houses, quick);
    const first = Float64Array.from({ length: 80 }, (_, row) => (row < 10 ? 1 : 0));
    const tenth = numbers.evaluate(take(houses, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])).rSquared;
    expectWithin(numbers.evaluate(houses, { sampleWeights: first }).rSquared, tenth!, 1e-9);
  });

  it("tells targets beside labels where its head is linear, and labels otherwise", async () => {
    const both = { ...flowers, targets: Matrix.columnVector(flowers.inputs.getColumn(0)) };
    expect((await Pipeline.fit(both, quick)).network.outputs).toBe(3);
    const numbers = await Pipeline.fit(both, { ...quick, head: linear });
    expect([numbers.network.outputs, numbers.classNames]).toEqual([1, undefined]);
  });

  it("refuses a wrong dataset or option before anything is trained", async () => {
    const started: unknown[] = [];
    const watched = { ...quick, pretrain: { onEpoch: () => void started.push(1) } };
    const { labels: _, ...unlabeled } = flowers;
    const wrong: [unknown, object, RegExp][] = [
      [unlabeled, {}, /expected a dataset with labels or targets, got one without, "flowers"$/],
      [undefined, {}, /expected a dataset/],
      [
        { ...flowers, classNames: undefined, classes: 1, labels: new Int32Array(60) },
        {},
        /classes to be an integer ≥ 2, got 1$/,
      ],
      [{ ...flowers, classNames: ["a", "b"] }, {}, /a name for each of 3 classes, got 2$/],
      [{ ...flowers, columnNames: ["a"] }, {}, /columnNames to be 2, as the model has it, got 1$/],
      [
        { ...flowers, inputs: new Matrix(60, 2).fill(Number.NaN) },
        {},
        /inputs to be finite, got NaN at row 0/,
      ],
      [flowers, { epoch: 3 }, /expected options named "preparation", "hidden", .*, got "epoch"/],
      [flowers, { epochs: -1 }, /Cannot fit the network: expected epochs/],
      [flowers, { pretrain: { epochs: -1 } }, /Cannot pretrain the DBN/],
      [flowers, { pretrain: 3 }, /pretrain to be true, false or the options of dbn.pretrain, got 3$/],
      [flowers, { activation: tanh }, /activation to be sigmoid where layers start from RBMs, got "tanh"$/],
      [flowers, { hidden: 5 }, /hidden to be a list of widths, got 5$/],
      [flowers, { hidden: [0] }, /Cannot create/],
      [flowers, { pretrain: false, visibleUnits: gaussianUnits }, /visibleUnits only with pretrain/],
      [flowers, { preparation: scaling }, /a preprocessor to be fitted, such as standardize, got/],
      [flowers, { preparation: [] }, /at least one preprocessor, got none$/],
      [
        flowers,
        { preparation: { fit: () => undefined } },
        /what fit returns to be fitted, .* got undefined$/,
      ],
      [flowers, { preparation: [standardize, { fit: () => ({}) }] }, /what fit returns to be fitted/],
      [
        flowers,
        { visibleUnits: "gaussian" },
        /visibleUnits to be units such as bernoulliUnits, got "gaussian"$/,
      ],
      [flowers, { validation: {} }, /expected a dataset/],
      [flowers, { validation: [[1, 2]] }, /expected a dataset/],
      [flowers, { preparation: "standardize" }, /a preprocessor to be fitted/],
      [flowers, { preparation: standardize, visibleUnits: bernoulliUnits }, /lie in \[0, 1\]/],
      [flowers, { head: linear }, /a dataset with targets, for a head that models numbers/],
      [
        flowers,
        { validation: houses },
        /columns that the pipeline was fitted on.* "length" in place 0, got "size"$/,
      ],
      [flowers, { validation: flowers, validationFraction: 0.5 }, /either validation or validationFraction/],
    ];
    for (const [dataset, options, message] of wrong) {
      await expect(Pipeline.fit(dataset as Dataset, { ...watched, ...options })).rejects.toThrow(message);
    }
    expect(started).toEqual([]);
  });

  it("stops where it is told to, in the pretraining too", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(Pipeline.fit(flowers, { ...quick, signal })).rejects.toThrow("enough");
    await expect(Pipeline.fit(flowers, { ...quick, pretrain: true, signal })).rejects.toThrow("enough");
  });
});

describe("A pipeline", () => {
  const rows = [
    [2000, 0],
    [0, 0.001],
  ];

  it("takes a matrix, rows, one row, a dataset and rows in single precision, all alike", () => {
    expect(fitted.classify(rows)).toEqual(["rose", "iris"]);
    expect(fitted.classify(new Matrix(rows))).toEqual(["rose", "iris"]);
    expect(fitted.classify({ name: "two", inputs: new Matrix(rows) })).toEqual(["rose", "iris"]);
    expect(fitted.classify([2000, 0])).toEqual(["rose"]);
    expect(fitted.classify(Float32Array.of(2000, 0))).toEqual(["rose"]);
    expect(fitted.classify(rows.map((row) => Float64Array.from(row)))).toEqual(["rose", "iris"]);
    expect(fitted.predict([2000, 0]).to2DArray()).toEqual([fitted.predict(rows).getRow(0)]);
  });

  it("gives indices where classes have no names", async () => {
    const { classNames: _, ...nameless } = flowers;
    expect((await Pipeline.fit(nameless, { ...quick, epochs: 150 })).classify(rows)).toEqual([2, 0]);
  });

  it("compares classes by name, in whatever order and however few another dataset has them", () => {
    const some = take(flowers, [2, 5, 0, 3]); // two roses, two irises
    const labels = Int32Array.of(1, 1, 0, 0);
    const reordered = { ...some, classes: 2, classNames: ["iris", "rose"], labels };
    expect(fitted.evaluate(reordered)).toEqual(fitted.evaluate(some));
    expect([...(fitted.targetsOf(reordered) as Int32Array)]).toEqual([2, 2, 0, 0]);
    const other = { ...some, classes: 2, classNames: ["iris", "tulip"], labels };
    expect(() => fitted.evaluate(other)).toThrow(
      'Cannot evaluate a pipeline: expected classes among ["iris", "lily", "rose"], got "tulip" at example 0',
    );
  });

  it("refuses columns in another order, too few or too many, and what is no row", () => {
    const swapped = { ...flowers, columnNames: ["width", "length"] };
    expect(() => fitted.predict(swapped)).toThrow(
      'Cannot predict: expected the columns that the pipeline was fitted on, in their order, with "length" in place 0, got "width"',
    );
    const inputs = new Matrix([[1, 2, 3]]);
    expect(() => fitted.predict({ name: "more", inputs, columnNames: ["length", "width", "age"] })).toThrow(
      /with no column in place 2, got "age"$/,
    );
    expect(() => fitted.predict({ name: "fewer", inputs, columnNames: ["length"] })).toThrow(
      /with "width" in place 1, got no column$/,
    );
    expect(() => fitted.predict(inputs)).toThrow("Cannot predict: expected rows to be any×2, got 1×3");
    expect(() => fitted.classify([1, 2, 3])).toThrow("Cannot classify: expected rows to be any×2, got 1×3");
    const wrong: [unknown, RegExp][] = [
      [[], /at least one row/],
      [[[1, "2"]], /rows to hold numbers, got "2" at row 0, column 1$/],
      [["1", "2"], /rows to be a matrix or rows of numbers/],
      [[1, "2"], /rows to hold numbers, got "2"/],
      [[1, Number.NaN], /rows to be finite, got NaN/],
      [[Number.POSITIVE_INFINITY, 1], /rows to be finite/],
      [[[1, 2], [3]], /every row of rows to have 2 columns/],
      [null, /rows to be a matrix or rows of numbers, got null$/],
      [undefined, /got undefined$/],
      ["rows", /got "rows"$/],
      [7, /got 7$/],
      [
        { length: 2000, width: 0 },
        /rows of numbers, since no table's encoding came with the data, got \{ length, width \}$/,
      ],
      [[{ length: 2000, width: 0 }], /no table's encoding/],
    ];
    for (const [value, message] of wrong) {
      for (const method of ["predict", "classify", "prepare"] as const) {
        expect(() => fitted[method](value as PipelineRows), JSON.stringify(value)).toThrow(message);
      }
    }
  });

  it("refuses a dataset without what the net tells", async () => {
    const numbers = await Pipeline.fit(houses, quick);
    expect(() => fitted.evaluate({ name: "bare", inputs: flowers.inputs })).toThrow(
      'Cannot evaluate a pipeline: expected a dataset with labels, got one without, "bare"',
    );
    expect(() => numbers.evaluate({ name: "bare", inputs: houses.inputs })).toThrow(/a dataset with targets/);
    expect(() => numbers.classify([200, 1])).toThrow(
      "Cannot classify: expected a net that tells classes, got one of numbers",
    );
    const { classNames: _, ...nameless } = flowers;
    expect(() => fitted.evaluate(nameless)).toThrow(
      /^Cannot evaluate a pipeline: expected classNames in the dataset, to tell which of .* its labels are, got indices/,
    );
  });

  it("gives the features of a stack of RBMs, or of one, and is no net then", () => {
    const prepared = scaling.transform(flowers.inputs);
    expect(features.transform(flowers).to2DArray()).toEqual(dbn.transform(prepared).to2DArray());
    const [rbm] = dbn.rbms;
    const alone = new Pipeline({ model: rbm!, preparation: scaling });
    expect(alone.transform([5000, 1]).to2DArray()).toEqual(rbm!.hiddenMeans([[1, 1]]).to2DArray());
    for (const pipeline of [features, alone]) {
      expect(() => pipeline.predict(rows)).toThrow(
        /^Cannot predict: expected a pipeline of a net, got one of a/,
      );
      expect(() => pipeline.classify(rows)).toThrow(RangeError);
      expect(() => pipeline.evaluate(flowers)).toThrow(RangeError);
      expect(() => pipeline.network).toThrow(RangeError);
      expect(reload(pipeline).transform(rows).to2DArray()).toEqual(pipeline.transform(rows).to2DArray());
    }
    expect(() => fitted.transform(rows)).toThrow(
      "Cannot transform rows: expected a pipeline of an RBM or a DBN, got one of a net",
    );
  });

  it("gives a probe what it measures on", () => {
    const report = new GradientProbe().measure(
      fitted.network,
      fitted.prepare(flowers),
      fitted.targetsOf(flowers),
    );
    expect(report.layers).toHaveLength(2);
    expect(report.loss).toBe(fitted.evaluate(flowers).loss);
  });
});

describe("new Pipeline", () => {
  const network = Network.fromSizes([2, 3], { seed: 1, engine });
  const regression = Network.fromSizes([2, 1], { head: linear, seed: 1, engine });
  const preparation = standardize.fit(flowers.inputs);

  it("puts parts together that are fitted already", () => {
    const pipeline = new Pipeline({ model: network, preparation, classNames: flowers.classNames });
    expect(pipeline.classify(flowers)).toEqual(
      Array.from(
        network.classify(preparation.transform(flowers.inputs)),
        (index) => flowers.classNames![index],
      ),
    );
    expect(pipeline.columns).toBe(2);
    expect(new Pipeline({ model: network }).prepare([1, 2]).to2DArray()).toEqual([[1, 2]]);
  });

  it("refuses parts that are none or do not fit each other", () => {
    const wrong: [object, RegExp][] = [
      [{}, /model to be a Network, an RBM or a DBN, got undefined$/],
      [{ model: {} }, /model to be a Network, an RBM or a DBN/],
      [{ model: network, scaler: preparation }, /expected options named "model", .* got "scaler"$/],
      [{ model: network, preparation: standardize }, /preparation to be fitted, as standardize.fit/],
      [
        { model: network, preparation: standardize.fit([[1, 2, 3]]) },
        /preparation to give the 2 columns that the model takes, got “expected .* any×3, got 1×2”$/,
      ],
      [{ model: network, classNames: ["a", "b", "a"] }, /classNames to be different words, got "a" twice$/],
      [
        { model: network, encoding: datasetFromCsv("x,y\n1,2\n").encoding, columnNames: ["x", "z"] },
        /columnNames to have "y" in place 1, as the encoding has it, got "z"$/,
      ],
      [{ model: network, classNames: ["a"] }, /classNames to be 3, as the model has it, got 1$/],
      [{ model: network, classNames: "abc" }, /classNames to be strings, got "abc"$/],
      [{ model: network, classNames: [1, 2, 3] }, /classNames to be strings/],
      [{ model: network, columnNames: ["a"] }, /columnNames to be 2/],
      [
        { model: network, targetScaling: standardize.fit([[1], [2]]) },
        /targetScaling with a net that has a linear head/,
      ],
      [{ model: dbn, targetScaling: standardize.fit([[1], [2]]) }, /targetScaling with a net/],
      [
        { model: regression, targetScaling: standardize.fit([[1, 2]]) },
        /targetScaling to give the 1 columns/,
      ],
      [{ model: regression, targetNames: ["a", "b"] }, /targetNames to be 1/],
      [{ model: network, encoding: {} }, /encoding to be that of a dataset/],
    ];
    for (const [parts, message] of wrong) {
      expect(() => new Pipeline(parts as PipelineParts)).toThrow(message);
    }
    expect(() => new Pipeline(undefined as unknown as PipelineParts)).toThrow(TypeError);
  });

  it("takes two names for a single logistic output", () => {
    const two = Network.fromSizes([2, 1], { head: logistic, seed: 1, engine });
    const pipeline = new Pipeline({ model: two, classNames: ["no", "yes"] });
    const [index] = two.classify([[3, 4]]);
    expect(pipeline.classify([3, 4])).toEqual([["no", "yes"][index!]]);
  });
});

describe("Pipeline.fromJSON", () => {
  const json = (): Record<string, unknown> => JSON.parse(JSON.stringify(fitted));

  it("gives the same predictions, names and JSON, to the bit", async () => {
    const pipelines = [
      fitted,
      features,
      new Pipeline({ model: dbn.rbms[0]! }),
      await Pipeline.fit(houses, { ...quick, preparation: [standardize, pcaWhiten, minMax] }),
      await Pipeline.fit(flowers, { ...quick, hidden: [4, 3], pretrain: { epochs: 1 } }),
    ];
    for (const pipeline of pipelines) {
      const loaded = reload(pipeline);
      expect(JSON.stringify(loaded)).toBe(JSON.stringify(pipeline));
      expect(loaded.columns).toBe(pipeline.columns);
      expect(loaded.history).toBeUndefined();
      const data = pipeline.targetScaling ? houses : flowers;
      expect(loaded.prepare(data.inputs).to2DArray()).toEqual(pipeline.prepare(data.inputs).to2DArray());
    }
    expect(reload(fitted).predict(flowers).to2DArray()).toEqual(fitted.predict(flowers).to2DArray());
    expect(reload(fitted).classify(flowers)).toEqual(fitted.classify(flowers));
    expect(reload(fitted).evaluate(flowers)).toEqual(fitted.evaluate(flowers));
  });

  it("runs on the engine that is asked for, and takes activations of one's own", () => {
    const cube: Activation = Object.freeze({
      name: "cube",
      apply: (z: number) => z ** 3,
      slope: (z: number) => 3 * z * z,
      largestSlope: Number.POSITIVE_INFINITY,
    }) as unknown as Activation;
    const layers = [dense({ inputs: 2, outputs: 2, activation: cube }), dense({ inputs: 2, outputs: 2 })];
    const model = new Network({ layers, head: softmax, seed: 1, engine: "reference" });
    const text = JSON.stringify(new Pipeline({ model }));
    const loaded = Pipeline.fromJSON(JSON.parse(text), { activations: [cube], engine: "reference" });
    expect(loaded.network.engine).toBe("reference");
    expect(loaded.predict([1, 2]).to2DArray()).toEqual(model.predict([[1, 2]]).to2DArray());
    expect(() => Pipeline.fromJSON(JSON.parse(text))).toThrow(/cube/);
    expect(reload(features).model.engine).toBe(engine.name);
  });

  it("refuses what is no pipeline, is cut short, or whose parts do not fit", () => {
    const numbers = (rows: number[][]) => standardize.fit(rows).toJSON();
    const wrong: [unknown, RegExp][] = [
      [null, /^Cannot read a pipeline from JSON: expected an object, got null$/],
      [[], /expected an object, got \[\]$/],
      [fitted.network.toJSON(), /format to be "layerwise\/pipeline", got "layerwise\/network"$/],
      [{ ...json(), version: 2 }, /version to be 1 .*update this one\), got 2$/],
      [{ ...json(), model: undefined }, /model to be a Network, an RBM or a DBN, got undefined$/],
      [{ ...json(), model: null }, /got null$/],
      [{ ...json(), model: { format: "layerwise/pipeline" } }, /model to be a Network/],
      [
        { ...json(), model: { ...fitted.network.toJSON(), parameters: {} } },
        /parameters to hold "0.weights"/,
      ],
      [{ ...json(), preparation: null }, /a preprocessor to be \{ name, … \}, got null$/],
      [{ ...json(), preparation: { name: "standardize" } }, /means to be/],
      [
        { ...json(), preparation: numbers([[1, 2, 3]]) },
        /preparation to give the 2 columns that the model takes/,
      ],
      [{ ...json(), targetScaling: numbers([[1, 2, 3]]) }, /targetScaling with a net that has a linear head/],
      [{ ...json(), classNames: ["a", "b"] }, /classNames to be 3/],
      [{ ...json(), classNames: null }, /classNames to be strings, got null$/],
      [{ ...json(), columnNames: { length: 2 } }, /columnNames to be strings/],
      [{ ...json(), targetNames: [1, 2, 3] }, /targetNames to be strings/],
    ];
    for (const [value, message] of wrong) {
      expect(() => Pipeline.fromJSON(value as PipelineJSON), JSON.stringify(value)?.slice(0, 80)).toThrow(
        message,
      );
    }
    expect(() => Pipeline.fromJSON(json() as unknown as PipelineJSON, { engin: 1 } as object)).toThrow(
      /got "engin"/,
    );
    const text = JSON.stringify(new Pipeline({ model: new RBM({ visible: 2, hidden: 1, seed: 1 }) }));
    expect(() => Pipeline.fromJSON(JSON.parse(text), { engin: 1 } as object)).toThrow(/got "engin"/);
  });
});

describe("A pipeline of a table", () => {
  const text = [
    "age,job,income",
    ...Array.from(
      { length: 40 },
      (_, row) => `${20 + row},${row % 2 ? "clerk" : "smith"},${row < 20 ? "low" : "high"}`,
    ),
  ].join("\n");
  const table = datasetFromCsv(text, { label: "income", categorical: true });
  const run = { ...quick, epochs: 200 };

  it("names classes and columns as the file does, and keeps how the file becomes numbers", async () => {
    const pipeline = await Pipeline.fit(table, run);
    expect(pipeline.classNames).toEqual(["high", "low"]);
    expect(pipeline.columnNames).toEqual(table.columnNames);
    for (const each of [pipeline, reload(pipeline)]) {
      const young = { age: 22, job: "clerk" };
      expect(each.classify(young)).toEqual(["low"]);
      expect(each.classify([young, { job: "smith", age: 57 }])).toEqual(["low", "high"]);
      expect(each.predict([young]).to2DArray()).toEqual(
        each.predict(table.encoding!.encode([young])).to2DArray(),
      );
      // columns in another order, classes in another number, and no label at all
      const other = each.read("income,job,age\nlow,smith,20\nlow,clerk,25\n");
      expect(each.classify(other)).toEqual(["low", "low"]);
      expect(each.evaluate(other).accuracy).toBe(1);
      expect(each.classify(each.read("age,job\n58,smith\n"))).toEqual(["high"]);
    }
    expect(JSON.stringify(reload(pipeline))).toBe(JSON.stringify(pipeline));
  });

  it("refuses objects that its table has not, and CSV or objects where there was no table", async () => {
    const pipeline = await Pipeline.fit(table, { ...run, epochs: 1 });
    expect(() => pipeline.classify({ age: 22 })).toThrow(/job/);
    expect(() => pipeline.classify({ age: "old", job: "clerk" })).toThrow(/"old"/);
    expect(() =>
      pipeline.classify([{ age: 22, job: "clerk" }, [1, 2, 3]] as unknown as PipelineRows),
    ).toThrow(/record 1 to be an object, got \[1, 2, 3\]$/);
    expect(() => fitted.classify({ length: 2000, width: 0 })).toThrow(
      /no table's encoding came with the data/,
    );
    expect(() => fitted.read("length,width\n1,2\n")).toThrow(
      "Cannot read CSV: expected a pipeline that was fitted on a table, got one without an encoding",
    );
    const json = JSON.parse(JSON.stringify(pipeline));
    for (const encoding of [
      null,
      3,
      {},
      { ...json.encoding, version: 2 },
      { ...json.encoding, columns: [] },
    ]) {
      expect(() => Pipeline.fromJSON({ ...json, encoding })).toThrow(
        /^Cannot read a table's encoding from JSON/,
      );
    }
    const narrow = { ...json.encoding, columns: json.encoding.columns.slice(0, 1) };
    expect(() => Pipeline.fromJSON({ ...json, encoding: narrow })).toThrow(/columnNames of encoding to be/);
  });

  it("takes a column that is called `length`, as its records have it", async () => {
    const named = "length,width,kind\n1,5,b\n2,6,b\n8,1,a\n9,2,a\n";
    const pipeline = await Pipeline.fit(datasetFromCsv(named, { label: "kind" }), run);
    expect(pipeline.classify({ length: 8.5, width: 1.5 })).toEqual(["a"]);
    expect(pipeline.classify([{ length: 1.5, width: 5.5 }])).toEqual(["b"]);
  });
});
