import { describe, expect, it } from "vitest";
import { cautiousQuantile } from "../../src/study/statistics/cautious-tails.ts";
import { type Draft, effectOf, type Measured } from "../../src/study/statistics/effect.ts";
import { judgeFamily } from "../../src/study/statistics/family.ts";
import { estimateOf, shareBeyond } from "../../src/study/statistics/interval.ts";

/** Four values of a mean and an error of 1, without overlap: their ratio to a threshold is exactly the difference. */
const around = (mean: number): number[] => [-1, -1, 1, 1].map((sign) => mean + sign * Math.sqrt(3));
const exact = { overlap: 0, resolution: 0 };
const effect = (mean: number, bar: Partial<Measured> = {}): Measured => ({
  ...effectOf("x", "times", around(mean), { threshold: 0, direction: "above" }),
  ...exact,
  ...bar,
});
const draft = (id: string, effects: readonly Measured[], more: Partial<Draft> = {}): Draft => ({
  ...{ id, claim: id, because: "Figures.", numbers: {}, effects },
  ...more,
});
const sampling = { train: 50_000, test: 5000 };
/** How far from its threshold the mean of four values is where a tail leaves this share. */
const distance = (share: number): number => cautiousQuantile(4, share);

/** A claim that these trials say nothing about. */
const untried: Draft = { id: "b", claim: "b", because: "No trials.", effects: [], numbers: {} };

describe("judgeFamily", () => {
  it("holds the surest of three claims to 5 %/3, the next to 5 %/2, the last to 5 %, until one fails", () => {
    const verdicts = (...means: number[]) =>
      judgeFamily(
        means.map((mean, index) => draft(String(index), [effect(mean)])),
        sampling,
      ).map((claim) => [claim.verdict, claim.effects[0]!.level]);
    const [third, half, whole] = [3, 2, 1].map((claims) => distance(0.05 / claims / 2));
    expect(verdicts(1.001 * whole!, -1.001 * half!, 1.001 * third!)).toEqual([
      ["supported", 0.95],
      ["refuted", 0.975],
      ["supported", 1 - 0.05 / 3],
    ]);
    expect(verdicts(1.001 * whole!, -0.999 * half!, 1.001 * third!)).toEqual([
      ["not settled", 0.975],
      ["not settled", 0.975],
      ["supported", 1 - 0.05 / 3],
    ]);
    expect(verdicts(1.001 * whole!, 1.001 * half!, 0.999 * third!)).toEqual(
      Array.from({ length: 3 }, () => ["not settled", 1 - 0.05 / 3]),
    );
  });

  it("gives an effect the interval that its verdict follows from, its p and the thresholds that change nothing", () => {
    const [claim] = judgeFamily([draft("a", [effect(20)])], sampling);
    const [low, high] = [20 - distance(0.025), 20 + distance(0.025)];
    expect(claim!.effects[0]).toMatchObject({
      name: "x",
      unit: "times",
      mean: 20,
      level: 0.95,
      verdict: "supported",
    });
    expect(claim!.effects[0]!.low).toBeCloseTo(low, 12);
    expect(claim!.effects[0]!.high).toBeCloseTo(high, 12);
    expect(claim!.effects[0]!.p).toBeCloseTo(2 * shareBeyond(estimateOf(around(20)), 20), 12);
    expect(claim!.p).toBe(claim!.effects[0]!.p);
    const sameVerdict = (measured: Measured) =>
      judgeFamily([draft("a", [measured])], sampling)[0]!.effects[0]!.sameVerdict;
    expect(sameVerdict(effect(20))).toEqual({ from: null, to: claim!.effects[0]!.low });
    expect(sameVerdict(effect(20, { threshold: 40 }))).toEqual({ from: claim!.effects[0]!.high, to: null });
    expect(sameVerdict(effect(20, { threshold: 25 }))).toEqual({
      from: claim!.effects[0]!.low,
      to: claim!.effects[0]!.high,
    });
  });

  it("supports a claim by all of its effects at the full level, and refutes it by one at a share of it", () => {
    const verdict = (...means: number[]) =>
      judgeFamily(
        [
          draft(
            "a",
            means.map((mean) => effect(mean)),
          ),
        ],
        sampling,
      )[0]!.verdict;
    const [enough, twoFold] = [1.001 * distance(0.025), 1.001 * distance(0.0125)];
    expect(verdict(enough, enough)).toBe("supported");
    expect(verdict(enough, 0)).toBe("not settled");
    expect(verdict(enough, -enough)).toBe("not settled");
    expect(verdict(enough, -twoFold)).toBe("refuted");
  });

  it("judges both directions alike", () => {
    const below = (mean: number) =>
      judgeFamily([draft("a", [effect(mean, { direction: "below" })])], sampling)[0]!.verdict;
    expect([below(-20), below(20), below(-1)]).toEqual(["supported", "refuted", "not settled"]);
  });

  it("does not count claims without trials, and counts those that are withheld", () => {
    const level = (other: Draft) =>
      judgeFamily([draft("a", [effect(20)]), other], sampling)[0]!.effects[0]!.level;
    expect(level(untried)).toBe(0.95);
    const withheld = { verdict: "either", because: "Neither net trains." } as const;
    expect(level(draft("b", [effect(1)], { withheld }))).toBe(0.975);
    expect(judgeFamily([untried], sampling)).toEqual([
      {
        id: "b",
        claim: "b",
        verdict: "not settled",
        p: null,
        because: "No trials.",
        effects: [],
        numbers: {},
      },
    ]);
  });

  it("settles nothing that is withheld, and nothing whose premise is not supported, and says why", () => {
    const judgedAs = (mean: number, more: Partial<Draft>) => {
      const claim = judgeFamily([draft("a", [effect(mean)], more)], sampling)[0]!;
      return [claim.verdict, claim.because];
    };
    const either = { withheld: { verdict: "either", because: "Why." } } as const;
    const support = { withheld: { verdict: "supported", because: "Why." } } as const;
    expect(judgedAs(40, either)).toEqual(["not settled", "Why. Figures."]);
    expect(judgedAs(40, support)).toEqual(["not settled", "Why. Figures."]);
    expect(judgedAs(-40, support)).toEqual(["refuted", "Figures."]);
    const premise = (mean: number) => ({ premise: { effect: effect(mean), otherwise: "No gain." } });
    expect(judgedAs(40, premise(40))).toEqual(["supported", "Figures."]);
    expect(judgedAs(-40, premise(40))).toEqual(["refuted", "Figures."]);
    expect(judgedAs(40, premise(1))).toEqual(["not settled", "No gain. Figures."]);
  });

  it("says of values without a spread that they show none, and takes points to one test example", () => {
    const same = (measured: Partial<Measured>) =>
      judgeFamily(
        [draft("a", [{ ...effect(0), values: [0, 0, 0, 0, 0], threshold: -1, ...measured }])],
        sampling,
      )[0]!;
    expect(same({})).toMatchObject({
      verdict: "not settled",
      because: expect.stringContaining("same value"),
    });
    expect(same({}).effects[0]).toMatchObject({
      low: null,
      high: null,
      p: 1,
      sameVerdict: { from: null, to: null },
    });
    const points = { unit: "points", name: "x", direction: "above", values: [0, 0, 0, 0, 0] } as const;
    const errors = (threshold: number) =>
      judgeFamily([draft("a", [{ ...points, threshold }])], sampling)[0]!.verdict;
    expect([errors(-0.01), errors(-0.0001)]).toEqual(["supported", "not settled"]);
    const few = judgeFamily([draft("a", [{ ...effect(0), values: [5, 6, 7] }])], sampling)[0]!;
    expect(few).toMatchObject({
      verdict: "not settled",
      because: expect.stringContaining("fewer than 4 seeds"),
    });
  });

  it("settles at five seeds what is large and hardly varies, in a family of 25 and with the overlap of the digits", () => {
    const points = effectOf("test error", "points", [-0.855, -0.866, -0.861, -0.85, -0.858], {
      threshold: 0,
      direction: "below",
    });
    const survival = effectOf("survival", "%", [-1.964, -1.957, -1.965, -1.959, -1.945], {
      ...{ threshold: Math.log(0.9), direction: "below" as const },
    });
    const open = Array.from({ length: 23 }, (_, index) => draft(String(index), [effect(0)]));
    const claims = judgeFamily([draft("a", [points]), draft("b", [survival]), ...open], {
      train: 1079,
      test: 359,
    });
    expect(claims.slice(0, 3).map(({ verdict }) => verdict)).toEqual([
      "supported",
      "supported",
      "not settled",
    ]);
  });

  it("supports no claim of which an effect has no values", () => {
    const none = { ...effect(0), values: [] };
    const [one, both] = judgeFamily([draft("a", [effect(40), none]), draft("b", [none])], sampling);
    expect(one).toMatchObject({
      verdict: "not settled",
      because: expect.stringContaining("missing in all trials"),
    });
    expect(both).toMatchObject({ verdict: "not settled", p: null, effects: [] });
    expect(judgeFamily([draft("a", [effect(-40), none])], sampling)[0]!.verdict).toBe("refuted");
  });
});
