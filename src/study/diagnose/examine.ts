import { isNotFiniteError } from "../../check.ts";
import { measureData } from "../../findings/data-facts.ts";
import type { Evidence } from "../../findings/evidence.ts";
import { find } from "../../findings/find.ts";
import type { Finding } from "../../findings/finding.ts";
import { measureTold } from "../../findings/told-facts.ts";
import type { Network } from "../../network/network.ts";
import { GradientProbe } from "../../probe/gradient-probe.ts";
import type { GradientReport } from "../../probe/gradient-report.ts";
import { firstOf, type Part } from "../trial-data.ts";
import { beyondShuffled } from "./beyond-shuffled.ts";
import { makeNetwork } from "./make-network.ts";
import type { Parts } from "./parts.ts";
import type { Recipe } from "./recipe.ts";
import { factsOf, type RecipeRun, type RunOptions, trainRecipe } from "./run-recipe.ts";

/** Reports that the probe makes during a run. */
const REPORTS = 20;
/** Examples that gradients are measured on. */
const PROBED = 500;

/** A net that was trained as it is, with all that was seen of it. */
export interface Examination {
  readonly evidence: Evidence;
  readonly findings: readonly Finding[];
  readonly run: RecipeRun;
  /** Multiplications beside those of the run. */
  readonly beside: number;
}

/**
 * Probes the net of a recipe before, during and after a run, and finds what is wrong. Where nothing seems to tell the labels, a plain net is
 * asked too, beside one that learns shuffled labels: an ill net cannot speak for its data.
 */
export async function examine(recipe: Recipe, parts: Parts, options: RunOptions): Promise<Examination> {
  const { task, seed, given } = options;
  const { train, validation } = parts;
  const network = await makeNetwork(recipe, { task, inputs: train.inputs, seed, given });
  const probed = firstOf(train, PROBED);
  const before = reportOf(network, probed);
  const updates = recipe.epochs * Math.ceil(train.inputs.rows / recipe.batchSize);
  const probe = new GradientProbe({ every: Math.max(1, Math.floor(updates / REPORTS)) });
  const run = await trainRecipe(network, recipe, parts, options, probe);
  const labels = validation.targets instanceof Int32Array ? validation.targets : undefined;
  const evidence: Evidence = {
    before,
    during: probe.reports,
    after: run.notFinite === undefined ? reportOf(network, probed) : undefined,
    run: factsOf(run, parts, options.balanced),
    data: {
      ...measureData(train.inputs, train.targets),
      ...{ classNames: task.classNames, columnNames: task.columnNames },
    },
    told: run.notFinite === undefined ? measureTold(network, validation.inputs, labels) : undefined,
    precision: network.engineKind.precision,
  };
  const found = find(evidence);
  if (found.every(({ id }) => id !== "labels-untellable"))
    return { evidence, findings: found, run, beside: 0 };
  const { score, work } = await beyondShuffled(recipe, parts, options);
  const more = { ...evidence, beyondShuffled: score };
  return { evidence: more, findings: find(more), run, beside: work };
}

/** What the probe measures, unless the numbers are out of range. */
export function reportOf(network: Network, { inputs, targets }: Part): GradientReport | undefined {
  try {
    return new GradientProbe().measure(network, inputs, targets);
  } catch (error) {
    if (isNotFiniteError(error)) return undefined;
    throw error;
  }
}
