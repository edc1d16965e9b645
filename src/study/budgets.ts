import { checkOneOf, rangeError } from "../check.ts";
import { arms } from "./arms/all.ts";
import type { StudyPlan } from "./plan.ts";

/** How much a study does. */
export type Budget = "quick" | "standard" | "full";

type Defaults = Pick<StudyPlan, "arms" | "sweptArms" | "depths" | "widths" | "learningRates" | "settings"> & {
  readonly seeds: number;
};

const allArms = arms.map(({ name }) => name);
const swept = ["classical", "4x glorot", "isometric", "rbm", "rbm permuted", "relu"];

/** The smallest study: a validation and a test part must have something in them. */
const FEWEST_EXAMPLES = 50;

/** Four rates a factor of three or more apart: momentum multiplies each by ten. */
const RATES = [0.01, 0.1, 0.3, 1];

/** Of each RBM, at least: upper RBMs learn only where lower ones have learnt. */
const PRETRAINING_EPOCHS = 20;

/** What each budget does with data of so many examples. */
export const budgets: Readonly<Record<Budget, (examples: number) => Defaults>> = {
  quick: (examples) =>
    defaultsFor(examples, {
      most: 2000,
      width: 64,
      depths: [1, 3, 6],
      updates: 800,
      seeds: 5,
      learningRates: RATES.slice(0, 3),
      jacobianExamples: 2,
    }),
  standard: (examples) =>
    defaultsFor(examples, {
      most: 10_000,
      width: 100,
      depths: [1, 2, 4, 8],
      updates: 2000,
      seeds: 5,
      learningRates: RATES,
      jacobianExamples: 4,
    }),
  full: (examples) =>
    defaultsFor(examples, {
      most: 60_000,
      width: 100,
      depths: [1, 2, 4, 8],
      updates: 2500,
      seeds: 10,
      learningRates: RATES,
      jacobianExamples: 4,
    }),
};

/** Returns the budget if there is one of this name. */
export function checkBudget(action: string, budget: string): Budget {
  return checkOneOf(action, "budget", budget, Object.keys(budgets) as Budget[]);
}

interface Size {
  /** Examples used at most. */
  readonly most: number;
  readonly width: number;
  readonly depths: readonly number[];
  /** Updates of a net, at least; whole epochs are trained. */
  readonly updates: number;
  readonly seeds: number;
  /** The grid that learning rates are chosen from. */
  readonly learningRates: readonly number[];
  readonly jacobianExamples: number;
}

function defaultsFor(examples: number, size: Size): Defaults {
  const { most, width, depths, updates, seeds, learningRates, jacobianExamples } = size;
  if (examples < FEWEST_EXAMPLES) {
    throw rangeError("plan the study", `at least ${FEWEST_EXAMPLES} examples`, `${examples}`);
  }
  const used = Math.min(examples, most);
  const held = Math.floor(Math.min(used / 5, 5000));
  const train = used - 2 * held;
  const batchSize = train < 5000 ? 20 : 100;
  const epochs = Math.ceil(updates / Math.ceil(train / batchSize));
  return {
    arms: allArms,
    sweptArms: swept,
    depths,
    widths: [width],
    seeds,
    learningRates,
    settings: {
      ...{ train, validation: held, test: held, epochs, batchSize, momentum: 0.9 },
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
