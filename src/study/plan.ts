import { checkInteger, checkKeys, rangeError, show } from "../check.ts";
import type { LabeledDataset } from "../data/dataset.ts";
import { checkLabeled } from "../data/dataset.ts";
import type { Arm } from "./arm.ts";
import { checkArms, arms as studied } from "./arms/all.ts";
import { type Budget, budgets, checkBudget } from "./budgets.ts";
import { fingerprintOf } from "./hash.ts";
import type { TrialSettings } from "./trial-spec.ts";

/** Options of a study; what is not given, the budget decides. */
export interface StudyOptions {
  /** How much is done: `"quick"` takes minutes on the digits. Default `"quick"`. */
  readonly budget?: Budget | undefined;
  /** Names of arms, and arms of your own. */
  readonly arms?: readonly (string | Arm)[] | undefined;
  /** Hidden layers, each from 1 to 10. */
  readonly depths?: readonly number[] | undefined;
  /** Units of a hidden layer; the first is the width of the other sweeps. */
  readonly widths?: readonly number[] | undefined;
  /** Labelled examples. Default: all training examples. */
  readonly labels?: readonly number[] | undefined;
  /** How many seeds are compared, counted from 1. */
  readonly seeds?: number | undefined;
}

/** Everything that decides a study's trials. Plain JSON. */
export interface StudyPlan {
  readonly data: {
    readonly name: string;
    readonly fingerprint: string;
    readonly examples: number;
    readonly inputs: number;
    readonly classes: number;
  };
  readonly budget: Budget;
  readonly arms: readonly string[];
  /** The arms that the sweeps over depth, width and labels go over. */
  readonly sweptArms: readonly string[];
  readonly depths: readonly number[];
  readonly widths: readonly number[];
  readonly labels: readonly number[];
  readonly seeds: readonly number[];
  readonly learningRates: readonly number[];
  readonly settings: TrialSettings;
}

const action = "plan the study";

/**
 * Decides everything about a study before anything is trained.
 *
 * @param dataset - Labelled examples of at least two classes.
 * @param options - The budget, and what is to differ from it.
 * @returns The plan, which together with the data decides every bit of the results.
 * @throws RangeError if an arm does not exist, more labels are asked for than there are, or a number is out of range.
 * @example
 * const plan = await planStudy(digits, { arms: ["classical", "rbm"], depths: [1, 4], seeds: 5 });
 * plan.seeds; // [1, 2, 3, 4, 5]
 */
export async function planStudy(dataset: LabeledDataset, options: StudyOptions = {}): Promise<StudyPlan> {
  checkLabeled(action, dataset);
  checkKeys(action, options, ["budget", "arms", "depths", "widths", "labels", "seeds"]);
  const { name, inputs, classes } = dataset;
  if (classes < 2) throw rangeError(action, "at least two classes", `${classes}`);
  const budget = checkBudget(action, options.budget ?? "quick");
  const { settings, ...defaults } = budgets[budget](inputs.rows);
  const arms = checkArms(action, options.arms ?? defaults.arms);
  return {
    data: {
      name,
      fingerprint: await fingerprintOf(dataset),
      examples: inputs.rows,
      inputs: inputs.columns,
      classes,
    },
    budget,
    arms: arms.map(({ name }) => name),
    sweptArms: sweptOf(arms, defaults.sweptArms),
    depths: checkList("depths", options.depths ?? defaults.depths, { min: 1, max: 10 }),
    widths: checkList("widths", options.widths ?? defaults.widths, { min: 1 }),
    labels: checkList("labels", options.labels ?? [settings.train], { min: classes, max: settings.train }),
    seeds: seedsUpTo(checkInteger(action, "seeds", options.seeds ?? defaults.seeds, { min: 1 })),
    learningRates: defaults.learningRates,
    settings,
  };
}

function checkList(
  name: string,
  values: readonly number[],
  limits: { readonly min: number; readonly max?: number },
): readonly number[] {
  if (!Array.isArray(values) || values.length === 0) {
    throw rangeError(action, `${name} to be a list of integers`, show(values));
  }
  return [...new Set(values.map((value) => checkInteger(action, name, value, limits)))];
}

/** The arms that sweeps go over: the usual ones and those of the caller, or all where there are none of these. */
function sweptOf(arms: readonly Arm[], usual: readonly string[]): readonly string[] {
  const swept = arms.filter((arm) => usual.includes(arm.name) || !studied.includes(arm));
  return (swept.length > 0 ? swept : arms).map(({ name }) => name);
}

const seedsUpTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
