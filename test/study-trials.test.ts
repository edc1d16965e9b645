import { describe, expect, it } from "vitest";
import { loadDigits } from "../src/data/digits.ts";
import { take } from "../src/data/take.ts";
import { SingularValueDecomposition } from "../src/matrix/matrix.ts";
import type { Arm } from "../src/study/arm.ts";
import { armByName, arms, checkArms } from "../src/study/arms/all.ts";
import type { Ground } from "../src/study/ground.ts";
import { fingerprintOf, hashOf } from "../src/study/hash.ts";
import { planStudy, type StudyPlan } from "../src/study/plan.ts";
import { GrowingStack, type StackVariation } from "../src/study/rbm-stack.ts";
import { runStudy } from "../src/study/run-study.ts";
import { partData } from "../src/study/trial-data.ts";
import { trialRunner } from "../src/study/trial-runner.ts";
import { TRIAL_VERSION, type TrialSpec } from "../src/study/trial-spec.ts";
import { cellsOf, comparisonTrials, tuningTrials } from "../src/study/trials-of-plan.ts";

const all = await loadDigits();
const digits = take(
  all,
  Array.from({ length: 200 }, (_, row) => row),
);

/** A study so small that a trial takes a moment. */
const whole = await planStudy(digits, { depths: [3], widths: [12], seeds: 2 });
const plan: StudyPlan = {
  ...whole,
  settings: {
    ...whole.settings,
    epochs: 2,
    pretraining: { ...whole.settings.pretraining, epochs: 2 },
  },
};
const specOf = (arm: string, changes: Partial<TrialSpec> = {}): TrialSpec => ({
  ...{ version: TRIAL_VERSION, data: plan.data.fingerprint, purpose: "compare", arm, optimizer: "momentum" },
  ...{ depth: 3, width: 12, labels: plan.settings.train, times: 1 },
  ...{ seed: 1, learningRate: 0.1, settings: plan.settings },
  ...changes,
});

/** What an arm stands on, without the trial around it. */
function groundOf(arm: string): Ground {
  const spec = specOf(arm);
  const data = partData(digits, spec);
  const { inputs } = data.train;
  const stack = (variation: StackVariation = {}) =>
    new GrowingStack(spec, inputs, variation).take(spec.depth);
  const other = { ...data.validation, classes: data.classes };
  return { spec, inputs, labeled: data.train, other, classes: data.classes, sizes: [64, 12, 12, 12], stack };
}
const startOf = async (arm: string) => armByName(arm).start(groundOf(arm));
const sortedValues = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
const singularValues = (matrix: ConstructorParameters<typeof SingularValueDecomposition>[0]): number[] =>
  new SingularValueDecomposition(matrix, { autoTranspose: true }).diagonal;

describe("arms", () => {
  it.each(arms.map(({ name }) => name))(
    "%s starts a net with the widths and the head of all the others",
    async (name) => {
      const [{ network }, { network: other }] = [await startOf(name), await startOf("classical")];
      expect([network.inputs, network.outputs]).toEqual([64, 10]);
      const headOf = (net: typeof network) => net.parameters[`${net.layers.length - 1}.weights`]!.to2DArray();
      expect(headOf(network)).toEqual(headOf(other));
    },
  );

  it("isometric keeps the gradient where classical loses it, as mean field says of one quarter and of one", async () => {
    const results = await Promise.all(
      ["classical", "isometric"].map((arm) => trialRunner(digits).run(specOf(arm))),
    );
    const [lost, kept] = results.map(({ gradients }) => gradients[0]!.survivingPerLayer!);
    expect(lost).toBeLessThan(0.25);
    expect(kept).toBeGreaterThan(0.7);
  });

  it("rbm takes weights and hidden biases from the stack", async () => {
    const ground = groundOf("rbm");
    const { network } = await armByName("rbm").start(ground);
    const { rbms } = await ground.stack();
    for (const [layer, { parameters }] of rbms.entries()) {
      expect(network.parameters[`${layer}.weights`]!.to2DArray()).toEqual(parameters.weights.to2DArray());
      expect(network.parameters[`${layer}.bias`]!.to2DArray()).toEqual(parameters.hiddenBias.to2DArray());
    }
  });

  it("rbm permuted has the numbers of rbm in other places", async () => {
    const [{ network }, { network: other }] = [await startOf("rbm permuted"), await startOf("rbm")];
    for (const name of ["0.weights", "1.weights", "2.weights", "0.bias"]) {
      const [values, originals] = [network, other].map((net) => net.parameters[name]!.to1DArray());
      expect(values).not.toEqual(originals);
      expect(sortedValues(values!)).toEqual(sortedValues(originals!));
    }
  });

  it("rbm spectrum has the singular values of rbm and other directions", async () => {
    const [{ network }, { network: other }] = [await startOf("rbm spectrum"), await startOf("rbm")];
    const [values, originals] = [network, other].map((net) => singularValues(net.parameters["0.weights"]!));
    for (const [index, value] of values!.entries()) expect(value).toBeCloseTo(originals![index]!, 10);
    expect(network.parameters["0.weights"]!.get(0, 0)).not.toBeCloseTo(
      other.parameters["0.weights"]!.get(0, 0),
      10,
    );
  });

  it("rbm first 1 is classical above the first layer, and rbm biases is classical but for its biases", async () => {
    const [first, biases, pretrained, classical] = await Promise.all(
      ["rbm first 1", "rbm biases", "rbm", "classical"].map(startOf),
    );
    const values = (start: typeof first, name: string) => start!.network.parameters[name]!.to2DArray();
    expect(values(first, "0.weights")).toEqual(values(pretrained, "0.weights"));
    expect(values(first, "1.weights")).toEqual(values(classical, "1.weights"));
    expect(values(biases, "0.weights")).toEqual(values(classical, "0.weights"));
    expect(values(biases, "1.bias")).toEqual(values(pretrained, "1.bias"));
  });

  const own = (name: string): Arm => ({ ...armByName("classical"), name });

  it("of the caller's own are compared with the others", async () => {
    const options = { arms: ["classical", own("mine")], depths: [2], widths: [4], seeds: 1 };
    const { plan, verdict, results } = await runStudy(take(digits, [...Array(60).keys()]), options);
    expect(plan.arms.map(({ name }) => name)).toEqual(["classical", "mine"]);
    expect(plan.sweptArms).toEqual(["classical", "mine"]);
    const [classical, mine] = verdict.arms;
    expect(mine).toEqual({ ...classical, arm: "mine" }); // it is the same start, and trained the same
    expect(new Set(results.map(({ id }) => id)).size).toBe(results.length);
  });

  it("checkArms names what is wrong with an arm of the caller's own", () => {
    const check = (...chosen: (string | Arm)[]) => checkArms("plan the study", chosen);
    expect(check("rbm", own("mine"), own("mine too")).map(({ name }) => name)).toEqual([
      "rbm",
      "mine",
      "mine too",
    ]);
    expect(() => check(own("rbm"))).toThrow(/a name that no arm of the study has, got "rbm"/);
    expect(() => check(own("mine"), own("mine"))).toThrow(/one arm of each name, got "mine"/);
    expect(() => check({ name: "mine" } as Arm)).toThrow(/an object with a name and a start, got/);
    expect(() => check({ ...own("mine"), kind: "cures" as "cure" })).toThrow(/kind of an arm .* got "cures"/);
    expect(() => check({ ...own("mine"), descripton: "" } as Arm)).toThrow(/got "descripton".*did you mean/);
    expect(() => check({ ...own("mine"), optimizer: "adm" })).toThrow(/optimizer to be one of .*got "adm"/);
  });

  it("checkArms names the arm that does not exist", () => {
    expect(checkArms("plan the study", ["rbm", "rbm"])).toEqual([armByName("rbm")]);
    expect(() => checkArms("plan the study", ["bogus"])).toThrow(/expected arm to be one of .*, got "bogus"/);
    expect(() => checkArms("plan the study", [])).toThrow("at least one arm");
  });
});

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

  it("gives fewer labels as many updates, in more epochs, and looks as often", async () => {
    const { train, epochs, batchSize } = plan.settings;
    expect([train, epochs, batchSize]).toEqual([120, 2, 20]); // six batches an epoch
    const { curve, gradients } = await trialRunner(digits).run(specOf("classical", { labels: 40 })); // two batches
    expect(curve.map(({ epoch }) => epoch)).toEqual([0, 3, 6]);
    expect(gradients.map(({ epoch }) => epoch)).toEqual([0, 3, 6]);
    const whole = await trialRunner(digits).run(specOf("classical"));
    expect(curve.at(-1)!.cost).toBeCloseTo(whole.curve.at(-1)!.cost);
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
    ];
    const nothing = Object.fromEntries(names.map((name) => [name, undefined]));
    expect(await planStudy(digits, nothing)).toEqual(await planStudy(digits));
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
