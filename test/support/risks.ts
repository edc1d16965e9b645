import { RandomStream } from "../../src/index.ts";
import type { Draft } from "../../src/study/statistics/effect.ts";
import { judgeFamily, type Sampling } from "../../src/study/statistics/family.ts";
import { estimateOf, intervalOf } from "../../src/study/statistics/interval.ts";
import type { Noise } from "./simulated-values.ts";

/** Shares of intervals that lie wholly above the truth, wholly below it, and that are not given at all. */
export interface Misses {
  readonly above: number;
  readonly below: number;
  readonly withheld: number;
}

/** How often intervals of so many seeds miss the truth, where `share` is what each tail is to leave. */
export function missesOf(
  { truth, resolution = 0, draw }: Noise,
  { seeds, overlap, share, samples }: { seeds: number; overlap: number; share: number; samples: number },
): Misses {
  const random = new RandomStream(seeds, "coverage");
  let [above, below, withheld] = [0, 0, 0];
  for (let sample = 0; sample < samples; sample++) {
    const estimate = estimateOf(draw(random, seeds), { overlap, resolution });
    const { low, high } = intervalOf(estimate, { below: share, above: share });
    if (low === null || high === null) withheld += 1;
    else if (low > truth) above += 1;
    else if (high < truth) below += 1;
  }
  return { above: above / samples, below: below / samples, withheld: withheld / samples };
}

/** How many effects the claims of the study have, in turn. */
const EFFECTS = [3, 1, 1, 1, 1, 1, 2, 2, 1, 1, 2];

/** A study of which every effect is at its border, or one of each claim while the others clearly hold. */
export interface Border {
  readonly claims: number;
  readonly seeds: number;
  readonly sampling: Sampling;
  readonly noise: Noise;
  readonly atBorder: "all effects" | "one effect";
}

export function studyAtBorder(random: RandomStream, { claims, seeds, noise, atBorder }: Border): Draft[] {
  return Array.from({ length: claims }, (_, index) => ({
    ...{ id: String(index), claim: "", because: "", numbers: {} },
    effects: Array.from({ length: EFFECTS[index % EFFECTS.length]! }, (_, effect) => {
      const clear = atBorder === "one effect" && effect > 0 ? 1000 : 0;
      const direction = (index + effect) % 2 === 0 ? ("above" as const) : ("below" as const);
      const sign = direction === "above" ? 1 : -1;
      const values = noise.draw(random, seeds).map((value) => value + sign * clear);
      const resolution = noise.resolution ?? 0;
      return { name: "", unit: "times" as const, values, resolution, threshold: noise.truth, direction };
    }),
  }));
}

/** The share of studies at their borders of which any claim is supported or refuted. */
export function familyError(border: Border, studies: number): number {
  const random = new RandomStream(border.claims, "family");
  let wrong = 0;
  for (let study = 0; study < studies; study++) {
    const claims = judgeFamily(studyAtBorder(random, border), border.sampling);
    if (claims.some(({ verdict }) => verdict !== "not settled")) wrong += 1;
  }
  return wrong / studies;
}

/** The effect, in standard deviations of normal values, that four of five studies settle where each tail leaves this share. */
export function settled(
  { seeds, overlap, share }: { seeds: number; overlap: number; share: number },
  samples: number,
): number {
  const random = new RandomStream(seeds, "power");
  const needed = Array.from({ length: samples }, () => {
    const values = Array.from({ length: seeds }, () => random.normal());
    return -intervalOf(estimateOf(values, { overlap }), { below: share, above: share }).low!;
  });
  return needed.sort((a, b) => a - b)[Math.floor(0.8 * samples)]!;
}
