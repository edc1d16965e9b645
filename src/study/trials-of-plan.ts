import type { Cell } from "./cell.ts";
import type { StudyPlan } from "./study-plan.ts";
import type { TrialResult } from "./trial-result.ts";
import { TRIAL_VERSION, type TrialSpec } from "./trial-spec.ts";
import { type Tuned, tune, tuningOf } from "./tuning.ts";

/** Part `index` of `count`, from 1: the cells that one machine of several works on. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/**
 * The cells of a plan: every arm in the deepest net with all labels, the swept arms at the other depths, widths and numbers of
 * labels, their rivals with fewer labels, and the long arms with the longer budgets, the first of them at every depth; one of them is varied at a time.
 */
export function cellsOf({ arms, sweptArms, longArms, depths, widths, labels, times }: StudyPlan): Cell[] {
  const reference = { depth: Math.max(...depths), width: widths[0]!, labels: Math.max(...labels), times: 1 };
  const isReference = (setting: typeof reference): boolean =>
    JSON.stringify(setting) === JSON.stringify(reference);
  const varied = [
    ...depths.map((depth) => ({ ...reference, depth })),
    ...widths.map((width) => ({ ...reference, width })),
    ...labels.map((count) => ({ ...reference, labels: count })),
  ].filter((setting) => !isReference(setting));
  const rivals = arms.filter(({ kind }) => kind === "rival").map(({ name }) => name);
  const longer = times.filter((count) => count !== 1).map((count) => ({ ...reference, times: count }));
  const shallower = depths.filter((depth) => depth !== reference.depth);
  const among = (names: readonly string[]) => arms.filter(({ name }) => names.includes(name));
  const cells = (chosen: StudyPlan["arms"], setting: typeof reference): Cell[] =>
    chosen.map(({ name, optimizer }) => ({ arm: name, optimizer, ...setting }));
  return [
    ...cells(arms, reference),
    ...varied.flatMap((setting) => {
      const fewer = setting.labels < reference.labels ? rivals : [];
      return cells(among([...sweptArms, ...fewer]), setting);
    }),
    ...longer.flatMap((setting) => cells(among(longArms), setting)),
    ...longer.flatMap((setting) =>
      shallower.flatMap((depth) => cells(among(longArms.slice(0, 1)), { ...setting, depth })),
    ),
  ];
}

/** The trials that choose the learning rates, as far as the results of those before tell which are wanted. */
export function tuningTrials(plan: StudyPlan, tuned: readonly TrialResult[], shard?: Shard): TrialSpec[] {
  const specs = cellsIn(plan, shard).flatMap((cell) =>
    tunedOf(plan, cell, tuned).rates.flatMap((rate) =>
      plan.tuning.seeds.map((seed) => specOf(plan, "tune", cell, seed, rate)),
    ),
  );
  return inOrderOfWork(specs);
}

/** The trials that are compared: every seed for every cell, at the rate that its tuning chose. */
export function comparisonTrials(plan: StudyPlan, tuned: readonly TrialResult[], shard?: Shard): TrialSpec[] {
  const specs = cellsIn(plan, shard).flatMap((cell) => {
    const { best } = tunedOf(plan, cell, tuned);
    return plan.seeds.map((seed) => specOf(plan, "compare", cell, seed, best));
  });
  return inOrderOfWork(specs);
}

/** What the tuning of a cell says so far. */
export function tunedOf({ tuning }: StudyPlan, cell: Cell, tuned: readonly TrialResult[]): Tuned {
  const grid = { rates: tuning.rates[cell.optimizer]!, widenings: tuning.widenings };
  return tune(grid, tuningOf(cell, tuned));
}

function cellsIn(plan: StudyPlan, shard: Shard | undefined): Cell[] {
  const cells = cellsOf(plan);
  return shard ? cells.filter((_, index) => index % shard.count === shard.index - 1) : cells;
}

function specOf(
  { data, settings }: StudyPlan,
  purpose: TrialSpec["purpose"],
  cell: Cell,
  seed: number,
  learningRate: number,
): TrialSpec {
  return { version: TRIAL_VERSION, data: data.fingerprint, purpose, ...cell, seed, learningRate, settings };
}

/** Trials that share a split and stacks of RBMs stand together, the longest first. */
function inOrderOfWork(specs: readonly TrialSpec[]): TrialSpec[] {
  const length = ({ times, depth }: TrialSpec): number => times * depth;
  return [...specs].sort((a, b) => a.seed - b.seed || b.width - a.width || length(b) - length(a));
}
