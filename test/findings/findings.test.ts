import { describe, expect, it } from "vitest";
import { measureData } from "../../src/findings/data-facts.ts";
import type { DataFacts, Evidence, RunFacts, ToldFacts } from "../../src/findings/evidence.ts";
import { find, findings } from "../../src/findings/find.ts";
import type { FindingId, Severity } from "../../src/findings/finding.ts";
import { nearestNeighbors, scoreOfLabels, scoreOfNumbers } from "../../src/findings/neighbors.ts";
import {
  classicUniform,
  GradientProbe,
  Matrix,
  Network,
  RandomStream,
  relu,
  sigmoid,
} from "../../src/index.ts";
import type { GradientReport } from "../../src/probe/gradient-report.ts";
import type { LayerGradient } from "../../src/probe/layer-gradient.ts";

/** A layer in which nothing is wrong. */
const layer = (path: string, figures: Partial<LayerGradient> = {}): LayerGradient => ({
  ...{
    path,
    kind: "dense",
    activation: "tanh",
    errorAfterActivation: 0.1,
    errorBeforeActivation: 0.1,
    errorBelow: 0.1,
  },
  ...{ slopeFactor: 1, weightFactor: 1, attenuation: 1, activationMean: 0, activationSpread: 0.5 },
  ...{ saturatedShare: 0, deadShare: 0 },
  ...figures,
});
const report = (
  figures: Partial<GradientReport> = {},
  hidden: Partial<LayerGradient> = {},
): GradientReport => ({
  loss: 1,
  layers: [layer("0", hidden), layer("1", hidden), layer("2", { activation: "identity" })],
  ...figures,
  toString: () => "",
});
/** A run that has learnt nothing. */
const run = (figures: Partial<RunFacts> = {}): RunFacts => ({
  ...{ losses: [1, 0.8, 0.7, 0.6], validationLosses: [1, 0.8, 0.7, 0.6], chanceLoss: 1, chanceError: 0.5 },
  ...{ trainError: 0.1, validationError: 0.1, validationExamples: 1000 },
  ...figures,
});
const data = (figures: Partial<DataFacts> = {}): DataFacts => ({
  ...{ examples: 1000, columns: 4, rms: 1, offCenter: 0, rangeRatio: 1, neighborScore: 30 },
  ...figures,
});
const told = (figures: Partial<ToldFacts> = {}): ToldFacts => ({ spread: 0.4, ...figures });
const updates = (...ratios: number[]): GradientReport[] =>
  ratios.map((updateToWeightRatio) => report({ moment: { step: 0, epoch: 0 } }, { updateToWeightRatio }));

const idsOf = (evidence: Evidence): FindingId[] => find(evidence).map(({ id }) => id);
const vanishing = (surviving: number, slopes: number): GradientReport =>
  report({ surviving, survivingBySlopes: slopes, survivingByWeights: surviving / slopes });

/** On either side of each border, and what is found beyond it. */
const borders: readonly [what: FindingId, within: Evidence, beyond: Evidence][] = [
  ["vanishing-by-slopes", { before: vanishing(0.021, 0.02) }, { before: vanishing(0.019, 0.02) }],
  ["vanishing-by-weights", { before: vanishing(0.021, 0.9) }, { before: vanishing(0.019, 0.9) }],
  ["vanishing", { before: vanishing(0.021, 0.15) }, { before: vanishing(0.019, 0.15) }],
  ["exploding", { before: report({ surviving: 19 }) }, { before: report({ surviving: 21 }) }],
  ["exploding", { before: report({ loss: 4.9 }), run: run() }, { before: report({ loss: 5.1 }), run: run() }],
  [
    "underflow",
    { before: report({}, { errorBeforeActivation: 2 ** -125 }) },
    {
      before: report({ layers: [layer("0", { errorBeforeActivation: 2 ** -127 }), layer("1"), layer("2")] }),
    },
  ],
  [
    "saturation",
    { before: report({}, { saturatedShare: 0.39 }) },
    { before: report({}, { saturatedShare: 0.41 }) },
  ],
  [
    "saturation",
    { after: report({}, { saturatedShare: 0.69 }) },
    { after: report({}, { saturatedShare: 0.71 }) },
  ],
  [
    "dead-units",
    { after: report({}, { activation: "relu", deadShare: 0.25 }) },
    { after: report({}, { activation: "relu", deadShare: 0.26 }) },
  ],
  ["constant-outputs", { told: told({ spread: 0.011 }) }, { told: told({ spread: 0.009 }) }],
  ["inputs-off-center", { data: data({ offCenter: 2.9 }) }, { data: data({ offCenter: 3.1 }) }],
  ["inputs-unequal", { data: data({ rangeRatio: 49 }) }, { data: data({ rangeRatio: 51 }) }],
  ["inputs-size", { data: data({ rms: 9.9 }) }, { data: data({ rms: 10.1 }) }],
  ["inputs-size", { data: data({ rms: 0.031 }) }, { data: data({ rms: 0.029 }) }],
  ["rate-too-small", { during: updates(1.1e-4, 1e-9) }, { during: updates(0.9e-4, 1e-9) }],
  [
    "rate-too-small",
    { run: run({ losses: [1, 0.9, 0.8, 0.791] }) },
    { run: run({ losses: [1, 0.9, 0.8, 0.789] }) },
  ],
  ["rate-too-large", { during: updates(0.99, 1e-3, 1e-3) }, { during: updates(1.01, 1e-3, 1e-3) }],
  ["rate-too-large", { during: updates(0.09, 0.09, 0.09) }, { during: updates(0.11, 0.11, 0.11) }],
  ["rate-too-large", { run: run({ losses: [1, 1.04] }) }, { run: run({ losses: [1, 1.06] }) }],
  ["rate-too-large", { run: run() }, { run: run({ notFinite: "out of range" }) }],
  ["plateau", { run: run({ losses: [1, 0.9, 0.8, 0.7] }) }, { run: run({ losses: [1, 0.9, 0.9, 0.899] }) }],
  [
    "memorizing",
    { run: run({ trainError: 0, validationError: 0.09 }) },
    { run: run({ trainError: 0, validationError: 0.11 }) },
  ],
  [
    "one-class",
    { data: data({ classShares: [0.5, 0.5] }), told: told({ commonest: { label: 0, share: 0.99 } }) },
    { data: data({ classShares: [0.5, 0.5] }), told: told({ commonest: { label: 0, share: 0.995 } }) },
  ],
  [
    "uneven-classes",
    { data: data({ classShares: [0.83, 0.17] }) },
    { data: data({ classShares: [0.84, 0.16] }) },
  ],
  ["labels-untellable", { data: data({ contradicted: 0.05 }) }, { data: data({ contradicted: 0.06 }) }],
  [
    "labels-untellable",
    { data: data({ neighborScore: 2.4 }), run: run({ trainError: 0.5, validationError: 0.5 }) },
    { data: data({ neighborScore: 2.2 }), run: run({ trainError: 0.5, validationError: 0.5 }) },
  ],
];

describe("find", () => {
  it("calls classes by their names, and by their numbers where they have none", () => {
    const facts = { classShares: [0.9, 0.04, 0.06], examples: 1000 };
    const names = { classNames: ["setosa", "it's <b>", "virginica"] };
    const ill = told({ commonest: { label: 0, share: 1 }, neverNamed: [1, 2] });
    const textsOf = (more: Partial<DataFacts>): (readonly unknown[])[] =>
      find({ data: data({ ...facts, ...more }), told: ill }).map(({ id, text, classes }) => [
        id,
        text,
        classes,
      ]);
    expect(textsOf(names)).toEqual([
      [
        "one-class",
        'Class "setosa" is predicted for every example: the network tells nothing apart, where 90 % are of it (more than 99 % is everything).',
        ["setosa"],
      ],
      [
        "uneven-classes",
        'The classes are uneven: 90 % of the examples are of class "setosa" and 4 % of class "it\'s <b>" (more than 5 times as many is much); class "it\'s <b>", class "virginica" are never predicted.',
        ["setosa", "it's <b>"],
      ],
    ]);
    expect(textsOf({}).map(([, , classes]) => classes)).toEqual([["0"], ["0", "1"]]);
    expect(textsOf({})[0]![1]).toMatch(
      /^Class 0 is predicted for every example: the network tells nothing apart/,
    );
  });

  it("says once that a net says the same of every example, and of which class that is", () => {
    const facts = { classShares: [0.6, 0.4] };
    const texts = find({
      data: data(facts),
      told: told({ spread: 0, commonest: { label: 1, share: 1 } }),
    }).map(({ text }) => text);
    expect(texts).toHaveLength(2);
    expect(texts[0]).toMatch(/^The net says the same of every example/);
    expect(texts[1]).toBe(
      "What it says of every example is class 1, where 40 % are of it (more than 99 % is everything).",
    );
  });

  it("names the column that is the same in every row where inputs lie far from zero by it", () => {
    const random = new RandomStream(1, "constant");
    const rows = Array.from({ length: 50 }, () => [random.normal(), -1000, 7, random.normal()]);
    const facts = measureData(new Matrix(rows), new Int32Array(50));
    expect(facts.constantColumn).toEqual({ column: 1, value: -1000 });
    const textOf = (more: Partial<DataFacts>) => find({ data: { ...facts, ...more } })[0]!.text;
    const rest = "-1000 in every row, shifts every unit of the first layer and tells nothing.";
    expect(textOf({})).toContain(`, and column 1, ${rest}`);
    expect(textOf({ columnNames: ["a", "b", "c", "d"] })).toContain(`, and column "b", ${rest}`);
    const varying = new Matrix(rows.map(([a, , , d]) => [a! + 100, 0.5, d!]));
    expect(measureData(varying, new Int32Array(50)).constantColumn).toBeUndefined();
  });

  it.each(borders)("finds %s beyond its border and not within", (id, within, beyond) => {
    expect(idsOf(within)).not.toContain(id);
    const found = find(beyond).find((finding) => finding.id === id)!;
    expect(found).toBeDefined();
    expect(found.text).toMatch(/^[A-Z].*\.$/);
    expect(Number.isFinite(found.figure) && Number.isFinite(found.border)).toBe(true);
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  });

  it("finds nothing where nothing is known or all is well", () => {
    expect(find({})).toEqual([]);
    const well = {
      before: report({ surviving: 0.5 }),
      after: report(),
      during: updates(1e-2, 1e-3),
      told: told(),
    };
    expect(
      find({ ...well, run: run({ losses: [1, 0.1, 0.05, 0.01] }), data: data({ classShares: [0.5, 0.5] }) }),
    ).toEqual([]);
  });

  it.each<[number, number, Severity]>([
    [1e-6, 0.05, "note"],
    [1e-6, 0.3, "suspicious"],
    [1e-6, 0.9, "wrong"],
    [0.01, 0.9, "suspicious"],
  ])("calls a gradient of which %f survives, with %f of the loss left, %s", (surviving, left, severity) => {
    const evidence = {
      before: vanishing(surviving, surviving),
      run: run({ losses: [1, left + 0.1, left + 0.05, left] }),
    };
    expect(find(evidence)[0]).toMatchObject({ id: "vanishing-by-slopes", severity });
  });

  it("names the worst first, and causes before what they cause", () => {
    const evidence: Evidence = {
      before: vanishing(1e-6, 1e-6),
      run: run({ losses: [1, 1, 1, 1] }),
      told: told({ spread: 0, commonest: { label: 0, share: 1 } }),
      data: data({ classShares: [0.5, 0.5], offCenter: 4 }),
    };
    expect(idsOf(evidence)).toEqual([
      ...["vanishing-by-slopes", "constant-outputs", "one-class", "plateau"],
      "inputs-off-center", // no more than suspicious
    ]);
  });

  it("is less sure that labels cannot be told where a class is rare", () => {
    const facts = data({ neighborScore: 0, classShares: [0.98, 0.02] }); // twenty examples of the second
    const evidence = {
      data: facts,
      run: run({ trainError: 0.02, validationError: 0.02, chanceError: 0.02 }),
    };
    expect(find(evidence).find(({ id }) => id === "labels-untellable")!.severity).toBe("suspicious");
  });

  it("says that there are too few examples where a net that tells labels would not be seen, and is less sure", () => {
    const of = (validationExamples: number, facts: Partial<DataFacts> = {}) =>
      find({
        data: data({ neighborScore: 0, classShares: [0.5, 0.5], ...facts }),
        run: run({ trainError: 0, validationError: 0.5, validationExamples }),
      })[0]!;
    // two standard errors of a guess between two classes: 1/√44 = 0.1508 and 1/√45 = 0.1491
    expect(of(44)).toMatchObject({ id: "labels-untellable", severity: "suspicious" });
    expect(of(44).text).toMatch(
      /^There are too few examples, 44 to validate with, to say whether the inputs tell the labels: /,
    );
    expect(of(44).evidence.unseen).toBeCloseTo(1 / Math.sqrt(44), 12);
    expect(of(45)).toMatchObject({
      severity: "wrong",
      text: expect.stringMatching(/^The inputs do not tell/),
    });
    expect("unseen" in of(45).evidence).toBe(false);
    expect(of(1000, { examples: 100, classShares: [0.8, 0.2] }).text).toMatch(
      /^There are too few examples, 20 of the rarest class, to say whether/,
    );
  });

  it("holds a loss before training against that of a guess, which rare classes do not make smaller", () => {
    const rare = data({ classShares: [0.97, 0.03] }); // knowing the shares is worth 0.135, and a guess ln 2 = 0.693
    const of = (loss: number) =>
      idsOf({ before: report({ loss }), data: rare, run: run({ chanceLoss: 0.135 }) });
    expect(of(0.75)).not.toContain("exploding");
    expect(of(3.5)).toContain("exploding");
  });

  it("does not call a rate too large that moves nothing", () => {
    const stays = run({ losses: [2, 2, 2, 2] });
    expect(idsOf({ during: updates(1e-6, 1e-6), run: stays })).toEqual(["rate-too-small", "plateau"]);
    expect(idsOf({ during: updates(1e-3, 1e-3), run: stays })).toContain("rate-too-large");
  });

  it("takes float64 for what it is", () => {
    const before = report({ layers: [layer("0", { errorBeforeActivation: 1e-50 }), layer("1"), layer("2")] });
    expect(idsOf({ before, precision: "float32" })).toEqual(["underflow"]);
    expect(idsOf({ before, precision: "float64" })).toEqual([]);
  });

  it("does not call the logits or half of a ReLU's slopes saturated", () => {
    const relus = report({}, { activation: "relu", saturatedShare: 0.5 });
    const logits = report({ layers: [layer("0"), layer("1", { saturatedShare: 0.9 })] });
    expect([...find({ before: relus }), ...find({ before: logits })]).toEqual([]);
  });
});

describe("findings", () => {
  const random = new RandomStream(1, "inputs");
  const inputs = Array.from({ length: 60 }, () => Array.from({ length: 20 }, () => random.normal()));
  const labels = inputs.map((_, row) => row % 3);

  it("reads what a probe saw in fit, and one report alone", async () => {
    const probe = new GradientProbe({ every: 1 });
    const sizes = [20, 20, 20, 20, 20, 20, 3];
    const deep = Network.fromSizes(sizes, { activation: sigmoid, initializer: classicUniform, seed: 1 });
    const alone = findings(probe.measure(deep, inputs, labels));
    await deep.fit(inputs, labels, { epochs: 2, probe });
    expect(alone.map(({ id }) => id)).toEqual(["vanishing-by-slopes"]);
    expect(findings(probe.reports).map(({ id }) => id)).toEqual(["vanishing-by-slopes"]);
    expect(alone[0]!.figure).toBe(
      probe.reports.length > 0
        ? alone[0]!.evidence.survivingBySlopes! * alone[0]!.evidence.survivingByWeights!
        : 0,
    );
  });

  it("finds nothing in a net of ReLU with weights made for it", () => {
    const net = Network.fromSizes([20, 20, 20, 3], { activation: relu, seed: 1 });
    expect(findings(new GradientProbe().measure(net, inputs, labels))).toEqual([]);
    expect(findings([])).toEqual([]);
  });

  it.each([[null], [7], [{}], [[{ layers: 1 }]]])("refuses %j", (wrong) => {
    expect(() => findings(wrong as never)).toThrow(
      /^Cannot read reports: expected reports of a GradientProbe, got /,
    );
  });
});

describe("measureData", () => {
  it("says how far inputs are from zero, how unequal their ranges are and how large they are", () => {
    // columns of mean 3 and 0, deviations 1 and 2, ranges 2 and 4
    const inputs = new Matrix([
      [2, -2],
      [4, 2],
      [2, 2],
      [4, -2],
    ]);
    const facts = measureData(inputs, [0, 1, 0, 1]);
    expect(facts.offCenter).toBeCloseTo(3 / Math.sqrt(5), 12);
    expect(facts.rangeRatio).toBe(2);
    expect(facts.rms).toBeCloseTo(Math.sqrt((9 + 1 + 4) / 2), 12);
    expect(facts.classShares).toEqual([0.5, 0.5]);
  });

  it("keeps its digits far from zero, and leaves columns out that do not vary", () => {
    const rows = Array.from({ length: 10 }, (_, row) => [1e9 + (row % 2 ? 1 : -1), 7]);
    const facts = measureData(
      new Matrix(rows),
      rows.map((_, row) => row % 2),
    );
    expect(facts.offCenter).toBeCloseTo(Math.hypot(1e9, 7), 3);
    expect(facts.rangeRatio).toBe(1);
  });

  it("counts examples whose inputs come with another label more often", () => {
    const inputs = new Matrix([[1], [1], [1], [2], [2], [3]]);
    expect(measureData(inputs, [0, 0, 1, 0, 1, 1]).contradicted).toBe(2 / 6);
  });

  it("scores neighbors: by chance 0 with deviation 1, at best √((classes − 1)·n)", () => {
    const labels = Array.from({ length: 40 }, (_, row) => row % 2);
    const neighbors = Int32Array.from(labels, (_, row) => (row + 2) % 40);
    expect(scoreOfLabels(labels, neighbors)).toBeCloseTo(Math.sqrt(40), 12); // (2 − 1) / √(1/40)
    const opposite = Int32Array.from(labels, (_, row) => (row + 1) % 40);
    expect(scoreOfLabels(labels, opposite)).toBeCloseTo(-Math.sqrt(40), 12);
    const values = labels.map((_, row) => Math.floor(row / 2));
    expect(
      scoreOfNumbers(
        values,
        Int32Array.from(values, (_, row) => row ^ 1),
      ),
    ).toBeCloseTo(Math.sqrt(40 / 2), 12);
    const random = new RandomStream(1, "shuffled labels");
    const scores = Array.from({ length: 400 }, () => {
      const order = random.permutation(40);
      return scoreOfLabels(
        Array.from(order, (row) => labels[row]!),
        opposite,
      );
    });
    const mean = scores.reduce((sum, score) => sum + score, 0) / 400;
    const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / 399;
    // of labels that are shuffled and not drawn, the mean of a pair is −1/39 and so is that of the score, times √40
    expect(Math.abs(mean + Math.sqrt(40) / 39)).toBeLessThan(4 * Math.sqrt(variance / 400));
    expect(variance).toBeGreaterThan(0.7);
    expect(variance).toBeLessThan(1.4);
  });

  it("finds the nearest neighbors that a search of all pairs finds", () => {
    const random = new RandomStream(2, "neighbors");
    const rows = Array.from({ length: 50 }, () => Float64Array.from({ length: 3 }, () => random.normal()));
    const found = nearestNeighbors(rows);
    for (const [index, row] of rows.entries()) {
      const distances = rows.map((other, place) =>
        place === index
          ? Number.POSITIVE_INFINITY
          : Math.hypot(...row.map((value, column) => value - other[column]!)),
      );
      expect(found[index]).toBe(distances.indexOf(Math.min(...distances)));
    }
  });
});
