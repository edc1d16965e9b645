import { percentCell } from "../display/table.ts";
import { plainNumber } from "../plots/plain-number.ts";
import { type Chance, chanceOf } from "../study/chance.ts";
import { MARGIN } from "../study/claims/margins.ts";
import { NOTHING, PRETRAINING } from "../study/cures.ts";
import { isNothing } from "../study/statistics/evidence.ts";
import type { StudyPlan } from "../study/study-plan.ts";
import type { Cure, StudyVerdict } from "../study/verdict.ts";

/** A row of the table of cures, in words. */
export interface CureRow {
  readonly what: string;
  /** The arm, and how long it was trained where that is longer than the others. */
  readonly arm: string;
  readonly byHowMuch: string;
  readonly cost: string;
  /** Whether the row is the one that the question is about. */
  readonly isPretraining: boolean;
}

/** What is left without any cure, and what is learnt of nothing. */
interface Bars {
  readonly without: number;
  readonly chance: Chance;
}

export const CURE_HEADINGS = ["what cures it", "by how much", "at what cost"] as const;

/** The first table of an answer: what cures it, by how much, at what cost; the best first. */
export function cureRows({ cures, plan }: Pick<StudyVerdict, "cures" | "plan">): CureRow[] {
  const without = cures.find(({ what }) => what === NOTHING)?.testError ?? Number.NaN;
  const bars = { without, chance: chanceOf(plan) };
  return cures.map((cure) => ({
    what: cure.what,
    arm: cure.times === 1 ? cure.arm : `${cure.arm}, ${cure.times} times the epochs`,
    byHowMuch: change(cure, bars),
    cost: `${plainNumber(cure.cost)}×`,
    isPretraining: cure.what === PRETRAINING,
  }));
}

function change({ what, testError }: Cure, { without, chance }: Bars): string {
  const [from, to] = [percentCell(without), percentCell(testError)];
  if (isNothing(chance, testError)) return `does not train: ${to}`;
  if (what === NOTHING) return `${to}`;
  if (testError > without + MARGIN) return `worse: ${from} → ${to}`;
  return testError < without - MARGIN ? `${from} → ${to}` : `no change: ${to}`;
}

/** Under what conditions the table holds, in five sentences. */
export function scopeOf({ data, depths, widths, labels, settings, seeds }: StudyPlan): string {
  const isTold = data.classes === undefined;
  const error = isTold ? "variance that is left of the test examples" : "test error";
  const chance =
    isTold || data.chance === undefined
      ? ""
      : `; always naming the most frequent class errs in ${percentCell(data.chance.test)}`;
  return (
    `By how much: ${error}, the mean over ${plural(seeds.length, "seed")}${chance}. At what cost: everything computed, pretraining included and ` +
    "the search for learning rates not, in multiples of what the classical start costs. " +
    `Measured on ${data.name} with ${plainNumber(Math.max(...labels))} labelled examples, in nets ` +
    `of ${plural(Math.max(...depths), "hidden layer")} of ${widths[0]} units, after ${plural(settings.epochs, "epoch")} of gradient descent with ` +
    "momentum 0.9 where a row names no other optimizer or time. Each row is the best of its kind, each at its own learning rate, both " +
    "chosen on other examples. As much means within a point, most means at least half on a logarithmic scale."
  );
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
