import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EngineKind } from "../src/engine/engine.ts";
import {
  AbstractMatrix,
  batchNorm,
  DBN,
  dense,
  freeEnergyGap,
  GradientProbe,
  gaussianUnits,
  type Head,
  inTurn,
  linear,
  logistic,
  logLikelihood,
  logPartition,
  Matrix,
  minMax,
  Network,
  pcaWhiten,
  prepareInputs,
  pseudoLogLikelihood,
  RBM,
  reconstructionError,
  relu,
  residual,
  sgd,
  softmax,
  standardize,
  tanh,
  zcaWhiten,
} from "../src/index.ts";
import { bitsOf } from "./support/bits.ts";
import { engineKinds } from "./support/engines.ts";

/** Every number in a result, wherever it stands: of a traced layer what is told of it, not what it is made of. */
function numbersIn(result: unknown): number[] {
  if (typeof result === "number") return [result];
  if (AbstractMatrix.isMatrix(result)) return (result as AbstractMatrix).to1DArray();
  if (ArrayBuffer.isView(result)) return Array.from(result as Float64Array);
  if (typeof result !== "object" || result === null) return [];
  return Object.values(result).flatMap(numbersIn);
}

/** What a call gives, or the message of the error that it throws. */
async function outcome(call: () => unknown): Promise<{ result: unknown } | { refusal: string }> {
  try {
    return { result: await call() };
  } catch (error) {
    return { refusal: (error as Error).message };
  }
}

/** All that is given holds finite numbers, or is a refusal that says where one is not. */
async function expectFiniteOrRefused(what: string, call: () => unknown): Promise<void> {
  const given = await outcome(call);
  if ("refusal" in given) expect(given.refusal, what).toMatch(/^Cannot .*\bfinite\b.*, got /);
  else
    expect(
      numbersIn(given.result).filter((value) => !Number.isFinite(value)),
      what,
    ).toEqual([]);
}

/** Numbers from all over the range of float64, many of them at the ends of that of float32. */
const anywhere = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: -2, max: 2, noNaN: true }),
  fc.constantFrom(0, 1e-300, 1e-40, 1e19, 1e20, 1e38, 3e38, -3e38, 3.4028235e38, 3.5e38, -1e39, 1e154, 1e308),
);
const rowsOf = (rows: number, columns: number): fc.Arbitrary<number[][]> =>
  fc.array(fc.array(anywhere, { minLength: columns, maxLength: columns }), {
    minLength: rows,
    maxLength: rows,
  });

const kinds = engineKinds.filter(({ name }) => name === "reference" || name === "wasm");

describe.each(kinds.map((kind) => [kind.name, kind] as const))("on %s, whatever the numbers", (_, engine) => {
  const [runs, seed] = [{ numRuns: 60, seed: 15 }, 1];

  it("a network gives finite numbers at every door, or refuses by name", async () => {
    const arbitrary = fc.record({
      x: rowsOf(3, 2),
      w0: rowsOf(2, 3),
      b0: rowsOf(1, 3),
      w1: rowsOf(3, 2),
      t: rowsOf(3, 2),
      head: fc.constantFrom<Head>(softmax, logistic, linear),
      activation: fc.constantFrom(tanh, relu),
    });
    await fc.assert(
      fc.asyncProperty(arbitrary, async ({ x, w0, b0, w1, t, head, activation }) => {
        const parameters = { "0.weights": w0, "0.bias": b0, "1.weights": w1 };
        const network = Network.fromSizes([2, 3, 2], { activation, head, seed, engine });
        for (const [name, rows] of Object.entries(parameters)) {
          network.parameters[name]!.setSubMatrix(new Matrix(rows), 0, 0);
        }
        const targets = head === linear ? t : [0, 1, 1];
        const data = { inputs: x, targets };
        const probe = new GradientProbe();
        const before = bitsOf(network.parameters);
        const doors: Record<string, () => unknown> = {
          predict: () => network.predict(x),
          classify: () => network.classify(x),
          evaluate: () => network.evaluate(x, targets),
          forward: () => network.forward(x).logits,
          gradients: () => {
            const { loss, gradients, inputGradient } = network.gradients(x, targets);
            return { loss, gradients, inputGradient };
          },
          backward: () => {
            const { gradients, inputGradient } = network.backward(network.forward(x), t);
            return { gradients, inputGradient };
          },
          "probe.measure": () => probe.measure(network, x, targets),
          "probe.jacobians": () => probe.jacobians(network, x),
        };
        for (const [door, call] of Object.entries(doors)) await expectFiniteOrRefused(door, call);
        expect(bitsOf(network.parameters)).toEqual(before);

        const run = () =>
          network.fit(data, {
            epochs: 2,
            batchSize: 3,
            optimizer: sgd({ learningRate: 0.1 }),
            validation: data,
          });
        await expectFiniteOrRefused("fit", run);
        expect(numbersIn(network.parameters).every(Number.isFinite)).toBe(true);
      }),
      runs,
    );
  });

  it("an RBM gives finite numbers at every door, or refuses by name", async () => {
    const arbitrary = fc.record({
      weights: rowsOf(3, 2),
      visibleBias: rowsOf(1, 3),
      hiddenBias: rowsOf(1, 2),
      v: rowsOf(2, 3),
      visibleUnits: fc.constantFrom(undefined, gaussianUnits),
    });
    await fc.assert(
      fc.asyncProperty(arbitrary, async ({ weights, visibleBias, hiddenBias, v, visibleUnits }) => {
        const parameters = { weights, visibleBias, hiddenBias };
        const rbm = new RBM({ visible: 3, hidden: 2, visibleUnits, parameters, seed, engine });
        const data = visibleUnits
          ? v
          : [
              [0, 1, 0.5],
              [1, 1, 0],
            ];
        const hidden = [
          [0, 1],
          [1, 1],
        ];
        const doors: Record<string, () => unknown> = {
          hiddenMeans: () => rbm.hiddenMeans(data),
          visibleMeans: () => rbm.visibleMeans(hidden),
          sampleHidden: () => rbm.sampleHidden(data),
          sampleVisible: () => rbm.sampleVisible(hidden),
          reconstruct: () => rbm.reconstruct(data),
          energy: () => rbm.energy(data, hidden),
          freeEnergy: () => rbm.freeEnergy(data),
          sample: () => rbm.sample({ count: 2, gibbsSteps: 3 }),
          logPartition: () => logPartition(rbm, { engine }),
          logLikelihood: () => logLikelihood(rbm, data, { engine }),
          reconstructionError: () => reconstructionError(rbm, data, { engine }),
          freeEnergyGap: () => freeEnergyGap(rbm, data, data, { engine }),
          ...(!visibleUnits && { pseudoLogLikelihood: () => pseudoLogLikelihood(rbm, data, { engine }) }),
        };
        for (const [door, call] of Object.entries(doors)) await expectFiniteOrRefused(door, call);
        await expectFiniteOrRefused("fit", () => rbm.fit(data, { epochs: 2, validation: data }));
        expect(numbersIn(rbm.parameters).every(Number.isFinite)).toBe(true);

        const dbn = new DBN({
          rbms: [new RBM({ visible: 3, hidden: 2, visibleUnits, parameters, seed, engine })],
        });
        await expectFiniteOrRefused("transform", () => dbn.transform(data));
        await expectFiniteOrRefused("handOver", () => dbn.handOver(data));
        await expectFiniteOrRefused("dbn.sample", () => dbn.sample({ gibbsSteps: 2 }));
        await expectFiniteOrRefused("pretrain", () => dbn.pretrain(data, { epochs: 1 }));
      }),
      runs,
    );
  });
});

describe("A preparation of inputs", () => {
  const preprocessors = {
    standardize,
    minMax,
    pcaWhiten,
    zcaWhiten,
    prepareInputs,
    inTurn: inTurn(minMax, standardize),
  };
  it.each(Object.entries(preprocessors))("%s gives finite numbers both ways, or refuses", async (_, kind) => {
    await fc.assert(
      fc.asyncProperty(rowsOf(4, 2), rowsOf(2, 2), async (data, others) => {
        const fitted = await outcome(() => kind.fit(data));
        if ("refusal" in fitted) return;
        const preparation = fitted.result as ReturnType<typeof standardize.fit>;
        await expectFiniteOrRefused("transform", () => preparation.transform(others));
        await expectFiniteOrRefused("inverse", () => {
          const { columns } = preparation.transform(data);
          return preparation.inverse(others.map((row) => row.slice(0, columns)));
        });
      }),
      { numRuns: 200, seed: 15 },
    );
  });
});

const wasm = kinds.find(({ name }) => name === "wasm")!;
const build = (engine: EngineKind = wasm): Network =>
  Network.fromSizes([2, 3, 2], { activation: tanh, seed: 3, engine });
const inputs = [
  [0.1, 0.7],
  [0.3, -0.2],
  [-0.9, 0.4],
  [0.5, 0.5],
];
const labels = [0, 1, 1, 0];

describe("What float32 cannot hold", () => {
  it("is refused by matrix, row and column wherever it goes in, and float64 takes it", () => {
    const far = [[0, 1e39]];
    const got =
      'to be finite in float32 (engine: "reference" computes in float64), got 1e+39 at row 0, column 1';
    const network = build();
    const rbm = new RBM({ visible: 2, hidden: 2, visibleUnits: gaussianUnits, seed: 1, engine: wasm });
    const target = Network.fromSizes([2, 2], { head: linear, seed: 1, engine: wasm });
    const probe = new GradientProbe();
    const calls: [string, () => unknown][] = [
      [`Cannot predict: expected inputs ${got}`, () => network.predict(far)],
      [`Cannot classify: expected inputs ${got}`, () => network.classify(far)],
      [`Cannot evaluate the network: expected inputs ${got}`, () => network.evaluate(far, [0])],
      [`Cannot run the network forward: expected inputs ${got}`, () => network.forward(far)],
      [`Cannot compute gradients: expected inputs ${got}`, () => network.gradients(far, [0])],
      [`Cannot fit the network: expected inputs ${got}`, () => network.epochs(far, [0])],
      [`Cannot fit the network: expected targets ${got}`, () => target.epochs([[0, 0]], far)],
      [
        `Cannot run the network backward: expected logitsGradient ${got}`,
        () => network.backward(network.forward([[0, 0]]), far),
      ],
      [`Cannot measure Jacobians: expected inputs ${got}`, () => probe.jacobians(network, far)],
      [`Cannot compute the hidden means: expected visible ${got}`, () => rbm.hiddenMeans(far)],
      [`Cannot compute the free energy: expected visible ${got}`, () => rbm.freeEnergy(far)],
      [`Cannot fit the RBM: expected data ${got}`, () => rbm.epochs(far)],
      [`Cannot pretrain the DBN: expected data ${got}`, () => new DBN({ rbms: [rbm] }).epochs(far)],
      [`Cannot transform: expected data ${got}`, () => new DBN({ rbms: [rbm] }).transform(far)],
      [
        `Cannot compute the reconstruction error: expected data ${got}`,
        () => reconstructionError(rbm, far, { engine: wasm }),
      ],
    ];
    for (const [message, call] of calls) expect(call, message).toThrow(message);

    network.parameters["0.weights"]!.set(1, 2, -1e39);
    rbm.parameters.weights.set(1, 1, 1e39);
    const row = 'in float32 (engine: "reference" computes in float64), got';
    expect(() => network.predict(inputs)).toThrow(
      `Cannot predict: expected 0.weights to be finite ${row} -1e+39 at row 1, column 2`,
    );
    expect(() => rbm.sample()).toThrow(
      `Cannot sample: expected weights to be finite ${row} 1e+39 at row 1, column 1`,
    );
    const copy = Network.fromJSON(network.toJSON(), { engine: "reference" });
    expect(numbersIn(copy.predict(inputs)).every(Number.isFinite)).toBe(true);
    expect(reconstructionError(new RBM({ visible: 2, hidden: 2, seed: 1 }), [[0, 1]])).toBeGreaterThan(0);
  });

  it("begins where rounding gives an infinity, and what is too small becomes 0", () => {
    const network = build();
    const largest = 2 ** 128 - 2 ** 103; // halfway from the largest float32 to 2¹²⁸
    const below = largest - 2 ** 75; // the float64 before it
    expect([Math.fround(below), Math.fround(largest)]).toEqual([2 ** 128 - 2 ** 104, Infinity]);
    expect(network.classify([[0, below]])).toHaveLength(1);
    expect(() => network.classify([[0, largest]])).toThrow("expected inputs to be finite in float32");
    expect(network.predict([[0, 1e-300]]).to1DArray()).toEqual(network.predict([[0, 0]]).to1DArray());
  });
});

describe("A number that goes out of range on the way", () => {
  it("is refused by the first layer that gave it, also inside another", () => {
    const network = new Network({
      layers: [
        dense({ inputs: 1, outputs: 2 }),
        residual([dense({ inputs: 2, outputs: 2, activation: relu }), dense({ inputs: 2, outputs: 2 })]),
        dense({ inputs: 2, outputs: 2 }),
      ],
      head: softmax,
      parameters: {
        "0.weights": [[1e30, 1]],
        "1.0.weights": [
          [1e30, 0],
          [0, 1],
        ],
        "1.1.weights": [
          [0, 1],
          [1, 0],
        ],
      },
      engine: wasm,
    });
    expect(() => network.predict([[1], [2]])).toThrow(
      "Cannot predict: expected layer 1.0 (dense) to give finite numbers, got Infinity at row 0, column 0",
    );
    expect(() => network.evaluate([[0], [2]], [0, 1])).toThrow(
      "Cannot evaluate the network: expected layer 1.0 (dense) to give finite numbers, got Infinity at row 1, column 0",
    );
    expect(numbersIn(network.predict([[0]])).every(Number.isFinite)).toBe(true);
  });

  it("is refused in a first batch without blame for the learning rate", async () => {
    const network = build();
    network.parameters["0.weights"]!.fill(3e38);
    network.parameters["1.weights"]!.fill(3e38);
    const before = bitsOf(network.parameters);
    await expect(network.fit(inputs, labels)).rejects.toThrow(
      /^Cannot fit the network: expected the loss to stay finite, got .* at epoch 1, batch 1, where layer 1 \(dense\) is the first whose values went out of range; no update was made/,
    );
    expect(bitsOf(network.parameters)).toEqual(before);
  });

  it("is refused in a head or a loss of one's own", async () => {
    const own = (part: Partial<Head>): Network =>
      Network.fromSizes([2, 2], { head: { ...softmax, name: "own", ...part }, seed: 1, engine: wasm });
    const apply: Head["apply"] = (engine, logits) => engine.map(() => Number.NaN, logits);
    expect(() => own({ apply }).predict(inputs)).toThrow(
      "Cannot predict: expected the outputs of the own head to be finite, got NaN at row 0, column 0",
    );
    const loss = { ...softmax.loss, value: () => Number.NaN, perExample: undefined as never };
    expect(() => own({ loss }).evaluate(inputs, labels)).toThrow(
      "Cannot evaluate the network: expected loss to be finite, got NaN",
    );
    expect(() => own({ loss }).gradients(inputs, labels)).toThrow(
      "Cannot compute gradients: expected loss to be finite, got NaN",
    );
    await expect(own({ loss }).fit(inputs, labels)).rejects.toThrow(
      "where the loss is the first whose values",
    );
  });

  it("is refused in the validation of a run, which keeps what it learned", async () => {
    const network = Network.fromSizes([1, 1], { head: linear, seed: 1, engine: wasm });
    const run = network.fit([[0], [1]], [0, 1], {
      epochs: 1,
      validation: { inputs: [[3e38]], targets: [-3e38] },
    });
    await expect(run).rejects.toThrow(/^Cannot fit the network on validation data: expected .* finite/);
    expect(numbersIn(network.parameters).every(Number.isFinite)).toBe(true);
  });
});

describe("toJSON", () => {
  it("refuses to save what is not finite, and names it", () => {
    for (const bad of [Number.NaN, Infinity, -Infinity]) {
      const network = build();
      network.parameters["1.bias"]!.set(0, 1, bad);
      expect(() => network.toJSON()).toThrow(
        `Cannot save the network: expected 1.bias to be finite, got ${bad} at row 0, column 1`,
      );
      const rbm = new RBM({ visible: 2, hidden: 2, seed: 1 });
      rbm.parameters.hiddenBias.set(0, 1, bad);
      const message = `Cannot save the RBM: expected hiddenBias to be finite, got ${bad} at row 0, column 1`;
      expect(() => rbm.toJSON()).toThrow(message);
      expect(() => new DBN({ rbms: [rbm] }).toJSON()).toThrow(message);
    }
  });
});

describe.each(kinds.map((kind) => [kind.name, kind] as const))(
  "A run on %s that changes nothing",
  (_, engine) => {
    const layers = [
      dense({ inputs: 2, outputs: 3 }),
      batchNorm({ units: 3 }),
      dense({ inputs: 3, outputs: 2 }),
    ];
    const normalizing = (): Network => {
      const network = new Network({ layers, head: softmax, seed: 4, engine });
      network.statistics["1.runningMean"]!.fill(0.1);
      network.statistics["1.runningVariance"]!.fill(1.1);
      return network;
    };
    const all = ({ parameters, statistics }: Network) => bitsOf({ ...parameters, ...statistics });

    it("changes no bit: without epochs, with a first batch that fails, with a run that is broken off at once", async () => {
      const network = normalizing();
      const before = all(network);
      await network.fit(inputs, labels, { epochs: 0 });
      expect(all(network)).toEqual(before);
      const optimizer = { ...sgd(), update: () => ({}) };
      await expect(network.fit(inputs, labels, { optimizer })).rejects.toThrow("expected an update by sgd");
      expect(all(network)).toEqual(before);
      const failing = { name: "own", init: () => undefined, update: () => expect.fail("own") };
      await expect(network.fit(inputs, labels, { optimizer: failing })).rejects.toThrow("own");
      expect(all(network)).toEqual(before);

      const rbm = new RBM({ visible: 2, hidden: 3, seed: 1, engine });
      const ofRBM = bitsOf(rbm.parameters);
      await rbm.fit(
        [
          [0, 1],
          [1, 0],
        ],
        { epochs: 0 },
      );
      expect(bitsOf(rbm.parameters)).toEqual(ofRBM);
      const dbn = new DBN({ sizes: [2, 3, 2], seed: 1, engine });
      const ofDBN = dbn.rbms.map(({ parameters }) => bitsOf(parameters));
      await dbn.pretrain(
        [
          [0, 1],
          [1, 0],
        ],
        { epochs: 0 },
      );
      expect(dbn.rbms.map(({ parameters }) => bitsOf(parameters))).toEqual(ofDBN);
    });

    it("changes no bit of what is frozen, and what it trains comes from the engine", async () => {
      const network = normalizing().freeze(0, 1);
      const before = all(network);
      await network.fit(inputs, labels, { epochs: 2 });
      const after = all(network);
      for (const name of Object.keys(before)) {
        if (name.startsWith("2.")) expect(after[name], name).not.toEqual(before[name]);
        else expect(after[name], name).toEqual(before[name]);
      }
      const weights = network.parameters["2.weights"]!.to1DArray();
      if (engine.precision === "float32") expect(weights.map(Math.fround)).toEqual(weights);
    });

    it("changes no bit where all updates were taken back, also where a callback has seen them", async () => {
      const network = Network.fromSizes([2, 1], { head: linear, seed: 1, engine });
      const before = all(network);
      const seen: object[] = [];
      const run = network.fit(inputs, [1e3, 1e3, 1e3, 1e3], {
        epochs: 1,
        batchSize: 4,
        optimizer: sgd({ learningRate: 1e308 }),
        onBatch: () => seen.push(all(network)),
      });
      await expect(run).rejects.toThrow("expected the loss to stay finite");
      expect(seen[0]).not.toEqual(before);
      expect(all(network)).toEqual(before);
    });
  },
);
