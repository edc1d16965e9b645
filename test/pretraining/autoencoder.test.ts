import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Activation } from "../../src/activation/activation.ts";
import { gelu } from "../../src/activation/gelu.ts";
import { identity } from "../../src/activation/identity.ts";
import { sigmoid } from "../../src/activation/sigmoid.ts";
import { tanh } from "../../src/activation/tanh.ts";
import { reference } from "../../src/engine/reference.ts";
import { withEngine } from "../../src/engine/with-engine.ts";
import type { Head } from "../../src/head/head.ts";
import { linear } from "../../src/head/linear.ts";
import { logistic } from "../../src/head/logistic.ts";
import { softmax } from "../../src/head/softmax.ts";
import { normal } from "../../src/initializer/normal.ts";
import { Matrix } from "../../src/matrix/matrix.ts";
import { Network } from "../../src/network/network.ts";
import { adam } from "../../src/optimizer/adam.ts";
import { sgd } from "../../src/optimizer/sgd.ts";
import { codingLayer } from "../../src/pretraining/coding-layer.ts";
import { DenoisingAutoencoder } from "../../src/pretraining/denoising-autoencoder.ts";
import { corrupt, type Noise } from "../../src/pretraining/noise.ts";
import { RandomStream } from "../../src/random/stream.ts";
import { bitsOf } from "../support/bits.ts";
import { engine, expectWithin, isFloat64, rounded, tolerance } from "../support/engine-under-test.ts";
import { expectClose } from "../support/expect-close.ts";
import { checkGradients } from "../support/gradient-check.ts";
import { randomMatrix } from "../support/random-matrix.ts";

interface Trajectory {
  readonly activation: "sigmoid" | "tanh";
  readonly decoder: "logistic" | "linear";
  readonly tied: boolean;
  readonly clean: number[][];
  readonly corrupted: number[][];
  readonly start: Record<string, number[][]>;
  readonly end: Record<string, number[][]>;
  readonly epochLosses: number[];
  readonly batch: number;
  readonly epochs: number;
}

const trajectories: readonly Trajectory[] = JSON.parse(
  readFileSync(new URL("../fixtures/autoencoders.json", import.meta.url), "utf8"),
);
const noises: readonly Noise[] = [{ masking: 0.4 }, { gaussian: 0.5 }, "none"];
const sigma = (z: number): number => 1 / (1 + Math.exp(-z));
/** Values in (0, 1). */
const probabilities = (name: string, rows: number, columns: number): Matrix =>
  reference.map(sigma, randomMatrix(name, rows, columns)) as Matrix;
const data = probabilities("examples", 24, 6);

function build(options: Partial<ConstructorParameters<typeof DenoisingAutoencoder>[0]> = {}) {
  const initializer = normal({ std: 0.4 });
  return rounded(
    new DenoisingAutoencoder({ visible: 6, hidden: 4, initializer, seed: "build", engine, ...options }),
  );
}

describe("codingLayer", () => {
  const activations: readonly Activation[] = [sigmoid, tanh, gelu, identity];
  const heads: readonly Head[] = [logistic, linear];
  for (const noise of noises) {
    it.each(
      activations.flatMap((activation) =>
        heads.map((head) => [activation.name, head.name, activation, head] as const),
      ),
    )(
      `has the gradients of central differences under noise ${JSON.stringify(noise)}: %s, %s decoder`,
      (_activation, _head, activation, head) => {
        for (const tied of [true, false]) {
          const coding = { visible: 4, hidden: 3, activation, tied, noise };
          const layers = [codingLayer(coding, normal({ std: 0.7 }))];
          const clean = probabilities("clean", 5, 4);
          const start = new Network({ layers, head, seed: "coding", engine: "reference" });
          // Biases at zero would hide mistakes.
          const parameters = Object.fromEntries(
            Object.entries(start.parameters).map(([name, matrix]) => [
              name,
              reference.add(matrix, randomMatrix(`moved ${name}`, matrix.rows, matrix.columns, 0.3)),
            ]),
          );
          const run = (values: Record<string, Matrix>, inputs: Matrix) =>
            new Network({ layers, head, engine: "reference", parameters: values }).gradients(inputs, clean, {
              training: true,
              random: new RandomStream(3, "noise"),
            });
          const { gradients, inputGradient } = run(parameters as Record<string, Matrix>, clean);
          checkGradients(
            { ...parameters, inputs: clean },
            ({ inputs, ...values }) => run(values as Record<string, Matrix>, inputs as Matrix).loss,
            { ...gradients, inputs: inputGradient },
          );
        }
      },
    );
  }

  it.each(trajectories)(
    "takes the same path as PyTorch from corrupted to clean inputs: $activation, $decoder, tied $tied",
    async ({ activation, decoder, tied, clean, corrupted, start, end, epochLosses, batch, epochs }) => {
      const coding = { visible: 5, hidden: 3, activation: { sigmoid, tanh }[activation], tied };
      const network = new Network({
        layers: [codingLayer({ ...coding, noise: "none" })],
        head: { logistic, linear }[decoder],
        engine,
        parameters: Object.fromEntries(Object.entries(start).map(([name, rows]) => [`0.${name}`, rows])),
      });
      const history = await network.fit(corrupted, clean, {
        epochs,
        batchSize: batch,
        shuffle: false,
        optimizer: sgd({ learningRate: 0.2, momentum: 0.9 }),
      });
      // Each update rounds about as often as there are examples and units in a sum; momentum 0.9 adds up ten of them.
      const apart = tolerance(1e-12, epochs * 3 * (batch + 8) * 10);
      for (const [name, rows] of Object.entries(end)) {
        expectClose(network.parameters[`0.${name}`]!, rows, apart);
      }
      for (const [epoch, loss] of epochLosses.entries()) {
        expectWithin(history.epochs[epoch]!.loss, loss, apart);
      }
    },
  );
});

describe("corrupt", () => {
  const [rows, columns] = [400, 50];
  const x = reference.map(() => 2, new Matrix(rows, columns));
  const draw = (noise: Noise): number[] =>
    corrupt(reference, noise, x, new RandomStream(1, "corrupt")).outputs.to1DArray();

  it("sets a share of the inputs to 0 under masking noise and leaves the rest", () => {
    const values = draw({ masking: 0.3 });
    expect(new Set(values)).toEqual(new Set([0, 2]));
    const share = values.filter((value) => value === 0).length / values.length;
    // Four standard deviations of a share of 20,000 draws.
    expect(Math.abs(share - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / values.length));
  });

  it("adds normal draws of the standard deviation under Gaussian noise", () => {
    const draws = draw({ gaussian: 0.5 }).map((value) => (value - 2) / 0.5);
    const count = draws.length;
    const mean = draws.reduce((sum, value) => sum + value, 0) / count;
    const variance = draws.reduce((sum, value) => sum + value * value, 0) / count;
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(count));
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / count));
  });

  it.each(["none", { masking: 0 }, { gaussian: 0 }] as const)(
    "leaves the inputs as they are under %o",
    (noise) => {
      expect(new Set(draw(noise))).toEqual(new Set([2]));
    },
  );
});

describe("new DenoisingAutoencoder", () => {
  it("draws equal bits from equal seeds and others from others", () => {
    const bits = bitsOf(build().parameters);
    new DenoisingAutoencoder({ visible: 3, hidden: 2 });
    expect(bitsOf(build().parameters)).toEqual(bits);
    expect(bitsOf(build({ seed: 2 }).parameters).weights).not.toBe(bits.weights);
  });

  it("has tied weights, masking noise and a logistic decoder where nothing else is named", () => {
    const { tied, noise, decoder, activation, parameters } = new DenoisingAutoencoder({
      visible: 3,
      hidden: 2,
    });
    expect({ tied, noise, decoder, activation }).toEqual({
      tied: true,
      noise: { masking: 0.25 },
      decoder: logistic,
      activation: sigmoid,
    });
    expect(Object.keys(parameters).sort()).toEqual(["hiddenBias", "visibleBias", "weights"]);
  });

  it("starts from values that are given, as copies", () => {
    const weights = randomMatrix("given", 6, 4);
    const given = build({ tied: false, parameters: { weights, visibleBias: [1, 2, 3, 4, 5, 6] } });
    const { parameters } = given;
    expect(parameters.weights).not.toBe(weights);
    expect(parameters.visibleBias.to2DArray()).toEqual([[1, 2, 3, 4, 5, 6]]);
    expect(parameters.hiddenBias.to2DArray()).toEqual([[0, 0, 0, 0]]);
    expect(bitsOf(parameters).decoderWeights).toBe(bitsOf(build({ tied: false }).parameters).decoderWeights);
  });

  const refused: readonly (readonly [Record<string, unknown>, string])[] = [
    [{ visible: 0 }, "Cannot create a denoising autoencoder: expected visible to be an integer ≥ 1, got 0"],
    [{ hidden: 1.5 }, "expected hidden to be an integer ≥ 1, got 1.5"],
    [{ tied: "no" }, 'expected tied to be true or false, got "no"'],
    [{ noise: 0.25 }, "got 0.25"],
    [{ noise: {} }, 'expected noise to be { masking }, { gaussian } or "none", got {  }'],
    [{ noise: { masking: 0.1, gaussian: 0.1 } }, 'expected noise to be { masking }, { gaussian } or "none"'],
    [{ noise: { masking: 1 } }, "expected noise.masking to be a finite number ≥ 0 and < 1, got 1"],
    [{ noise: { gaussian: -1 } }, "expected noise.gaussian to be a finite number ≥ 0, got -1"],
    [{ noise: { mask: 0.5 } }, 'got "mask" (did you mean "masking"?)'],
    [{ decoder: softmax }, 'expected decoder to be logistic or linear, got "softmax"'],
    [{ parameters: { weights: [[1]] } }, "expected weights to be 6×4, got 1×1"],
    [{ parameters: { decoderWeights: [[1]] } }, 'got "decoderWeights"'],
    [{ hiden: 3 }, '"hiden" (did you mean "hidden"?)'],
    [{ engine: "gpu" }, "Cannot create a denoising autoencoder: expected engine to be"],
  ];
  it.each(refused)("refuses %o", (options, error) => {
    expect(() => build(options)).toThrow(error);
  });
});

describe("autoencoder.encode, decode and reconstruct", () => {
  it.each([true, false])("are the equations in plain loops, tied %s", (tied) => {
    const parameters = { hiddenBias: [0.1, -0.2, 0.3, 0], visibleBias: [0, 1, -1, 0.5, 0.2, -0.3] };
    const autoencoder = build({ tied, activation: tanh, parameters });
    const { weights, decoderWeights = weights.transpose(), hiddenBias, visibleBias } = autoencoder.parameters;
    const product = (row: number[], by: Matrix, bias: Matrix): number[] =>
      Array.from({ length: by.columns }, (_, j) =>
        row.reduce((sum, x, i) => sum + x * by.get(i, j), bias.get(0, j)),
      );
    const hidden = data.to2DArray().map((row) => product(row, weights, hiddenBias).map(Math.tanh));
    const decoded = hidden.map((row) => product(row, decoderWeights, visibleBias).map(sigma));
    const apart = tolerance(1e-14, 20, 6);
    expectClose(autoencoder.encode(data), hidden, apart);
    expectClose(autoencoder.decode(hidden), decoded, apart);
    expectClose(autoencoder.reconstruct(data), decoded, apart);
    expectClose(autoencoder.encode(data.getRow(0)), [hidden[0]!], apart);
  });

  it("refuse what the decoder cannot give, and rows of another width", () => {
    expect(() => build().encode([[0, 0, 0, 0, 0, 1.5]])).toThrow(
      "Cannot encode: expected visible under a logistic decoder to lie in [0, 1], got 1.5 at row 0, column 5 (minMax",
    );
    expect(build({ decoder: linear }).encode([[0, 0, 0, 0, 0, -7]]).rows).toBe(1);
    expect(() => build().decode([[1, 2]])).toThrow("Cannot decode: expected hidden to be any×4, got 1×2");
    expect(() => build().reconstruct([[Number.NaN]])).toThrow("Cannot reconstruct");
  });
});

describe("autoencoder.fit", () => {
  it.each(noises)("descends the loss to the clean inputs of corrupted ones under %o", async (noise) => {
    const options = {
      epochs: 1,
      batchSize: 24,
      shuffle: false,
      optimizer: sgd({ learningRate: 0.3 }),
      seed: 9,
    };
    const autoencoder = build({ noise });
    const byHand = build({ noise: "none" });
    await autoencoder.fit(data, options);
    const random = new RandomStream(9, "draws of the layers");
    const corrupted = withEngine(engine, (on) => {
      const { outputs } = corrupt(on, noise, on.load(data), random);
      return on.read(outputs, new Matrix(24, 6));
    });
    const network = new Network({
      layers: [codingLayer(byHand)],
      head: logistic,
      engine,
      parameters: Object.fromEntries(
        Object.entries(byHand.parameters).map(([name, matrix]) => [`0.${name}`, matrix]),
      ),
    });
    const { gradients } = network.gradients(corrupted, data);
    for (const [name, matrix] of Object.entries(byHand.parameters)) {
      const updated = reference.combine(1, matrix, -0.3, gradients[`0.${name}`]!);
      const actual = autoencoder.parameters[name as "weights"];
      expectClose(actual, updated.to2DArray(), tolerance(1e-14, 40, 3));
    }
  });

  it("learns to reconstruct, and says how well without noise", async () => {
    const corners = new Matrix(
      Array.from({ length: 60 }, (_, row) => [0, 0, 0, 1, 1, 1].map((bit) => (bit + row) % 2)),
    );
    const autoencoder = build({ noise: { masking: 0.2 } });
    const { epochs, warnings } = await autoencoder.fit(corners, {
      epochs: 60,
      optimizer: adam({ learningRate: 0.05 }),
      validation: { inputs: corners },
    });
    expect(epochs.at(-1)!.validationLoss!).toBeLessThan(epochs.at(-1)!.loss);
    expect(epochs.at(-1)!.validationLoss!).toBeLessThan(0.5 * epochs[0]!.validationLoss!);
    const wrong = reference.subtract(autoencoder.reconstruct(corners), corners).to1DArray();
    expect(Math.max(...wrong.map(Math.abs))).toBeLessThan(0.5);
    expect(warnings.filter((warning) => warning.includes("next to nothing"))).toEqual([]);
  });

  it("gives equal bits for equal seeds, and noise of its own to each seed", async () => {
    const run = async (seed: number): Promise<unknown> => {
      const autoencoder = build();
      await autoencoder.fit(data, { epochs: 2, batchSize: 5, shuffle: false, seed });
      return bitsOf(autoencoder.parameters);
    };
    expect(await run(1)).toEqual(await run(1));
    expect(await run(1)).not.toEqual(await run(2));
  });

  it("is the same run as epochs, which can be left", async () => {
    const [fitted, left] = [build(), build()];
    const seen: number[] = [];
    await fitted.fit(data, { epochs: 2, onEpoch: ({ epoch }) => seen.push(epoch) });
    for await (const { epoch } of left.epochs(data, { epochs: 5 })) if (epoch === 2) break;
    expect(bitsOf(left.parameters)).toEqual(bitsOf(fitted.parameters));
    expect(seen).toEqual([1, 2]);
  });

  it("stops early, ends at a signal, and refuses a second run at once", async () => {
    const autoencoder = build();
    const history = await autoencoder.fit(data, {
      epochs: 50,
      validation: data,
      optimizer: sgd({ learningRate: 1e-12 }),
      earlyStopping: { patience: 2, minimumChange: 0.1 },
    });
    expect(history.ending).toBe("early stopping");
    const controller = new AbortController();
    const run = autoencoder.fit(data, { signal: controller.signal });
    await expect(autoencoder.fit(data)).rejects.toThrow("Cannot fit the autoencoder: expected no other run");
    controller.abort();
    await expect(run).rejects.toThrow(/abort/);
  });

  it("warns where next to nothing is learnt and where units are dead", async () => {
    const { warnings } = await build({ noise: "none" }).fit(data, {
      epochs: 1,
      optimizer: sgd({ learningRate: 1e-9 }),
    });
    expect(warnings).toContainEqual(expect.stringContaining("The autoencoder has learned next to nothing"));
    const constant = await build().fit(new Matrix(24, 6), { epochs: 1 }); // there is nothing to learn
    expect(constant.warnings.filter((warning) => warning.includes("next to nothing"))).toEqual([]);
    const dead = build({ parameters: { hiddenBias: [1000, 1000, 1000, 0] } });
    const history = await dead.fit(data, { epochs: 1 });
    expect(history.warnings).toContainEqual(
      expect.stringContaining("Layer 0 (sigmoid): 75 % of its units are dead"),
    );
    expect(String(history)).toContain("Training on the");
  });

  it("that diverges keeps the last good parameters and says where", async () => {
    const autoencoder = build({ decoder: linear, activation: identity });
    const run = autoencoder.fit(data, { optimizer: sgd({ learningRate: 1e6 }), epochs: 40 });
    await expect(run).rejects.toThrow(/Cannot fit the autoencoder: expected the loss to stay finite/);
    for (const value of autoencoder.parameters.weights.to1DArray()) expect(value).toSatisfy(Number.isFinite);
  });

  const refused: readonly (readonly [unknown, Record<string, unknown>, string])[] = [
    [[[1, 0]], {}, "Cannot fit the autoencoder: expected data to be any×6, got 1×2"],
    [
      data.clone().set(3, 5, -1),
      {},
      "data under a logistic decoder to lie in [0, 1], got -1 at row 3, column 5",
    ],
    [data.clone().set(3, 5, Number.NaN), {}, "got NaN at row 3, column 5"],
    [data, { validation: [[2]] }, "expected validation to be any×6, got 1×1"],
    [data, { sampler: 1 }, 'got "sampler"'],
    [data, { epochs: -1 }, "got -1"],
    [data, { earlyStopping: {} }, '"validationLoss", its default, without validation data'],
  ];
  it.each(refused)("refuses bad data and options and changes nothing (%#)", async (bad, options, error) => {
    const autoencoder = build();
    await expect(autoencoder.fit(bad as Matrix, options)).rejects.toThrow(error);
    expect(bitsOf(autoencoder.parameters)).toEqual(bitsOf(build().parameters));
  });
});

describe("DenoisingAutoencoder.fromJSON", () => {
  it.each([
    { tied: true, noise: "none" as const, decoder: logistic, activation: sigmoid },
    { tied: false, noise: { gaussian: 0.3 }, decoder: linear, activation: tanh },
  ])("reads what toJSON gave, to the bit (%o)", async (options) => {
    const autoencoder = build(options);
    await autoencoder.fit(data, { epochs: 1 });
    const read = DenoisingAutoencoder.fromJSON(JSON.parse(JSON.stringify(autoencoder)), { engine });
    expect(bitsOf(read.parameters)).toEqual(bitsOf(autoencoder.parameters));
    expect(JSON.stringify(read)).toBe(JSON.stringify(autoencoder));
    await Promise.all([read, autoencoder].map((each) => each.fit(data, { epochs: 1 })));
    expect(bitsOf(read.parameters)).toEqual(bitsOf(autoencoder.parameters));
  });

  it("finds an activation of one's own, and refuses what is no autoencoder", () => {
    const own: Activation = { name: "half", maxSlope: 0.5, apply: (z) => z / 2, slope: () => 0.5 };
    const json = build({ activation: own }).toJSON();
    expect(DenoisingAutoencoder.fromJSON(json, { activations: [own] }).activation).toBe(own);
    expect(() => DenoisingAutoencoder.fromJSON(json)).toThrow(
      "Cannot read an autoencoder from JSON: expected activation to be one of",
    );
    const { parameters: _, ...rest } = build().toJSON();
    expect(() => DenoisingAutoencoder.fromJSON(rest as never)).toThrow('a field "parameters"');
    expect(() => DenoisingAutoencoder.fromJSON({ ...build().toJSON(), noise: { masking: 2 } })).toThrow(
      "got 2",
    );
    expect(() => DenoisingAutoencoder.fromJSON({ format: "layerwise/rbm" } as never)).toThrow(
      'got "layerwise/rbm"',
    );
  });
});

describe("A denoising autoencoder", () => {
  it("shows itself in a line", () => {
    const shown = String(build({ tied: false, noise: { gaussian: 0.3 }, seed: 5, engine: "reference" }));
    expect(shown).toBe(
      "Autoencoder 6 logistic × 4 sigmoid, untied, Gaussian noise 0.3, 58 parameters on the reference engine, seed 5",
    );
    expect(String(build({ noise: "none" }))).toContain("tied, no noise");
    expect(String(build())).toContain("masking noise 0.25");
  });

  it("runs on the engine under test", () => {
    expect(build().engine).toBe(engine.name);
    expect(build().engineKind.precision === "float64").toBe(isFloat64);
  });
});
