import { beforeAll, describe, expect, it } from "vitest";
import { RandomStream } from "../../src/index.ts";
import { claimRules } from "../../src/study/claims/all.ts";
import { draftOf } from "../../src/study/claims/claim-rule.ts";
import { evidenceFrom } from "../../src/study/statistics/evidence.ts";
import { judgeFamily } from "../../src/study/statistics/family.ts";
import type { Effect, JudgedClaim } from "../../src/study/verdict.ts";
import { border, equals, studyOf, type World } from "../support/simulated-worlds.ts";

const REPETITIONS = 200;
const sampling = { train: 50_000, test: 5000 };

const shapes: readonly (readonly [string, (random: RandomStream) => number])[] = [
  ["normal", (random) => random.normal()],
  ["skewed", (random) => -Math.log(1 - random.uniform()) - 1], // exponential, of mean 0 and variance 1
];

/** In which share of studies each claim is supported when judged alone, and asked at all; and any but the first among all. */
function supportIn(world: World, shape: (random: RandomStream) => number) {
  const alone = new Map(claimRules.map(({ id }) => [id, 0]));
  const weighed = new Map(claimRules.map(({ id }) => [id, 0]));
  let family = 0;
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    const random = new RandomStream(repetition, "null");
    const { plan, trials } = studyOf(world, random, { seeds: 5, noise: () => shape(random) });
    const evidence = evidenceFrom(trials, plan);
    const drafts = claimRules.map((rule) => draftOf(rule, evidence));
    const judged = judgeFamily(drafts, sampling);
    for (const claim of judged) {
      if (claim.effects.length > 0) weighed.set(claim.id, weighed.get(claim.id)! + 1);
      if (isSupportedAlone(claim)) alone.set(claim.id, alone.get(claim.id)! + 1);
    }
    const others = judged.filter(({ id }) => id !== "p"); // which is true at the borders of the others
    if (others.some(({ verdict }) => verdict === "supported")) family += 1;
  }
  const share = (count: number): number => count / REPETITIONS;
  return {
    alone: new Map([...alone].map(([id, count]) => [id, share(count)])),
    weighed: new Map([...weighed].map(([id, count]) => [id, share(count)])),
    family: share(family),
  };
}

describe.each(shapes)("claimRules, with %s noise,", (_, shape) => {
  let atBorder: ReturnType<typeof supportIn>;
  beforeAll(() => {
    atBorder = supportIn(border, shape);
  }, 60_000);

  it.each(claimRules.map(({ id }) => id).filter((id) => id !== "p"))(
    "support claim %s in at most 5 of 100 studies in which it is at its border, even judged alone",
    (id) => {
      expect(atBorder.weighed.get(id)).toBeGreaterThan(0.9); // it is asked, and withheld in no other way
      expect(atBorder.alone.get(id)).toBeLessThanOrEqual(0.05);
    },
  );

  it("support any claim in at most 5 of 100 studies in which all but the first are at their borders", () => {
    expect(atBorder.family).toBeLessThanOrEqual(0.05);
  });

  it("support no claim in more than 5 of 100 studies in which no arm differs from another", () => {
    const { alone } = supportIn(equals, shape);
    const difference = [
      "p",
      "b",
      "i",
      "c1",
      "c2",
      "c3",
      "h",
      "g",
      "d1",
      "d2",
      "r",
      "d3",
      "k",
      "s",
      "x",
      "u",
      "v",
      "w",
    ];
    for (const id of difference) expect(alone.get(id), `claim ${id}`).toBeLessThanOrEqual(0.05);
  });
});

/** Whether a claim would be supported if the study made no other: its p says how sure it is before Holm's correction. */
function isSupportedAlone({ p, effects }: JudgedClaim): boolean {
  const isBeyond = ({ mean, threshold, direction }: Effect): boolean =>
    direction === "above" ? mean > threshold : mean < threshold;
  return p !== null && p <= 0.05 && effects.every(isBeyond);
}
