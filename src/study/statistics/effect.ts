import type { Claim, Effect, Verdict } from "../verdict.ts";
import { bootstrapInterval } from "./bootstrap.ts";

/** The level of all intervals. */
const LEVEL = 0.95;

/** What an effect has to beat, and on which side. */
export interface Bar {
  readonly threshold: number;
  readonly direction: "above" | "below";
}

/** An effect from its paired values, with the verdict that its interval carries. */
export function effectOf(name: string, values: readonly number[], bar: Bar): Effect {
  const { mean, low, high } = bootstrapInterval(values, LEVEL);
  return { name, mean, low, high, level: LEVEL, values, ...bar, verdict: judge(low, high, bar) };
}

function judge(low: number | null, high: number | null, { threshold, direction }: Bar): Verdict {
  const above = low !== null && low > threshold;
  const below = high !== null && high < threshold;
  if (direction === "above" ? above : below) return "supported";
  return (direction === "above" ? below : above) ? "refuted" : "not settled";
}

/** A claim is supported where all of its effects are, and refuted where one of them is. */
export function claimOf(claim: Omit<Claim, "verdict">): Claim {
  const verdicts = claim.effects.map(({ verdict }) => verdict);
  const all = verdicts.length > 0 && verdicts.every((verdict) => verdict === "supported");
  const verdict = verdicts.includes("refuted") ? "refuted" : all ? "supported" : "not settled";
  return { ...claim, verdict };
}

/** A claim that these trials say nothing about. */
export function unsettled(id: string, claim: string, because: string): Claim {
  return { id, claim, verdict: "not settled", because, effects: [], numbers: {} };
}
