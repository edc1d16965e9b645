import { describe, expect, it } from "vitest";
import type { EngineKind } from "../../src/engine/engine.ts";
import { reference } from "../../src/engine/reference.ts";
import type { EngineOptions } from "../../src/engine/select.ts";
import { constant } from "../../src/initializer/constant.ts";
import { Matrix, WrapperMatrix1D } from "../../src/matrix/matrix.ts";
import type { Optimizer } from "../../src/optimizer/optimizer.ts";
import { sgd } from "../../src/optimizer/sgd.ts";
import { mapParameters } from "../../src/parameters.ts";
import { freeEnergyGap } from "../../src/rbm/likelihood/free-energy-gap.ts";
import { reconstructionError } from "../../src/rbm/likelihood/reconstruction-error.ts";
import { RBM } from "../../src/rbm/rbm.ts";
import { contrastiveDivergence } from "../../src/rbm/samplers/contrastive-divergence.ts";
import { persistentContrastiveDivergence } from "../../src/rbm/samplers/persistent-contrastive-divergence.ts";
import type { RBMFitOptions } from "../../src/rbm/training/fit-options.ts";
import { bernoulliUnits } from "../../src/units/bernoulli.ts";
import { gaussianUnits } from "../../src/units/gaussian.ts";
import { bitsOf } from "../support/bits.ts";
import { engine, expectWithin, isFloat64, rounded, tolerance } from "../support/engine-under-test.ts";
import { barsAndStripesRows } from "../support/enumerate.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const round = (x: number): number => (isFloat64 ? x : Math.fround(x));
const patterns = barsAndStripesRows(3); // 16 rows of 9
const [training, validation] = [patterns.slice(0, 12), patterns.slice(12)];
const build = (options: EngineOptions = {}): RBM =>
  rounded(new RBM({ visible: 9, hidden: 5, seed: "fit", engine, ...options }));

describe("new RBM", () => {
  it("starts with weights from N(0, 2 / (visible + hidden)), biases of zero, and the seed it drew", () => {
    const rbm = new RBM({ visible: 200, hidden: 100, seed: 5 });
    const values = rbm.parameters.weights.to1DArray();
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const std = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    const expected = Math.sqrt(2 / 300);
    expect(Math.abs(mean)).toBeLessThan((4 * expected) / Math.sqrt(values.length));
    expect(Math.abs(std - expected)).toBeLessThan((4 * expected) / Math.sqrt(2 * values.length));
    expect(rbm.parameters.visibleBias).toEqual(Matrix.zeros(1, 200));
    expect(rbm.parameters.hiddenBias).toEqual(Matrix.zeros(1, 100));
    const unseeded = new RBM({ visible: 3, hidden: 2 });
    const again = new RBM({ visible: 3, hidden: 2, seed: unseeded.seed });
    expect(bitsOf(again.parameters)).toEqual(bitsOf(unseeded.parameters));
  });

  it("takes weights from an initializer, and copies the parameters it is given", () => {
    const drawn = new RBM({ visible: 2, hidden: 3, initializer: constant(0.5) });
    expect(drawn.parameters.weights).toEqual(new Matrix(2, 3).fill(0.5));
    const visibleBias = new Matrix([[1, 2]]);
    const given = new RBM({ visible: 2, hidden: 3, parameters: { visibleBias } });
    visibleBias.set(0, 0, 9);
    expect(given.parameters.visibleBias.to1DArray()).toEqual([1, 2]);
  });

  it.each([
    [{ visible: 0, hidden: 2 }, "Cannot create an RBM: expected visible to be an integer ≥ 1, got 0"],
    [{ visible: 2, hidden: 1.5 }, "Cannot create an RBM: expected hidden to be an integer ≥ 1, got 1.5"],
    [{ visible: 2, hidden: 2, units: 1 }, `got "units"`],
    [
      { visible: 2, hidden: 2, visibleUnits: "bernoulli" },
      `expected visibleUnits to be units such as bernoulliUnits, got "bernoulli"`,
    ],
    [
      { visible: 2, hidden: 2, visibleUnits: gaussianUnits, hiddenUnits: gaussianUnits },
      "Cannot create an RBM: expected units of a bounded range, such as bernoulliUnits, on one side at least, got gaussian and gaussian",
    ],
    [{ visible: 2, hidden: 2, parameters: { weights: [[1, 2]] } }, "expected weights to be 2×2, got 1×2"],
    [{ visible: 2, hidden: 2, parameters: { hiddenBias: [[1]] } }, "expected hiddenBias to be 1×2, got 1×1"],
    [{ visible: 2, hidden: 2, parameters: { bias: [[1, 2]] } }, `got "bias"`],
    [{ visible: 2, hidden: 2, parameters: { hiddenBias: [[1, Number.NaN]] } }, "got NaN at row 0, column 1"],
    [{ visible: 2, hidden: 2, seed: Number.NaN }, "expected seed to be a finite number or a string, got NaN"],
  ])("refuses %o", (options, error) => {
    expect(() => new RBM(options as unknown as ConstructorParameters<typeof RBM>[0])).toThrow(error);
  });
});

describe("rbm.toJSON", () => {
  it("and RBM.fromJSON give the same machine to the bit, through text", () => {
    const rbm = new RBM({ visible: 4, hidden: 3, visibleUnits: gaussianUnits, seed: "JSON", engine });
    rbm.parameters.visibleBias.set(0, 0, -0);
    const read = RBM.fromJSON(JSON.parse(JSON.stringify(rbm)), { engine });
    expect(bitsOf(read.parameters)).toEqual(bitsOf(rbm.parameters));
    expect([read.seed, read.visibleUnits, read.hiddenUnits]).toEqual(["JSON", gaussianUnits, bernoulliUnits]);
    expect(read.sample({ seed: 1, gibbsSteps: 3 })).toEqual(rbm.sample({ seed: 1, gibbsSteps: 3 }));
  });

  it.each([
    [{ format: "layerwise/network" }, `expected format to be "layerwise/rbm", got "layerwise/network"`],
    [
      { version: 2 },
      "expected version to be 1 (a newer layerwise writes higher ones: update this one), got 2",
    ],
    [{ visibleUnits: "potts" }, `to be one of "bernoulli", "gaussian" or in the option units, got "potts"`],
    [{ parameters: null }, "expected parameters to be { weights, visibleBias, hiddenBias }, got null"],
  ])("is refused by RBM.fromJSON with %o", (change, error) => {
    const json = { ...build().toJSON(), ...change } as ReturnType<RBM["toJSON"]>;
    expect(() => RBM.fromJSON(json)).toThrow(error);
  });
});

describe("rbm.fit", () => {
  it.each<[string, RBMFitOptions]>([
    ["contrastiveDivergence", { sampler: contrastiveDivergence({ steps: 2 }) }],
    ["persistentContrastiveDivergence", { sampler: persistentContrastiveDivergence({ chains: 7 }) }],
  ])("by %s gives equal bits for equal seeds, whatever is trained in between", async (_, options) => {
    const run = async (seed: string): Promise<object> => {
      const rbm = build();
      await rbm.fit(patterns, { ...options, epochs: 4, batchSize: 5, seed });
      return bitsOf(rbm.parameters);
    };
    const first = await run("a");
    await new RBM({ visible: 9, hidden: 2 }).fit(patterns, { ...options, epochs: 1 });
    expect(await run("a")).toEqual(first);
    expect(await run("b")).not.toEqual(first);
  });

  it("writes into the same matrices, and leaves the data as it is", async () => {
    const rbm = build();
    const { weights } = rbm.parameters;
    const before = weights.to1DArray();
    const data = new Matrix(patterns);
    await rbm.fit(data, { epochs: 1 });
    expect(rbm.parameters.weights).toBe(weights);
    expect(weights.to1DArray()).not.toEqual(before);
    expect(data.to2DArray()).toEqual(patterns);
  });

  it("takes data over any memory where it lies, with the same bits", async () => {
    const flat = Float32Array.from(patterns.flat());
    const forms = [patterns, new Matrix(patterns), new WrapperMatrix1D(flat, { rows: 16 })];
    const runs = forms.map(async (data) => {
      const rbm = build();
      const sampler = persistentContrastiveDivergence({ chains: 5 });
      const { epochs } = await rbm.fit(data, { epochs: 2, batchSize: 5, sampler, validation: data });
      return [bitsOf(rbm.parameters), epochs.map((epoch) => ({ ...epoch, seconds: 0 }))];
    });
    const [first, ...others] = await Promise.all(runs);
    for (const other of others) expect(other).toEqual(first);
    expect([...flat]).toEqual(patterns.flat());
  });

  it("measures validation data at the end of each epoch as the public functions do", async () => {
    const rbm = build();
    const measured: object[] = [];
    const { epochs } = await rbm.fit(training, {
      epochs: 3,
      validation,
      onEpoch: () =>
        measured.push({
          validationReconstructionError: reconstructionError(rbm, validation, { engine }),
          freeEnergyGap: freeEnergyGap(rbm, validation, training, { engine }),
        }),
    });
    expect(epochs.map((epoch) => epoch)).toMatchObject(measured);
  });

  it("leaves the free-energy gap out where examples have weights", async () => {
    const sampleWeights = training.map((_, index) => 1 + (index % 2));
    const { epochs } = await build().fit(training, { epochs: 2, validation, sampleWeights });
    for (const epoch of epochs) {
      expect(epoch.validationReconstructionError).toBeTypeOf("number");
      expect(epoch).not.toHaveProperty("freeEnergyGap");
    }
  });

  it("reports the mean reconstruction error over examples, of batches of any size", async () => {
    const rbm = build();
    const sampler = persistentContrastiveDivergence({ chains: 3 });
    const optimizer = sgd({ learningRate: 1e-12 }); // the parameters stay where they are
    const { epochs } = await rbm.fit(patterns, { epochs: 1, batchSize: 5, sampler, optimizer });
    const expected = reconstructionError(build(), patterns);
    expectWithin(epochs[0]!.reconstructionError, expected, tolerance(0.5e-8, 16 * 9, 9));
  });

  it("stops early and restores the epoch with the least validation error", async () => {
    const rbm = build();
    const errors: number[] = [];
    const history = await rbm.fit(training, {
      epochs: 500,
      optimizer: sgd({ learningRate: 2 }),
      validation,
      earlyStopping: { patience: 3 },
      onEpoch: () => errors.push(reconstructionError(rbm, validation, { engine })),
    });
    expect(history.ending).toBe("early stopping");
    expect(history.bestEpoch).toBe(errors.indexOf(Math.min(...errors)) + 1);
    expect(errors.length).toBe(history.bestEpoch! + 3);
    expect(reconstructionError(rbm, validation, { engine })).toBe(Math.min(...errors));
  });

  it("rejects with the reason of an abort, and keeps what was learnt", async () => {
    const rbm = build();
    const controller = new AbortController();
    const onBatch = ({ epoch }: { epoch: number }): void => {
      if (epoch === 2) controller.abort(new Error("enough"));
    };
    const run = rbm.fit(patterns, { epochs: 100, signal: controller.signal, onBatch });
    await expect(run).rejects.toThrow("enough");
    const after = build();
    await after.fit(patterns, { epochs: 2 });
    expect(bitsOf(rbm.parameters)).toEqual(bitsOf(after.parameters));
  });

  it("that diverges names where, and leaves finite parameters that still reconstruct", async () => {
    const data = randomMatrix("diverging", 40, 6);
    const rbm = new RBM({ visible: 6, hidden: 4, visibleUnits: gaussianUnits, seed: 1, engine });
    const run = rbm.fit(data, { epochs: 200, batchSize: 10, optimizer: sgd({ learningRate: 1e6 }) });
    await expect(run).rejects.toThrow(
      /^Cannot fit the RBM: expected the loss to stay finite, got (NaN|Infinity) at epoch \d+, batch \d, where (weights|visibleBias|hiddenBias|the reconstruction|the reconstruction error) is the first whose/,
    );
    for (const matrix of Object.values(rbm.parameters)) {
      expect(matrix.to1DArray().every(Number.isFinite)).toBe(true);
    }
    expect(rbm.reconstruct(data).to1DArray().every(Number.isFinite)).toBe(true);
    await rbm.fit(data, { epochs: 0 }); // not locked
  });

  it.each(["weights", "visibleBias", "hiddenBias"])(
    "that goes wrong in one update names %s, which it spoilt, and takes the update back",
    async (spoilt) => {
      const spoils: Optimizer = {
        name: "spoils",
        init: () => undefined,
        update: (engine, gradients, _state, _parameters, { step }) =>
          mapParameters(gradients, (gradient, name) =>
            engine.map(() => (step < 3 ? 0.01 : name === spoilt ? Number.NaN : 0), gradient),
          ),
      };
      const rbm = build();
      const before = bitsOf(
        mapParameters(rbm.parameters, (matrix) =>
          reference.map((x) => [0.01, 0.01, 0.01].reduce((sum, step) => round(sum + round(step)), x), matrix),
        ),
      );
      const run = rbm.fit(patterns, { epochs: 1, batchSize: 2, optimizer: spoils });
      await expect(run).rejects.toThrow(`got NaN at epoch 1, batch 5, where ${spoilt} is the first whose`);
      expect(bitsOf(rbm.parameters)).toEqual(before);
    },
  );

  it.each<[string, readonly (readonly number[])[], object, string]>([
    ["no rows", [], {}, "expected data to have at least one row and one column, got 0×0"],
    ["another width", [[1, 0]], {}, "expected data to be any×9, got 1×2"],
    [
      "NaN",
      [[0, 1, Number.NaN, 0, 0, 0, 0, 0, 0]],
      {},
      "expected data to be finite, got NaN at row 0, column 2",
    ],
    [
      "a value above 1",
      [[0, 1, 255, 0, 0, 0, 0, 0, 0]],
      {},
      "expected data of bernoulli units to lie in [0, 1], got 255 at row 0, column 2",
    ],
    ["a batchSize of 0", patterns, { batchSize: 0 }, "expected batchSize to be an integer ≥ 1, got 0"],
    ["an unknown option", patterns, { learningRate: 0.1 }, `got "learningRate"`],
    [
      "an unknown sampler",
      patterns,
      { sampler: "pcd" },
      `expected sampler to be a sampler such as contrastiveDivergence({ steps: 1 }), got "pcd"`,
    ],
    [
      "validation data of another width",
      patterns,
      { validation: [[1]] },
      "expected validation to be any×9, got 1×1",
    ],
    [
      "early stopping on data it does not have",
      patterns,
      { earlyStopping: {} },
      `expected earlyStopping.monitor to be one of "reconstructionError", got "validationReconstructionError"`,
    ],
  ])("refuses %s and changes nothing", async (_, data, options, error) => {
    const rbm = build();
    await expect(rbm.fit(data, options)).rejects.toThrow(error);
    await expect(rbm.fit(data, options)).rejects.toThrow("Cannot fit the RBM: ");
    expect(bitsOf(rbm.parameters)).toEqual(bitsOf(build().parameters));
  });

  it("refuses a second run on a machine in training", async () => {
    const rbm = build();
    const run = rbm.fit(patterns, { epochs: 2 });
    await expect(rbm.fit(patterns)).rejects.toThrow(
      "expected no other run on this model, got one in progress",
    );
    await run;
  });

  it("runs on a copy in the memory of another engine", async () => {
    const loaded: string[] = [];
    const opened = {
      ...reference,
      name: "other",
      load: (matrix: Matrix) => {
        loaded.push(`${matrix.rows}×${matrix.columns}`);
        return reference.load(matrix);
      },
    };
    const other: EngineKind = { name: "other", precision: "float64", open: () => opened };
    const [rbm, same] = [build({ engine: other }), build({ engine: "reference" })];
    const history = await rbm.fit(patterns, { epochs: 2 });
    await same.fit(patterns, { epochs: 2 });
    expect(history.engine).toBe("other");
    expect(loaded.slice(0, 3)).toEqual(["9×5", "1×9", "1×5"]);
    expect(loaded).not.toContain("16×9"); // the data: batches are gathered from where they are
    expect(bitsOf(rbm.parameters)).toEqual(bitsOf(same.parameters));
    expect(reconstructionError(rbm, patterns, { engine: other })).toBe(reconstructionError(rbm, patterns));
  });
});

describe("rbm.epochs", () => {
  it("gives the records of the run that fit makes, and keeps what was learnt when it is left", async () => {
    const [rbm, whole] = [build(), build()];
    const errors: (number | undefined)[] = [];
    for await (const { epoch, reconstructionError: error } of rbm.epochs(patterns, { epochs: 50 })) {
      errors.push(error);
      if (epoch === 3) break;
    }
    const { epochs } = await whole.fit(patterns, { epochs: 3 });
    expect(errors).toEqual(epochs.map((record) => record.reconstructionError));
    expect(bitsOf(rbm.parameters)).toEqual(bitsOf(whole.parameters));
    await rbm.fit(patterns, { epochs: 1 }); // not locked
  });
});

describe("samplers", () => {
  it("are frozen and carry their settings in their names", () => {
    const samplers = [contrastiveDivergence({ steps: 3 }), persistentContrastiveDivergence({ chains: 5 })];
    expect(samplers.every(Object.isFrozen)).toBe(true);
    expect(samplers.map(({ name }) => name)).toEqual([
      "contrastiveDivergence(steps=3, visibleStates=samples)",
      "persistentContrastiveDivergence(steps=1, chains=5)",
    ]);
  });

  it("refuse settings that are unknown or out of range", () => {
    expect(() => contrastiveDivergence({ steps: 0 })).toThrow(
      "Cannot create contrastiveDivergence: expected steps to be an integer ≥ 1, got 0",
    );
    expect(() => contrastiveDivergence({ visibleStates: "draws" as "samples" })).toThrow(
      `expected visibleStates to be one of "samples", "means", got "draws"`,
    );
    expect(() => contrastiveDivergence({ k: 1 } as object)).toThrow(`got "k"`);
    expect(() => persistentContrastiveDivergence({ chains: 0 })).toThrow(
      "Cannot create persistentContrastiveDivergence: expected chains to be an integer ≥ 1, got 0",
    );
  });
});
