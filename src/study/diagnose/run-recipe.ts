import { isNotFiniteError } from "../../check.ts";
import { sharesOf } from "../../findings/data-facts.ts";
import type { RunFacts } from "../../findings/evidence.ts";
import type { Network } from "../../network/network.ts";
import type { NetworkProbe } from "../../network/probe.ts";
import { meanVariance } from "../run-trial.ts";
import type { Part } from "../trial-data.ts";
import { makeNetwork } from "./make-network.ts";
import type { Parts } from "./parts.ts";
import type { Recipe, Task } from "./recipe.ts";
import { trainerByName } from "./trainers.ts";

/** How a run is made. */
export interface RunOptions {
  readonly task: Task;
  readonly seed: number;
  readonly given: Network | undefined;
  /** Whether errors are the mean over the classes of that of each. */
  readonly balanced: boolean;
  readonly signal: AbortSignal | undefined;
}

/** What a run came to. Errors are shares: of examples told wrongly, or of the variance that is left. */
export interface RecipeRun {
  readonly network: Network;
  readonly losses: readonly number[];
  readonly validationLosses: readonly number[];
  readonly notFinite?: string;
  /** Those of chance where the numbers went out of range. */
  readonly errors: Readonly<Record<keyof Parts, number>>;
}

/** Trains the net of a recipe. Numbers that go out of range end a run and are a result. */
export async function runRecipe(recipe: Recipe, parts: Parts, options: RunOptions): Promise<RecipeRun> {
  const { task, seed, given } = options;
  const network = await makeNetwork(recipe, { task, inputs: parts.train.inputs, seed, given });
  return trainRecipe(network, recipe, parts, options);
}

/** Trains a net that is there already, and lets a probe look on. */
export async function trainRecipe(
  network: Network,
  recipe: Recipe,
  parts: Parts,
  { seed, balanced, signal }: RunOptions,
  probe?: NetworkProbe,
): Promise<RecipeRun> {
  const [losses, validationLosses]: [number[], number[]] = [[], []];
  const optimizer = trainerByName("train a net", recipe.optimizer).make(recipe.rate);
  const run = { network, losses, validationLosses };
  const { inputs, targets } = parts.train;
  try {
    await network.fit(inputs, targets, {
      ...{ epochs: recipe.epochs, batchSize: recipe.batchSize, optimizer, seed, probe, signal },
      validation: { inputs: parts.validation.inputs, ...told(parts.validation) },
      ...(recipe.classWeights && { classWeights: "balanced" as const }),
      ...(recipe.earlyStopping && { earlyStopping: { patience: 10 } }),
      onEpoch: ({ loss, validationLoss }) => {
        losses.push(loss);
        validationLosses.push(validationLoss!);
      },
    });
    const errors = {
      train: errorOn(network, parts.train, balanced),
      validation: errorOn(network, parts.validation, balanced),
      test: errorOn(network, parts.test, balanced),
    };
    return { ...run, errors };
  } catch (error) {
    if (!isNotFiniteError(error)) throw error;
    const chance = chanceErrorOf(parts.train, balanced);
    return { ...run, errors: { train: chance, validation: chance, test: chance }, notFinite: error.message };
  }
}

/** What a part tells, as a dataset has it. */
export function told({
  targets,
}: Part): { readonly labels: Int32Array } | { readonly targets: Part["targets"] } {
  return targets instanceof Int32Array ? { labels: targets } : { targets };
}

/** The share of examples told wrongly, or of the variance that is left, at most all of it. */
export function errorOn(network: Network, { inputs, targets }: Part, balanced: boolean): number {
  const weights = balanced && targets instanceof Int32Array ? { classWeights: "balanced" as const } : {};
  const { loss, accuracy } = network.evaluate(inputs, targets, weights);
  return accuracy === undefined ? Math.min(1, loss / lossOfChance({ inputs, targets })) : 1 - accuracy;
}

/** The error of always naming the most frequent class, or the mean. */
export function chanceErrorOf({ targets }: Part, balanced: boolean): number {
  if (!(targets instanceof Int32Array)) return 1;
  const shares = present(targets);
  return balanced ? 1 - 1 / shares.length : 1 - Math.max(...shares);
}

/** The loss of who knows how often each class comes, −Σ p·ln p, or the mean of each number, and nothing else. */
export function lossOfChance({ targets }: Part): number {
  if (targets instanceof Int32Array) return -present(targets).reduce((sum, p) => sum + p * Math.log(p), 0);
  return meanVariance(targets);
}

/** The shares of the classes that are there. */
const present = (labels: Int32Array): number[] => sharesOf(labels).filter((share) => share > 0);

/** A run as findings look at it. */
export function factsOf(run: RecipeRun, parts: Parts, balanced: boolean): RunFacts {
  return {
    ...{ losses: run.losses, validationLosses: run.validationLosses },
    chanceLoss: lossOfChance(parts.train),
    chanceError: chanceErrorOf(parts.train, balanced),
    ...{ trainError: run.errors.train, validationError: run.errors.validation },
    validationExamples: parts.validation.inputs.rows,
    ...(run.notFinite !== undefined && { notFinite: run.notFinite }),
  };
}
