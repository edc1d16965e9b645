/** Rises whenever the same trial would give other results, so that old ones are not taken for new. */
export const TRIAL_VERSION = 4;

/**
 * Everything that decides what a trial computes: one start of one net, trained once. Plain JSON; a trial is a pure function
 * of it and of the data, whose contents it names by their hash.
 */
export interface TrialSpec {
  readonly version: typeof TRIAL_VERSION;
  /** Names the contents of the data, not where they lie. */
  readonly data: string;
  /** What the trial is for: to choose the learning rate on validation data, or to be compared. */
  readonly purpose: "tune" | "compare";
  /** The name of the arm. */
  readonly arm: string;
  /** The name of the optimizer that trains its net. */
  readonly optimizer: string;
  /** Hidden layers. */
  readonly depth: number;
  /** Units of each hidden layer. */
  readonly width: number;
  /** Labelled training examples; RBMs see all training examples, without labels. */
  readonly labels: number;
  /** How many times the epochs of the settings it is trained for. */
  readonly times: number;
  /** Decides the split, the order of the batches, every draw. Arms with the same seed share them. */
  readonly seed: number;
  readonly learningRate: number;
  readonly settings: TrialSettings;
}

/** What all trials of a study have in common. */
export interface TrialSettings {
  /** Examples to train on, to choose the learning rate on, and to test on. */
  readonly train: number;
  readonly validation: number;
  readonly test: number;
  /** Epochs over all training examples. With fewer labels there are as many more as make the same number of updates. */
  readonly epochs: number;
  readonly batchSize: number;
  /** In float32, or in float64. */
  readonly engine: "wasm" | "reference";
  /** The classes that make another task, on which a body may be trained first. Default: none. */
  readonly otherClasses?: readonly number[];
  /** How each RBM is trained. */
  readonly pretraining: {
    readonly epochs: number;
    readonly batchSize: number;
    readonly learningRate: number;
    readonly weightDecay: number;
  };
  /** Examples that the gradients are measured on. */
  readonly probeExamples: number;
  /** Examples at which the Jacobians are taken. */
  readonly jacobianExamples: number;
}
