import type { ArmKind } from "../arm.ts";
import { type Chance, chanceOf } from "../chance.ts";
import { type PlannedArm, plannedArmsOf } from "../planned-arm.ts";
import type { CurvePoint, GradientMoment, TrialResult } from "../trial-result.ts";

/** Where arms are compared. */
export interface Setting {
  readonly depth: number;
  readonly width: number;
  readonly labels: number;
  readonly times: number;
}

/** The trials that are compared, as the claims ask for them. */
export interface Evidence {
  /** The deepest net with the most labels, at the width that most trials have. */
  readonly reference: Setting;
  /** The same net with the fewest labels of the sweep, where there are several numbers of labels. */
  readonly fewLabels: Setting | undefined;
  /** The errors of which no less is nothing learnt. */
  readonly chance: Chance;
  /** Every compared trial. */
  readonly trials: readonly TrialResult[];
  /** What the arms of the trials are there for. */
  readonly arms: readonly PlannedArm[];
  /** The trials of an arm by seed, at the reference setting unless another is named. */
  readonly of: (arm: string, setting?: Setting) => ReadonlyMap<number, TrialResult>;
  /** Which of these arms have no trial at the reference setting. */
  readonly missing: (...arms: readonly string[]) => readonly string[];
  /** A figure of every seed that all of these arms have, at the reference setting unless another is named, in the order of the seeds. */
  readonly paired: (
    arms: readonly string[],
    figure: (...results: readonly TrialResult[]) => number,
    setting?: Setting,
  ) => readonly number[];
}

/** Sorts results by what they are compared on; the plan says what is chance. */
export function evidenceFrom(results: readonly TrialResult[], plan: unknown = null): Evidence {
  const trials = results.filter(({ spec }) => spec.purpose === "compare");
  const most = (values: readonly number[]): number => Math.max(...values);
  const reference = {
    depth: most(trials.map(({ spec }) => spec.depth)),
    width: commonest(trials.map(({ spec }) => spec.width)),
    labels: most(trials.map(({ spec }) => spec.labels)),
    times: 1,
  };
  const cells = new Map(
    inCells(trials).map((cell) => {
      const { spec } = cell[0]!;
      const bySeed = cell
        .sort((a, b) => a.spec.seed - b.spec.seed)
        .map((trial) => [trial.spec.seed, trial] as const);
      return [cellKey(spec.arm, spec), new Map(bySeed)];
    }),
  );
  const of: Evidence["of"] = (arm, setting = reference) => cells.get(cellKey(arm, setting)) ?? new Map();
  const fewest = Math.min(...trials.map(({ spec }) => spec.labels));
  return {
    reference,
    fewLabels: fewest < reference.labels ? { ...reference, labels: fewest } : undefined,
    chance: chanceOf(plan),
    trials,
    arms: plannedArmsOf(plan, [...new Set(trials.map(({ spec }) => spec.arm))]),
    of,
    missing: (...arms) => arms.filter((arm) => of(arm).size === 0),
    paired(arms, figure, setting) {
      const bySeed = arms.map((arm) => of(arm, setting));
      const seeds = [...(bySeed[0]?.keys() ?? [])].filter((seed) =>
        bySeed.every((trials) => trials.has(seed)),
      );
      return seeds
        .map((seed) => figure(...bySeed.map((trials) => trials.get(seed)!)))
        .filter(Number.isFinite);
    },
  };
}

function cellKey(arm: string, { depth, width, labels, times }: Setting): string {
  return JSON.stringify([arm, depth, width, labels, times]);
}

/** The trials of each arm in each setting. */
export function inCells(trials: readonly TrialResult[]): TrialResult[][] {
  const cells = new Map<string, TrialResult[]>();
  for (const trial of trials) {
    const key = cellKey(trial.spec.arm, trial.spec);
    cells.set(key, [...(cells.get(key) ?? []), trial]);
  }
  return [...cells.values()];
}

/** The value that occurs most often, the first of several. */
function commonest(values: readonly number[]): number {
  const count = (value: number): number => values.filter((other) => other === value).length;
  return [...new Set(values)].sort((a, b) => count(b) - count(a))[0] ?? 0;
}

/** The epoch with the least validation error, of equal ones with the least validation loss: what early stopping keeps. */
export function bestPoint({ curve }: TrialResult): CurvePoint {
  return [...curve].sort(
    (a, b) => a.validationError - b.validationError || a.validationLoss - b.validationLoss,
  )[0]!;
}

/** The test error of that epoch, in [0, 1]. */
export function testErrorOf(result: TrialResult): number {
  return bestPoint(result).testError;
}

/** The mean test error of an arm over its seeds, at the reference setting unless another is named. */
export function meanTestError(evidence: Evidence, arm: string, setting?: Setting): number {
  return meanOf([...evidence.of(arm, setting).values()].map(testErrorOf));
}

/** ln of the test error; none of so many test examples counts as half of one. */
export function logTestError(result: TrialResult): number {
  return Math.log(Math.max(testErrorOf(result), 0.5 / result.spec.settings.test));
}

/** Whether these arms all do no better than chance in the mean over seeds: a difference between such says nothing. */
export function areStuck(
  evidence: Evidence,
  arms: readonly string[],
  setting: Setting = evidence.reference,
): boolean {
  return arms.every((arm) => {
    const errors = [...evidence.of(arm, setting).values()].map(testErrorOf);
    return isNothing(evidence.chance, meanOf(errors));
  });
}

/** Whether a test error is that of chance, but for what luck makes of it. */
export function isNothing({ test }: Chance, testError: number): boolean {
  return testError > NOTHING * test;
}

/** A net that errs in this share of what chance does has learnt nothing. */
const NOTHING = 0.98;

/** The gradients before training. */
export function atStart({ gradients }: TrialResult): GradientMoment {
  return gradients[0]!;
}

/** ln of what survives of the error signal per layer, before training. */
export function logSurvival(result: TrialResult): number {
  return Math.log(atStart(result).survivingPerLayer ?? Number.NaN);
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The arm of these with the least mean of a figure over its seeds; undefined where none has trials at the setting. */
export function bestArm(
  evidence: Evidence,
  arms: readonly string[],
  figure: (result: TrialResult) => number,
  setting: Setting = evidence.reference,
): string | undefined {
  return arms
    .map((arm) => ({ arm, figures: [...evidence.of(arm, setting).values()].map(figure) }))
    .filter(({ figures }) => figures.length > 0)
    .map(({ arm, figures }) => ({ arm, mean: meanOf(figures) }))
    .filter(({ mean }) => Number.isFinite(mean))
    .sort((a, b) => a.mean - b.mean)[0]?.arm;
}

/** What claims look for: arms of a kind, with a tag, under an optimizer. */
export interface Wanted {
  readonly kind?: ArmKind;
  readonly tag?: string;
  /** Default: the one that arms have unless they say otherwise; null for any other than that. */
  readonly optimizer?: string | null;
}

/** The names of the arms that are what is wanted and have trials at the setting. */
export function armsLike(
  evidence: Evidence,
  { kind, tag, optimizer = USUAL }: Wanted,
  setting: Setting = evidence.reference,
): string[] {
  return evidence.arms
    .filter((arm) => kind === undefined || arm.kind === kind)
    .filter((arm) => tag === undefined || arm.tags.includes(tag))
    .filter((arm) => (optimizer === null ? arm.optimizer !== USUAL : arm.optimizer === optimizer))
    .map(({ name }) => name)
    .filter((name) => evidence.of(name, setting).size > 0);
}

/** Of the arms that are what is wanted the one with the least validation error: it is chosen on other examples than it is judged by. */
export function bestLike(evidence: Evidence, wanted: Wanted, setting?: Setting): string | undefined {
  const validationError = (trial: TrialResult): number => bestPoint(trial).validationError;
  return bestArm(evidence, armsLike(evidence, wanted, setting), validationError, setting);
}

/** What trains arms that name nothing else. */
const USUAL = "momentum";
