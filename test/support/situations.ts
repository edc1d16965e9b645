import { type Dataset, datasetFromRows, loadDigits, take } from "../../src/data/index.ts";
import type { FindingId } from "../../src/findings/finding.ts";
import { RandomStream } from "../../src/index.ts";
import type { DiagnoseOptions, NetDescription } from "../../src/study/index.ts";

/** What people ask about in public, on data of our own, and what is to be found first or among the rest. */
export interface Situation {
  readonly asked: string;
  readonly net: NetDescription;
  readonly dataset: Dataset;
  readonly options: DiagnoseOptions;
  readonly found: readonly FindingId[];
}

const digits = await loadDigits();
const some = take(
  digits,
  Array.from({ length: 600 }, (_, row) => row),
);
const random = new RandomStream(1, "situations");
const normals = (count: number): number[] => Array.from({ length: count }, () => random.normal());
const rowsOf = (count: number, make: (row: number) => number[]): number[][] =>
  Array.from({ length: count }, (_, row) => make(row));

/** Three kinds that four measures tell, in centimeters. */
const flowers = rowsOf(150, (row) => {
  const kind = row % 3;
  return [
    5 + 0.8 * kind + 0.4 * random.normal(),
    3.4 - 0.2 * kind + 0.3 * random.normal(),
    1.5 + 2 * kind + 0.3 * random.normal(),
    0.3 + 0.9 * kind + 0.2 * random.normal(),
  ];
});
/** Ten columns of variance 1 and whether their first two add to more than 0. */
const sums = rowsOf(400, () => normals(10));
const signs = sums.map(([x, y]) => Number(x! + y! > 0));
/** Twelve of a hundred are of the second kind, which two columns tell in part. */
const rare = rowsOf(600, (row) =>
  normals(6).map((value, column) => (row % 25 < 3 && column < 2 ? value + 1 : value)),
);
/** Hours slept, studied, at screens and at play, and marks out of fifty. */
const days = rowsOf(300, () =>
  [7 + random.normal(), 5 + 2 * random.normal(), 3 + random.normal(), 2 + random.normal()].map((hours) =>
    Math.max(0, 10 * hours),
  ),
);
const marks = days.map(([slept, studied, screens]) => [
  25 + 0.3 * (slept! - 70) + 0.8 * (studied! - 50) - 0.2 * screens!,
]);
const bits = rowsOf(400, () => normals(12).map((value) => Number(value > 0)));
const numbers = bits.map((row) => [
  row.reduce((sum, bit, column) => sum + bit * (column % 3), 0) + 0.1 * random.normal(),
]);

export const situations: readonly Situation[] = [
  {
    asked:
      "four hidden layers of sigmoid units from binary inputs to a number: high loss even on the training data",
    net: { layers: [64, 64, 64, 64], activation: "sigmoid", start: "classic" },
    dataset: datasetFromRows(bits, { targets: numbers, name: "bits" }),
    options: { optimizer: "sgd", rate: 0.1 },
    found: ["vanishing-by-slopes", "plateau"],
  },
  {
    asked: "hidden sigmoid units all near 0 or 1: the training error never comes down",
    net: { layers: [64, 64], activation: "sigmoid", start: "normal(std=4)" },
    dataset: some,
    options: { optimizer: "sgd", rate: 0.1 },
    found: ["saturation"],
  },
  {
    asked: "three kinds of flowers, a third for each kind whatever is shown",
    net: { layers: [16, 16, 16, 16, 16], activation: "sigmoid" },
    dataset: datasetFromRows(flowers, { labels: flowers.map((_, row) => row % 3), name: "flowers" }),
    options: { optimizer: "sgd", rate: 0.1 },
    found: ["vanishing-by-slopes", "constant-outputs", "plateau"],
  },
  {
    asked:
      "accuracy stuck at the majority: 88 of 100 are of one class, three small layers of ReLU name no other",
    net: { layers: [8, 8, 8], activation: "relu", start: "he" },
    dataset: datasetFromRows(rare, { labels: rare.map((_, row) => Number(row % 25 < 3)), name: "rare" }),
    options: { optimizer: "sgd", rate: 0.001 },
    found: ["one-class"],
  },
  {
    asked: "deep net of tanh, loss stuck at ln 10 from the first epoch",
    net: { layers: Array(8).fill(32), activation: "tanh", start: "normal(std=0.01)" },
    dataset: some,
    options: { optimizer: "sgd", rate: 0.1 },
    found: ["vanishing-by-weights", "plateau"],
  },
  {
    asked: "NaN after some updates, with inputs in thousands",
    net: { layers: [64, 64], activation: "relu", start: "he" },
    dataset: datasetFromRows(
      sums.map((row) => row.map((value) => 5000 * value)),
      { targets: sums.map(([x, y]) => [x! + y!]), name: "thousands" },
    ),
    options: { optimizer: "sgd", rate: 0.1 },
    found: ["inputs-size", "rate-too-large"],
  },
  {
    asked: "units of ReLU die in training",
    net: { layers: [64, 64], activation: "relu", start: "he" },
    dataset: some,
    options: { optimizer: "momentum", rate: 0.5 },
    found: ["dead-units"],
  },
  {
    asked: "the same number told of every day, from hours in tenths",
    net: { layers: [2], activation: "sigmoid", start: "normal(std=1)" },
    dataset: datasetFromRows(days, { targets: marks, name: "days" }),
    options: { optimizer: "sgd", rate: 0.05 },
    found: ["inputs-size"],
  },
  {
    asked: "labels that got out of the order of their rows",
    net: { layers: [32], activation: "relu", start: "he" },
    dataset: datasetFromRows(sums, {
      labels: signs.map((_, row) => signs[(row * 7 + 13) % signs.length]!),
      name: "out of order",
    }),
    options: {},
    found: ["labels-untellable"],
  },
  {
    asked: "all right on the training data, little better than a guess on others",
    net: { layers: [256, 256], activation: "relu", start: "he" },
    dataset: datasetFromRows(
      rowsOf(120, () => normals(60)).map((row) => row),
      { labels: Array.from({ length: 120 }, (_, row) => row % 2), name: "noise" },
    ),
    options: { optimizer: "adam" },
    found: ["memorizing"],
  },
  {
    asked: "the loss of two classes jumps about and ends near 0.69 or above",
    net: { layers: [64, 64], activation: "tanh", start: "glorot" },
    dataset: datasetFromRows(sums, { labels: signs, name: "signs" }),
    options: { optimizer: "adam", rate: 1 },
    found: ["rate-too-large"],
  },
];
