import type { Dataset } from "../../data/dataset.ts";
import { isUnitImage } from "../../data/into-unit-interval.ts";
import type { Network } from "../../network/network.ts";
import { checkCall } from "./check-call.ts";
import { compete, type Ring } from "./compare.ts";
import type { DiagnoseOptions } from "./diagnose-options.ts";
import type { Diagnosis } from "./diagnosis.ts";
import { examine } from "./examine.ts";
import type { NetDescription } from "./net-description.ts";
import { partsBySeed } from "./parts.ts";
import { planWork } from "./plan-work.ts";
import { mostPromising } from "./rank.ts";
import type { Recipe } from "./recipe.ts";
import { remediesFor } from "./remedies.ts";
import { runOf } from "./run-facts.ts";
import { showDiagnosis } from "./show-diagnosis.ts";
import { answerOf } from "./words.ts";
import { runsOf, seedsWithin, WORK_PER_SECOND, workOf } from "./work.ts";

/**
 * Says what is wrong with a net on these data, and proves what helps.
 *
 * The net is trained as it is, with the probe before, during and after, and what crosses a border becomes a finding. Where one is wrong
 * or suspicious, the three most promising remedies are tuned on validation data and run against leaving the net as it is, paired by seed,
 * the two that do best on validation data on more seeds. One is named only if the interval of what it gains on test data lies above zero.
 * On a healthy net nothing more is run. The net that is handed over stays as it is; numbers that are to be told are standardized for the
 * training.
 *
 * @param net - A `Network`, whose values are where training starts, or a description: `{ layers, activation, start, body }`, such as
 *   `{ layers: [64, 64, 64], activation: "sigmoid", start: "glorot" }`.
 * @param dataset - Examples with labels or with numbers to tell, at least 50. Where some were set apart to test on, these are tested on.
 * @param options - How it is trained: `optimizer` (default `"adam"`), `rate`, `epochs`, `batchSize`, `inputs`; the `budget` in seconds of
 *   work (default 60) and the `seed` (default 1).
 * @returns Findings, remedies with what they gain, and the program of the winner. It prints as a table.
 * @throws RangeError or TypeError if net, data or an option is wrong. Rejects with the signal's reason if it is aborted.
 * @example
 * const deep = { layers: [16, 16, 16, 16, 16, 16], activation: "sigmoid", start: "classic" };
 * const diagnosis = await diagnose(deep, digits, { optimizer: "sgd", budget: 0.5 });
 * [diagnosis.findings[0].id]; // ["vanishing-by-slopes"]
 * diagnosis.remedies.length; // 4
 *
 * @see Nadeau, Bengio, "Inference for the generalization error", Machine Learning 52, 2003, for the interval.
 */
export async function diagnose(
  net: Network | NetDescription,
  dataset: Dataset,
  options: DiagnoseOptions = {},
): Promise<Diagnosis> {
  const { checked, task, asked, given } = checkCall("diagnose a net", net, dataset, options);
  const { recipe, sizes, warnings } = planWork(asked, dataset, task, given, checked);
  const { seed, load, onRun, signal } = checked;
  const parts = partsBySeed(dataset, sizes);

  const budget = checked.budget * WORK_PER_SECOND;
  const costOf = (of: Recipe) => workOf(of, sizes, { task, seed, given });
  let [ended, used, runs] = [0, 0, runsOf()];
  const begin = (what: string, of: Recipe, isStarted: boolean): void => {
    signal?.throwIfAborted();
    onRun(what, ended, runs);
    ended += 1;
    const { run, before } = costOf(of);
    used += run + (isStarted ? before : 0);
  };
  const runOptions = { task, seed, given, balanced: false, signal };
  begin("the net as it is", recipe, true);
  const { evidence, findings, run, beside } = await examine(recipe, parts(seed, recipe.inputs), runOptions);
  used += beside;

  const healthy = findings.every(({ severity }) => severity === "note");
  const balanced = findings.some(({ id }) => id === "uneven-classes");
  const hopeless = findings[0]?.severity === "wrong" && findings[0].remedies.length === 0;
  const onOptions = { ...runOptions, balanced };
  const remedies = healthy || hopeless ? [] : remediesFor(recipe, findings, isUnitImage(dataset));
  const promising = await mostPromising(remedies, findings, parts, onOptions);
  runs = runsOf(promising.length);
  const ring: Ring = {
    ...{ parts, sizes, options: onOptions, tuningSeed: seed, onRun: begin },
    seedsFor: (recipes) => {
      const seeds = seedsWithin(budget - used, recipes.map(costOf));
      runs = runsOf(promising.length, seeds);
      return seeds;
    },
  };
  const { tried, winner } = await compete(promising, recipe, ring, load);
  const { classes, targets } = dataset;
  return showDiagnosis({
    schema: 1,
    answer: answerOf({ findings, healthy, hopeless, tried, winner, balanced, task }),
    healthy,
    data: {
      ...{ name: dataset.name, examples: dataset.inputs.rows, inputs: task.inputs },
      ...(task.numeric ? { targets: targets!.columns } : { classes: classes! }),
      ...(task.classNames && { classNames: task.classNames }),
      ...sizes,
    },
    net: recipe,
    findings,
    run: runOf(run, evidence),
    remedies: tried,
    winner: winner?.id ?? null,
    code: winner?.code ?? null,
    budget: { seconds: checked.budget, multiplications: budget, used: Math.round(used) },
    warnings,
  });
}
