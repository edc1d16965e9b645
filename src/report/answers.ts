import type { Claim, StudyVerdict } from "../study/verdict.ts";

/** The claims as a reader meets them. */
export interface Answers {
  readonly settled: readonly Claim[];
  readonly open: readonly Claim[];
  /** Those that the study has no trials for. */
  readonly notAsked: readonly Claim[];
}

/** What is settled first, then what is not, then what was not asked. */
export function answersOf({ claims }: Pick<StudyVerdict, "claims">): Answers {
  return {
    settled: claims.filter(({ verdict }) => verdict !== "not settled"),
    open: claims.filter(({ verdict, p }) => verdict === "not settled" && p !== null),
    notAsked: claims.filter(({ p }) => p === null),
  };
}
