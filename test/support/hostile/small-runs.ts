import * as layerwise from "../../../src/index.ts";

/** The engine that calls are tried on. */
export const engine = "reference";

/** Six examples of four bits, and their classes. */
export const inputs = (): number[][] => [
  [1, 0, 1, 1],
  [0, 1, 1, 0],
  [1, 1, 0, 0],
  [0, 0, 1, 1],
  [0, 0, 0, 1],
  [1, 0, 0, 1],
];
export const labels = (): number[] => [0, 1, 1, 0, 1, 0];
export const dataset = (): layerwise.DatasetLike => ({ inputs: inputs(), labels: labels() });

/** Two examples of three hidden units. */
export const hidden = (): number[][] => [
  [1, 0, 1],
  [0, 1, 1],
];

/** The options of all runs but the run itself. */
export const layerRun = (monitor: layerwise.Metric): Omit<layerwise.FitOptions, "run"> => ({
  epochs: 1,
  batchSize: 3,
  shuffle: true,
  optimizer: layerwise.sgd({ learningRate: 0.01 }),
  seed: 1,
  earlyStopping: { monitor, patience: 2, minimumChange: 0 },
  onBatch: () => undefined,
  onEpoch: () => undefined,
  signal: new AbortController().signal,
});

/** The options of all runs. */
export const run = (monitor: layerwise.Metric): layerwise.FitOptions => ({
  ...layerRun(monitor),
  run: new layerwise.Run(),
});

/** Weights of examples and classes, and data to validate on. */
export const weighed = (): Pick<
  layerwise.NetworkFitOptions,
  "sampleWeights" | "classWeights" | "validation"
> => ({
  sampleWeights: [1, 1, 1, 2, 1, 1],
  classWeights: [1, 2],
  validation: { ...dataset(), sampleWeights: [1, 2, 1, 1, 1, 1] },
});

/** The JSON of a model, as it is read from a file. */
export const written = <Model extends { toJSON(): unknown }>(model: Model): ReturnType<Model["toJSON"]> =>
  JSON.parse(JSON.stringify(model)) as ReturnType<Model["toJSON"]>;
