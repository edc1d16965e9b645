import type { Dataset } from "../../data/dataset.ts";
import type { Finding, Severity } from "../../findings/finding.ts";
import { firstOf } from "../trial-data.ts";
import { reportOf } from "./examine.ts";
import { makeNetwork } from "./make-network.ts";
import { type PartSizes, partsOf } from "./parts.ts";
import type { Recipe } from "./recipe.ts";
import type { Remedy } from "./remedies.ts";
import type { RunOptions } from "./run-recipe.ts";

/** What a finding says for a remedy that it names, by how bad it is. */
const WEIGHT: Readonly<Record<Severity, number>> = { wrong: 3, suspicious: 1.5, note: 0.3 };
/** A gradient that is a thousand times smaller at one end than at the other is worth nothing. */
const DECADES = 3;
/** Adam makes up for a part of what the gradient loses (`docs/answer.md`). */
const ADAM = 1.2;
/** Nobody knows before pretraining what its gradients are like. */
const UNKNOWN_HEALTH = 0.5;
/** Examples that starts are probed on. */
const PROBED = 100;
/** How many remedies are run. */
export const TRIED = 3;

/**
 * The most promising remedies: those that the worst findings name first, of which the probe says that their gradients arrive. Of each
 * kind there is one.
 */
export async function mostPromising(
  remedies: readonly Remedy[],
  findings: readonly Finding[],
  dataset: Dataset,
  sizes: PartSizes,
  options: RunOptions,
): Promise<readonly Remedy[]> {
  const ranked: { remedy: Remedy; score: number }[] = [];
  for (const remedy of remedies) {
    const named = findings.reduce((sum, { severity, remedies: kinds }) => {
      const place = kinds.indexOf(remedy.kind);
      return place < 0 ? sum : sum + WEIGHT[severity] / (1 + place);
    }, 0);
    const adam = remedy.recipe.optimizer === "adam" ? ADAM : 1;
    const health = named > 0 ? await healthOf(remedy.recipe, dataset, sizes, options) : 0;
    ranked.push({ remedy, score: named * adam * health });
  }
  ranked.sort((a, b) => b.score - a.score);
  const chosen: Remedy[] = [];
  for (const { remedy, score } of ranked) {
    const isNew = chosen.every(({ kind }) => kind !== remedy.kind);
    if (score > 0 && isNew && chosen.length < TRIED) chosen.push(remedy);
  }
  return chosen;
}

/** How much of the error signal arrives at the start of a recipe, from 0 to 1, on a logarithmic scale. */
async function healthOf(
  recipe: Recipe,
  dataset: Dataset,
  sizes: PartSizes,
  options: RunOptions,
): Promise<number> {
  if (recipe.pretraining) return UNKNOWN_HEALTH;
  const { train } = partsOf(dataset, sizes, options.seed, recipe.inputs);
  const network = await makeNetwork(recipe, { ...options, inputs: train.inputs });
  const report = reportOf(network, firstOf(train, PROBED));
  if (report === undefined) return 0;
  const { surviving = 1 } = report;
  return Math.max(0.02, 1 - Math.abs(Math.log10(surviving)) / DECADES);
}
