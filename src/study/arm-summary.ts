import { atStart, type Evidence, inCells, meanOf, testErrorOf } from "./statistics/evidence.ts";
import type { TrialResult } from "./trial-result.ts";
import type { ArmSummary } from "./verdict.ts";

/** The means over seeds of every arm in every setting that was compared. */
export function summarizeArms({ trials }: Evidence): ArmSummary[] {
  return inCells(trials).map(summarize);
}

const PARTS = ["survivingPerLayer", "surviving", "survivingBySlopes", "survivingByWeights"] as const;

function summarize(trials: readonly TrialResult[]): ArmSummary {
  const { arm, optimizer, depth, width, labels, times, learningRate } = trials[0]!.spec;
  const mean = (figure: (trial: TrialResult) => number): number => meanOf(trials.map(figure));
  const geometric = (part: (typeof PARTS)[number]): number =>
    Math.exp(mean((trial) => Math.log(atStart(trial)[part] ?? Number.NaN)));
  const surviving = PARTS.map((part) => [part, geometric(part)] as const).filter(([, value]) =>
    Number.isFinite(value),
  );
  return {
    ...{ arm, optimizer, depth, width, labels, times, learningRate, seeds: trials.length },
    testError: mean(({ curve }) => curve.at(-1)!.testError),
    bestTestError: mean(testErrorOf),
    trainLoss: mean(({ curve }) => curve.at(-1)!.trainLoss),
    ...Object.fromEntries(surviving),
    totalCost: mean(({ curve }) => curve.at(-1)!.cost),
    diverged: trials.filter(({ diverged }) => diverged !== undefined).length,
  };
}
