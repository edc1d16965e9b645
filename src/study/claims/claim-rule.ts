import type { Draft } from "../statistics/effect.ts";
import type { Evidence } from "../statistics/evidence.ts";

/** What is weighed for a claim. */
export type Grounds = Pick<Draft, "because" | "effects" | "premise" | "withheld"> & {
  /** Figures beside it that decide nothing. Default: none. */
  readonly numbers?: Draft["numbers"];
};

/** A question, what is claimed, and how trials are asked. */
export interface ClaimRule {
  readonly id: string;
  readonly question: string;
  /** The statement that is supported or refuted. */
  readonly claim: string;
  /** The answers where it is supported, and where it is refuted. */
  readonly yes: string;
  readonly no: string;
  /** What the trials show, or a sentence on why they show nothing. */
  readonly weigh: (evidence: Evidence) => Grounds | string;
}

/** The claim as it goes into the family of the study. */
export function draftOf({ id, claim, weigh }: ClaimRule, evidence: Evidence): Draft {
  const grounds = weigh(evidence);
  if (typeof grounds === "string") return { id, claim, because: grounds, effects: [], numbers: {} };
  return { numbers: {}, ...grounds, id, claim };
}
