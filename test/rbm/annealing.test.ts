import { describe, expect, it } from "vitest";
import { wasmKind } from "../../src/engine/wasm/wasm-kind.ts";
import { bernoulliUnits, gaussianUnits, piecewise, sgd } from "../../src/index.ts";
import { Matrix } from "../../src/matrix/matrix.ts";
import {
  annealedImportanceSampling,
  binomialUnits,
  exactLogPartition,
  learnedGaussianUnits,
  noisyRectifiedUnits,
  rectifiedGaussianUnits,
  reverseAnnealedImportanceSampling,
  softmaxUnits,
  spinUnits,
} from "../../src/rbm/index.ts";
import { logPartition } from "../../src/rbm/likelihood/log-partition.ts";
import { RBM } from "../../src/rbm/rbm.ts";
import { persistentContrastiveDivergence } from "../../src/rbm/samplers/persistent-contrastive-divergence.ts";
import { engine, expectWithin, leavesStatistics, tolerance } from "../support/engine-under-test.ts";
import { barsAndStripesRows } from "../support/enumerate.ts";
import { smallRBM } from "../support/small-rbm.ts";

const rows = barsAndStripesRows(4);
const trained = new RBM({ visible: 16, hidden: 16, seed: 1, engine: "reference" });
await trained.fit(rows, {
  epochs: 300,
  batchSize: 16,
  sampler: persistentContrastiveDivergence({ chains: 50 }),
  optimizer: sgd({ learningRate: 0.1, momentum: piecewise({ values: [0.5, 0.9], until: [5] }) }), // to large weights
});
const exact = logPartition(trained);

describe("annealedImportanceSampling", () => {
  it.skipIf(leavesStatistics)(
    "is within three of its standard errors of log Z in at least 95 of 100 runs on a trained machine with 16 hidden units",
    async () => {
      const options = { temperatures: 500, chains: 60, data: rows, engine };
      let within = 0;
      let [sum, errors] = [0, 0];
      for (let seed = 0; seed < 100; seed++) {
        const estimate = await annealedImportanceSampling(trained, { ...options, seed });
        if (Math.abs(estimate.logPartition - exact) < 3 * estimate.standardError) within += 1;
        sum += estimate.logPartition - exact;
        errors += estimate.standardError ** 2;
      }
      expect(within).toBeGreaterThanOrEqual(95);
      // the mean of 100 runs: 4 of its standard errors, and what the logarithm of a mean is too small by, ½ of the variance of a run
      expect(Math.abs(sum / 100)).toBeLessThan((4 * Math.sqrt(errors)) / 100 + errors / 200);
    },
  );

  it.each([
    ["spins", spinUnits, spinUnits, 4, 3],
    ["real numbers", gaussianUnits, bernoulliUnits, 3, 3],
    ["categories", softmaxUnits({ categories: 3 }), bernoulliUnits, 6, 3],
    ["learned variances", learnedGaussianUnits(), bernoulliUnits, 3, 3],
    ["learned hidden variances", bernoulliUnits, learnedGaussianUnits(), 4, 2],
  ] as const)(
    "agrees with sums over all states for %s",
    async (name, visibleUnits, hiddenUnits, visible, hidden) => {
      const { rbm } = smallRBM(`annealed ${name}`, visible, hidden, { visibleUnits, hiddenUnits, std: 0.7 });
      const { logPartition: found, standardError } = await annealedImportanceSampling(rbm, {
        ...{ temperatures: 300, chains: 200, seed: 1, engine },
      });
      expect(standardError).toBeLessThan(0.1);
      expect(Math.abs(found - logPartition(rbm))).toBeLessThan(4 * standardError);
    },
  );

  it("knows log Z of a machine without weights without error", async () => {
    const rbm = new RBM({
      visible: 3,
      hidden: 2,
      parameters: { weights: Matrix.zeros(3, 2), visibleBias: [[1, 0, -1]] },
    });
    const { logPartition: found, standardError } = await annealedImportanceSampling(rbm, {
      temperatures: 10,
      seed: 1,
      engine,
    });
    expectWithin(found, logPartition(rbm), tolerance(1e-12, 30, 8));
    expect(standardError).toBeLessThan(1e-6);
  });

  it.skipIf(leavesStatistics).each([
    ["gaussian", gaussianUnits],
    ["rectified", rectifiedGaussianUnits],
  ] as const)(
    "gives an interval that holds log Z in at least 95 of 100 runs where hidden units are %s and weights are uneven",
    async (name, hiddenUnits) => {
      const visibleUnits = binomialUnits({ trials: 5 });
      const machines = Array.from({ length: 10 }, (_, index) => {
        const { rbm } = smallRBM(`binomial, ${name} ${index}`, 4, 2, { visibleUnits, hiddenUnits, std: 0.8 });
        return { rbm, exactly: logPartition(rbm) };
      });
      let [within, effective] = [0, 0];
      for (let seed = 0; seed < 100; seed++) {
        const { rbm, exactly } = machines[seed % 10]!;
        const { interval, effectiveChains } = await annealedImportanceSampling(rbm, {
          ...{ temperatures: 40, chains: 100, seed, engine },
        });
        within += Number(interval[0] <= exactly && exactly <= interval[1]);
        effective += effectiveChains / 100;
      }
      expect(within).toBeGreaterThanOrEqual(95);
      expect(effective).toBeLessThan(60);
    },
  );

  it("reaches 1.96 standard errors to either side, and further where logarithms of weights are as uneven as normal ones", async () => {
    const build = (std: number): RBM => {
      const visibleUnits = binomialUnits({ trials: 5 });
      return smallRBM("uneven", 4, 2, { visibleUnits, hiddenUnits: gaussianUnits, std }).rbm;
    };
    const rbm = build(0.8);
    const options = { temperatures: 10, chains: 50, seed: 1, engine };
    const up = await annealedImportanceSampling(rbm, options);
    const down = await reverseAnnealedImportanceSampling(rbm, { ...options, gibbsSteps: 10 });
    for (const [found, near, far] of [
      [up, 0, 1],
      [down, 1, 0],
    ] as const) {
      const reach = [0, 1].map((side) => Math.abs(found.interval[side]! - found.logPartition));
      expect(reach[near]).toBeCloseTo(1.96 * found.standardError, 10);
      expect(reach[far]).toBeGreaterThan(reach[near]!);
    }
    const even = await annealedImportanceSampling(build(0.1), { ...options, temperatures: 100 });
    expect(even.interval[1] - even.logPartition).toBeLessThan(2.1 * even.standardError);
  });

  it("gives equal estimates for equal seeds, reports its progress, and leaves off when it is told to", async () => {
    const { rbm } = smallRBM("progress", 5, 4);
    const shares: number[] = [];
    const options = { temperatures: 50, chains: 10, seed: 3, engine };
    const first = await annealedImportanceSampling(rbm, {
      ...options,
      onProgress: (share) => shares.push(share),
    });
    expect(await annealedImportanceSampling(rbm, options)).toEqual(first);
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    const control = new AbortController();
    const run = annealedImportanceSampling(rbm, {
      ...options,
      signal: control.signal,
      onProgress: (share) => {
        if (share > 0.5) control.abort(new Error("enough"));
      },
    });
    await expect(run).rejects.toThrow("enough");
  });

  it("refuses units without an energy with the reason", async () => {
    const rbm = new RBM({ visible: 3, hidden: 2, hiddenUnits: noisyRectifiedUnits, seed: 1 });
    await expect(annealedImportanceSampling(rbm, { temperatures: 10 })).rejects.toThrow(
      "is drawn from no energy (rectifiedGaussianUnits have one, and the same range)",
    );
  });
});

describe("reverseAnnealedImportanceSampling", () => {
  it("lies above on average where the other lies below, with few steps, and meets log Z with many", async () => {
    const few = { temperatures: 6, chains: 10, data: rows, engine };
    let [below, above] = [0, 0];
    for (let seed = 0; seed < 20; seed++) {
      below += (await annealedImportanceSampling(trained, { ...few, seed })).logPartition / 20;
      const options = { ...few, seed, gibbsSteps: 100 };
      above += (await reverseAnnealedImportanceSampling(trained, options)).logPartition / 20;
    }
    expect(below).toBeLessThan(exact - 0.05);
    expect(above).toBeGreaterThan(exact + 0.05);
    const many = { ...few, temperatures: 200, chains: 100, gibbsSteps: 200, seed: 1 };
    const near = await reverseAnnealedImportanceSampling(trained, many);
    expect(Math.abs(near.logPartition - exact)).toBeLessThan(4 * near.standardError);
    expect(near.standardError).toBeLessThan(0.2);
  });
});

describe("exactLogPartition", () => {
  it("is logPartition, for more states, with progress", async () => {
    const shares: number[] = [];
    const found = await exactLogPartition(trained, { engine, onProgress: (share) => shares.push(share) });
    expectWithin(found, exact, tolerance(1e-12, 40, Math.abs(exact) + 50));
    expect([shares[0], shares.at(-1)]).toEqual([0, 1]);
  });

  it("takes 21 units, which logPartition refuses, and refuses 26", async () => {
    const build = (hidden: number): RBM =>
      new RBM({ visible: 30, hidden, parameters: { weights: Matrix.zeros(30, hidden) }, engine });
    const options = { engine: "wasm" } as const;
    expect(() => logPartition(build(21))).toThrow("at most 20 units");
    await expect(exactLogPartition(build(26))).rejects.toThrow(
      "at most 25 units on the side whose states are enumerated, got 26",
    );
    const control = new AbortController();
    control.abort(new Error("no time"));
    await expect(exactLogPartition(build(25), { ...options, signal: control.signal })).rejects.toThrow(
      "no time",
    );
    if (engine.name === "wasm")
      expectWithin(await exactLogPartition(build(21), options), 51 * Math.LN2, 1e-4);
  });

  it("has the same bits on any number of threads, and ends in the middle where its signal says so", async () => {
    const rbm = new RBM({ visible: 40, hidden: 16, seed: 2 });
    const of = (threads: number) => exactLogPartition(rbm, { engine: wasmKind(threads)! });
    expect(await Promise.all([2, 3].map(of))).toEqual([await of(1), await of(1)]);
    const control = new AbortController();
    const shares: number[] = [];
    const onProgress = (share: number): void => {
      shares.push(share);
      if (share > 0) control.abort(new Error("enough"));
    };
    await expect(exactLogPartition(rbm, { signal: control.signal, onProgress })).rejects.toThrow("enough");
    expect(shares).toHaveLength(2);
    expect(shares[1]).toBeLessThan(1);
  });
});
