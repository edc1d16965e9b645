import type { Effect, JudgedClaim, Unit, Verdict } from "../verdict.ts";
import { type Estimate, estimateOf, intervalOf, type Spread, shareBeyond, type Tails } from "./interval.ts";

/** What an effect has to beat, and on which side. */
export interface Bar {
  readonly threshold: number;
  readonly direction: "above" | "below";
}

/**
 * An effect that is not judged yet: that takes all claims of the study together. Splits overlap as those of the study do unless it says
 * otherwise, and "points" are known to one test example.
 */
export interface Measured extends Bar, Spread {
  readonly name: string;
  readonly unit: Unit;
  /** One per seed. Of unit "points" a difference of shares, of "times" the ln of a ratio, of "%" the ln of a share. */
  readonly values: readonly number[];
}

/** A claim that is not judged yet. */
export interface Draft extends Pick<JudgedClaim, "id" | "claim" | "because" | "numbers"> {
  readonly effects: readonly Measured[];
  /** What must be supported for the claim to be judged at all, and why it is not where that fails. */
  readonly premise?: { readonly effect: Measured; readonly otherwise: string };
  /** A verdict that these trials cannot carry, whatever the intervals are, and why. */
  readonly withheld?: { readonly verdict: "supported" | "either"; readonly because: string };
}

/** An effect with its values: one per seed, in the order of the seeds. */
export function effectOf(name: string, unit: Unit, values: readonly number[], bar: Bar): Measured {
  return { name, unit, values, ...bar };
}

/** How sure an effect is, before anything is decided. */
export interface Weighed {
  readonly measured: Measured;
  readonly estimate: Estimate;
  /** The share of studies that would show as much or more, were the truth at the threshold: on the side that is claimed, and on the other. */
  readonly support: number;
  readonly refutation: number;
}

export function weigh(measured: Measured, spread: Spread): Weighed {
  const { values, threshold, direction } = measured;
  const estimate = estimateOf(values, spread);
  const beyond = direction === "above" ? estimate.mean - threshold : threshold - estimate.mean;
  return {
    ...{ measured, estimate },
    support: shareBeyond(estimate, beyond),
    refutation: shareBeyond(estimate, -beyond),
  };
}

/** The effect with its interval and verdict, where `supporting` and `refuting` are the shares that its bounds leave beyond them. */
export function judged({ measured, estimate, support, refutation }: Weighed, step: Step): Effect {
  const { name, unit, values, threshold, direction } = measured;
  const above = direction === "above";
  const tails: Tails = above
    ? { below: step.supporting, above: step.refuting }
    : { below: step.refuting, above: step.supporting };
  const { mean, low, high } = intervalOf(estimate, tails);
  const isAbove = low !== null && low > threshold;
  const isBelow = high !== null && high < threshold;
  const verdict = isAbove
    ? above
      ? "supported"
      : "refuted"
    : isBelow
      ? above
        ? "refuted"
        : "supported"
      : "not settled";
  return {
    ...{
      name,
      unit,
      mean,
      low,
      high,
      level: step.level,
      p: Math.min(1, 2 * Math.min(support, refutation)),
      values,
    },
    ...{ threshold, direction, verdict },
    sameVerdict: isAbove
      ? { from: null, to: low }
      : isBelow
        ? { from: high, to: null }
        : { from: low, to: high },
  };
}

/** How far out the bounds of an effect lie. */
export interface Step {
  readonly level: number;
  readonly supporting: number;
  readonly refuting: number;
}

/** A claim is refuted where one of its effects is, and supported where all are. */
export function verdictOf(effects: readonly Pick<Effect, "verdict">[]): Verdict {
  const verdicts = effects.map(({ verdict }) => verdict);
  if (verdicts.includes("refuted")) return "refuted";
  return verdicts.length > 0 && verdicts.every((verdict) => verdict === "supported")
    ? "supported"
    : "not settled";
}
