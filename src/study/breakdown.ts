import { RandomStream } from "../random/stream.ts";
import { ROUNDING } from "./chance.ts";
import { type Evidence, meanOf, testErrorOf } from "./statistics/evidence.ts";
import type { Breakdown } from "./verdict.ts";

const DRAWS = 2000;

/**
 * The depth at which each arm breaks down: the first of the sweep where its mean test error is more than half of the way from
 * the best of any arm and depth to chance, or at chance. Seeds are drawn again and again to say how sure that is.
 */
export function breakdownDepths(evidence: Evidence): Breakdown[] {
  const { reference, trials } = evidence;
  const depths = [...new Set(trials.map(({ spec }) => spec.depth))].sort((a, b) => a - b);
  const arms = [...new Set(trials.map(({ spec }) => spec.arm))];
  const errors = (arm: string, depth: number): number[] =>
    [...evidence.of(arm, { ...reference, depth }).values()].map(testErrorOf);
  const all = arms.flatMap((arm) =>
    depths.map((depth) => errors(arm, depth)).filter(({ length }) => length > 0),
  );
  const best = Math.min(...all.map(meanOf));
  const halfway = (best + evidence.chance.test) / 2;
  const limit = Math.min(halfway, evidence.chance.test - ROUNDING); // what is at chance has broken down in any case
  return arms
    .filter((arm) => depths.filter((depth) => errors(arm, depth).length > 0).length > 1)
    .map((arm) => {
      const byDepth = depths
        .filter((depth) => errors(arm, depth).length > 0)
        .map((depth) => ({ depth, errors: errors(arm, depth) }));
      return {
        arm,
        depth: byDepth.find((each) => meanOf(each.errors) > limit)?.depth ?? null,
        byDepth: byDepth.map((each) => ({
          depth: each.depth,
          testError: meanOf(each.errors),
          share: shareBeyond(each.errors, limit, `${arm} ${each.depth}`),
        })),
      };
    });
}

/** The share of bootstrap samples whose mean is beyond a limit. */
function shareBeyond(values: readonly number[], limit: number, purpose: string): number {
  const random = new RandomStream(0, purpose);
  let beyond = 0;
  for (let draw = 0; draw < DRAWS; draw++) {
    const sample = values.map(() => values[random.integer(values.length)]!);
    if (meanOf(sample) > limit) beyond += 1;
  }
  return beyond / DRAWS;
}
