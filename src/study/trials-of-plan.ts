import type { StudyPlan } from "./plan.ts";
import type { TrialResult } from "./trial-result.ts";
import { TRIAL_VERSION, type TrialSpec } from "./trial-spec.ts";

/** Where arms are compared: one arm in one setting. Its learning rate is chosen for it alone. */
export type Cell = Pick<TrialSpec, "arm" | "depth" | "width" | "labels">;

/** Part `index` of `count`, from 1: the cells that one machine of several works on. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** A seed of its own, so that no rate is chosen on what is then compared. */
const TUNING_SEED = 0;

/**
 * The cells of a plan: every arm in the deepest net with all labels, and the swept arms at the other depths, widths and
 * numbers of labels, one of them varied at a time.
 */
export function cellsOf({ arms, sweptArms, depths, widths, labels }: StudyPlan): Cell[] {
  const reference = { depth: Math.max(...depths), width: widths[0]!, labels: Math.max(...labels) };
  const varied = [
    ...depths.map((depth) => ({ ...reference, depth })),
    ...widths.map((width) => ({ ...reference, width })),
    ...labels.map((count) => ({ ...reference, labels: count })),
  ].filter((setting) => JSON.stringify(setting) !== JSON.stringify(reference));
  const swept = arms.filter((arm) => sweptArms.includes(arm));
  return [
    ...arms.map((arm) => ({ arm, ...reference })),
    ...varied.flatMap((setting) => swept.map((arm) => ({ arm, ...setting }))),
  ];
}

/** The trials that choose the learning rates: every rate of the grid for every cell. */
export function tuningTrials(plan: StudyPlan, shard?: Shard): TrialSpec[] {
  const specs = cellsIn(plan, shard).flatMap((cell) =>
    plan.learningRates.map((rate) => specOf(plan, "tune", cell, TUNING_SEED, rate)),
  );
  return inOrderOfWork(specs);
}

/** The trials that are compared: every seed for every cell, at the rate that its tuning chose. */
export function comparisonTrials(plan: StudyPlan, tuned: readonly TrialResult[], shard?: Shard): TrialSpec[] {
  const specs = cellsIn(plan, shard).flatMap((cell) => {
    const rate = bestRate(cell, tuned);
    return plan.seeds.map((seed) => specOf(plan, "compare", cell, seed, rate));
  });
  return inOrderOfWork(specs);
}

/** The rate with the least validation error of any epoch, of equal ones the least loss. Runs that diverged come last. */
function bestRate(cell: Cell, tuned: readonly TrialResult[]): number {
  const ranked = tuned
    .filter(({ spec }) => spec.purpose === "tune" && isOf(cell, spec))
    .map(({ spec, curve, diverged }) => ({
      rate: spec.learningRate,
      diverged: diverged === undefined ? 0 : 1,
      error: Math.min(...curve.map((point) => point.validationError)),
      loss: Math.min(...curve.map((point) => point.validationLoss)),
    }))
    .sort((a, b) => a.diverged - b.diverged || a.error - b.error || a.loss - b.loss || a.rate - b.rate);
  return ranked[0]!.rate;
}

function isOf(cell: Cell, spec: TrialSpec): boolean {
  const { arm, depth, width, labels } = spec;
  return cell.arm === arm && cell.depth === depth && cell.width === width && cell.labels === labels;
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
  return [...specs].sort((a, b) => a.seed - b.seed || b.width - a.width || b.depth - a.depth);
}
