import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { type Dataset, datasetFromRows, loadDigits, split, take } from "../../../src/data/index.ts";
import type { Finding, FindingId } from "../../../src/findings/finding.ts";
import { minMax, Network, RandomStream, standardize } from "../../../src/index.ts";
import { makeNetwork } from "../../../src/study/diagnose/make-network.ts";
import type { Parts } from "../../../src/study/diagnose/parts.ts";
import type { Recipe, Task } from "../../../src/study/diagnose/recipe.ts";
import { recipeCode } from "../../../src/study/diagnose/recipe-code.ts";
import { type Remedy, remediesFor } from "../../../src/study/diagnose/remedies.ts";
import { trainRecipe } from "../../../src/study/diagnose/run-recipe.ts";
import { trainers } from "../../../src/study/diagnose/trainers.ts";

const scratch = mkdtempSync(join(tmpdir(), "layerwise-programs-"));
afterEach(() => vi.restoreAllMocks());
afterAll(() => rmSync(scratch, { recursive: true }));

const loads = {
  classes:
    'import { loadDigits, take } from "layerwise/data";\nconst dataset = take(await loadDigits(), Array.from({ length: 200 }, (_, row) => row));',
  numbers: [
    'import { RandomStream } from "layerwise";',
    'import { datasetFromRows } from "layerwise/data";',
    'const random = new RandomStream(1, "numbers");',
    "const rows = Array.from({ length: 100 }, () => [random.normal(), random.normal()]);",
    "const dataset = datasetFromRows(rows, { targets: rows.map(([x, y]) => [100 * x + y * y]) });",
  ].join("\n"),
};
const random = new RandomStream(1, "numbers");
const rows = Array.from({ length: 100 }, () => [random.normal(), random.normal()]);
const datasets: Readonly<Record<keyof typeof loads, Dataset>> = {
  classes: take(
    await loadDigits(),
    Array.from({ length: 200 }, (_, row) => row),
  ),
  numbers: datasetFromRows(rows, { targets: rows.map(([x, y]) => [100 * x! + y! * y!]) }),
};
const tasks: Readonly<Record<keyof typeof loads, Task>> = {
  classes: { inputs: 64, outputs: 10, numeric: false },
  numbers: { inputs: 2, outputs: 1, numeric: true },
};

const base: Recipe = {
  ...{
    inputs: "as they are",
    layers: [8, 8, 6],
    activation: "sigmoid",
    start: "glorotUniform",
    body: "plain",
  },
  ...{ pretraining: false, optimizer: "sgd", rate: 0.1, epochs: 2, batchSize: 20, dropout: 0 },
  ...{ earlyStopping: false, classWeights: false },
};
const finding = (id: FindingId): Finding => ({
  ...{ id, severity: "wrong", text: "", figure: 1, border: 0, evidence: {}, remedies: [] },
});
const all = (recipe: Recipe, kind: keyof typeof loads): readonly Remedy[] => [
  ...remediesFor(recipe, kind === "classes" ? [finding("uneven-classes")] : [], false),
  ...remediesFor(recipe, [finding("inputs-size")], kind === "classes"),
];
const others: readonly Recipe[] = [
  base,
  { ...base, layers: [] },
  { ...base, activation: "leakyRelu(0.2)", start: "sparse(connections=2, std=1)" },
  { ...base, activation: "leakyRelu(0.01)", start: "normal(std=0.05)", body: "residual" },
  { ...base, start: "orthogonal(gain=1.1)", body: "normalized", dropout: 0.3 },
  ...trainers.map(({ name, rate }) => ({ ...base, optimizer: name, rate })),
];
const cases = (["classes", "numbers"] as const).flatMap((kind) => [
  ...all(base, kind).map(({ id, recipe }) => ({ kind, name: id, recipe })),
  ...others.map((recipe, index) => ({ kind, name: `recipe ${index}`, recipe })),
]);

/** The figures that a program prints. */
async function printedBy(code: string, name: string): Promise<unknown> {
  const file = join(scratch, `${name.replaceAll(/\W+/g, "-")}.ts`);
  writeFileSync(file, code);
  const printed: unknown[] = [];
  vi.spyOn(console, "log").mockImplementation((value) => printed.push(value));
  await import(/* @vite-ignore */ file);
  expect(printed).toHaveLength(1);
  return printed[0];
}

/** The parts of the data as a program has them. */
function partsOf(dataset: Dataset, { inputs, earlyStopping }: Recipe, numeric: boolean): Parts {
  const options = { ...(numeric ? {} : { stratified: true }), seed: 1 };
  const {
    train,
    test,
    validation = test,
  } = earlyStopping
    ? split(dataset, { ...options, fraction: 0.6, validationFraction: 0.2 })
    : { validation: undefined, ...split(dataset, { ...options, fraction: 0.8 }) };
  const scaling = numeric ? standardize.fit(train.targets!) : undefined;
  const preparation =
    inputs === "standardized"
      ? standardize.fit(train.inputs)
      : inputs === "in [0, 1]"
        ? minMax.fit(train.inputs, { clip: true })
        : undefined;
  const part = (of: Dataset) => ({
    inputs: preparation?.transform(of.inputs) ?? of.inputs,
    targets: of.labels ?? scaling!.transform(of.targets!),
  });
  return { train: part(train), validation: part(validation), test: part(test) };
}

describe("The program of a recipe", () => {
  it.each(cases.map((each, index) => ({ ...each, index })))(
    "of $name on $kind runs as printed, and trains the very net that was run",
    async ({ kind, recipe, index }) => {
      const task = tasks[kind];
      if (recipe.start.startsWith("sparse") && kind === "numbers")
        recipe = { ...recipe, start: "sparse(connections=1, std=1)" };
      const code = recipeCode(recipe, { task, seed: 1, load: { dataset: loads[kind] } });
      const printed = await printedBy(code, `program-${index}`);
      const parts = partsOf(datasets[kind], recipe, task.numeric);
      const making = { task, inputs: parts.train.inputs, seed: 1, given: undefined };
      const options = { ...making, balanced: false, signal: undefined };
      const { network } = await trainRecipe(await makeNetwork(recipe, making), recipe, parts, options);
      const weights = recipe.classWeights && !task.numeric ? { classWeights: "balanced" as const } : {};
      expect(printed).toEqual(network.evaluate(parts.test.inputs, parts.test.targets, weights));
    },
  );

  it("of a net that was handed over trains that net", async () => {
    const given = Network.fromSizes([64, 8, 10], { seed: 4 });
    const recipe: Recipe = { ...base, layers: [8], start: "as given" };
    const network =
      'import { Network } from "layerwise";\nconst network = Network.fromSizes([64, 8, 10], { seed: 4 });';
    const task = tasks.classes;
    const printed = await printedBy(
      recipeCode(recipe, { task, seed: 1, load: { dataset: loads.classes, network } }),
      "given",
    );
    const parts = partsOf(datasets.classes, recipe, false);
    const run = await trainRecipe(given, recipe, parts, {
      task,
      seed: 1,
      given,
      balanced: false,
      signal: undefined,
    });
    expect(printed).toEqual(run.network.evaluate(parts.test.inputs, parts.test.targets));
  });
});
