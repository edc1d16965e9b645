import type { CurvePoint, TrialResult } from "../trial-result.ts";

/** The training loss at the end; one that rounds to zero has no logarithm. */
export function finalLoss({ curve }: TrialResult): number {
  return Math.max(curve.at(-1)!.trainLoss, 1e-12);
}

/** The least training loss of any epoch. */
export function leastLoss({ curve }: TrialResult): number {
  return Math.min(...curve.map((point) => point.trainLoss));
}

/** The test error where the training loss first comes down to this, on the straight line between two epochs. */
export function errorAtLoss({ curve }: TrialResult, loss: number): number {
  const index = curve.findIndex((point) => point.trainLoss <= loss);
  const [before, after] = [curve[index - 1], curve[index]!];
  if (!before) return after.testError;
  const part = (before.trainLoss - loss) / (before.trainLoss - after.trainLoss);
  const between = (figure: keyof CurvePoint): number =>
    before[figure] + part * (after[figure] - before[figure]);
  return between("testError");
}
