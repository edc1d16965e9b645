import { describe, expect, it } from "vitest";
import { RandomStream } from "../../../src/index.ts";
import { type Compared, meanError, ranked, winnerOf } from "../../../src/study/diagnose/choose.ts";
import type { Recipe } from "../../../src/study/diagnose/recipe.ts";

const asIs: Recipe = {
  ...{ inputs: "as they are", layers: [8], activation: "sigmoid", start: "glorotUniform", body: "plain" },
  ...{ pretraining: false, optimizer: "sgd", rate: 0.1, epochs: 2, batchSize: 20, dropout: 0 },
  ...{ earlyStopping: false, classWeights: false },
};
type Errors = readonly (readonly [validation: number, test: number])[];
const compared = (id: string, errors: Errors, changes: Partial<Recipe> = {}): Compared => ({
  ...{ id, recipe: { ...asIs, ...changes } },
  runs: errors.map(([validation, test]) => ({ errors: { train: 0, validation, test } })),
});
const always = (validation: number, test = validation): Errors =>
  Array.from({ length: 8 }, () => [validation, test]);
const sizes = { train: 300, validation: 100, test: 100 };

describe("ranked", () => {
  it("takes the least validation error first, and never asks the test error", () => {
    const candidates = [
      compared("a", always(0.2, 0)),
      compared("b", always(0.1, 0.5)),
      compared("c", always(0.3, 0.1)),
    ];
    expect(ranked(candidates, asIs).map(({ id }) => id)).toEqual(["b", "a", "c"]);
  });

  it("takes of those within half a point the one that changes least", () => {
    const far = compared("far", always(0.1), { activation: "relu", start: "heNormal", body: "normalized" });
    const near = compared("near", always(0.104), { start: "lecunNormal" });
    expect(ranked([far, near], asIs)[0]).toBe(near);
    expect(ranked([far, { ...near, runs: compared("", always(0.106)).runs }], asIs)[0]).toBe(far);
  });

  it("takes of two with the same mean the one that errs alike on all seeds, though it changes more", () => {
    const steady = compared("steady", always(0.1), { activation: "relu", start: "heNormal" });
    const failing = compared(
      "failing",
      always(0).map((each, seed): Errors[number] => (seed === 3 ? [0.8, 0.8] : each)),
    );
    expect(meanError(failing, "validation")).toBeCloseTo(0.1, 12);
    expect(ranked([failing, steady], asIs)[0]).toBe(steady);
  });
});

describe("winnerOf", () => {
  const noise = (size: number): Errors =>
    Array.from({ length: 8 }, (_, seed) => [0.2 + size * (seed % 2), 0.2 + size * (seed % 2)]);

  it("is the better one on validation data, or the other where only its interval lies above zero", () => {
    const left = compared("leave it", always(0.5));
    expect(winnerOf([compared("a", noise(0.02)), compared("b", always(0.25))], left, sizes)?.id).toBe("a");
    const wild: Errors = Array.from({ length: 8 }, (_, seed) => [0.1, seed % 4 === 0 ? 0.9 : 0.1]);
    expect(winnerOf([compared("wild", wild), compared("b", always(0.25))], left, sizes)?.id).toBe("b");
    expect(winnerOf([compared("wild", wild)], left, sizes)).toBeUndefined();
  });
});

const shapes: Readonly<Record<string, (random: RandomStream) => number>> = {
  normal: (random) => random.normal(),
  exponential: (random) => -Math.log(1 - random.uniform()) - 1,
  "rarely failing": (random) => (random.uniform() < 0.1 ? 3 : -1 / 3), // of mean 0 and variance 1
  lognormal: (random) => (Math.exp(random.normal()) - Math.exp(0.5)) / Math.sqrt(Math.E * (Math.E - 1)),
};

/**
 * Errors of a recipe that is worth as much as any other: in equal parts what the data have of their own, which all seeds share as far as
 * their splits overlap, what the net of a seed has, and what the examples of each part have.
 */
function nullErrors(random: RandomStream, seeds: number, shape: (random: RandomStream) => number): Errors {
  const overlap = sizes.test / (sizes.test + sizes.train);
  const shared = Math.sqrt(overlap) * random.normal();
  const [net, part] = [Math.sqrt((1 - overlap) / 2), Math.sqrt((1 - overlap) / 2)];
  return Array.from({ length: seeds }, () => {
    const own = shared + net * shape(random);
    return [0.3 + 0.05 * (own + part * random.normal()), 0.3 + 0.05 * (own + part * random.normal())];
  });
}

describe("A winner among remedies that are all worth as much as leaving the net as it is", () => {
  it.each(Object.keys(shapes).flatMap((shape) => [8, 20].map((seeds) => [shape, seeds] as const)))(
    "is named in at most 5 of 100 diagnoses, with %s nets on %i seeds",
    (shape, seeds) => {
      const REPETITIONS = 2000;
      let named = 0;
      for (let repetition = 0; repetition < REPETITIONS; repetition++) {
        const random = new RandomStream(repetition, `${shape}, ${seeds}`);
        const errors = ["a", "b", "c"].map((id) => compared(id, nullErrors(random, seeds, shapes[shape]!)));
        const left = compared(
          "leave it",
          nullErrors(random, seeds, (normal) => normal.normal()),
        );
        const early = errors.map((each) => ({ ...each, runs: each.runs.slice(0, 4) }));
        const going = ranked(early, asIs).slice(0, 2);
        const finalists = errors.filter(({ id }) => going.some((each) => each.id === id));
        if (winnerOf(finalists, left, sizes)) named += 1;
      }
      expect(named / REPETITIONS).toBeLessThanOrEqual(0.05);
    },
  );
});
