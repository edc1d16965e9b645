import { describe, expect, it } from "vitest";
import { loadDigits } from "../../src/data/digits.ts";
import { conclude } from "../../src/study/conclude.ts";
import { optimizers } from "../../src/study/optimizers/all.ts";
import { planStudy } from "../../src/study/plan.ts";
import { runTrials, type TrialExecutor } from "../../src/study/run-study.ts";
import type { TrialResult } from "../../src/study/trial-result.ts";
import { comparisonTrials } from "../../src/study/trials-of-plan.ts";
import { tune } from "../../src/study/tuning.ts";
import { simulatedTrial } from "../support/simulated-trials.ts";

/** What became of a rate with one seed. */
interface Outcome {
  readonly error?: number;
  readonly loss?: number;
  readonly diverges?: boolean;
}
const SEEDS = [0, -1, -2];
const start = { error: 0.9, loss: 2.3 };

/** A trial whose net starts with .9 of the validation examples wrong. */
function trialOf(rate: number, seed: number, { error = 0.1, loss = 0.1, diverges = false }: Outcome) {
  const trial = simulatedTrial("classical", {}, seed, () => 0);
  const points = [start, { error, loss }].map((point, epoch) => ({
    ...{ ...trial.curve[0]!, epoch, validationError: point.error, validationLoss: point.loss },
  }));
  return {
    ...trial,
    spec: { ...trial.spec, learningRate: rate, purpose: "tune" },
    curve: points,
    ...(diverges && { diverged: "the loss to stay finite" }),
  } satisfies TrialResult;
}

/** The rates that a search goes through from .1, .316 and 1, where a rate and a seed decide what becomes of it. */
function search(outcomeOf: (rate: number, seed: number) => Outcome, widenings = 3) {
  const grid = { rates: [0.1, 0.316, 1], widenings };
  let results: TrialResult[] = [];
  for (;;) {
    const tuned = tune(grid, results);
    if (tuned.rates.length * SEEDS.length === results.length) return tuned;
    results = tuned.rates.flatMap((rate) => SEEDS.map((seed) => trialOf(rate, seed, outcomeOf(rate, seed))));
  }
}

/** Errs the less the nearer a rate is to this one, on a logarithmic scale. */
const bestAt =
  (best: number) =>
  (rate: number): Outcome => ({ error: Math.min(0.8, 0.05 + 0.1 * Math.abs(Math.log10(rate / best))) });

describe("tune", () => {
  it("keeps a grid whose best rate is within it", () => {
    expect(search(bestAt(0.316))).toEqual({ rates: [0.1, 0.316, 1], best: 0.316, atBorder: false });
  });

  it("widens a grid by √10 while its best rate is at an end, one rate at a time", () => {
    expect(search(bestAt(3))).toEqual({ rates: [0.1, 0.316, 1, 3.16, 10], best: 3.16, atBorder: false });
    expect(search(bestAt(0.03))).toEqual({
      ...{ rates: [0.01, 0.0316, 0.1, 0.316, 1], best: 0.0316, atBorder: false },
    });
    expect(search(bestAt(0.1))).toEqual({ rates: [0.0316, 0.1, 0.316, 1], best: 0.1, atBorder: false });
  });

  it("stops at its limit on either side, and says that the best rate is at an end", () => {
    expect(search(bestAt(1000), 2)).toEqual({ rates: [0.1, 0.316, 1, 3.16, 10], best: 10, atBorder: true });
    expect(search(bestAt(1e-6), 1)).toEqual({ rates: [0.0316, 0.1, 0.316, 1], best: 0.0316, atBorder: true });
    expect(search(bestAt(1000), 0)).toEqual({ rates: [0.1, 0.316, 1], best: 1, atBorder: true });
  });

  it("takes of equal errors the least loss, of equal losses the smallest rate", () => {
    const equal = (rate: number): Outcome => ({ error: 0.1, loss: rate === 0.316 ? 0.2 : 0.3 });
    expect(search(equal).best).toBe(0.316);
    expect(search(() => ({ error: 0.1 }), 0).best).toBe(0.1);
  });

  it("ranks by the mean over the seeds, not by the best of them", () => {
    const lucky = (rate: number, seed: number): Outcome => {
      if (rate === 0.316) return { error: 0.1 };
      return { error: rate === 1 && seed === 0 ? 0.01 : 0.2 };
    };
    expect(search(lucky).best).toBe(0.316);
  });

  it("ranks rates at which a run diverged behind all at which none did, however little they erred before", () => {
    const wild = (rate: number, seed: number): Outcome =>
      rate === 0.1 || rate === 0.0316
        ? { error: 0.3 + rate }
        : { error: 0.01, diverges: rate === 1 || seed === 0 };
    expect(search(wild)).toMatchObject({ best: 0.0316, rates: [0.01, 0.0316, 0.1, 0.316, 1] });
  });

  it("tries smaller rates, and no larger ones, where every rate diverges", () => {
    const until = (limit: number) => (rate: number) =>
      rate > limit ? { error: 0.9, loss: 2.3, diverges: true } : { error: 0.1 + rate };
    expect(search(until(0.05))).toMatchObject({
      rates: [0.00316, 0.01, 0.0316, 0.1, 0.316, 1],
    });
    expect(search(until(0))).toMatchObject({ best: 0.00316, atBorder: true });
    expect(search(until(0)).rates.at(-1)).toBe(1);
  });

  it("tries larger rates, and no smaller ones, where no net learns, and speaks of no border then", () => {
    const stuck = search(() => ({ error: 0.9, loss: 2.3 }));
    expect(stuck).toEqual({ rates: [0.1, 0.316, 1, 3.16, 10, 31.6], best: 0.1, atBorder: false });
    const late = search((rate) => (rate < 10 ? { error: 0.9, loss: 2.3 } : { error: 0.1 * rate ** 0.1 }));
    expect(late.best).toBe(10); // the plateau ends there
  });
});

describe("optimizers", () => {
  it.each(optimizers.map(({ name, rates }) => [name, rates] as const))(
    "begin the search of %s with three rates or more, in steps of √10 at most",
    (_, rates) => {
      expect(rates.length).toBeGreaterThanOrEqual(3);
      for (const [index, rate] of rates.slice(1).entries()) {
        expect(rate / rates[index]!).toBeLessThanOrEqual(1.005 * Math.sqrt(10)); // rates have three digits
        expect(rate).toBeGreaterThan(rates[index]!);
      }
    },
  );
});

const digits = await loadDigits();

describe("planStudy", () => {
  it.each(["quick", "standard", "full"] as const)(
    "chooses rates on at least three seeds that are used for nothing else: %s",
    async (budget) => {
      const { tuning, seeds, arms } = await planStudy(digits, { budget });
      expect(tuning.seeds.length).toBeGreaterThanOrEqual(3);
      expect(tuning.seeds.filter((seed) => seeds.includes(seed))).toEqual([]);
      expect(tuning.widenings).toBeGreaterThanOrEqual(2);
      for (const { optimizer } of arms) expect(tuning.rates[optimizer]!.length).toBeGreaterThanOrEqual(3);
    },
  );
});

describe("runTrials", () => {
  /** Runs a plan of one cell whose errors depend on the rate alone. */
  async function run(outcomeOf: (rate: number) => Outcome, widenings = 2) {
    const whole = await planStudy(digits, { arms: ["classical"], depths: [4], widths: [10], seeds: 4 });
    const plan = { ...whole, tuning: { ...whole.tuning, widenings } };
    const phases: [string, number][] = [];
    const execute: TrialExecutor = async function* execute(specs) {
      const { hashOf } = await import("../../src/study/hash.ts");
      for (const spec of specs) {
        const { curve } = trialOf(spec.learningRate, spec.seed, outcomeOf(spec.learningRate));
        yield { ...simulatedTrial("classical", {}, spec.seed, () => 0), curve, spec, id: await hashOf(spec) };
      }
    };
    const results = await runTrials(plan, {
      execute,
      onPhase: (phase, specs) => phases.push([phase, specs.length]),
    });
    return { plan, phases, results };
  }

  it("goes on with the tuning, round by round, until no grid is to be widened", async () => {
    const { phases, results, plan } = await run(bestAt(1));
    expect(phases).toEqual([
      ["tune", 9],
      ["tune", 12],
      ["tune", 15],
      ["compare", 4],
    ]);
    const compared = results.filter(({ spec }) => spec.purpose === "compare");
    expect(new Set(compared.map(({ spec }) => spec.learningRate))).toEqual(new Set([1]));
    expect(comparisonTrials(plan, results).map(({ learningRate }) => learningRate)).toEqual([1, 1, 1, 1]);
    expect(conclude(plan, results).warnings.join()).not.toContain("learning rate");
  });

  it("leads to a warning where the best rate is at an end of a grid that is widened no further", async () => {
    const { plan, results } = await run(bestAt(1000), 1);
    expect(conclude(plan, results).warnings).toContain(
      "classical (1): the best learning rate tried is at an end of its grid, which is widened no further, with 4 hidden layers of " +
        "10 units on 1079 examples; a better one may lie beyond.",
    );
    const without = results.filter(({ spec }) => spec.purpose === "compare");
    expect(conclude(plan, without).warnings.join()).not.toContain("learning rate");
    expect(conclude(null, results).warnings.join()).not.toContain("learning rate");
  });
});
