import { describe, expect, it } from "vitest";
import { datasetFromRows, type LabeledDataset, loadDigits, take } from "../../../src/data/index.ts";
import { dense, Network, RandomStream, sigmoid } from "../../../src/index.ts";
import { gainOf } from "../../../src/study/diagnose/choose.ts";
import { epochsWithin, seedsWithin } from "../../../src/study/diagnose/work.ts";
import { type DiagnoseOptions, diagnose } from "../../../src/study/index.ts";
import { cautiousQuantile } from "../../../src/study/statistics/cautious-tails.ts";
import { studentQuantile } from "../../../src/study/statistics/student.ts";
import { bitsOf } from "../../support/bits.ts";

const digits = await loadDigits();
const some = take(
  digits,
  Array.from({ length: 400 }, (_, row) => row),
);
/** Two classes that a line parts, in two columns. */
const apart = (examples = 100): LabeledDataset => {
  const random = new RandomStream(1, "apart");
  const rows = Array.from({ length: examples }, (_, row) => [
    (row % 2 ? 1 : -1) + 0.2 * random.normal(),
    random.normal(),
  ]);
  return datasetFromRows(rows, { labels: rows.map((_, row) => row % 2), name: "apart" });
};
const deep = { layers: [16, 16, 16, 16, 16, 16], activation: "sigmoid", start: "classic" };
const little: DiagnoseOptions = { optimizer: "sgd", budget: 2 };
/** Where it does not matter what the nets come to. */
const least: DiagnoseOptions = { optimizer: "sgd", budget: 0.5 };

describe("diagnose", () => {
  it("says that nothing is wrong with a healthy net, proposes nothing and runs nothing more", async () => {
    const runs: string[] = [];
    const net = { layers: [16], activation: "relu", start: "he" };
    const diagnosis = await diagnose(net, apart(), { onRun: (what) => runs.push(what) });
    expect(diagnosis).toMatchObject({ healthy: true, findings: [], remedies: [], winner: null, code: null });
    expect(diagnosis.answer).toBe("Nothing is wrong with this net: there is nothing to change.");
    expect(runs).toEqual(["the net as it is"]);
  });

  it("names what is wrong with a deep logistic net, and proves a remedy against leaving it, in plain JSON", async () => {
    const diagnosis = await diagnose(deep, some, { optimizer: "sgd", budget: 5 });
    expect(diagnosis.findings[0]).toMatchObject({ id: "vanishing-by-slopes", severity: "wrong", layer: "0" });
    expect(diagnosis.remedies).toHaveLength(4);
    const asIs = diagnosis.remedies.find(({ id }) => id === "leave it")!;
    const seeds = asIs.testErrors.length;
    expect(seeds).toBeGreaterThanOrEqual(8);
    expect(diagnosis.remedies.map(({ testErrors }) => testErrors.length).sort((a, b) => a - b)).toEqual([
      ...[4, seeds, seeds, seeds],
    ]);
    expect(asIs).toMatchObject({ gain: null, kind: null, recipe: diagnosis.net });
    const winner = diagnosis.remedies.find(({ id }) => id === diagnosis.winner)!;
    expect(winner.gain!.low).toBeGreaterThan(0);
    expect(winner.testErrors).toHaveLength(seeds);
    expect(winner.code).toBe(diagnosis.code);
    for (const { gain, testErrors } of diagnosis.remedies) {
      const differences = testErrors.map((error, seed) => asIs.testErrors[seed]! - error);
      const mean = differences.reduce((sum, each) => sum + each, 0) / differences.length;
      if (gain) expect(gain.mean).toBeCloseTo(mean, 12);
    }
    const errors = diagnosis.remedies.map(({ testError }) => testError);
    expect(errors).toEqual([...errors].sort((a, b) => a - b));
    expect(JSON.parse(JSON.stringify(diagnosis))).toEqual({ ...diagnosis });
    expect(String(diagnosis)).toContain(diagnosis.answer);
    expect(Object.isFrozen(diagnosis)).toBe(true);
  });

  it("comes to the same bytes with the same seed, and to others with another", async () => {
    const [first, again, other] = [1, 1, 2].map((seed) => diagnose(deep, some, { ...least, seed }));
    expect(JSON.stringify(await again)).toBe(JSON.stringify(await first));
    expect(JSON.stringify(await other)).not.toBe(JSON.stringify(await first));
  });

  it("leaves the net that is handed over as it is, and starts from its values", async () => {
    const network = Network.fromSizes([64, 12, 12, 12, 12, 12, 10], { activation: sigmoid, seed: 3 });
    const before = bitsOf(network.parameters);
    const diagnosis = await diagnose(network, some, least);
    expect(bitsOf(network.parameters)).toEqual(before);
    expect(diagnosis.net).toMatchObject({
      layers: [12, 12, 12, 12, 12],
      activation: "sigmoid",
      start: "as given",
    });
    expect(diagnosis.remedies.find(({ id }) => id === "leave it")!.code).not.toContain("new Network");
  });

  it("looks at the data where labels have nothing to do with the inputs, and tries no net", async () => {
    const { inputs } = some;
    const random = new RandomStream(5, "labels");
    const labels = Array.from({ length: inputs.rows }, () => Math.floor(3 * random.uniform()));
    const diagnosis = await diagnose({ layers: [16] }, datasetFromRows(inputs, { labels }), { budget: 2 });
    expect(diagnosis.findings[0]).toMatchObject({ id: "labels-untellable", severity: "wrong" });
    expect(diagnosis.remedies).toEqual([]);
    expect(diagnosis.answer).toContain("Look at the data first");
  });

  it("asks a plain net, beside one that learns shuffled labels, where an ill net and neighbors tell nothing of labels that can be told", async () => {
    const random = new RandomStream(1, "product");
    const rows = Array.from({ length: 800 }, () => Array.from({ length: 20 }, () => random.normal()));
    const of = (labels: number[]) => diagnose(deep, datasetFromRows(rows, { labels }), little);
    const told = await of(rows.map(([a, b]) => Number(a! * b! > 0))); // two of twenty columns
    expect(told.findings[0]).toMatchObject({ id: "vanishing-by-slopes", severity: "wrong" });
    expect(told.findings.map(({ id }) => id)).not.toContain("labels-untellable");
    const chance = await of(rows.map(() => Number(random.uniform() < 0.5)));
    expect(chance.findings[0]).toMatchObject({ id: "labels-untellable", severity: "wrong" });
    expect(chance.findings[0]!.evidence.beyondShuffled).toBeLessThan(2.33);
    expect(chance.budget.used).toBeGreaterThan(0);
  });

  it("says that numbers cannot be told where the inputs say nothing of them", async () => {
    const random = new RandomStream(2, "numbers");
    const rows = Array.from({ length: 300 }, () => Array.from({ length: 8 }, () => random.normal()));
    const targets = rows.map(() => [random.normal()]);
    const { findings, remedies } = await diagnose(deep, datasetFromRows(rows, { targets }), little);
    expect(findings[0]).toMatchObject({ id: "labels-untellable", severity: "wrong" });
    expect(findings[0]!.text).toContain("do not tell the numbers");
    expect(remedies).toEqual([]);
  });

  it("tries pretraining where labels are few for inputs in [0, 1], and not where inputs are spread otherwise", async () => {
    const kinds = async (dataset: LabeledDataset): Promise<unknown[]> =>
      (await diagnose(deep, dataset, least)).remedies.map(({ kind }) => kind);
    expect(await kinds(some)).toContain("pretraining");
    expect(await kinds(apart(200))).not.toContain("pretraining");
  });

  it("takes numbers out of range for a result", async () => {
    const diagnosis = await diagnose({ layers: [16, 16], activation: "relu", start: "he" }, apart(), {
      ...{ optimizer: "momentum", rate: 1e20, budget: 2 },
    });
    expect(diagnosis.run.notFinite).toMatch(/^Cannot fit the network: expected /);
    expect(diagnosis.findings[0]).toMatchObject({ id: "rate-too-large", severity: "wrong" });
    expect(diagnosis.remedies.find(({ id }) => id === "leave it")!.notFinite).toBeGreaterThan(0);
    expect(diagnosis.winner).not.toBeNull();
  });

  it("diagnoses nets that tell numbers, in standardized units", async () => {
    const { inputs } = apart(200);
    const targets = inputs.to2DArray().map(([x, y]) => [1000 * x! + y!]);
    const healthy = await diagnose({ layers: [8] }, datasetFromRows(inputs, { targets }), { budget: 2 });
    expect(healthy.run.chanceLoss).toBeCloseTo(1, 12);
    expect(healthy.data).toMatchObject({ targets: 1 });
    const flat = await diagnose(deep, datasetFromRows(inputs, { targets }), little);
    expect(flat.findings.map(({ id }) => id)).toContain("vanishing-by-slopes");
  });

  it("tests on the examples that were set apart for it", async () => {
    const whole = {
      ...take(some, [...Array(300).keys()]),
      test: take(
        some,
        [...Array(100).keys()].map((row) => 300 + row),
      ),
    };
    const { data } = await diagnose({ layers: [8] }, whole, { budget: 1 });
    expect(data).toMatchObject({ train: 240, validation: 60, test: 60 });
  });

  it("says how many runs there are, ends where it is told to, and keeps within its budget", async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const onRun = (_: string, ended: number, all: number): void => {
      seen.push(ended, all);
      if (ended === 3) controller.abort(new Error("enough"));
    };
    await expect(diagnose(deep, some, { ...little, onRun, signal: controller.signal })).rejects.toThrow(
      "enough",
    );
    expect(seen).toEqual([0, 38, 1, 38, 2, 38, 3, 38]);
    const { budget, warnings } = await diagnose(deep, some, little);
    expect(budget.used).toBeLessThanOrEqual(budget.multiplications);
    expect(warnings.join(" ")).toMatch(/^The budget of 2 s is enough for \d+ of \d+ epochs/);
  });

  it.each<[string, unknown, unknown, object, RegExp]>([
    ["no net", 7, apart(), {}, /expected a description to be an object, got 7/],
    ["an unknown part", { width: 3 }, apart(), {}, /a description named "layers".*got "width"/],
    [
      "no activation",
      { activation: "sigmod" },
      apart(),
      {},
      /expected activation to be one of .*did you mean "sigmoid"/,
    ],
    ["no start", { start: "xavierr" }, apart(), {}, /expected start to be one of .*got "xavierr"/],
    ["a start with nonsense", { start: "normal(std=x)" }, apart(), {}, /written as in normal\(std=0\.01\)/],
    ["a width of 0", { layers: [0] }, apart(), {}, /expected layers, each, to be an integer ≥ 1, got 0/],
    ["few examples", {}, apart(40), {}, /expected at least 50 examples, got 40/],
    ["no data", {}, {}, {}, /expected a dataset to be/],
    [
      "no labels",
      {},
      datasetFromRows([[1], [2]], {} as never),
      {},
      /expected a dataset with labels or targets/,
    ],
    [
      "one class",
      {},
      datasetFromRows(Array(60).fill([1]), { labels: Array(60).fill(0), classes: 2 }),
      {},
      /at least two classes, got 1/,
    ],
    [
      "a start that narrow layers cannot draw",
      { layers: [8], start: "sparse" },
      apart(),
      {},
      /expected at least 15 inputs, got 2/,
    ],
    [
      "a start beyond float32",
      { start: "normal(std=1e300)" },
      apart(),
      {},
      /0.weights to be finite in float32/,
    ],
    [
      "numbers that are all the same",
      {},
      datasetFromRows(apart().inputs, { targets: Array(100).fill([5]) }),
      {},
      /expected numbers to tell that differ, got 5 in every row/,
    ],
    [
      "a frozen net",
      Network.fromSizes([2, 4, 2]).freeze(0, 1),
      apart(),
      {},
      /a net with a layer to train, got one that is all frozen/,
    ],
    ["an unknown option", {}, apart(), { lr: 1 }, /options named "optimizer"/],
    ["a rate of 0", {}, apart(), { rate: 0 }, /expected rate to be a finite number > 0, got 0/],
    ["no budget", {}, apart(), { budget: 0 }, /expected budget to be a finite number > 0/],
    ["no optimizer", {}, apart(), { optimizer: "lbfgs" }, /expected optimizer to be one of "sgd"/],
    [
      "other inputs",
      Network.fromSizes([3, 4, 2]),
      apart(),
      {},
      /expected data of 3 columns, as the net takes, got 2/,
    ],
  ])("refuses %s", async (_, net, dataset, options, error) => {
    await expect(diagnose(net as never, dataset as never, options)).rejects.toThrow(error);
  });

  it("takes nets with layers of other kinds for what their dense layers are", async () => {
    const layers = [dense({ inputs: 2, outputs: 5, activation: sigmoid }), dense({ inputs: 5, outputs: 2 })];
    const { softmax } = await import("../../../src/index.ts");
    const { net } = await diagnose(new Network({ layers, head: softmax, seed: 1 }), apart(), { budget: 1 });
    expect(net).toMatchObject({ layers: [5], activation: "sigmoid" });
  });
});

describe("epochsWithin", () => {
  it("gives all epochs where there is work enough, and else as many as leave room for all runs", () => {
    const one = { run: 1, before: 0 };
    const same = Array.from({ length: 5 }, () => one);
    // as it is 1 + 8, beside shuffled labels 2, three remedies at three rates and on four seeds, and two of them on four more
    expect(epochsWithin(40, 30, one, same)).toBe(30);
    expect(epochsWithin(20, 30, one, same)).toBe(15);
    expect(epochsWithin(0.1, 30, one, same)).toBe(1);
  });

  it("counts pretraining once for all rates and once for each seed, and the dearest remedies", () => {
    const works = [1, 1, 1].map((run) => ({ run, before: 0 })).concat({ run: 1, before: 10 });
    expect(epochsWithin(40 + 10 * 9, 100, { run: 1, before: 0 }, works)).toBe(100);
    expect(epochsWithin((40 + 10 * 9) / 2, 100, { run: 1, before: 0 }, works)).toBe(50);
  });
});

describe("seedsWithin", () => {
  it("gives as many seeds beyond the first four as the rest of a budget pays for, from eight to twenty", () => {
    const works = [
      { run: 1, before: 0 },
      { run: 1, before: 1 },
      { run: 2, before: 0 },
    ];
    expect(seedsWithin(5 * 9 + 4, works)).toBe(13);
    expect(seedsWithin(0, works)).toBe(8);
    expect(seedsWithin(1000, works)).toBe(20);
  });
});

describe("gainOf", () => {
  it("is the mean difference of paired test errors, with the interval of the study", () => {
    const of = (...errors: number[]) =>
      ({ id: "some", recipe: {}, runs: errors.map((test) => ({ errors: { test } })) }) as never;
    const { mean, low, high } = gainOf(of(0.1, 0.2, 0.1, 0.2, 0.1), of(0.5, 0.5, 0.6, 0.6, 0.5), {
      train: 300,
      validation: 100,
      test: 100,
    });
    const values = [0.4, 0.3, 0.5, 0.4, 0.4];
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - 0.4) ** 2, 0) / 4);
    const reach = Math.hypot(
      (deviation / Math.sqrt(5)) * cautiousQuantile(5, 0.025),
      deviation * Math.sqrt(1 / 3) * studentQuantile(4, 0.025),
    );
    expect(mean).toBeCloseTo(0.4, 12);
    expect(high! - mean).toBeCloseTo(reach, 12);
    expect(mean - low!).toBeCloseTo(reach, 12);
  });
});
