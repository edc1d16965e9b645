import type { Dataset } from "../../data/dataset.ts";
import { isUnitImage } from "../../data/into-unit-interval.ts";
import type { Network } from "../../network/network.ts";
import { checkCall } from "./check-call.ts";
import { bestOf, type Compared, gainOf, LEVEL, meanError, onAllSeeds, type Ring, tuned } from "./compare.ts";
import type { DiagnoseOptions } from "./diagnose-options.ts";
import type { Diagnosis, TriedRemedy } from "./diagnosis.ts";
import { examine } from "./examine.ts";
import type { NetDescription } from "./net-description.ts";
import { partsOf } from "./parts.ts";
import { planWork } from "./plan-work.ts";
import { mostPromising } from "./rank.ts";
import { recipeCode } from "./recipe-code.ts";
import { type Remedy, remediesFor } from "./remedies.ts";
import { runOf } from "./run-facts.ts";
import { showDiagnosis } from "./show-diagnosis.ts";
import { answerOf } from "./words.ts";
import { ARMS, WORK_PER_SECOND } from "./work.ts";

const LEAVE_IT = "leave it";

/**
 * Says what is wrong with a net on these data, and proves what helps.
 *
 * The net is trained as it is, with the probe before, during and after, and what crosses a border becomes a finding. Where one is wrong
 * or suspicious, the three most promising remedies are tuned on validation data and run against leaving the net as it is, paired by seed;
 * the best on validation data is named only if the interval of what it gains on test data lies above zero. On a healthy net nothing more
 * is run. The net that is handed over stays as it is; numbers that are to be told are standardized for the training.
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
  const plan = await planWork(asked, dataset, task, given, checked);
  const { recipe, sizes, seeds, warnings } = plan;
  const { seed, load, onRun, signal } = checked;

  let ended = 0;
  const runs = 1 + 3 * (ARMS - 1) + ARMS * seeds;
  const begin = (what: string): void => {
    signal?.throwIfAborted();
    onRun(what, ended, runs);
    ended += 1;
  };
  begin("the net as it is");
  const balanced = false;
  const runOptions = { task, seed, given, balanced, signal };
  const { evidence, findings, run } = await examine(
    recipe,
    partsOf(dataset, sizes, seed, recipe.inputs),
    runOptions,
  );

  const healthy = findings.every(({ severity }) => severity === "note");
  const options0 = { ...runOptions, balanced: findings.some(({ id }) => id === "uneven-classes") };
  const hopeless = findings[0]?.severity === "wrong" && findings[0].remedies.length === 0;
  const promising =
    healthy || hopeless
      ? []
      : await mostPromising(
          remediesFor(recipe, findings, isUnitImage(dataset)),
          findings,
          dataset,
          sizes,
          options0,
        );
  const ring: Ring = {
    ...{ dataset, sizes, options: options0, tuningSeed: seed, onRun: begin },
    seeds: Array.from({ length: seeds }, (_, index) => seed + 1 + index),
  };
  const compared: { remedy: Remedy | undefined; result: Compared }[] = [];
  if (promising.length > 0) {
    const chosen: Remedy[] = [];
    for (const remedy of promising) chosen.push(await tuned(remedy, ring));
    compared.push({ remedy: undefined, result: await onAllSeeds(recipe, LEAVE_IT, ring) });
    for (const remedy of chosen) {
      compared.push({ remedy, result: await onAllSeeds(remedy.recipe, remedy.id, ring) });
    }
  }
  const asIs = compared[0]?.result;
  const tried = compared.map(({ remedy, result }): TriedRemedy => {
    const gain = remedy && asIs ? { ...gainOf(result, asIs, sizes), level: LEVEL } : null;
    return {
      id: remedy?.id ?? LEAVE_IT,
      kind: remedy?.kind ?? null,
      what: remedy?.what ?? "leave it as it is",
      recipe: result.recipe,
      validationError: meanError(result, "validation"),
      testError: meanError(result, "test"),
      testErrors: result.runs.map(({ errors }) => errors.test),
      gain,
      notFinite: result.runs.filter(({ notFinite }) => notFinite !== undefined).length,
      code: recipeCode(result.recipe, { task, seed, load }),
    };
  });
  const best =
    tried.length > 1
      ? tried[
          1 +
            bestOf(
              compared.slice(1).map(({ result }) => result),
              recipe,
            )
        ]
      : undefined;
  const winner = best && (best.gain?.low ?? 0) > 0 ? best : undefined;
  const { classes, targets } = dataset;
  return showDiagnosis({
    schema: 1,
    answer: answerOf({ findings, healthy, hopeless, tried, winner, balanced: options0.balanced, task }),
    healthy,
    data: {
      ...{ name: dataset.name, examples: dataset.inputs.rows, inputs: task.inputs },
      ...(task.numeric ? { targets: targets!.columns } : { classes: classes! }),
      ...sizes,
    },
    net: recipe,
    findings,
    run: runOf(run, evidence),
    remedies: tried.sort((a, b) => a.testError - b.testError),
    winner: winner?.id ?? null,
    code: winner?.code ?? null,
    budget: {
      seconds: checked.budget,
      multiplications: checked.budget * WORK_PER_SECOND,
      used: Math.round(plan.work * ended),
    },
    warnings,
  });
}
