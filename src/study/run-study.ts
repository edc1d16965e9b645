import {
  checkArray,
  checkFunction,
  checkInteger,
  checkKeys,
  checkNumber,
  checkRecord,
  readSafely,
} from "../check.ts";
import type { Dataset } from "../data/dataset.ts";
import type { Arm } from "./arm.ts";
import { arms as studied } from "./arms/all.ts";
import { checkJSON, planShape, resultShape } from "./check-json.ts";
import { conclude } from "./conclude.ts";
import { hashOf } from "./hash.ts";
import { planWithArms, type StudyOptions } from "./plan.ts";
import { runSpecs, type SpecExecutor } from "./run-specs.ts";
import type { StudyPlan } from "./study-plan.ts";
import type { TrialResult } from "./trial-result.ts";
import { trialRunner } from "./trial-runner.ts";
import type { TrialSpec } from "./trial-spec.ts";
import { comparisonTrials, type Shard, tuningTrials } from "./trials-of-plan.ts";
import type { StudyVerdict } from "./verdict.ts";

/** Where a study's trials are run: in this thread, in workers, on other machines. Results come in any order. */
export type TrialExecutor = SpecExecutor<TrialSpec, TrialResult>;

/** How trials are run, and what is known already. */
export interface TrialOptions {
  /** Runs the trials. */
  readonly execute: TrialExecutor;
  /** Results of an earlier run of the same plan: their trials are not run again. */
  readonly known?: readonly TrialResult[] | undefined;
  /** Which part of the cells is run. Default: all. */
  readonly shard?: Shard | undefined;
  /** Called with each new result, as it comes, and awaited. */
  readonly onResult?: ((result: TrialResult) => unknown) | undefined;
  /** Called when it is known how many trials there are to run: for each round of the tuning, and for the comparison. */
  readonly onPhase?:
    | ((phase: TrialSpec["purpose"], specs: readonly TrialSpec[], missing: number) => void)
    | undefined;
}

/** Five powers of ten on each side. */
const MOST_WIDENINGS = 10;

/**
 * Runs the trials of a plan: those that choose the learning rates, then those that are compared.
 *
 * @param plan - What `planStudy` decided.
 * @param options - What runs the trials, results that are known already, and who is told.
 * @returns All results, in the order of the plan and not of their finishing.
 * @example
 * const plan = await planStudy(digits, { arms: ["classical"], depths: [1], seeds: 2 });
 * const results = await runTrials(plan, { execute: inThisThread(digits) });
 * results.filter(({ spec }) => spec.purpose === "compare").length; // 2
 * const { claims } = conclude(plan, results);
 */
export async function runTrials(plan: StudyPlan, options: TrialOptions): Promise<TrialResult[]> {
  const action = "run trials";
  checkJSON(action, "the plan", plan, planShape);
  checkKeys(action, options, ["execute", "known", "shard", "onResult", "onPhase"]);
  checkInteger(action, "widenings of the tuning", plan.tuning.widenings, { min: 0, max: MOST_WIDENINGS });
  const grids = plan.arms.map(({ optimizer }) => [optimizer, ["number"]] as const);
  checkJSON(action, "rates of the tuning", plan.tuning.rates, Object.fromEntries(grids));
  for (const rate of Object.values(plan.tuning.rates).flat())
    checkNumber(action, "rates of the tuning", rate, { above: 0 });
  const { execute, known: earlier = [], shard, onResult, onPhase } = options;
  for (const [name, callback] of Object.entries({ execute, onResult, onPhase })) {
    if (name === "execute" || callback !== undefined) checkFunction(action, name, callback);
  }
  if (shard !== undefined) {
    checkJSON(action, "shard", shard, { index: "count", count: "count" });
    checkInteger(action, "index of shard", shard.index, { max: shard.count });
  }
  for (const result of checkArray(action, "known to be a list of results", earlier)) {
    checkJSON(action, "a known result", result, resultShape);
  }
  const known = new Map(earlier.map((result) => [result.id, result]));
  const run = async (phase: TrialSpec["purpose"], specs: readonly TrialSpec[]): Promise<TrialResult[]> => {
    const ids = await Promise.all(specs.map(hashOf));
    const there = ids.flatMap((id) => known.get(id) ?? []);
    onPhase?.(phase, specs, specs.length - there.length);
    const results = await runSpecs(specs, { execute, known: there, onResult });
    for (const result of results) known.set(result.id, result);
    return results;
  };
  let tuned: TrialResult[] = [];
  for (;;) {
    const wanted = tuningTrials(plan, tuned, shard); // more of them where the best rate is at an end of the grid
    if (wanted.length === tuned.length) break;
    tuned = await run("tune", wanted);
  }
  const compared = await run("compare", comparisonTrials(plan, tuned, shard));
  return [...tuned, ...compared];
}

/** What a study gives: its plan, every trial, and what follows from them. Plain JSON. */
export interface Study {
  readonly plan: StudyPlan;
  readonly results: readonly TrialResult[];
  readonly verdict: StudyVerdict;
}

/**
 * Asks of your own data whether pretraining helps against vanishing gradients, and why: trains the same net from every start,
 * paired by seed, measures the gradients and draws the conclusions that the intervals carry.
 *
 * @param dataset - Labelled examples, or examples with numeric targets, whose errors are then the share of variance left, 1 − R². Columns outside [0, 1] are scaled by their range.
 * @param options - The budget, the arms, among them some of your own, the sweeps; and `onResult`, called with each trial as it ends.
 * @returns Plan, results and verdicts; the same data and options give the same bytes.
 * @throws RangeError if an option is out of range, before anything is trained.
 * @example
 * const options = { arms: ["classical", "isometric"], depths: [2], seeds: 1 };
 * const { verdict } = await runStudy(await loadDigits(), options);
 * verdict.claims.length; // 24
 */
export async function runStudy(
  dataset: Dataset,
  options: StudyOptions & Pick<TrialOptions, "onResult"> = {},
): Promise<Study> {
  checkRecord("plan the study", "options to be an object", options);
  const { onResult, ...planned } = readSafely("plan the study", "options to be an object", () => ({
    ...options,
  }));
  if (onResult !== undefined) checkFunction("plan the study", "onResult", onResult);
  const { plan, arms } = await planWithArms(dataset, planned);
  const own = arms.filter((arm) => !studied.includes(arm));
  const results = await runTrials(plan, { execute: inThisThread(dataset, own), onResult });
  return { plan, results, verdict: conclude(plan, results) };
}

/**
 * Runs trials one after the other where they are asked for.
 *
 * @param dataset - The data that the plan was made for.
 * @param own - Arms that the plan names beside those of the study. Default: none.
 * @returns What `runTrials` runs the trials with.
 * @example
 * const execute: TrialExecutor = inThisThread(digits);
 */
export function inThisThread(dataset: Dataset, own: readonly Arm[] = []): TrialExecutor {
  const runner = trialRunner(dataset, own);
  return async function* execute(specs) {
    for (const spec of specs) yield await runner.run(spec);
  };
}
