import { describe, expect, it } from "vitest";
import { RandomStream } from "../src/index.ts";
import { conclude } from "../src/study/conclude.ts";
import type { TrialResult } from "../src/study/trial-result.ts";
import type { StudyVerdict } from "../src/study/verdict.ts";
import { DEPTH, simulatedStudy, simulatedTrial, type Truth } from "./support/simulated-trials.ts";

const verdictOf = (verdict: StudyVerdict, id: string) => verdict.claims.find((claim) => claim.id === id)!;
/** Ten seeds whose figures vary by a hundredth. */
const worldOf = (
  truths: Readonly<Record<string, Truth>>,
  { seeds = 10, labels = 100 } = {},
): TrialResult[] => {
  const random = new RandomStream(1, `truth ${labels}`);
  return simulatedStudy(truths, random, { seeds, labels, noise: () => random.normal() / 3 });
};
const concluded = (truths: Readonly<Record<string, Truth>>, seeds = 10): StudyVerdict =>
  conclude({}, worldOf(truths, { seeds }));

const skewed = (random: RandomStream) => () => -Math.log(1 - random.uniform()) - 1; // exponential, mean 0, variance 1
const REPETITIONS = 200;

/** A world in which the folklore is right. */
const vanishing: Readonly<Record<string, Truth>> = {
  classical: { survives: 0.14, slopes: 0.24, error: 0.9, loss: 2.3, frozen: 0.9 },
  rbm: { survives: 0.5, slopes: 0.1, error: 0.05, loss: 0.05, frozen: 0.1, pretrainingCost: 50_000 },
  "rbm permuted": { survives: 0.5, slopes: 0.1, error: 0.85, loss: 2 },
  "rbm spectrum": { survives: 0.5, slopes: 0.1, error: 0.85, loss: 2 },
  isometric: { survives: 0.95, slopes: 0.24, error: 0.05, loss: 0.04 },
  relu: { survives: 1, slopes: 0.7, error: 0.04, loss: 0.01 },
  whitened: { survives: 0.14, slopes: 0.24, error: 0.6, loss: 1.5 },
};

describe("conclude", () => {
  it("finds what is true in a world that was made: a net that vanishes, pretraining that bypasses it", () => {
    const verdict = concluded(vanishing);
    const verdicts = Object.fromEntries(verdict.claims.map(({ id, verdict: said }) => [id, said]));
    expect(verdicts).toMatchObject({ a: "supported", b: "supported", c: "refuted", d1: "supported" });
    expect(verdicts).toMatchObject({
      e: "supported",
      f: "supported",
      g: "supported",
      h: "supported",
      i: "supported",
    });
    expect(verdictOf(verdict, "b").numbers.byWeights).toBeGreaterThan(1);
    expect(verdictOf(verdict, "b").numbers.bySlopes).toBeLessThan(1);
  });

  it("refutes each claim in a world made the other way round", () => {
    const verdict = concluded({
      classical: { survives: 0.99, error: 0.05, loss: 0.05, frozen: 0.5 },
      rbm: { survives: 0.98, error: 0.4, loss: 0.6, frozen: 0.85, pretrainingCost: 10 },
      isometric: { survives: 0.3, error: 0.6, loss: 1 },
      relu: { survives: 0.3, error: 0.9, loss: 2 },
      whitened: { survives: 0.9, error: 0.5, loss: 1 },
    });
    for (const id of ["a", "b", "d1", "e", "f", "h"])
      expect(verdictOf(verdict, id).verdict, id).toBe("refuted");
  });

  it("credits controls that do all that pretraining does, and says where there is no effect to reproduce", () => {
    const same = { ...vanishing, "rbm permuted": vanishing.rbm!, "rbm spectrum": vanishing.rbm! };
    expect(verdictOf(concluded(same), "c").verdict).toBe("supported");
    const none = verdictOf(concluded({ ...vanishing, rbm: vanishing.classical! }), "c");
    expect(none.verdict).toBe("not settled");
    expect(none.because).toContain("no effect to reproduce");
  });

  it("compares with the best random start where labels are few, and says so in the answer", () => {
    const many = worldOf(vanishing);
    const few = (error: number) =>
      worldOf({ rbm: { error: 0.2 }, isometric: { error }, classical: { error: 0.9 } }, { labels: 20 });
    const ahead = conclude({}, [...many, ...few(0.3)]);
    expect(verdictOf(ahead, "d3")).toMatchObject({ verdict: "supported", numbers: { labels: 20 } });
    expect(ahead.answer[2]).toMatch(
      /with 20 labels pretraining is (9|1\d)\.\d+ points ahead of the best random start/,
    );
    const behind = conclude({}, [...many, ...few(0.1)]);
    expect(verdictOf(behind, "d3").verdict).toBe("refuted");
    expect(behind.answer[2]).toContain("points behind the best random start");
    expect(verdictOf(conclude({}, many), "d3").because).toBe("The study has one number of labels.");
    const lonely = conclude({}, [...many, ...worldOf({ relu: {} }, { labels: 20 })]);
    expect(verdictOf(lonely, "d3").because).toContain("no trials of rbm or of a random start with 20 labels");
  });

  it.each([
    ["normal", (random: RandomStream) => () => random.normal()],
    ["skewed", skewed],
  ] as const)("supports at most 5 %% of differences that are none, with %s noise", (_, noiseOf) => {
    // Every arm is drawn from one truth that lies at the border of what is claimed of it.
    const truth: Truth = { survives: 0.9, error: 0.3, loss: 0.3, frozen: 0.3 };
    const arms = Object.fromEntries(Object.keys(vanishing).map((arm) => [arm, truth]));
    const supported = new Map<string, number>();
    for (let repetition = 0; repetition < REPETITIONS; repetition++) {
      const random = new RandomStream(repetition, "null");
      const noise = noiseOf(random);
      const results = [100, 20].flatMap((labels) => simulatedStudy(arms, random, { noise, labels }));
      for (const { id, verdict } of conclude({}, results).claims) {
        if (verdict === "supported") supported.set(id, (supported.get(id) ?? 0) + 1);
      }
    }
    // (f) and (e) ask for no less than a border that this truth lies within, so they are not null here.
    for (const id of ["a", "b", "c", "d1", "d2", "d3", "g", "h", "i"]) {
      expect((supported.get(id) ?? 0) / REPETITIONS, `claim ${id}`).toBeLessThanOrEqual(0.05);
    }
  });

  it("supports at most 5 % of claims about ReLU and isometry where these lie at their borders", () => {
    const truths = {
      relu: { survives: 0.8, error: 0.3 },
      rbm: { error: 0.3 },
      isometric: { survives: 0.8, error: 0.3 },
    };
    let [relu, isometric] = [0, 0];
    for (let repetition = 0; repetition < REPETITIONS; repetition++) {
      const random = new RandomStream(repetition, "border");
      const verdict = conclude({}, simulatedStudy({ ...truths, classical: { error: 0.3 } }, random));
      relu += verdictOf(verdict, "e").verdict === "supported" ? 1 : 0;
      isometric += verdictOf(verdict, "f").verdict === "supported" ? 1 : 0;
    }
    expect(relu / REPETITIONS).toBeLessThanOrEqual(0.05);
    expect(isometric / REPETITIONS).toBeLessThanOrEqual(0.05);
  });

  it("leaves claims open whose arms are missing, and says which", () => {
    const verdict = concluded({ classical: vanishing.classical! });
    expect(verdictOf(verdict, "a").verdict).toBe("supported");
    expect(verdictOf(verdict, "b")).toMatchObject({
      verdict: "not settled",
      because: "The study has no trials of rbm.",
    });
    for (const id of ["c", "d1", "e", "f", "h", "i"])
      expect(verdictOf(verdict, id).verdict).toBe("not settled");
  });

  it("settles nothing with three seeds", () => {
    for (const { verdict } of concluded(vanishing, 3).claims) expect(verdict).toBe("not settled");
  });

  it("finds the depth at which an arm breaks down", () => {
    const random = new RandomStream(1, "depths");
    const results = [1, 2, DEPTH].flatMap((depth) =>
      [1, 2, 3, 4, 5].flatMap((seed) => [
        simulatedTrial("classical", { error: depth > 1 ? 0.9 : 0.05 }, seed, () => random.normal(), {
          depth,
        }),
        simulatedTrial("isometric", { error: 0.05 }, seed, () => random.normal(), { depth }),
      ]),
    );
    const { breakdown } = conclude({}, results);
    expect(breakdown.map(({ arm, depth }) => [arm, depth])).toEqual([
      ["classical", 2],
      ["isometric", null],
    ]);
    expect(breakdown[0]!.byDepth.map(({ share }) => share)).toEqual([0, 1, 1]);
  });

  it("leaves out trials that chose learning rates, and warns of RBMs that did not learn with all that stands on them", () => {
    const random = new RandomStream(1, "warnings");
    const gate = {
      layer: 2,
      reconstructionError: 3,
      baseError: 2,
      deadShare: 0.5,
      saturatedShare: 0,
      learnt: false,
    };
    const trial = (arm: string, seed: number, changes: object): TrialResult => ({
      ...simulatedTrial(arm, {}, seed, () => random.normal()),
      rbms: [{ ...gate, ...changes }],
    });
    const failed = ["rbm", "rbm permuted"].flatMap((arm) => [
      trial(arm, 1, {}),
      trial(arm, 2, { reconstructionError: 4, deadShare: 0.7 }),
      trial(arm, 3, { learnt: true }),
    ]);
    const untrained = trial("rbm 0 epochs", 1, {});
    const tuned = { ...failed[0]!, spec: { ...failed[0]!.spec, purpose: "tune" as const, arm: "relu" } };
    const verdict = conclude({}, [...failed, untrained, tuned]);
    expect(verdict.warnings).toEqual([
      "rbm, rbm permuted: RBM 2 did not learn in 2 of 3 seeds; its squared reconstruction error is 3.50, that of the mean " +
        "alone 2, 60 % of its units are dead and 0 % saturated.",
    ]);
    expect(verdict.arms.map(({ arm }) => arm)).toEqual(["rbm", "rbm permuted", "rbm 0 epochs"]);
  });

  it("gives one sentence of at most 25 words and three behind it, whatever there is, and the same bytes for the same trials", () => {
    for (const arms of [[], ["classical"], ["classical", "rbm"], ["relu"], Object.keys(vanishing)]) {
      const { answer, explanation } = concluded(
        Object.fromEntries(arms.map((arm) => [arm, vanishing[arm]!])),
      );
      expect(answer.split(" ").length).toBeLessThanOrEqual(25);
      expect(explanation).toHaveLength(3);
      for (const sentence of [answer, ...explanation]) expect(sentence).toMatch(/^[A-Z0-9].*\.$/s);
      expect([answer, ...explanation].join(" ")).not.toMatch(/NaN|undefined|Infinity/);
    }
    expect(JSON.stringify(concluded(vanishing))).toBe(JSON.stringify(concluded(vanishing)));
  });
});
