import { checkOneOf, rangeError } from "../check.ts";
import { arms } from "./arms/all.ts";
import { momentum, optimizers } from "./optimizers/all.ts";
import type { Budget, StudyPlan } from "./study-plan.ts";
import type { TrialSettings } from "./trial-spec.ts";
import type { Tuning } from "./tuning.ts";

type Defaults = Pick<StudyPlan, "sweptArms" | "longArms" | "depths" | "widths" | "times"> & {
  readonly arms: readonly string[];
  readonly seeds: number;
  readonly tuning: Omit<Tuning, "rates">;
  readonly settings: Omit<TrialSettings, "engine">;
};

/** Tags of arms that a study has only where they are asked for. */
const asked = ["transfer", "linear"];
const allArms = arms
  .filter(({ tags = [] }) => !tags.some((tag) => asked.includes(tag)))
  .map(({ name }) => name);
const allOptimizers = optimizers.filter((each) => each !== momentum).map(({ name }) => name);
/** The arms that are trained by every optimizer. */
const crossedArms = ["classical", "glorot", "isometric", "rbm", "relu"];
const withAll = (...optimizers: string[]): string[] =>
  optimizers.flatMap((optimizer) => crossedArms.map((arm) => `${arm} + ${optimizer}`));
const swept = ["classical", "4x glorot", "isometric", "rbm", "rbm permuted", "relu", "whitened"];

/** One of each kind that an answer needs. */
const fewArms = [
  ...["classical", "glorot", "isometric", "rbm", "rbm permuted", "rbm spectrum"],
  ...["same survival", "rbm 1 epoch", "autoencoder", "greedy supervised"],
  ...["relu", "batch norm", "residual", "whitened"],
  ...["classical + adam", "isometric + adam", "rbm + adam"],
];

/** What time may cure, and what it is held against. */
const longArms = ["classical", "classical + adam", "isometric", "rbm", "relu"];

/** Seeds that choose the rates, and nothing else. */
const TUNING_SEEDS = [0, -1, -2];

/** The smallest study: a validation and a test part must have something in them. */
const FEWEST_EXAMPLES = 50;

/** Of each RBM, at least: upper RBMs learn only where lower ones have learnt. */
export const PRETRAINING_EPOCHS = 20;

/** What each budget does with data of so many examples, and so many beside them that were set apart to test on. */
export const budgets: Readonly<Record<Budget, (examples: number, apart?: number) => Defaults>> = {
  quick: (examples, apart) =>
    defaultsFor(examples, apart, {
      arms: fewArms,
      sweptArms: ["classical", "isometric", "rbm", "relu", "whitened"],
      times: [],
      widenings: 2,
      most: 2000,
      width: 64,
      depths: [1, 3, 6],
      updates: 800,
      seeds: 5,
      jacobianExamples: 2,
    }),
  standard: (examples, apart) =>
    defaultsFor(examples, apart, {
      arms: [...allArms, ...withAll(...allOptimizers)],
      sweptArms: swept,
      times: [20],
      widenings: 3,
      most: 10_000,
      width: 100,
      depths: [1, 2, 4, 8],
      updates: 2000,
      seeds: 5,
      jacobianExamples: 4,
    }),
  full: (examples, apart) =>
    defaultsFor(examples, apart, {
      arms: [...allArms, ...withAll(...allOptimizers)],
      sweptArms: swept,
      times: [20],
      widenings: 3,
      most: 60_000,
      width: 100,
      depths: [1, 2, 4, 8],
      updates: 2500,
      seeds: 10,
      jacobianExamples: 4,
    }),
};

/** Returns the budget if there is one of this name. */
export function checkBudget(action: string, budget: string): Budget {
  return checkOneOf(action, "budget", budget, Object.keys(budgets) as Budget[]);
}

interface Size {
  readonly arms: readonly string[];
  readonly sweptArms: readonly string[];
  readonly times: readonly number[];
  /** How many rates the grid may grow by on each side. */
  readonly widenings: number;
  /** Examples used at most. */
  readonly most: number;
  readonly width: number;
  readonly depths: readonly number[];
  /** Updates of a net, at least; whole epochs are trained. */
  readonly updates: number;
  readonly seeds: number;
  readonly jacobianExamples: number;
}

function defaultsFor(examples: number, apart: number | undefined, size: Size): Defaults {
  const { arms, sweptArms, times, widenings, most, width, depths, updates, seeds, jacobianExamples } = size;
  if (examples < FEWEST_EXAMPLES) {
    throw rangeError("plan the study", `at least ${FEWEST_EXAMPLES} examples`, `${examples}`);
  }
  const used = Math.min(examples, most);
  const held = Math.floor(Math.min(used / 5, 5000));
  const train = used - (apart === undefined ? 2 : 1) * held;
  const test = apart === undefined ? held : Math.min(apart, Math.max(held, Math.floor(most / 6)));
  const batchSize = train < 5000 ? 20 : 100;
  const epochs = Math.ceil(updates / Math.ceil(train / batchSize));
  return {
    ...{ arms, sweptArms, longArms, depths, widths: [width], times, seeds },
    tuning: { seeds: TUNING_SEEDS, widenings },
    settings: {
      ...{ train, validation: held, test, epochs, batchSize },
      pretraining: {
        epochs: Math.max(PRETRAINING_EPOCHS, epochs),
        batchSize,
        learningRate: 0.05,
        weightDecay: 0,
      },
      probeExamples: Math.min(train, 500),
      jacobianExamples,
    },
  };
}
