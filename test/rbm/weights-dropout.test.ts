import { describe, expect, it } from "vitest";
import { Matrix } from "../../src/matrix/matrix.ts";
import { exactGradient, hiddenDropout, learnedGaussianUnits, softmaxUnits } from "../../src/rbm/index.ts";
import { RBM } from "../../src/rbm/rbm.ts";
import { persistentContrastiveDivergence } from "../../src/rbm/samplers/persistent-contrastive-divergence.ts";
import type { Sampler } from "../../src/rbm/samplers/sampler.ts";
import { checkRBMFitOptions, type RBMFitOptions } from "../../src/rbm/training/fit-options.ts";
import { trainingJob } from "../../src/rbm/training/training-job.ts";
import { engine, expectWithin, tolerance } from "../support/engine-under-test.ts";
import { binaryStates, contrastiveDivergenceGradients } from "../support/enumerate.ts";
import { smallRBM } from "../support/small-rbm.ts";

/** The mean of the gradients of so many batches of these rows, as lists by name. */
function meanGradients(
  rbm: RBM,
  rows: readonly (readonly number[])[],
  options: RBMFitOptions,
  count = 1,
): Record<string, number[]> {
  const opened = engine.open();
  const training = new Matrix(rows.map((row) => [...row]));
  const checked = checkRBMFitOptions("fit", options, rbm, rows.length);
  const job = trainingJob("fit", rbm, opened, { training, validation: undefined }, checked);
  const sums: Record<string, number[]> = {};
  for (let step = 0; step < count; step++) {
    opened.scope(() => {
      const { gradients } = job.evaluate(Uint32Array.from(rows.keys()), { step, epoch: step });
      for (const [name, matrix] of Object.entries(gradients)) {
        const values = Array.from(matrix.to1DArray());
        sums[name] = values.map((value, place) => (sums[name]?.[place] ?? 0) + value / count);
      }
    });
  }
  opened.close();
  return sums;
}

describe("sampleWeights of an RBM's fit", () => {
  const rows = [3, 5, 6].map((index) => binaryStates(4)[index]!);
  const repeated = [rows[0]!, rows[1]!, rows[1]!, rows[1]!, rows[2]!, rows[2]!];

  it.each([
    ["bernoulli", {}],
    ["learned Gaussian", { visibleUnits: learnedGaussianUnits() }],
  ] as const)("are the gradient of rows that stand there so often, by the exact gradient: %s", (_, units) => {
    const { rbm } = smallRBM("weights", 4, 3, { engine, std: 0.5, ...units });
    const sampler = exactGradient() as Sampler;
    const sparsity = { target: 0.2, cost: 0.5 };
    const weighed = meanGradients(rbm, rows, { sampler, sparsity, sampleWeights: [0.5, 1.5, 1] });
    const often = meanGradients(rbm, repeated, { sampler, sparsity });
    expect(Object.keys(weighed)).toEqual(Object.keys(often));
    for (const [name, values] of Object.entries(often))
      for (const [place, value] of values.entries())
        expectWithin(weighed[name]![place], value, tolerance(1e-12, 60, 2), name);
  });

  it("weigh both phases of contrastive divergence, whose chains are those of the examples", () => {
    const { rbm, plain } = smallRBM("weights", 4, 3, { engine });
    const copies = (list: readonly (readonly number[])[]) => Array.from({ length: 50 }, () => list).flat();
    const sampleWeights = copies([[1, 3, 2]]).flat();
    const found = meanGradients(rbm, copies(rows), { sampleWeights, seed: 1 }, 400);
    const expected = contrastiveDivergenceGradients(plain, repeated);
    const flat = { ...expected, weights: expected.weights.flat() };
    // 400 draws of 150 chains of unequal weights count as 400·150·(mean w)²/mean w² = 400·150·6/7; 5σ of ½ each
    for (const [name, values] of Object.entries(flat))
      for (const [place, value] of values.entries())
        expectWithin(found[name]![place], -value, 2.5 / Math.sqrt((400 * 150 * 6) / 7), name);
  });

  it("of zero leave a batch out, and weigh the reconstruction error", async () => {
    const build = (): RBM => smallRBM("zero", 4, 3, { engine }).rbm;
    const [one, other] = [build(), build()];
    const options = { epochs: 1, batchSize: 3, shuffle: false, sampler: exactGradient() as Sampler };
    const both = [...rows, ...binaryStates(4).slice(9, 12)];
    const { epochs } = await one.fit(both, { ...options, sampleWeights: [1, 1, 1, 0, 0, 0] });
    const { epochs: others } = await other.fit(rows, options);
    expectWithin(epochs[0]!.reconstructionError, others[0]!.reconstructionError, tolerance(1e-12, 40, 4));
    for (const name of ["weights", "visibleBias"] as const)
      for (const [place, value] of other.parameters[name].to1DArray().entries())
        expectWithin(one.parameters[name].to1DArray()[place], value, tolerance(1e-12, 40));
  });

  it.each([
    [{ sampleWeights: [1, 2] }, "expected 3 sampleWeights, got 2"],
    [{ sampleWeights: [1, -1, 1] }, "expected sampleWeights[1] to be a finite number ≥ 0, got -1"],
    [{ sampleWeights: [0, 0, 0] }, "expected sampleWeights with a finite sum > 0, got 0"],
  ])("are refused: %o", async (options, message) => {
    const { rbm } = smallRBM("refused", 4, 3, { engine });
    await expect(rbm.fit(rows, options)).rejects.toThrow(message);
  });
});

describe("hiddenDropout", () => {
  const rows = binaryStates(4).slice(3, 9);

  it("averages to the mean CD-1 gradient of the machines with each hidden unit there or not", () => {
    const { rbm, plain } = smallRBM("dropout", 4, 2, { engine });
    const many = Array.from({ length: 100 }, () => rows).flat();
    const found = meanGradients(rbm, many, { sampler: hiddenDropout({ rate: 0.25 }), seed: 1 }, 200);
    const expected = {
      weights: Array.from({ length: 8 }, () => 0),
      visibleBias: [0, 0, 0, 0],
      hiddenBias: [0, 0],
    };
    for (const there of binaryStates(2)) {
      const chance = there.reduce((product, on) => product * (on ? 0.75 : 0.25), 1);
      // a unit that is not there is on with probability e⁻⁵⁰⁰, and joined to nothing
      const part = contrastiveDivergenceGradients(
        {
          ...plain,
          weights: plain.weights.map((row) => row.map((value, j) => value * there[j]!)),
          hiddenBias: plain.hiddenBias.map((value, j) => (there[j] ? value : -500)),
        },
        rows,
      );
      for (const [name, values] of Object.entries({ ...part, weights: part.weights.flat() }))
        for (const [place, value] of values.entries())
          expected[name as keyof typeof expected][place]! += chance * value;
    }
    for (const [name, values] of Object.entries(expected)) // 5σ of 120,000 chains
      for (const [place, value] of values.entries())
        expectWithin(found[name]![place], -value, 2.5 / Math.sqrt(600 * 200), `${name} ${place}`);
  });

  it("leaves other units out at each update", async () => {
    const trained = async (options: RBMFitOptions): Promise<Matrix> => {
      const { rbm } = smallRBM("none", 4, 3, { engine });
      await rbm.fit(rows, { epochs: 2, seed: 1, ...options });
      return rbm.parameters.weights;
    };
    expect((await trained({ sampler: hiddenDropout() })).to2DArray()).not.toEqual(
      (await trained({})).to2DArray(),
    );
  });

  it("is refused with chains that are not those of the examples, and for units of several columns", async () => {
    const sampler = persistentContrastiveDivergence() as Sampler;
    expect(() => hiddenDropout({ sampler })).toThrow(
      "expected a sampler whose chains are those of the examples",
    );
    expect(() => hiddenDropout({ rate: 1 })).toThrow(
      "expected rate to be a finite number ≥ 0 and < 1, got 1",
    );
    const hiddenUnits = softmaxUnits({ categories: 3 });
    const grouped = new RBM({ visible: 4, hidden: 3, hiddenUnits, seed: 1, engine });
    await expect(grouped.fit(rows, { sampler: hiddenDropout() })).rejects.toThrow(
      "expected hidden units of one column each, got softmax(3) units",
    );
  });
});
