import { describe, expect, it, vi } from "vitest";
import { dense, RBM, sigmoid, standardize } from "../../src/index.ts";
import { StackedAutoencoders } from "../../src/pretraining/stacked-autoencoders.ts";
import type { Arm } from "../../src/study/arm.ts";
import { greedySupervised } from "../../src/study/arms/greedy-supervised.ts";
import { hiddenLayers, networkOf } from "../../src/study/ground.ts";
import { fingerprintOf, hashOf } from "../../src/study/hash.ts";
import { planStudy, type StudyOptions } from "../../src/study/plan.ts";
import { GrowingStack } from "../../src/study/rbm-stack.ts";
import { SharedGrounds } from "../../src/study/shared-ground.ts";
import { partData } from "../../src/study/trial-data.ts";
import { trialRunner } from "../../src/study/trial-runner.ts";
import type { TrialSpec } from "../../src/study/trial-spec.ts";
import { cellsOf, comparisonTrials, tuningTrials } from "../../src/study/trials-of-plan.ts";
import { digits, plan, specOf } from "../support/small-study.ts";

describe("GrowingStack", () => {
  it("trains the lower part of a deep stack to the bits of a shallow one", async () => {
    const spec = specOf("rbm");
    const { inputs } = partData(digits, spec).train;
    const growing = new GrowingStack(spec, inputs, {});
    const shallow = await growing.take(1);
    const deep = await growing.take(3);
    const anew = await new GrowingStack(spec, inputs, {}).take(3);
    expect(deep.rbms[0]).toBe(shallow.rbms[0]);
    expect(deep.rbms.map((rbm) => rbm.toJSON())).toEqual(anew.rbms.map((rbm) => rbm.toJSON()));
    expect(deep.cost).toBe(5 * inputs.rows * 2 * (64 * 12 + 2 * 12 * 12));
  });
});

describe("SharedGrounds", () => {
  it("keeps the grounds that were used last, as far as there is room", () => {
    const specs = [1, 2, 3].map((seed) => specOf("rbm", { seed }));
    const { size } = new SharedGrounds().of(digits, specs[0]!);
    expect(size).toBeGreaterThan(64 * 120);
    const grounds = new SharedGrounds(2 * size);
    const [one, two] = specs.map((spec) => grounds.of(digits, spec));
    expect(grounds.of(digits, specs[0]!)).not.toBe(one); // three are too many, and it was the oldest
    const [again, third] = [grounds.of(digits, specs[0]!), grounds.of(digits, specs[2]!)];
    expect(grounds.of(digits, specs[0]!)).toBe(again);
    expect(grounds.of(digits, specs[2]!)).toBe(third);
    expect(grounds.of(digits, specs[1]!)).not.toBe(two);
    const none = new SharedGrounds(0);
    expect(none.of(digits, specs[0]!)).toBe(none.of(digits, specs[0]!)); // that which is used stays
  });
});

describe("trialRunner", () => {
  it("gives the same result whatever was run before, and names it by its spec", async () => {
    const [spec, other] = [specOf("rbm"), specOf("relu", { seed: 2 })];
    const used = trialRunner(digits);
    await used.run(other);
    await used.run(specOf("rbm permuted"));
    const [late, fresh] = [await used.run(spec), await trialRunner(digits).run(spec)];
    expect(JSON.stringify(late)).toBe(JSON.stringify(fresh));
    expect(late.id).toBe(await hashOf(spec));
  });

  it.each([
    ["autoencoder", () => vi.spyOn(StackedAutoencoders.prototype, "pretrain")],
    ["rbm", () => vi.spyOn(RBM.prototype, "fit")],
    ["same survival", () => vi.spyOn(RBM.prototype, "fit")],
  ] as const)("makes a dear start once for all rates and optimizers of a seed: %s", async (arm, watch) => {
    const makes = watch();
    const used = trialRunner(digits);
    const specs = [
      ...[0.01, 0.1].map((learningRate) => specOf(arm, { learningRate, purpose: "tune" })),
      specOf(`${arm} + adam`, { optimizer: "adam", learningRate: 0.003 }),
    ];
    const results = [await used.run(specs[0]!)];
    const once = makes.mock.calls.length;
    expect(once).toBeGreaterThan(0);
    await used.run(specOf("classical", { seed: 2 })); // another seed in between
    for (const spec of specs.slice(1)) results.push(await used.run(spec));
    expect(makes.mock.calls.length).toBe(once);
    makes.mockRestore();
    for (const [index, spec] of specs.entries()) {
      const fresh = await trialRunner(digits).run(spec);
      expect(JSON.stringify(results[index])).toBe(JSON.stringify(fresh));
    }
  });

  it("makes each start of an arm of one's own, which may ask for the rate", async () => {
    const rates: number[] = [];
    const own: Arm = {
      ...{ name: "own", description: "of one's own", kind: "pretrained" },
      start(ground) {
        rates.push(ground.spec.learningRate);
        const layers = hiddenLayers(ground, (fan) => dense({ ...fan, activation: sigmoid }));
        return { network: networkOf(ground, layers), cost: 1 };
      },
    };
    const { run } = trialRunner(digits, [own]);
    for (const learningRate of [0.01, 0.1]) await run(specOf("own", { learningRate }));
    expect(rates).toEqual([0.01, 0.1]);
  });

  it("takes no start of raw inputs for an arm that prepares them, whatever was run before", async () => {
    const own: Arm = {
      ...greedySupervised,
      name: "greedy on standardized",
      prepare: ({ inputs }) => ({ preprocessor: standardize.fit(inputs), cost: 1 }),
    };
    const used = trialRunner(digits, [own]);
    const raw = await used.run(specOf("greedy supervised"));
    const prepared = await used.run(specOf(own.name));
    const fresh = await trialRunner(digits, [own]).run(specOf(own.name));
    expect(JSON.stringify(prepared)).toBe(JSON.stringify(fresh));
    expect(prepared.curve).not.toEqual(raw.curve);
  });

  it("records the start and every epoch, and what each has cost with pretraining", async () => {
    const { curve, pretrainingCost, gradients } = await trialRunner(digits).run(specOf("rbm"));
    const { train } = plan.settings;
    const weights = 64 * 12 + 2 * 12 * 12 + 12 * 10;
    expect(pretrainingCost).toBe(5 * train * 2 * (64 * 12 + 2 * 12 * 12));
    expect(curve.map(({ epoch }) => epoch)).toEqual([0, 1, 2]);
    const parameters = weights + 3 * 12 + 10;
    const updates = Math.ceil(train / plan.settings.batchSize);
    const momentum = 2 * parameters; // v ← μ·v − η·g
    expect(curve[2]!.cost - pretrainingCost).toBe(2 * (train * (3 * weights - 64 * 12) + updates * momentum));
    expect(gradients.map(({ epoch }) => epoch)).toEqual([0, 1, 2]);
  });

  it("looks at a trial that chooses a rate as at one that compares, and at its gradients before training alone", async () => {
    const { run } = trialRunner(digits);
    const [compared, tuned] = [await run(specOf("rbm")), await run(specOf("rbm", { purpose: "tune" }))];
    expect(tuned.curve).toEqual(compared.curve);
    expect(tuned.gradients).toEqual(compared.gradients.slice(0, 1));
    expect(tuned).not.toHaveProperty("frozen");
  });

  it("gives fewer labels as many updates, in more epochs, and looks as often", async () => {
    const { train, epochs, batchSize } = plan.settings;
    expect([train, epochs, batchSize]).toEqual([120, 2, 20]); // six batches an epoch
    const { curve, gradients } = await trialRunner(digits).run(specOf("classical", { labels: 40 })); // two batches
    expect(curve.map(({ epoch }) => epoch)).toEqual([0, 3, 6]);
    expect(gradients.map(({ epoch }) => epoch)).toEqual([0, 3, 6]);
    const whole = await trialRunner(digits).run(specOf("classical"));
    expect(curve.at(-1)!.cost).toBeCloseTo(whole.curve.at(-1)!.cost);
  });

  it("trains for several times the epochs, and looks about thirty times on the way", async () => {
    const { curve, gradients } = await trialRunner(digits).run(specOf("classical", { times: 50 }));
    const { epochs } = plan.settings;
    expect(curve.at(-1)!.epoch).toBe(50 * epochs);
    expect(curve.length).toBeGreaterThan(30);
    expect(curve.length).toBeLessThan(40);
    expect(gradients).toHaveLength(3);
  });

  it("keeps what was measured of a run that diverged, and says why it ended", async () => {
    const result = await trialRunner(digits).run(specOf("relu", { learningRate: 1e6 }));
    expect(result.diverged).toMatch(/the loss to stay finite/);
    expect(result.curve[0]!.epoch).toBe(0);
  });

  it("parts the data without an example in two parts, and every class in each", () => {
    const { train, validation, test } = partData(digits, specOf("rbm"));
    const rows = [train, validation, test].flatMap(({ inputs }) => inputs.to2DArray().map(String));
    const { settings } = plan;
    expect(rows.length).toBe(settings.train + settings.validation + settings.test);
    expect(new Set(rows).size).toBe(new Set(digits.inputs.to2DArray().map(String)).size);
    for (const { targets } of [train, validation, test]) expect(new Set(targets as Int32Array).size).toBe(10);
  });
});

describe("planStudy", () => {
  it("compares every arm in the deepest net and sweeps one thing at a time", () => {
    const cells = cellsOf({ ...plan, depths: [1, 3], widths: [12, 24], labels: [plan.settings.train, 40] });
    const settings = new Set(cells.map(({ depth, width, labels }) => `${depth} ${width} ${labels}`));
    const { train } = plan.settings;
    expect([...settings].sort()).toEqual(
      [`1 12 ${train}`, `3 12 40`, `3 12 ${train}`, `3 24 ${train}`].sort(),
    );
    expect(
      cells.filter(({ depth, width, labels }) => depth === 3 && width === 12 && labels === train),
    ).toHaveLength(plan.arms.length);
  });

  it("takes rivals to fewer labels, and to no other depth or width", async () => {
    const { train } = plan.settings;
    const sweep = { depths: [1, 3], widths: [12, 24], labels: [train, 40] };
    const planned = await planStudy(digits, { arms: ["classical", "shallow"], ...sweep });
    const cells = cellsOf(planned).filter(({ arm }) => arm === "shallow");
    expect(cells.map(({ depth, width, labels }) => [depth, width, labels])).toEqual([
      [3, 12, train],
      [3, 12, 40],
    ]);
  });

  it("chooses for each cell the rate that did best on the validation data of the tuning", async () => {
    const arms = plan.arms.filter(({ name }) => name === "classical");
    const tuning = { seeds: [0, -1], rates: { momentum: [0.01, 0.3, 1] }, widenings: 0 };
    const small = { ...plan, arms, tuning };
    const specs = tuningTrials(small, []);
    expect(specs).toHaveLength(2 * 3);
    const runner = trialRunner(digits);
    const results = [];
    for (const spec of specs) results.push(await runner.run(spec));
    const flattered = results.map((result) => ({
      ...result,
      curve: result.curve.map((point) => ({
        ...point,
        validationError: result.spec.learningRate === 0.3 ? 0.1 : 0.2,
      })),
    }));
    expect(new Set(comparisonTrials(small, flattered).map(({ learningRate }) => learningRate))).toEqual(
      new Set([0.3]),
    );
  });

  it("takes undefined for what is not given", async () => {
    const names = [
      ...["budget", "arms", "optimizers", "depths", "widths", "labels", "times", "engine", "seeds"],
      ...["transferFrom", "epochs", "pretrainingEpochs"],
    ];
    const nothing = Object.fromEntries(names.map((name) => [name, undefined]));
    expect(await planStudy(digits, nothing)).toEqual(await planStudy(digits));
  });

  it("trains for the epochs that are asked for, and layers before for as many, at least 20", async () => {
    const lengths = async (options: StudyOptions): Promise<readonly number[]> => {
      const { settings } = await planStudy(digits, options);
      return [settings.epochs, settings.pretraining.epochs];
    };
    expect(await lengths({ epochs: 3 })).toEqual([3, 20]);
    expect(await lengths({ epochs: 30 })).toEqual([30, 30]);
    expect(await lengths({ epochs: 30, pretrainingEpochs: 4 })).toEqual([30, 4]);
    const usual = Math.ceil(800 / (120 / 20)); // 800 updates, six batches an epoch
    expect(await lengths({ pretrainingEpochs: 1 })).toEqual([usual, 1]);
    expect(await lengths({ budget: "quick" })).toEqual([usual, usual]);
  });

  it("trains the long arms for several times the epochs in the deepest net, and the first of them at every depth", () => {
    const longArms = ["classical", "rbm"];
    const cells = cellsOf({ ...plan, longArms, depths: [1, 3], times: [1, 20] });
    const long = cells.filter(({ times }) => times !== 1);
    expect(long.map(({ arm, depth, times }) => [arm, depth, times])).toEqual([
      ["classical", 3, 20],
      ["rbm", 3, 20],
      ["classical", 1, 20],
    ]);
  });

  it("gives every cell to one shard", () => {
    const ofShards = [1, 2, 3].flatMap((index) => tuningTrials(plan, [], { index, count: 3 }));
    const key = (specs: readonly TrialSpec[]) => specs.map((spec) => JSON.stringify(spec)).sort();
    expect(key(ofShards)).toEqual(key(tuningTrials(plan, [])));
  });

  it.each([
    [{ arms: ["nonsense"] }, /got "nonsense"/],
    [{ depths: [0] }, /depths to be an integer ≥ 1 and ≤ 10, got 0/],
    [{ labels: [5000] }, /labels to be an integer ≥ 10 and ≤ \d+, got 5000/],
    [{ epochs: 0 }, /epochs to be an integer ≥ 1 and ≤ 100000, got 0/],
    [{ pretrainingEpochs: 1.5 }, /pretrainingEpochs to be an integer ≥ 1 and ≤ 100000, got 1.5/],
    [{ times: [0] }, /times to be an integer ≥ 1 and ≤ 1000, got 0/],
    [{ engine: "gpu" as "wasm" }, /engine to be one of "wasm", "reference", got "gpu"/],
    [{ optimizers: ["adm"] }, /optimizer to be one of .*got "adm"/],
    [{ optimizers: "adam" as never }, /optimizers to be a list of names and optimizers, got "adam"/],
    [{ seeds: 0 }, /seeds to be an integer ≥ 1 and ≤ 1000000, got 0/],
    [{ budget: "huge" as "quick" }, /budget to be one of "quick", "standard", "full", got "huge"/],
  ])("refuses %o", async (options, message) => {
    await expect(planStudy(digits, options)).rejects.toThrow(message);
  });

  it("names the data by their contents", async () => {
    const same = { ...digits, name: "other", inputs: digits.inputs.clone() };
    expect(await fingerprintOf(same)).toBe(plan.data.fingerprint);
    same.inputs.set(3, 7, 0.123);
    expect(await fingerprintOf(same)).not.toBe(plan.data.fingerprint);
  });
});
