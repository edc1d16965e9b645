import { isNotFiniteError } from "../../check.ts";
import type { Finding, RemedyId, Severity } from "../../findings/finding.ts";
import type { AbstractMatrix } from "../../matrix/matrix.ts";
import { columnMoments } from "../../preprocess/columns.ts";
import { GradientProbe } from "../../probe/gradient-probe.ts";
import { firstOf, type Part } from "../trial-data.ts";
import { causesOf } from "./causes.ts";
import { drawNetwork } from "./make-network.ts";
import type { PartsBySeed } from "./parts.ts";
import type { Recipe } from "./recipe.ts";
import type { Remedy } from "./remedies.ts";
import type { RunOptions } from "./run-recipe.ts";
import { trainerByName } from "./trainers.ts";
import { TRIED } from "./work.ts";

/** What a finding says for a remedy that it names, by how bad it is. */
const WEIGHT: Readonly<Record<Severity, number>> = { wrong: 3, suspicious: 1.5, note: 0.3 };
/** A gradient that is a thousand times smaller at one end than at the other is worth nothing. */
const DECADES = 3;
/** Adam makes up for so large a part of what the gradient loses (`docs/answer.md`), and where it arrives the own optimizer does as well. */
const ADAM = 0.5;
/**
 * The variance of inputs in [0, 1] over μ(1 − μ), the most that it can be. That of binary ones is 1, of the pixels of digits a half, of numbers
 * spread evenly over their range a third: Bernoulli units model what lies beyond this border.
 */
const BINARY = 0.4;
/** Labels are few where there are fewer than so many for each input. */
const LABELS_PER_INPUT = 10;
/**
 * What others are worth where labels are few for binary inputs: nets that begin near a straight way through, by their start or around their
 * layers, tell other examples more there than ReLU or normalized ones do, measured here.
 */
const WHERE_FEW: Readonly<Partial<Record<RemedyId, number>>> = {
  activation: 0.1,
  normalization: 0.3,
  paths: 4,
};
/** What pretraining is worth where they are not. */
const UNKNOWN = 0.1;
/** Examples that starts are probed on. */
const PROBED = 100;

/**
 * The most promising remedies: those that the worst causes name first, of which the probe says that their gradients arrive. Of each
 * kind there is one. Where labels are few for inputs that RBMs can model, pretraining is promising whatever is wrong.
 */
export async function mostPromising(
  remedies: readonly Remedy[],
  findings: readonly Finding[],
  parts: PartsBySeed,
  options: RunOptions,
): Promise<readonly Remedy[]> {
  if (remedies.length === 0) return [];
  const causes = causesOf(findings);
  const few = fewnessOf(parts(options.seed, "in [0, 1]").train.inputs);
  const worthOf = async ({ kind, recipe }: Remedy): Promise<number> => {
    if (recipe.pretraining) return few || UNKNOWN;
    const health = await healthOf(recipe, parts(options.seed, recipe.inputs).train, options);
    const arrived = recipe.optimizer === "adam" ? health + ADAM * (1 - health) : health;
    return arrived * (1 - few * (1 - (WHERE_FEW[kind] ?? 1)));
  };
  const ranked: { remedy: Remedy; score: number }[] = [];
  for (const remedy of remedies) {
    const { recipe, kind } = remedy;
    const named = causes.reduce((sum, { severity, remedies: kinds }) => {
      const place = recipe.pretraining && few > 0 ? 0 : kinds.indexOf(kind);
      return place < 0 ? sum : sum + WEIGHT[severity] / (1 + place);
    }, 0);
    ranked.push({ remedy, score: named > 0 ? named * (await worthOf(remedy)) : 0 });
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
async function healthOf(recipe: Recipe, train: Part, options: RunOptions): Promise<number> {
  const { inputs, targets } = firstOf(train, PROBED);
  const probe = new GradientProbe({ every: 1 });
  const optimizer = trainerByName("probe a start", recipe.optimizer).make(recipe.rate);
  try {
    // One update, since a batch is normalized as it is in training alone.
    const once = { epochs: 1, batchSize: inputs.rows, seed: options.seed };
    await drawNetwork(recipe, options).fit(inputs, targets, { ...once, optimizer, probe });
  } catch (error) {
    if (isNotFiniteError(error)) return 0;
    throw error;
  }
  const { surviving = 1 } = probe.reports[0]!;
  return Math.max(0.02, 1 - Math.abs(Math.log10(surviving)) / DECADES);
}

/** How few the examples are for inputs in [0, 1] that are like the states of binary units: 1 of few, near 0 of many, and 0 of other inputs. */
function fewnessOf(inputs: AbstractMatrix): number {
  const { means, deviations } = columnMoments(inputs);
  let [variance, most] = [0, 0];
  for (let column = 0; column < inputs.columns; column++) {
    const mean = means.get(0, column);
    variance += deviations.get(0, column) ** 2;
    most += mean * (1 - mean);
  }
  return variance > BINARY * most ? Math.min(1, (LABELS_PER_INPUT * inputs.columns) / inputs.rows) : 0;
}
