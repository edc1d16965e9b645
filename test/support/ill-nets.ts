import {
  datasetFromRows,
  hiddenCauses,
  type LabeledDataset,
  loadDigits,
  take,
} from "../../src/data/index.ts";
import type { FindingId } from "../../src/findings/finding.ts";
import { dense, heNormal, Matrix, Network, RandomStream, relu, softmax } from "../../src/index.ts";
import type { DiagnoseOptions, NetDescription } from "../../src/study/index.ts";

/** A net with its data and its training. */
export interface Case {
  readonly net: Network | NetDescription;
  readonly dataset: LabeledDataset;
  readonly options: DiagnoseOptions;
}

/** What draws a case: a stream, and data, depth and width drawn from it. */
interface Drawn {
  readonly random: RandomStream;
  readonly dataset: LabeledDataset;
  /** Layers that are few, and many. */
  readonly shallow: number;
  readonly deep: number;
  readonly width: number;
}

const digits = await loadDigits();

const among = <Item>(random: RandomStream, items: readonly Item[]): Item =>
  items[Math.floor(random.uniform() * items.length)]!;
const between = (random: RandomStream, low: number, high: number): number =>
  low + random.uniform() * (high - low);
const power = (random: RandomStream, low: number, high: number): number =>
  10 ** between(random, Math.log10(low), Math.log10(high));
const layersOf = (count: number, width: number): number[] => Array.from({ length: count }, () => width);

/** Classes around centers of their own, in columns of variance 1. */
function blobs(random: RandomStream, examples: number): LabeledDataset {
  const [columns, classes] = [3 + Math.floor(random.uniform() * 12), 2 + Math.floor(random.uniform() * 4)];
  const centers = Array.from({ length: 2 * classes }, () =>
    Array.from({ length: columns }, () => 1.6 * random.normal()),
  );
  const rows = Array.from({ length: examples }, (_, row) => {
    const center = centers[row % centers.length]!;
    return center.map((value) => (value + random.normal() * 0.8) / 1.8);
  });
  return datasetFromRows(rows, { labels: rows.map((_, row) => row % classes), name: "blobs" });
}

/** Two classes around one another. */
function rings(random: RandomStream, examples: number): LabeledDataset {
  const rows = Array.from({ length: examples }, (_, row) => {
    const [angle, radius] = [2 * Math.PI * random.uniform(), (row % 2 ? 1.6 : 0.6) + 0.15 * random.normal()];
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  return datasetFromRows(rows, { labels: rows.map((_, row) => row % 2), name: "rings" });
}

function dataFor(random: RandomStream): LabeledDataset {
  const examples = 300 + Math.floor(random.uniform() * 500);
  const kind = among(random, ["digits", "digits", "blobs", "blobs", "rings", "causes"]);
  if (kind === "blobs") return blobs(random, examples);
  if (kind === "rings") return rings(random, examples);
  if (kind === "causes") return hiddenCauses({ shared: 0.8, examples, seed: random.uniform() });
  return take(digits, random.permutation(digits.inputs.rows).subarray(0, examples));
}

function draw(seed: number | string): Drawn {
  const random = new RandomStream(seed, "ill nets");
  return {
    random,
    dataset: dataFor(random),
    shallow: 1 + Math.floor(random.uniform() * 3),
    deep: 5 + Math.floor(random.uniform() * 5),
    width: among(random, [16, 24, 32, 48, 64]),
  };
}

/** The same examples with other inputs or labels. */
function changed(
  { inputs, labels, classes, name }: LabeledDataset,
  change: {
    readonly input?: (value: number, row: number, column: number) => number;
    readonly labels?: Int32Array;
  },
): LabeledDataset {
  const rows = inputs
    .to2DArray()
    .map((values, row) => values.map((value, column) => change.input?.(value, row, column) ?? value));
  return datasetFromRows(new Matrix(rows), { labels: change.labels ?? labels, classes, name });
}

const good = (drawn: Drawn): NetDescription =>
  among(drawn.random, [
    { layers: layersOf(drawn.shallow, drawn.width), activation: "relu", start: "he" },
    { layers: layersOf(drawn.shallow, drawn.width), activation: "tanh", start: "glorot" },
  ]);

const std = (value: number): string => `normal(std=${value.toPrecision(3)})`;

type Make = (drawn: Drawn) => Case;

/** For each illness a way to make a net ill. */
export const illNets: Readonly<Record<FindingId, Make>> = {
  "vanishing-by-slopes": ({ dataset, deep, width, random }) => ({
    net: {
      layers: layersOf(deep, width),
      activation: "sigmoid",
      start: among(random, ["glorot", "classic"]),
    },
    dataset,
    options: { optimizer: among(random, ["sgd", "momentum"]) },
  }),
  "vanishing-by-weights": ({ dataset, deep, width, random }) => ({
    net: {
      layers: layersOf(deep, width),
      activation: among(random, ["tanh", "softsign"]),
      start: std(between(random, 0.1, 0.3) / Math.sqrt(width)),
    },
    dataset,
    options: { optimizer: among(random, ["sgd", "momentum"]) },
  }),
  vanishing: ({ dataset, deep, width, random }) => ({
    net: {
      layers: layersOf(deep, width),
      activation: "sigmoid",
      start: std(between(random, 0.2, 0.35) / Math.sqrt(width)),
    },
    dataset,
    options: { optimizer: among(random, ["sgd", "momentum"]) },
  }),
  exploding: ({ dataset, deep, width, random }) => ({
    net: {
      layers: layersOf(deep, width),
      activation: "relu",
      start: std(between(random, 3, 8) / Math.sqrt(width)),
    },
    dataset,
    options: { optimizer: among(random, ["sgd", "adam"]) },
  }),
  underflow: ({ dataset, width, random }) => ({
    net: {
      layers: layersOf(30, width),
      activation: "sigmoid",
      start: std(between(random, 0.1, 0.16) / Math.sqrt(width)),
    },
    dataset,
    options: { optimizer: among(random, ["sgd", "adam"]) },
  }),
  saturation: ({ dataset, shallow, width, random }) => ({
    net: {
      layers: layersOf(1 + shallow, width),
      activation: "tanh",
      start: std(between(random, 6, 20) / Math.sqrt(width)),
    },
    dataset,
    options: { optimizer: among(random, ["sgd", "adam"]) },
  }),
  "dead-units": ({ dataset, shallow, width, random }) => {
    const sizes = [dataset.inputs.columns, ...layersOf(1 + shallow, width)];
    const layers = [
      ...sizes
        .slice(1)
        .map((outputs, index) =>
          dense({ inputs: sizes[index]!, outputs, activation: relu, initializer: heNormal }),
        ),
      dense({ inputs: width, outputs: dataset.classes }),
    ];
    const dead = Math.floor(random.uniform() * (1 + shallow));
    const share = between(random, 0.5, 1);
    const bias = Matrix.rowVector(Array.from({ length: width }, () => (random.uniform() < share ? -100 : 0)));
    const seed = Math.floor(random.uniform() * 1e6);
    return {
      net: new Network({ layers, head: softmax, seed, parameters: { [`${dead}.bias`]: bias } }),
      dataset,
      options: {},
    };
  },
  "constant-outputs": ({ dataset, deep, width }) => ({
    net: { layers: layersOf(2 + deep, width), activation: "sigmoid", start: "classic" },
    dataset,
    options: { optimizer: "sgd", rate: 0.03 },
  }),
  plateau: ({ dataset, deep, width }) => ({
    net: { layers: layersOf(2 + deep, width), activation: "sigmoid", start: "glorot" },
    dataset,
    options: { optimizer: "sgd" },
  }),
  "one-class": ({ dataset, deep, width }) => ({
    net: { layers: layersOf(2 + deep, width), activation: "sigmoid", start: "classic" },
    dataset: uneven(dataset, 0.4),
    options: { optimizer: "momentum" },
  }),
  "inputs-off-center": (drawn) => {
    const shift = power(drawn.random, 20, 300);
    return {
      net: good(drawn),
      dataset: changed(drawn.dataset, { input: (value) => value + shift }),
      options: { optimizer: among(drawn.random, ["sgd", "adam"]) },
    };
  },
  "inputs-unequal": (drawn) => {
    const factor = power(drawn.random, 300, 1e4);
    return {
      net: good(drawn),
      dataset: changed(drawn.dataset, { input: (value, _, column) => (column % 2 ? value * factor : value) }),
      options: { optimizer: among(drawn.random, ["sgd", "adam"]) },
    };
  },
  "inputs-size": (drawn) => {
    const factor = among(drawn.random, [power(drawn.random, 50, 1000), power(drawn.random, 1e-4, 5e-3)]);
    return {
      net: good(drawn),
      dataset: changed(drawn.dataset, { input: (value) => value * factor }),
      options: { optimizer: among(drawn.random, ["sgd", "adam"]) },
    };
  },
  "rate-too-small": (drawn) => ({
    net: good(drawn),
    dataset: drawn.dataset,
    options: among(drawn.random, [
      { optimizer: "sgd", rate: power(drawn.random, 1e-6, 1e-4) },
      { optimizer: "adam", rate: power(drawn.random, 1e-8, 3e-6) },
    ]),
  }),
  "rate-too-large": (drawn) => ({
    net: good(drawn),
    dataset: drawn.dataset,
    options: among(drawn.random, [
      { optimizer: "sgd", rate: power(drawn.random, 10, 1e4) },
      { optimizer: "momentum", rate: power(drawn.random, 5, 1e3) },
      { optimizer: "adam", rate: power(drawn.random, 1, 100) },
    ]),
  }),
  memorizing: (drawn) => {
    const { random } = drawn;
    const dataset = drawn.dataset.name === "rings" ? blobs(random, 200) : drawn.dataset; // two columns are not learnt by heart
    const few = take(dataset, random.permutation(dataset.inputs.rows).subarray(0, 200));
    const labels = few.labels.map((label) =>
      random.uniform() < 0.45 ? Math.floor(random.uniform() * few.classes) : label,
    );
    return {
      net: { layers: layersOf(2, 128), activation: "relu", start: "he" },
      dataset: changed(few, { labels }),
      options: { optimizer: "adam", rate: 0.003 },
    };
  },
  "uneven-classes": (drawn) => ({
    net: good(drawn),
    dataset: uneven(drawn.dataset, between(drawn.random, 0.02, 0.08)),
    options: {},
  }),
  "labels-untellable": (drawn) => {
    const { labels } = drawn.dataset;
    const order = drawn.random.permutation(labels.length);
    return {
      net: good(drawn),
      dataset: changed(drawn.dataset, { labels: labels.map((_, row) => labels[order[row]!]!) }),
      options: {},
    };
  },
};

/** A dataset where all but the first class are rare. */
function uneven(dataset: LabeledDataset, share: number): LabeledDataset {
  const first = [...dataset.labels.keys()].filter((row) => dataset.labels[row] === 0);
  const others = [...dataset.labels.keys()].filter((row) => dataset.labels[row] !== 0);
  const many = Array.from({ length: 300 }, (_, index) => first[index % first.length]!); // some come twice, and the same
  const classes = dataset.classes - 1;
  const rare = Math.max(8 * classes, Math.round(300 * share * classes));
  const kept = Array.from({ length: dataset.classes }, (_, label) =>
    others.filter((row) => dataset.labels[row] === label).slice(0, Math.ceil(rare / classes)),
  ).flat();
  return take(dataset, [...many, ...kept]);
}

/** A net with nothing wrong. */
export const healthyNet: Make = (drawn) => {
  const { dataset, random } = drawn;
  return {
    net: good(drawn),
    dataset,
    options: {
      optimizer: among(random, ["adam", "momentum"]),
      ...(random.uniform() < 0.5 && { inputs: "standardized" as const }),
    },
  };
};

/** A case of an illness, or a healthy one. */
export function drawCase(kind: FindingId | "healthy", seed: number | string): Case {
  const drawn = draw(`${seed}, ${kind}`);
  return kind === "healthy" ? healthyNet(drawn) : illNets[kind](drawn);
}

/** Every kind of case. */
export const kinds: readonly (FindingId | "healthy")[] = [
  ...(Object.keys(illNets) as FindingId[]),
  "healthy",
];
