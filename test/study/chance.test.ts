import { describe, expect, it } from "vitest";
import type { LabeledDataset } from "../../src/data/dataset.ts";
import { loadDigits } from "../../src/data/digits.ts";
import { Matrix, RandomStream } from "../../src/index.ts";
import { cureRows } from "../../src/report/cure-rows.ts";
import { conclude } from "../../src/study/conclude.ts";
import { planStudy } from "../../src/study/plan.ts";
import { partData } from "../../src/study/trial-data.ts";
import type { TrialResult } from "../../src/study/trial-result.ts";
import type { StudyVerdict } from "../../src/study/verdict.ts";
import { simulatedStudy, simulatedTrial, type Truth } from "../support/simulated-trials.ts";

/** So many examples of each class, in order; the inputs tell nothing. */
function ofClasses(...counts: readonly number[]): LabeledDataset {
  const labels = Int32Array.from(counts.flatMap((count, label) => new Array<number>(count).fill(label)));
  return { name: "classes", inputs: new Matrix(labels.length, 2), labels, classes: counts.length };
}

const claimIn = (verdict: StudyVerdict, id: string) => verdict.claims.find((claim) => claim.id === id)!;
const noise = (): number => 0;

/** A plan of data whose most frequent class is all but 4.5 % of the examples. */
const uneven = { data: { classes: 2, chance: { validation: 0.045, test: 0.045 } } };
/** Nets that all name that class. */
const stuck = ["classical", "rbm", "isometric", "relu", "whitened"].flatMap((arm) =>
  [1, 4].flatMap((depth) =>
    [1, 2, 3, 4, 5].map((seed) =>
      simulatedTrial(
        arm,
        { error: 0.045, survives: 0.99, pretrainingCost: arm === "rbm" ? 1e5 : 0 },
        seed,
        noise,
        { depth },
      ),
    ),
  ),
);

describe("planStudy", () => {
  it.each([
    [[342, 18], { validation: 3 / 72, test: 4 / 72 }],
    [[60, 40], { validation: 8 / 20, test: 8 / 20 }],
    [[120, 40, 40], { validation: 16 / 40, test: 16 / 40 }],
  ])("states the error of always naming the most frequent of classes of %j", async (counts, chance) => {
    const { data } = await planStudy(ofClasses(...counts));
    expect(data.chance!.validation).toBeCloseTo(chance.validation, 12);
    expect(data.chance!.test).toBeCloseTo(chance.test, 12);
  });

  it("states what naming the most frequent class errs in the parts of every seed", async () => {
    const dataset = ofClasses(211, 97, 53);
    const { data, settings } = await planStudy(dataset);
    for (const seed of [1, 2, 3]) {
      const parts = partData(dataset, { seed, settings });
      for (const name of ["validation", "test"] as const) {
        const labels = [...(parts[name].targets as Int32Array)];
        const most = Math.max(...[0, 1, 2].map((label) => labels.filter((other) => other === label).length));
        expect(data.chance![name]).toBeCloseTo(1 - most / labels.length, 12);
      }
    }
  });

  it("states it of even classes too", async () => {
    const { chance } = (await planStudy(ofClasses(100, 100))).data;
    expect(chance).toEqual({ validation: 0.5, test: 0.5 });
    const digits = (await planStudy(await loadDigits())).data.chance!;
    expect(digits.test).toBeGreaterThan(0.89);
    expect(digits.test).toBeLessThan(0.9);
  });
});

describe("conclude, where no net does better than naming the most frequent class,", () => {
  const verdict = conclude(uneven, stuck);

  it("settles no claim in favor of what does no better than that", () => {
    for (const id of ["p", "c1", "d1", "d2", "e", "f", "g", "h", "i", "r"]) {
      expect(claimIn(verdict, id).verdict, id).toBe("not settled");
    }
    expect(claimIn(verdict, "g").because).toBe(
      "No arm surely does better than always naming the most frequent class, which errs in 4.50 %.",
    );
    for (const id of ["p", "d1", "d2", "e", "f", "h", "i"]) {
      expect(claimIn(verdict, id).because).toBe(
        "Neither net does better than always naming the most frequent class, which errs in 4.50 %: neither trains.",
      );
    }
  });

  it("says so in place of an answer, and of each cure", () => {
    expect(verdict.answer).toBe(
      "Nothing can be said here: neither the pretrained net (4.50 % test error) nor the classical one (4.50 %) learns anything.",
    );
    const told = cureRows(verdict).map(({ what, byHowMuch }) => [what, byHowMuch]);
    expect(told).toHaveLength(5);
    for (const [what, byHowMuch] of told) expect(byHowMuch, what).toBe("does not train: 4.50 %");
  });

  it("says it of pretraining alone where another net learns", () => {
    const learning = [1, 2, 3, 4, 5].map((seed) =>
      simulatedTrial("relu", { error: 0.01, survives: 0.99, pretrainingCost: 0 }, seed, noise, { depth: 4 }),
    );
    const others = stuck.filter(({ spec }) => spec.arm !== "relu" || spec.depth !== 4);
    expect(conclude(uneven, [...others, ...learning]).answer).toMatch(
      /^Nothing can be said of pretraining here: /,
    );
  });

  it("does not ask what costs less with two seeds either", () => {
    const two = conclude(
      uneven,
      stuck
        .filter(({ spec }) => spec.seed <= 2)
        .map((trial) => ({
          ...trial,
          curve: trial.curve.map((point) => ({ ...point, validationError: point.validationError * 0.99 })),
        })),
    );
    expect(claimIn(two, "g")).toMatchObject({ p: null, effects: [] });
  });

  it("calls every arm broken down from the first depth on", () => {
    for (const { depth, byDepth } of verdict.breakdown) {
      expect(depth).toBe(1);
      expect(byDepth.map(({ share }) => share)).toEqual([1, 1]);
    }
  });

  it("warns of all of them, a sentence for each setting", () => {
    const named =
      "classical, rbm, isometric, relu, whitened: no better than naming the most frequent class for everything";
    expect(verdict.warnings).toEqual([
      `${named}, which errs in 4.50 % of the test examples, with 1 hidden layer of 10 units on 100 examples, in 5 of 5 seeds.`,
      `${named}, which errs in 4.50 % of the test examples, with 4 hidden layers of 10 units on 100 examples, in 5 of 5 seeds.`,
    ]);
  });

  it("warns of the seeds that are stuck and of no others", () => {
    const trials = [0.045, 0.01, 0.06, 0.02].map((error, seed) =>
      simulatedTrial("relu", { error }, seed + 1, noise),
    );
    expect(conclude(uneven, trials).warnings[0]).toMatch(/^relu: .*, in 2 of 4 seeds\.$/);
  });
});

describe("conclude", () => {
  const targetOf = (
    plan: unknown,
    truths: Readonly<Record<string, Truth>>,
    change = (trial: TrialResult) => trial,
  ) => {
    const trials = simulatedStudy(truths, new RandomStream(1, "target"), { noise });
    return claimIn(conclude(plan, trials.map(change)), "g");
  };

  it("takes no target above chance: half of the way from there, whatever untrained nets show", () => {
    const { verdict, numbers, because } = targetOf(uneven, {
      rbm: { error: 0.02, pretrainingCost: 1e5 },
      isometric: { error: 0.02 },
    });
    expect(numbers.target).toBeCloseTo(Math.sqrt(0.045 * 0.02), 12);
    expect(verdict).toBe("not settled"); // the costs of all seeds are the same
    expect(because).toContain("All seeds give the same value");
  });

  it("takes none where nobody does better than naming the most frequent of even classes", () => {
    const even = { data: { classes: 2, chance: { validation: 0.5, test: 0.5 } } };
    const { numbers } = targetOf(even, { rbm: { error: 0.47 }, isometric: { error: 0.47 } });
    expect(numbers.target).toBeLessThanOrEqual(0.5); // from the .9 of the untrained nets half the way would be .65
    const none = targetOf(even, { rbm: { error: 0.505 }, isometric: { error: 0.51 } });
    expect(none).toMatchObject({
      verdict: "not settled",
      because: "No arm surely does better than always naming the most frequent class, which errs in 50 %.",
    });
  });

  it("drops no seed in silence: a net that is at the target untrained settles nothing", () => {
    const lucky = (trial: TrialResult): TrialResult =>
      trial.spec.arm === "isometric" && trial.spec.seed === 2
        ? { ...trial, curve: [{ ...trial.curve[0]!, validationError: 0.02 }, ...trial.curve.slice(1)] }
        : trial;
    const claim = targetOf(uneven, { rbm: { error: 0.02 }, isometric: { error: 0.019 } }, lucky);
    expect(claim).toMatchObject({
      verdict: "not settled",
      because: "isometric is at the target before training, at no cost.",
    });
  });

  it("settles nothing between nets of even classes that are both at chance", () => {
    const truths = { classical: { error: 0.9 }, whitened: { error: 0.9 }, rbm: { error: 0.05 } };
    const trials = simulatedStudy(truths, new RandomStream(1, "even"), { noise });
    const claim = claimIn(
      conclude({ data: { classes: 10, chance: { validation: 0.9, test: 0.9 } } }, trials),
      "h",
    );
    expect(claim).toMatchObject({ verdict: "not settled" });
    expect(claim.because).toMatch(/neither trains/);
  });
});
