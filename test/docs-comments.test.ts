import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as core from "layerwise";
import * as data from "layerwise/data";
import * as io from "layerwise/io";
import { planStudy, runStudy, type StudyOptions } from "layerwise/study";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { prediction } from "../src/layers/layer.ts";
import { forwardSequence } from "../src/layers/sequence.ts";
import { docExamples, type Remark, runExample } from "./support/doc-examples.ts";
import { publicNames } from "./support/public-names.ts";
import { brief } from "./support/small-study.ts";

type Scope = Readonly<Record<string, unknown>>;
type Rows = (number | number[])[];

const briefPlan = (dataset: data.Dataset, options?: StudyOptions) =>
  planStudy(dataset, { ...brief, ...options });
const briefStudy = (dataset: data.Dataset, options?: StudyOptions) =>
  runStudy(dataset, { ...brief, ...options });

const { dense, Network, RandomStream, RBM, reference } = core;
const examples = docExamples();
const scratch = mkdtempSync(join(tmpdir(), "layerwise-comments-"));

const digits = await data.loadDigits();
const { train, test } = data.split(digits, { trainCount: 1000, seed: 1 });
const images = data.take(
  digits,
  Array.from({ length: 20 }, (_, row) => row),
).inputs; // (20, 64)
const labels = digits.labels.slice(0, 20);

/** What an example may name without saying where it comes from. */
function placeholders(): Scope {
  return {
    images,
    inputs: images,
    data: images,
    labels,
    digits,
    train,
    test,
    testInputs: images,
    testLabels: labels,
    heldOut: data.take(digits, [20, 21, 22]).inputs,
    rbm: new RBM({ visible: 64, hidden: 8, seed: 1 }),
    network: Network.fromSizes([64, 10], { seed: 1 }),
  };
}

/** For single files: other placeholders, and files that are to be read. */
const special: Readonly<Record<string, () => Scope>> = {
  "data/idx.ts": () => ({ readFile: (name: string) => readFile(join(mnist(), name)) }),
  "data/mnist.ts": () => ({ loadMnist: () => data.loadMnist(mnist()) }),
  "io/checkpoints/checkpoints.ts": () => ({
    withCheckpoints: (name: string, ...rest: [(saved: io.CheckpointParts) => Promise<unknown>]) =>
      io.withCheckpoints(join(scratch, name), ...rest),
  }),
  "io/model/files.ts": () => ({
    saveModel: (name: string, ...rest: [io.Model, io.SaveOptions?]) =>
      io.saveModel(join(scratch, name), ...rest),
    loadModel: (name: string, options?: core.FromJSONOptions) => io.loadModel(join(scratch, name), options),
  }),
  "layers/sequence.ts": sequencePlaceholders,
  "study/arm.ts": () => ({ runStudy: briefStudy }),
  "study/optimizers/trial-optimizer.ts": () => ({ runStudy: briefStudy }),
  "study/run-study.ts": () => ({ planStudy: briefPlan, runStudy: briefStudy }),
  "study/trial-runner.ts": () => ({ runStudy: briefStudy }),
  "rbm/likelihood/log-likelihood.ts": () => ({ training: images, test: test.inputs }),
  "rbm/rbm.ts": () => ({
    images: new core.Matrix(20, 784),
    rbm: new RBM({ visible: 784, hidden: 8, seed: 1 }),
    heldOut: new core.Matrix(3, 784),
  }),
};

/** A comment that explains and promises no value, and files whose values depend on the user's data. */
const explanation = "a table, one row per layer";
const ofUsersData = new Set([
  "rbm/likelihood/free-energy-gap.ts",
  "rbm/likelihood/pseudo-log-likelihood.ts",
  "rbm/likelihood/reconstruction-error.ts",
]);

beforeEach(() => {
  vi.spyOn(console, "log").mockImplementation(() => {});
  return () => vi.restoreAllMocks();
});
afterAll(() => rmSync(scratch, { recursive: true }));

describe("Doc comments", () => {
  it("give an example for every public function, class and constant", () => {
    const shown = new Set(examples.map(({ symbol }) => symbol));
    const without = Object.keys(publicNames).filter((name) => !shown.has(name));
    expect(
      without.filter((name) => !["AbstractMatrix", "Matrix", "WrapperMatrix1D", "reference"].includes(name)),
    ).toEqual([]);
  });

  it.each([
    ["sigmoid.apply(0); // 0.6", "0.5 for 0.6"],
    ["erf(1); // 0.8427007928", "erf is not defined"],
    ["oneHot([2], 3); // [[0, 1, 0]]", "0 for 1"],
    ["oneHot([2], 3); // (3, 1)", "to match object"],
    ["softmax; // logistic", "Object.is equality"],
  ])("are checked: %s fails", async (code, message) => {
    const run = async (): Promise<void> => {
      const scope = { ...publicNames, ...placeholders() };
      for (const remark of await runExample(code, scope)) expectRemark(remark, scope);
    };
    await expect(run()).rejects.toThrow(message);
  });

  it.each(examples.map((example) => ({ ...example, name: `src/${example.file}:${example.line}` })))(
    "$name runs, and its comments are right",
    async ({ file, symbol, code }) => {
      // The example of a public name must do with public names; one from inside may use its own file.
      const path = fileURLToPath(new URL(`../src/${file}`, import.meta.url));
      const own = symbol in publicNames ? {} : await import(/* @vite-ignore */ path);
      const scope = { ...publicNames, ...own, ...placeholders(), ...special[file]?.() };
      for (const remark of await runExample(code, scope)) {
        if (ofUsersData.has(file)) expect(remark.value).toSatisfy(Number.isFinite);
        else if (remark.comment !== explanation) expectRemark(remark, scope);
      }
    },
  );
});

/** Compares a value with the comment behind it: a name, rows of numbers, a shape, a range, fields, a number. */
function expectRemark({ value, comment }: Remark, scope: Scope): void {
  const rough = /^(about|near) /.exec(comment)?.[0] ?? "";
  const said = comment.slice(rough.length).replace(/^Int32Array /, "");
  const shape = /^\((\d+), (\d+)\)$/.exec(said);
  const fields = /^\{ (\w+(?:, \w+)*) \}$/.exec(said);
  if (said in scope) {
    expect(value).toBe(scope[said]);
  } else if (/^\[\[?-?\d/.test(said)) {
    expectRows(value, JSON.parse(said));
  } else if (shape !== null) {
    expect(value).toMatchObject({ rows: Number(shape[1]), columns: Number(shape[2]) });
  } else if (said === "in [0, 1)") {
    expect(value).toSatisfy((number: number) => number >= 0 && number < 1);
  } else if (fields !== null) {
    expect(Object.keys(value as object)).toEqual(fields[1]!.split(", "));
  } else if (said.startsWith("{") || said.startsWith(`["`)) {
    expect(value).toEqual(evaluate(`(${said})`));
  } else {
    const expected = evaluate(said.replaceAll("·", "*").replaceAll(/log (\d+)/g, "Math.log($1)"));
    if (typeof expected !== "number") throw new Error(`no value is promised by the comment "${comment}"`);
    expectNumber(value, expected, rough === "" ? toleranceOf(said) : 0.01 * Math.abs(expected));
  }
}

/** Long decimals are rounded; short ones are exact but for the last bits. */
function toleranceOf(said: string): number {
  const rounded = /^-?\d+\.(\d{6,})(e[-+]?\d+)?$/.exec(said);
  return rounded === null
    ? 1e-12
    : 0.5 * Number(`1e-${rounded[1]!.length}`) * Number(`1${rounded[2] ?? "e0"}`);
}

function expectNumber(value: unknown, expected: number, tolerance: number): void {
  expect(value).toBeTypeOf("number");
  expect(Math.abs((value as number) - expected), `${value} for ${expected}`).toBeLessThanOrEqual(tolerance);
}

function expectRows(value: unknown, expected: Rows): void {
  const actual = value instanceof core.AbstractMatrix ? value.to2DArray() : Array.from(value as Rows);
  const lengths = (rows: Rows): number[] => rows.map((row) => (Array.isArray(row) ? row.length : 1));
  expect(lengths(actual)).toEqual(lengths(expected));
  const found = actual.flat();
  for (const [index, number] of expected.flat().entries()) expectNumber(found[index], number, 1e-9);
}

function evaluate(expression: string): unknown {
  return new Function(`"use strict"; return ${expression};`)();
}

/** Two layers, and what has passed through them. */
function sequencePlaceholders(): Scope {
  const layers = [
    dense({ inputs: 64, outputs: 5, activation: core.tanh }),
    dense({ inputs: 5, outputs: 10 }),
  ];
  const network = new Network({ layers, head: core.softmax, seed: 1 });
  const values = network.parameters;
  const { outputs, passes } = forwardSequence(reference, layers, values, images, prediction);
  const targets = data.oneHot(labels, 10);
  const { loss } = core.softmax;
  return {
    engine: reference,
    layers,
    seed: 1,
    values,
    inputs: images,
    prediction,
    outputs,
    passes,
    loss,
    targets,
    RandomStream,
  };
}

/** A directory with the files of MNIST, two images of 2×2 pixels each. */
function mnist(): string {
  const directory = join(scratch, "mnist");
  mkdirSync(directory, { recursive: true });
  for (const part of ["train", "t10k"]) {
    const imageFile = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 0, 255, 255, 0, 255, 0, 0, 255];
    const labelFile = [0, 0, 8, 1, 0, 0, 0, 2, 3, 7];
    writeFileSync(join(directory, `${part}-images-idx3-ubyte.gz`), gzipSync(Uint8Array.from(imageFile)));
    writeFileSync(join(directory, `${part}-labels-idx1-ubyte.gz`), gzipSync(Uint8Array.from(labelFile)));
  }
  return directory;
}
