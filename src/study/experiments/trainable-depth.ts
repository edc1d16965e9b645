import { checkInteger } from "../../check.ts";
import { sgd } from "../../optimizer/sgd.ts";
import { countLabels } from "../../random/stratify.ts";
import { copyOf, errorsOn, trained } from "../run-trial.ts";
import type { StartedTrial } from "../start-trial.ts";
import type { Part } from "../trial-data.ts";
import type { TrialSpec } from "../trial-spec.ts";
import { checkRising } from "./check-rising.ts";

/** Numbers of hidden layers that are tried where none are given. */
const DEPTHS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32];

/** Returns the depths that are to be tried: whole numbers from 1 to 1000 that rise. */
export function checkDepths(action: string, given: readonly number[] = DEPTHS): readonly number[] {
  const depths = checkRising(action, "depths", given, { min: 1, max: 1000 });
  for (const depth of depths) checkInteger(action, "depths", depth);
  return depths;
}

/** The rates that a net is tried at, until one trains it. */
export const RATES: readonly number[] = [0.1, 0.0316, 0.01, 0.316];

/**
 * The greatest of the rising depths up to which every net trains, 0 where the first does not. A net trains where at one of the rates
 * its training error falls to half of what always naming the most frequent class, or the mean, would leave.
 */
export async function trainableDepth(
  depths: readonly number[],
  specOf: (depth: number) => TrialSpec,
  start: (depth: number) => Promise<StartedTrial>,
): Promise<number> {
  let deepest = 0;
  for (const depth of depths) {
    if (!(await trains(specOf(depth), await start(depth)))) return deepest;
    deepest = depth;
  }
  return deepest;
}

async function trains(spec: TrialSpec, { start, labeled }: StartedTrial): Promise<boolean> {
  const { epochs, batchSize } = spec.settings;
  for (const learningRate of RATES) {
    const network = copyOf(start.network, spec);
    const optimizer = sgd({ learningRate, momentum: 0.9 });
    const options = { epochs, batchSize, optimizer, seed: spec.seed };
    const diverged = await trained(network, labeled, options, () => {});
    if (diverged === undefined && errorsOn("train", network, labeled).trainError <= chanceOf(labeled) / 2) {
      return true;
    }
  }
  return false;
}

/** The error of always naming the most frequent class, or of the mean: 1, the whole variance. */
export function chanceOf({ targets }: Part): number {
  if (!(targets instanceof Int32Array)) return 1;
  return 1 - Math.max(...countLabels(targets, 1 + Math.max(...targets))) / targets.length;
}
