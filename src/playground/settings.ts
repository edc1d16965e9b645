/** What can be chosen by name, with what the page calls it; the first of each is the default. */
export const choices = {
  data: {
    digits: "handwritten digits",
    circles: "two circles",
    moons: "two moons",
    spiral: "two spirals",
    xor: "four squares (xor)",
    table: "your own table",
  },
  left: {
    classical: "classical random",
    glorot: "Glorot's random",
    he: "He's random",
    orthogonal: "orthogonal",
    isometric: "isometric",
    pretrained: "pretrained (RBMs)",
  },
  activation: {
    sigmoid: "logistic",
    tanh: "tanh",
    lecunTanh: "tanh, scaled",
    relu: "ReLU",
    gelu: "GELU",
    selu: "SELU",
  },
  optimizer: { momentum: "momentum", sgd: "plain gradient", adam: "Adam", rmsProp: "RMSProp" },
  pace: { watch: "slow enough to watch", quick: "as fast as it goes" },
} as const;

export type DataName = keyof typeof choices.data;
export type StartName = keyof typeof choices.left;
export type ActivationName = keyof typeof choices.activation;
export type OptimizerName = keyof typeof choices.optimizer;
export type PaceName = keyof typeof choices.pace;

/** Everything that decides what the page shows, and how fast: with it anybody sees the same. */
export interface Settings {
  readonly data: DataName;
  /** The column of a table that holds the class; empty for the one that is guessed. */
  readonly label: string;
  readonly left: StartName;
  readonly right: StartName;
  /** Hidden layers. */
  readonly depth: number;
  /** Units of each. */
  readonly width: number;
  readonly activation: ActivationName;
  readonly optimizer: OptimizerName;
  readonly rate: number;
  /** Epochs of each RBM. */
  readonly pretraining: number;
  /** Epochs of training with labels. */
  readonly epochs: number;
  readonly seed: number;
  readonly pace: PaceName;
}

/** What numbers may be; all but the rate are whole. */
export const limits = {
  depth: { min: 2, max: 12 },
  width: { min: 2, max: 256 },
  rate: { min: 1e-6, max: 100 },
  pretraining: { min: 1, max: 100 },
  epochs: { min: 1, max: 1000 },
  seed: { min: 0, max: 1_000_000 },
} as const;

/** Epochs that show something on each kind of data. */
export const usualEpochs: Readonly<Record<DataName, number>> = {
  ...{ digits: 20, circles: 150, moons: 150, spiral: 300, xor: 150, table: 60 },
};

/** Rates that optimizers usually do well with. */
export const usualRates: Readonly<Record<OptimizerName, number>> = {
  ...{ momentum: 0.1, sgd: 0.3, adam: 0.003, rmsProp: 0.001 },
};

/** What somebody sees who opens the page: a deep logistic net that does not learn, and the same net pretrained. */
export const defaults: Settings = Object.freeze({
  ...({ data: "digits", label: "", left: "classical", right: "pretrained" } as const),
  ...({ depth: 6, width: 64, activation: "sigmoid", optimizer: "momentum" } as const),
  ...{ rate: usualRates.momentum, pretraining: 8, epochs: usualEpochs.digits, seed: 1 },
  pace: "watch",
});
