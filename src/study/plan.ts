import { checkArray, checkInteger, checkKeys, rangeError } from "../check.ts";
import type { Dataset } from "../data/dataset.ts";
import type { Arm } from "./arm.ts";
import { checkArms, arms as studied } from "./arms/all.ts";
import { type Budget, budgets, checkBudget } from "./budgets.ts";
import { type ChanceErrors, chanceErrors } from "./chance.ts";
import { checkTold } from "./check-told.ts";
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
    /** How many classes there are; absent where the targets are numbers. */
    readonly classes?: number;
    /** How many numbers are to be told of each example, where the targets are numbers. */
    readonly targets?: number;
    /** The errors of always naming the most frequent class, where the classes are uneven. */
    readonly chance?: ChanceErrors;
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
 * @param dataset - Examples of at least two classes, with at least three of each; or examples with numeric targets.
 * @param options - The budget, and what is to differ from it.
 * @returns The plan, which together with the data decides every bit of the results.
 * @throws RangeError if an arm does not exist, more labels are asked for than there are, a number is out of range, or a class
 *   has too few examples to be in every part. TypeError if the dataset has neither labels nor targets.
 * @example
 * const plan = await planStudy(digits, { arms: ["classical", "rbm"], depths: [1, 4], seeds: 5 });
 * plan.seeds; // [1, 2, 3, 4, 5]
 */
export async function planStudy(dataset: Dataset, options: StudyOptions = {}): Promise<StudyPlan> {
  checkTold(action, dataset);
  checkKeys(action, options, ["budget", "arms", "depths", "widths", "labels", "seeds"]);
  const { inputs } = dataset;
  const { budget: wanted = "quick" } = options;
  const budget = checkBudget(action, wanted);
  const { settings, ...defaults } = budgets[budget](inputs.rows);
  const { arms: chosen = defaults.arms, depths = defaults.depths, widths = defaults.widths } = options;
  const { labels = [settings.train], seeds = defaults.seeds } = options;
  const arms = checkArms(action, chosen);
  const fewest = dataset.labels ? dataset.classes! : 2;
  return {
    data: {
      name: dataset.name,
      fingerprint: await fingerprintOf(dataset),
      examples: inputs.rows,
      inputs: inputs.columns,
      ...toldOf(dataset, settings),
    },
    budget,
    arms: arms.map(({ name }) => name),
    sweptArms: sweptOf(arms, defaults.sweptArms),
    depths: checkList("depths", depths, { min: 1, max: 10 }),
    widths: checkList("widths", widths, { min: 1 }),
    labels: checkList("labels", labels, { min: fewest, max: settings.train }),
    seeds: seedsUpTo(checkInteger(action, "seeds", seeds, { min: 1, max: 1e6 })),
    learningRates: defaults.learningRates,
    settings,
  };
}

/** What is to be told of each example. */
function toldOf(
  dataset: Dataset,
  settings: TrialSettings,
): Pick<StudyPlan["data"], "classes" | "targets" | "chance"> {
  const { labels, classes, targets } = dataset;
  if (!labels) return { targets: targets!.columns };
  const chance = chanceErrors(dataset, settings);
  return { classes: classes!, ...(chance && { chance }) };
}

function checkList(
  name: string,
  values: readonly number[],
  limits: { readonly min: number; readonly max?: number },
): readonly number[] {
  const list = checkArray(action, `${name} to be a list of integers`, values);
  if (list.length === 0) throw rangeError(action, `${name} to be a list of integers`, "[]");
  return [...new Set(list.map((value) => checkInteger(action, name, value, limits)))];
}

/** The arms that sweeps go over: the usual ones and those of the caller, or all where there are none of these. */
function sweptOf(arms: readonly Arm[], usual: readonly string[]): readonly string[] {
  const swept = arms.filter((arm) => usual.includes(arm.name) || !studied.includes(arm));
  return (swept.length > 0 ? swept : arms).map(({ name }) => name);
}

const seedsUpTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
