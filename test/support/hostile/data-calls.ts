import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import * as data from "../../../src/data/index.ts";
import * as layerwise from "../../../src/index.ts";
import { partOptions } from "./part-options.ts";
import { type ValidCall, valid } from "./valid.ts";

const rows = (): number[][] => Array.from({ length: 12 }, (_, row) => [row % 3, (row * 7) % 5, row]);
const labels = (): number[] => Array.from({ length: 12 }, (_, row) => row % 2);
const labeled = (): data.LabeledDataset =>
  data.datasetFromRows(rows(), { labels: labels(), classNames: ["even", "odd"] });
const numeric = (): data.NumericDataset => data.datasetFromRows(rows(), { targets: rows().map(([x]) => x!) });
const csv = "age,job,sick\n30,nurse,no\n40,baker,yes\n50,nurse,no\n35,baker,yes\n";
const table = (): data.LabeledDataset & data.EncodedTable =>
  data.datasetFromCsv(csv, { label: "sick", categorical: ["job"] });
const network = (): layerwise.Network =>
  layerwise.Network.fromSizes([3, 4, 2], { seed: 1, engine: "reference" });
const pipeline = (): data.Pipeline =>
  new data.Pipeline({
    model: network(),
    preparation: layerwise.standardize.fit(rows()),
    classNames: ["a", "b"],
  });
const features = (): data.Pipeline =>
  new data.Pipeline({ model: new layerwise.DBN({ sizes: [3, 2], seed: 1, engine: "reference" }) });
const ofTable = (): data.Pipeline =>
  new data.Pipeline({
    model: layerwise.Network.fromSizes([table().inputs.columns, 2], { seed: 1, engine: "reference" }),
    encoding: table().encoding,
  });
const idx = (): Uint8Array => Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6);

/** A directory with two images of 1×2 pixels to train on, and as many to test on. */
const mnist = mkdtempSync(join(tmpdir(), "layerwise-mnist-"));
process.on("exit", () => rmSync(mnist, { recursive: true, force: true }));
for (const part of ["train", "t10k"]) {
  const images = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4);
  writeFileSync(join(mnist, `${part}-images-idx3-ubyte`), images);
  writeFileSync(join(mnist, `${part}-labels-idx1-ubyte`), Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 5, 6));
}

/** Opens a stream of these bytes. */
const opened = (bytes: Uint8Array<ArrayBuffer>) => () => new Blob([bytes]).stream();

/** Every function, constructor and method of layerwise/data. */
export const dataCalls: readonly ValidCall[] = [
  valid("balancedSubset", data.balancedSubset, () => [labeled(), { perClass: 2, seed: 1 }]),
  valid("barsAndStripes", data.barsAndStripes, () => [2]),
  valid("hiddenCauses", data.hiddenCauses, () => [{ shared: 0.5, examples: 4, seed: 1 }]),
  valid("shiftingBar", data.shiftingBar, () => [{ length: 4, bar: 2 }]),
  valid("loadDigits", data.loadDigits, () => []),
  valid("loadMnist", data.loadMnist, () => [mnist]),
  valid(
    "crossValidate",
    (
      dataset: data.Dataset,
      fold: (run: data.FoldRun<data.Dataset>) => { accuracy: number },
      options: data.FoldOptions,
    ) => data.crossValidate(dataset, fold, options),
    () => [labeled(), () => ({ accuracy: 1 }), { folds: 2, stratified: true, shuffle: true, seed: 1 }],
  ),
  valid("kFolds", data.kFolds, () => [labeled(), { folds: 2, stratified: true, shuffle: true, seed: 1 }]),
  valid(
    "split",
    (dataset: data.Dataset, options: data.SplitOptions & data.ValidationSize) => data.split(dataset, options),
    () => [labeled(), { fraction: 0.5, validationFraction: 0.25, stratified: true, seed: 1 }],
  ),
  valid(
    "split",
    (dataset: data.Dataset, options: data.SplitOptions & data.ValidationSize) => data.split(dataset, options),
    () => [numeric(), { trainCount: 5, validationCount: 3 }],
  ),
  valid("take", data.take, () => [labeled(), [0, 1, 2]]),
  valid("oneHot", data.oneHot, () => [[0, 1, 2], 3]),
  valid(
    "datasetFromRows",
    (inputs: layerwise.MatrixLike, options: data.LabeledRowsOptions) => data.datasetFromRows(inputs, options),
    () => [
      rows(),
      { labels: labels(), classes: 2, classNames: ["a", "b"], columnNames: ["x", "y", "z"], name: "rows" },
    ],
  ),
  valid(
    "datasetFromRows",
    (inputs: layerwise.MatrixLike, options: data.NumericRowsOptions) => data.datasetFromRows(inputs, options),
    () => [rows(), { targets: labels(), targetNames: ["t"], columnNames: ["x", "y", "z"], name: "rows" }],
  ),
  valid(
    "datasetFromCsv",
    (text: data.CsvText, options: data.CsvOptions) => data.datasetFromCsv(text, options),
    () => [
      csv,
      {
        label: "sick",
        ignore: ["age"],
        categorical: ["job"],
        missing: { rule: "mean", tokens: ["?"] },
        delimiter: ",",
        decimal: ".",
        header: true,
        name: "people",
      },
    ],
  ),
  valid(
    "datasetFromCsv",
    (text: data.CsvText, options: data.CsvOptions) => data.datasetFromCsv(text, options),
    () => [csv, { target: ["age"], categorical: ["job", "sick"] }],
  ),
  valid("tableEncodingFromJSON", data.tableEncodingFromJSON, () => [
    JSON.parse(JSON.stringify(table().encoding)) as data.TableEncodingJSON,
  ]),
  valid(
    "encoding.read",
    (text: data.CsvText) => table().encoding.read(text),
    () => [csv],
  ),
  valid(
    "encoding.encode",
    (records: data.TableRecord[]) => table().encoding.encode(records),
    () => [[{ age: 3, job: "nurse" }]],
  ),
  valid("parseIdx", data.parseIdx, () => [idx()]),
  valid("parseIdx", data.parseIdx, () => [gzipSync(idx())]),
  valid("accuracy", data.accuracy, () => [[0, 1], [0, 0], { sampleWeights: [1, 2] }]),
  valid("balancedAccuracy", data.balancedAccuracy, () => [[0, 1], [0, 0], { sampleWeights: [1, 2] }]),
  valid("classificationReport", data.classificationReport, () => [
    ["a", "b"],
    ["a", "a"],
    { classes: 2, classNames: ["a", "b"], sampleWeights: [1, 2] },
  ]),
  valid("confusionMatrix", data.confusionMatrix, () => [
    [0, 1],
    [0, 0],
    { classes: 2, classNames: ["a", "b"], sampleWeights: [1, 2] },
  ]),
  valid("multiLabelReport", data.multiLabelReport, () => [
    [[0, 1]],
    [[0.2, 0.9]],
    { threshold: 0.5, labelNames: ["a", "b"], sampleWeights: [1] },
  ]),
  valid("topKAccuracy", data.topKAccuracy, () => [
    [0, 1],
    rows().slice(0, 2),
    { k: 1, sampleWeights: [1, 2] },
  ]),
  ...[data.meanAbsoluteError, data.rootMeanSquaredError, data.rSquared].map((metric) =>
    valid(metric.name, metric, () => [[1, 2], [[1], [3]], { sampleWeights: [1, 2] }]),
  ),

  valid(
    "Pipeline",
    (made: data.PipelineParts) => new data.Pipeline(made),
    () => [
      {
        model: network(),
        preparation: layerwise.standardize.fit(rows()),
        columnNames: ["x", "y", "z"],
        classNames: ["a", "b"],
        targetNames: ["a", "b"],
        targetScaling: undefined,
        encoding: undefined,
        history: undefined,
        pretrainingHistory: undefined,
      },
    ],
  ),
  valid(
    "Pipeline.fit",
    (set: data.Dataset, o: data.PipelineFitOptions) => data.Pipeline.fit(set, o),
    () => [
      labeled(),
      {
        preparation: [layerwise.minMax],
        hidden: [2],
        pretrain: { epochs: 1 },
        visibleUnits: layerwise.bernoulliUnits,
        validation: labeled(),
        epochs: 1,
        engine: "reference",
        seed: 1,
      },
    ],
  ),
  valid(
    "Pipeline.fit",
    (set: data.Dataset, o: data.PipelineFitOptions) => data.Pipeline.fit(set, o),
    () => [
      numeric(),
      {
        activation: layerwise.relu,
        initializer: layerwise.heUniform,
        head: layerwise.linear,
        seed: 1,
        engine: "reference",
        threads: 1,
        epochs: 1,
        batchSize: 5,
        shuffle: false,
        optimizer: layerwise.adam(),
        earlyStopping: { patience: 2 },
        onBatch: () => undefined,
        onEpoch: () => undefined,
        signal: new AbortController().signal,
        sampleWeights: labels().map(() => 1),
        validationFraction: 0.25,
        probe: new layerwise.GradientProbe(),
      },
    ],
  ),
  valid("csvBatches", data.csvBatches, () => [
    {
      file: opened(new TextEncoder().encode("x,kind\n1,cat\n2,dog\n")),
      encoding: data.datasetFromCsv("x,kind\n1,cat\n2,dog\n", { label: "kind" }).encoding,
      batches: 1,
      batchSize: 2,
      shuffleBuffer: 2,
      seed: 1,
    },
  ]),
  valid("standardizedBatches", data.standardizedBatches, () => [
    {
      [Symbol.asyncIterator]: async function* () {
        yield { inputs: layerwise.Matrix.eye(2, 2) };
      },
    },
  ]),
  valid("idxBatches", data.idxBatches, () => [
    {
      inputs: opened(Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 1, 7, 8)),
      labels: opened(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 0, 1)),
      batchSize: 2,
      shuffleBuffer: 2,
      seed: 1,
    },
  ]),
  valid("Pipeline.fromJSON", data.Pipeline.fromJSON, () => [
    JSON.parse(JSON.stringify(pipeline())) as data.PipelineJSON,
    { ...partOptions(), engine: "reference", threads: 1 },
  ]),
  ...(["prepare", "predict", "classify"] as const).map((name) =>
    valid(
      `pipeline.${name}`,
      (given: data.PipelineRows) => pipeline()[name](given),
      () => [rows()],
    ),
  ),
  valid(
    "pipeline.predict",
    (given: data.PipelineRows) => ofTable().predict(given),
    () => [[{ age: 3, job: "nurse" }]],
  ),
  valid(
    "pipeline.transform",
    (given: data.PipelineRows) => features().transform(given),
    () => [rows().map((row) => row.map((cell) => cell / 11))],
  ),
  valid(
    "pipeline.evaluate",
    (dataset: data.Dataset, options: layerwise.WeightOptions) => pipeline().evaluate(dataset, options),
    () => [
      data.datasetFromRows(rows(), { labels: labels(), classNames: ["a", "b"] }),
      { sampleWeights: labels().map(() => 1), classWeights: [1, 2] },
    ],
  ),
  valid(
    "pipeline.targetsOf",
    (dataset: data.Dataset) => pipeline().targetsOf(dataset),
    () => [data.datasetFromRows(rows(), { labels: labels(), classNames: ["a", "b"] })],
  ),
  valid(
    "pipeline.labelsOf",
    (dataset: data.Dataset) => pipeline().labelsOf(dataset),
    () => [data.datasetFromRows(rows(), { labels: labels(), classNames: ["a", "b"] })],
  ),
  valid(
    "pipeline.read",
    (text: data.CsvText) => ofTable().read(text),
    () => [csv],
  ),
];
