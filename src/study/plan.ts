import { checkArray, checkInteger, checkKeys, checkOneOf, rangeError, show } from "../check.ts";
import type { Dataset } from "../data/dataset.ts";
import type { Arm } from "./arm.ts";
import { checkArms, isOfStudy, optimizerOf, withOptimizer } from "./arms/all.ts";
import { budgets, checkBudget, PRETRAINING_EPOCHS } from "./budgets.ts";
import { chanceErrors } from "./chance.ts";
import { checkTold } from "./check-told.ts";
import { fingerprintOf } from "./hash.ts";
import { onceEach } from "./once-each.ts";
import { checkOptimizer, momentum } from "./optimizers/all.ts";
import type { TrialOptimizer } from "./optimizers/trial-optimizer.ts";
import { plannedArm } from "./planned-arm.ts";
import type { Budget, StudyPlan } from "./study-plan.ts";
import { tasksIn } from "./trial-data.ts";
import type { TrialSettings } from "./trial-spec.ts";

/** Options of a study; what is not given, the budget decides. */
export interface StudyOptions {
  /** How much is done: `"quick"` takes minutes on the digits. Default `"quick"`. */
  readonly budget?: Budget | undefined;
  /** Names of arms, such as `"classical"` and `"classical + adam"`, and arms of your own. */
  readonly arms?: readonly (string | Arm)[] | undefined;
  /** Names of optimizers, and optimizers of your own: each arm is trained by each of them as well. Default: what the arms name. */
  readonly optimizers?: readonly (string | TrialOptimizer)[] | undefined;
  /** Hidden layers, each from 1 to 10. */
  readonly depths?: readonly number[] | undefined;
  /** Units of a hidden layer; the first is the width of the other sweeps. */
  readonly widths?: readonly number[] | undefined;
  /** Labelled examples. Default: all training examples. */
  readonly labels?: readonly number[] | undefined;
  /** Epochs of a net, ≥ 1. Default: so many that they come to the updates of the budget. */
  readonly epochs?: number | undefined;
  /** Epochs of each layer that is pretrained, ≥ 1. Default: those of a net, and at least 20. */
  readonly pretrainingEpochs?: number | undefined;
  /** How many times those epochs the long arms are trained for as well, such as `[20]`. */
  readonly times?: readonly number[] | undefined;
  /**
   * Classes that are set apart as another task, such as `[0, 1, 2, 3, 4]`: the study is about the others, and the arm `"transfer"` starts
   * from a body that has learnt these.
   */
  readonly transferFrom?: readonly number[] | undefined;
  /** What computes: `"wasm"` in float32, `"reference"` in float64. Default `"wasm"`. */
  readonly engine?: TrialSettings["engine"] | undefined;
  /** How many seeds are compared, counted from 1. */
  readonly seeds?: number | undefined;
}

const action = "plan the study";

/** Weeks of training. */
const MOST_EPOCHS = 1e5;

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
  return (await planWithArms(dataset, options)).plan;
}

/** The plan, and the arms that it names. */
export async function planWithArms(
  given: Dataset,
  options: StudyOptions,
): Promise<{ readonly plan: StudyPlan; readonly arms: readonly Arm[] }> {
  checkTold(action, given);
  checkKeys(action, options, [
    ...["budget", "arms", "optimizers", "depths", "widths", "labels", "epochs", "pretrainingEpochs", "times"],
    ...["transferFrom", "engine", "seeds"],
  ]);
  const apart = otherClassesOf(given, options.transferFrom);
  const { task: dataset } = tasksIn(given, apart);
  checkTold(action, dataset);
  const { inputs } = dataset;
  const { budget: wanted = "quick", engine = "wasm" } = options;
  const budget = checkBudget(action, wanted);
  const { settings: usual, ...defaults } = budgets[budget](inputs.rows, dataset.test?.inputs.rows);
  const settings = {
    ...usual,
    ...lengthOf(options, usual),
    ...apart,
    engine: checkOneOf(action, "engine", engine, ["wasm", "reference"]),
  };
  const { depths = defaults.depths, widths = defaults.widths, times = defaults.times } = options;
  const { labels = [settings.train], seeds = defaults.seeds } = options;
  const arms = armsOf(options, [...defaults.arms, ...(apart.otherClasses ? ["transfer"] : [])]);
  checkTransfer(arms, apart);
  const fewest = dataset.labels ? dataset.classes! : 2;
  const used = onceEach(
    action,
    "optimizer",
    arms.map((arm) => optimizerOf(action, arm)),
  );
  const plan: StudyPlan = {
    data: {
      name: dataset.name,
      fingerprint: await fingerprintOf(given),
      examples: inputs.rows,
      inputs: inputs.columns,
      ...toldOf(dataset, settings),
    },
    budget,
    arms: arms.map((arm) => plannedArm(arm)),
    sweptArms: sweptOf(arms, defaults.sweptArms),
    longArms: sweptOf(arms, defaults.longArms),
    depths: checkList("depths", depths, { min: 1, max: 10 }),
    widths: checkList("widths", widths, { min: 1 }),
    labels: checkList("labels", labels, { min: fewest, max: settings.train }),
    times: timesOf(times),
    seeds: seedsUpTo(checkInteger(action, "seeds", seeds, { min: 1, max: 1e6 })),
    tuning: {
      ...defaults.tuning,
      rates: Object.fromEntries(used.map(({ name, rates }) => [name, rates])),
    },
    settings,
  };
  return { plan, arms };
}

/** How long is trained: what is asked for, else what the budget says. */
function lengthOf(
  { epochs: wanted, pretrainingEpochs }: StudyOptions,
  usual: Pick<TrialSettings, "epochs" | "pretraining">,
): Pick<TrialSettings, "epochs" | "pretraining"> {
  const limits = { min: 1, max: MOST_EPOCHS };
  const epochs = checkInteger(action, "epochs", wanted ?? usual.epochs, limits);
  const ofLayers = pretrainingEpochs ?? Math.max(PRETRAINING_EPOCHS, epochs);
  return {
    epochs,
    pretraining: {
      ...usual.pretraining,
      epochs: checkInteger(action, "pretrainingEpochs", ofLayers, limits),
    },
  };
}

/** The arms that are asked for, or those of the budget, and each of them under every optimizer that is asked for. */
function armsOf({ arms, optimizers = [] }: StudyOptions, usual: readonly string[]): readonly Arm[] {
  const chosen = checkArms(action, arms === undefined ? usual : arms);
  const given = checkArray(action, "optimizers to be a list of names and optimizers", optimizers);
  const found = given.map((optimizer) => checkOptimizer(action, optimizer));
  const others = onceEach(action, "optimizer", found).filter((optimizer) => optimizer !== momentum);
  const plain = chosen.filter((arm) => arm.optimizer === undefined);
  const crossed = others.flatMap((optimizer) => plain.map((arm) => withOptimizer(arm, optimizer)));
  const names = new Set(chosen.map(({ name }) => name));
  return [...chosen, ...crossed.filter(({ name }) => !names.has(name))];
}

/** The classes that are set apart as another task: at least two, and two are left. */
function otherClassesOf(
  { labels, classes }: Dataset,
  given: readonly number[] | undefined,
): Pick<TrialSettings, "otherClasses"> {
  if (given === undefined) return {};
  if (!labels) throw rangeError(action, "transferFrom where the data have classes", "numeric targets");
  const most = classes! - 1;
  const list = checkArray(action, "transferFrom to be a list of classes", given);
  const otherClasses = [
    ...new Set(list.map((label) => checkInteger(action, "transferFrom", label, { min: 0, max: most }))),
  ];
  if (otherClasses.length < 2 || otherClasses.length > classes! - 2) {
    throw rangeError(
      action,
      `transferFrom to leave two of ${classes} classes or more on each side`,
      `${otherClasses.length} classes`,
    );
  }
  return { otherClasses };
}

function checkTransfer(arms: readonly Arm[], { otherClasses }: Pick<TrialSettings, "otherClasses">): void {
  const transfers = arms.find(({ tags = [] }) => tags.includes("transfer"));
  if (transfers === undefined || otherClasses !== undefined) return;
  throw rangeError(action, `transferFrom, for the arm ${show(transfers.name)}`, "none");
}

/** What is to be told of each example. */
function toldOf(
  dataset: Dataset,
  settings: TrialSettings,
): Pick<StudyPlan["data"], "classes" | "targets" | "chance"> {
  const { labels, classes, targets } = dataset;
  if (!labels) return { targets: targets!.columns };
  return { classes: classes!, chance: chanceErrors(dataset, settings) };
}

/** Once, and the others that are asked for. */
function timesOf(given: readonly number[]): readonly number[] {
  const list = checkArray(action, "times to be a list of integers", given);
  return [
    ...new Set([1, ...list.map((value) => checkInteger(action, "times", value, { min: 1, max: 1000 }))]),
  ];
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
  const swept = arms.filter((arm) => usual.includes(arm.name) || !isOfStudy(arm));
  return (swept.length > 0 ? swept : arms).map(({ name }) => name);
}

const seedsUpTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
