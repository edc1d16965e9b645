import type { JudgedClaim } from "../verdict.ts";
import { type Draft, judged, type Measured, type Step, verdictOf, type Weighed, weigh } from "./effect.ts";
import { FEWEST } from "./interval.ts";

/** The share of studies that may have a false verdict among all of their claims. */
const FALSE_VERDICTS = 0.05;

/** How the trials of a study were made, as far as intervals depend on it. */
export interface Sampling {
  /** Examples of each split to train on and to test on. */
  readonly train: number;
  readonly test: number;
}

/**
 * The claims of a study with their verdicts, judged together: in at most 5 % of studies is any of them false.
 *
 * A claim is as sure as its least sure effect where it is supported, and as its surest where it is refuted, which of k effects one may
 * be by chance alone. By Holm's rule the surest of m claims is held to 5 %/m, the next to 5 %/(m − 1), until one fails; that and all after
 * it are not settled.
 *
 * @see Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6, 1979. Berger,
 *   "Multiparameter hypothesis testing and acceptance sampling", Technometrics 24, 1982 (all effects of a claim).
 */
export function judgeFamily(drafts: readonly Draft[], sampling: Sampling): JudgedClaim[] {
  const candidates = drafts.map((draft) => candidateOf(draft, sampling));
  const family = candidates.filter(({ effects }) => effects.length > 0).sort((a, b) => a.p - b.p);
  const levels = new Map<Candidate, number>();
  let error = FALSE_VERDICTS / family.length;
  let open = true;
  for (const [index, candidate] of family.entries()) {
    if (open) error = FALSE_VERDICTS / (family.length - index);
    open &&= candidate.p <= error;
    levels.set(candidate, error);
  }
  return candidates.map((candidate) => decide(candidate, levels.get(candidate)));
}

/** A claim with what its effects weigh, and the share of studies that would carry as sure a verdict at its border. */
interface Candidate {
  readonly draft: Draft;
  readonly effects: readonly Weighed[];
  readonly premise: Weighed | undefined;
  readonly p: number;
}

function candidateOf(draft: Draft, { train, test }: Sampling): Candidate {
  const weighed = (measured: Measured): Weighed =>
    weigh(measured, {
      overlap: measured.overlap ?? test / train,
      resolution: measured.resolution ?? (measured.unit === "points" ? 1 / test : 0),
    });
  const effects = draft.effects.filter(({ values }) => values.length > 0).map(weighed);
  const premise = draft.premise && weighed(draft.premise.effect);
  const complete = effects.length === draft.effects.length && draft.withheld?.verdict !== "supported";
  const support = complete ? Math.max(...effects.map((effect) => effect.support)) : 1;
  const refutation = effects.length * Math.min(...effects.map((effect) => effect.refutation));
  const either = draft.withheld?.verdict === "either" ? 1 : Math.min(support, refutation);
  return { draft, effects, premise, p: Math.min(1, 2 * Math.max(either, premise?.support ?? 0)) };
}

/** The claim with the verdict that this error allows it. */
function decide({ draft, effects, premise, p }: Candidate, error = FALSE_VERDICTS): JudgedClaim {
  const { id, claim, numbers, withheld } = draft;
  const step = (count: number): Step => ({
    level: 1 - error,
    supporting: error / 2,
    refuting: error / 2 / count,
  });
  const judgedEffects = effects.map((effect) => judged(effect, step(effects.length)));
  const judgedPremise = premise && judged(premise, step(1));
  const missing = draft.effects.length - effects.length;
  const said = verdictOf(judgedEffects);
  const reasons = [
    ...(judgedPremise && judgedPremise.verdict !== "supported" ? [draft.premise!.otherwise] : []),
    ...(withheld && (withheld.verdict === "either" || said === "supported") ? [withheld.because] : []),
    ...(missing > 0 && said !== "refuted" ? ["Figures that it needs are missing in all trials."] : []),
  ];
  const verdict = reasons.length > 0 ? "not settled" : said;
  const spreadless = verdict === "not settled" ? effects.flatMap(withoutSpread) : [];
  return {
    ...{ id, claim, verdict, p: effects.length > 0 ? p : null },
    because: [...new Set([...reasons, draft.because, ...spreadless])].join(" "),
    ...(judgedPremise && { premise: judgedPremise }),
    ...{ effects: judgedEffects, numbers },
  };
}

/** Why an effect has no interval. */
function withoutSpread({ estimate: { count, errors } }: Weighed): string[] {
  if (errors !== undefined) return [];
  return [
    count < FEWEST
      ? `Nothing is settled with fewer than ${FEWEST} seeds.`
      : "All seeds give the same value, which does not show how much it varies.",
  ];
}
