import { formatNumber } from "../display/table.ts";
import { meanOf } from "./statistics/evidence.ts";
import type { RBMGate, TrialResult } from "./trial-result.ts";

/** They are not meant to learn. */
const UNTRAINED = "rbm 0 epochs";

/**
 * The RBMs that did not learn: a sentence for each place in a stack, with the arms that stand on it, and figures that are means
 * over the seeds in which it failed.
 */
export function warningsOf(trials: readonly TrialResult[]): string[] {
  const seeds = new Set(trials.map(({ spec }) => spec.seed)).size;
  const armsByFailure = new Map<string, string[]>();
  for (const [arm, failures] of failuresByArm(trials)) {
    for (const [layer, gates] of failures) {
      const failure = describe(layer, [...gates.values()], seeds);
      armsByFailure.set(failure, [...(armsByFailure.get(failure) ?? []), arm]);
    }
  }
  return [...armsByFailure].map(([failure, arms]) => `${arms.join(", ")}: ${failure}.`);
}

/** The gates of RBMs that did not learn, by arm, by layer and by seed: nets of other depths share them. */
function failuresByArm(trials: readonly TrialResult[]): Map<string, Map<number, Map<number, RBMGate>>> {
  const byArm = new Map<string, Map<number, Map<number, RBMGate>>>();
  for (const { spec, rbms = [] } of trials) {
    if (spec.arm === UNTRAINED) continue;
    for (const gate of rbms.filter(({ learnt }) => !learnt)) {
      const byLayer = byArm.get(spec.arm) ?? new Map<number, Map<number, RBMGate>>();
      const bySeed = byLayer.get(gate.layer) ?? new Map<number, RBMGate>();
      byArm.set(spec.arm, byLayer.set(gate.layer, bySeed.set(spec.seed, gate)));
    }
  }
  return byArm;
}

function describe(layer: number, gates: readonly RBMGate[], seeds: number): string {
  const mean = (figure: keyof RBMGate): number => meanOf(gates.map((gate) => Number(gate[figure])));
  const percent = (share: number): string => `${Math.round(100 * share)} %`;
  return (
    `RBM ${layer} did not learn in ${gates.length} of ${seeds} seeds; its squared reconstruction error is ` +
    `${formatNumber(mean("reconstructionError"), 3)}, that of the mean alone ${formatNumber(mean("baseError"), 3)}, ` +
    `${percent(mean("deadShare"))} of its units are dead and ${percent(mean("saturatedShare"))} saturated`
  );
}
