import type { Finding, Severity } from "../../findings/finding.ts";
import type { AbstractMatrix } from "../../matrix/matrix.ts";
import { columnMoments } from "../../preprocess/columns.ts";
import { firstOf, type Part } from "../trial-data.ts";
import { reportOf } from "./examine.ts";
import { drawNetwork } from "./make-network.ts";
import type { PartsBySeed } from "./parts.ts";
import type { Recipe } from "./recipe.ts";
import type { Remedy } from "./remedies.ts";
import type { RunOptions } from "./run-recipe.ts";
import { TRIED } from "./work.ts";

/** What a finding says for a remedy that it names, by how bad it is. */
const WEIGHT: Readonly<Record<Severity, number>> = { wrong: 3, suspicious: 1.5, note: 0.3 };
/** A gradient that is a thousand times smaller at one end than at the other is worth nothing. */
const DECADES = 3;
/** Adam makes up for a part of what the gradient loses (`docs/answer.md`). */
const ADAM = 1.2;
/**
 * The variance of inputs in [0, 1] over μ(1 − μ), the most that it can be. That of binary ones is 1, of the pixels of digits a half, of numbers
 * spread evenly over their range a third: Bernoulli units model what lies beyond this border.
 */
const BINARY = 0.4;
/** Labels are few where there are fewer than so many for each input. */
const LABELS_PER_INPUT = 10;
/** Examples that starts are probed on. */
const PROBED = 100;
/**
 * The most promising remedies: those that the worst findings name first, of which the probe says that their gradients arrive. Of each
 * kind there is one. Pretraining helps for another reason, whatever is wrong: it learns from the inputs where labels are few, if its units are
 * such as to model them.
 */
export function mostPromising(
  remedies: readonly Remedy[],
  findings: readonly Finding[],
  parts: PartsBySeed,
  options: RunOptions,
): readonly Remedy[] {
  const ranked: { remedy: Remedy; score: number }[] = [];
  for (const remedy of remedies) {
    const { recipe, kind } = remedy;
    const { inputs, targets } = parts(options.seed, recipe.inputs).train;
    const help = recipe.pretraining ? helpOfPretraining(inputs) : undefined;
    const named = findings.reduce((sum, { severity, remedies: kinds }) => {
      const place = help === undefined ? kinds.indexOf(kind) : 0;
      return place < 0 ? sum : sum + WEIGHT[severity] / (1 + place);
    }, 0);
    const adam = recipe.optimizer === "adam" ? ADAM : 1;
    const health = named > 0 ? (help ?? healthOf(recipe, { inputs, targets }, options)) : 0;
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
function healthOf(recipe: Recipe, train: Part, options: RunOptions): number {
  const report = reportOf(drawNetwork(recipe, options), firstOf(train, PROBED));
  if (report === undefined) return 0;
  const { surviving = 1 } = report;
  return Math.max(0.02, 1 - Math.abs(Math.log10(surviving)) / DECADES);
}

/** How far RBMs can learn from inputs in [0, 1] what labels are too few to tell, at most 1, where they can model them at all. */
function helpOfPretraining(inputs: AbstractMatrix): number | undefined {
  const { means, deviations } = columnMoments(inputs);
  let [variance, most] = [0, 0];
  for (let column = 0; column < inputs.columns; column++) {
    const mean = means.get(0, column);
    variance += deviations.get(0, column) ** 2;
    most += mean * (1 - mean);
  }
  return variance > BINARY * most
    ? Math.min(1, (LABELS_PER_INPUT * inputs.columns) / inputs.rows)
    : undefined;
}
