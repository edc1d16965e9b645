import { describe, expect, it } from "vitest";
import { RandomStream } from "../../src/index.ts";
import { conclude } from "../../src/study/conclude.ts";
import type { TrialResult } from "../../src/study/trial-result.ts";
import { DEPTH, simulatedPlan, simulatedStudy, simulatedTrial } from "../support/simulated-trials.ts";
import { changed, folklore, studyOf } from "../support/simulated-worlds.ts";

describe("conclude", () => {
  it("finds the depth at which an arm breaks down", () => {
    const random = new RandomStream(1, "depths");
    const results = [1, 2, DEPTH].flatMap((depth) =>
      simulatedStudy({ classical: { error: depth > 1 ? 0.9 : 0.05 }, isometric: { error: 0.05 } }, random, {
        depth,
      }),
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

  it("lists the best of each kind of cure, the least test error first, with what it costs beside the classical start", () => {
    const random = new RandomStream(1, "cures");
    const { plan, trials } = studyOf(folklore, random, { noise: () => 0 });
    const { cures } = conclude(plan, trials);
    const cureBy = (what: string) => cures.find((cure) => cure.what === what);
    expect(cures.map(({ testError }) => testError)).toEqual(
      cures.map(({ testError }) => testError).toSorted((a, b) => a - b),
    );
    expect(cureBy("nothing: the classical start")).toMatchObject({ arm: "classical", cost: 1, times: 1 });
    expect(cureBy("pretraining with RBMs")).toMatchObject({ arm: "rbm", cost: (50_000 + 4000) / 4000 });
    expect(cureBy("another optimizer")).toMatchObject({ arm: "classical + adam", optimizer: "adam" });
    expect(cureBy("a rate for each layer")).toMatchObject({ optimizer: "layer rates" });
    expect(cureBy("more time")).toMatchObject({ arm: "classical", times: 20 });
  });

  it("gives one sentence of at most 25 words and three behind it, whatever there is, and the same bytes for the same trials", () => {
    const arms = Object.keys(folklore.reference);
    for (const kept of [
      [],
      ["classical"],
      ["classical", "rbm"],
      ["relu"],
      ["rbm", "isometric", "classical"],
    ]) {
      const gone = Object.fromEntries(
        arms.filter((arm) => !kept.includes(arm)).map((arm) => [arm, undefined]),
      );
      const world = { reference: changed(folklore, { reference: gone }).reference };
      const study = () => {
        const { plan, trials } = studyOf(world, new RandomStream(1, "bytes"));
        return conclude(kept.length > 0 ? plan : null, trials);
      };
      const { answer, explanation } = study();
      expect(answer.split(" ").length).toBeLessThanOrEqual(25);
      expect(explanation).toHaveLength(3);
      for (const sentence of [answer, ...explanation]) expect(sentence).toMatch(/^[A-Z0-9].*\.$/s);
      expect([answer, ...explanation].join(" ")).not.toMatch(/NaN|undefined|Infinity/);
      expect(JSON.stringify(study())).toBe(JSON.stringify(study()));
    }
  });

  it("gives the same verdicts whatever the order of the trials", () => {
    const { plan, trials } = studyOf(folklore, new RandomStream(1, "order"));
    const { claims, cures } = conclude(plan, trials);
    const turned = conclude(plan, [...trials].reverse());
    expect(turned.claims).toEqual(claims);
    expect(turned.cures).toEqual(cures);
  });

  it("takes an arm that the plan does not name for none", () => {
    const { trials } = studyOf(folklore, new RandomStream(1, "unknown"));
    const { claims } = conclude(simulatedPlan(["classical"]), trials);
    expect(claims.find(({ id }) => id === "p")!.because).toBe("The study has no trials of rbm.");
  });
});
