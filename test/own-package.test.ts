import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { Pipeline } from "../src/data/index.ts";
import { checkAgainstReference } from "../src/extend/check-engine.ts";
import {
  checkEngine,
  checkGradients,
  checkLayer,
  checkOptimizer,
  checkSampler,
  checkUnits,
  mapParameters,
} from "../src/extend/index.ts";
import {
  bernoulliUnits,
  contrastiveDivergence,
  DBN,
  dense,
  type Engine,
  GradientProbe,
  Network,
  type Optimizer,
  persistentContrastiveDivergence,
  RBM,
  reference,
  residual,
  type Sampler,
  sgd,
  softmax,
  tanh,
  weightDecay,
} from "../src/index.ts";
import { modelFromBytes, modelToBytes } from "../src/io/index.ts";
import { parallelTempering } from "../src/rbm/index.ts";
import { loopingKind } from "./own-package/engine.ts";
import { highway, highwayKind } from "./own-package/highway.ts";
import { maxout, maxoutKind } from "./own-package/maxout.ts";
import {
  coldChains,
  exponentialHead,
  logarithm,
  logarithmReader,
  signedMomentum,
  ternaryUnits,
} from "./own-package/parts.ts";
import { bitsOf } from "./support/bits.ts";
import { engine } from "./support/engine-under-test.ts";
import { engineKinds } from "./support/engines.ts";
import { randomMatrix } from "./support/random-matrix.ts";

const folder = fileURLToPath(new URL("own-package/", import.meta.url));
const own = {
  ...{ layers: [highwayKind, maxoutKind], heads: [exponentialHead], units: [ternaryUnits] },
  ...{ preprocessors: [logarithmReader], engine },
};

describe("A package of somebody else's", () => {
  it("imports public names alone", () => {
    for (const file of readdirSync(folder)) {
      const imports = [...readFileSync(folder + file, "utf8").matchAll(/from "([^"]+)"/g)].map(
        ([, name]) => name!,
      );
      for (const name of imports) expect(name).toMatch(/^layerwise(\/\w+)?$/);
    }
  });

  it("passes the suites of layers, units, samplers and optimizers", () => {
    checkLayer(highway(4));
    checkLayer(maxout(3, 2));
    checkLayer(residual([highway(3), maxout(3, 3)]));
    checkUnits(ternaryUnits, { columns: 2, engine });
    checkSampler(coldChains as Sampler);
    checkOptimizer(signedMomentum(0.01));
    const logits = randomMatrix("logits", 4, 2);
    const targets = randomMatrix("targets", 4, 2);
    const { loss } = exponentialHead;
    checkGradients({ logits }, (at) => loss.value(reference, at.logits!, targets), {
      logits: loss.gradient(reference, logits, targets),
    });
  });

  it("has an engine of its own, which passes its suite and trains to the bits of the reference engine", async () => {
    checkEngine(loopingKind);
    const trained = async (on: "reference" | typeof loopingKind) => {
      const network = new Network({
        layers: [maxout(3, 4), dense({ inputs: 4, outputs: 2 })],
        head: softmax,
        seed: 1,
        engine: on,
      });
      await network.fit(
        randomMatrix("inputs", 20, 3),
        [0, 1].flatMap((label) => Array(10).fill(label)),
        { epochs: 3 },
      );
      return bitsOf(network.parameters);
    };
    expect(await trained(loopingKind)).toEqual(await trained("reference"));
  });

  it("declares its weights, which decay and which a probe measures", async () => {
    const network = new Network({
      layers: [highway(3), residual([maxout(3, 3)]), dense({ inputs: 3, outputs: 2 })],
      ...{ head: softmax, seed: 1, engine },
    });
    const decayed: string[] = [];
    const probe = new GradientProbe({ every: 1 });
    const { update } = signedMomentum(0.01);
    const noting: Optimizer = {
      ...signedMomentum(0.01),
      update(on, gradients, state, parameters, moment) {
        const zeros = mapParameters(gradients, (gradient) => on.scale(0, gradient));
        const changed = weightDecay(0.5).apply(on, zeros, parameters, moment);
        decayed.push(...Object.keys(changed).filter((name) => on.sumOfSquares(changed[name]!) > 0));
        return update(on, gradients, state, parameters, moment);
      },
    };
    const options = { epochs: 1, batchSize: 4, optimizer: noting, probe };
    await network.fit(randomMatrix("inputs", 4, 3), [0, 1, 0, 1], options);
    expect(decayed.sort()).toEqual([
      ...["0.gateWeights", "0.weights", "1.0.weights0", "1.0.weights1", "2.weights"],
    ]);
    expect(probe.reports[0]!.layers.find(({ path }) => path === "1.0")!.updateToWeightRatio).toBeGreaterThan(
      0,
    );
    const wrong = { ...highway(3), weights: ["gate"] };
    expect(() => new Network({ layers: [wrong], head: softmax })).toThrow("weights of layer 0");
    expect(() => checkLayer(wrong)).toThrow('got "gate"');
    for (const weights of [3, {}, new Set(["weights"])])
      expect(() => checkLayer({ ...highway(3), weights: weights as never })).toThrow(
        "expected weights to be a list of names",
      );
    const { weights: _, ...silent } = highway(3);
    expect(() => checkLayer(silent)).toThrow('whether weight decay is for "gateWeights", got nothing');
  });

  it("trains a net, which is saved and loaded to the bit, in a pipeline too", async () => {
    const inputs = randomMatrix("inputs", 60, 3)
      .to2DArray()
      .map((row) => row.map(Math.abs));
    const targets = inputs.map(([a, b]) => [1 + a! * b!]);
    const network = new Network({
      layers: [
        maxout(3, 6),
        highway(6),
        residual([highway(6)]),
        dense({ inputs: 6, outputs: 1, activation: tanh }),
      ],
      ...{ head: exponentialHead, seed: 1, engine },
    });
    const history = await network.fit(inputs, targets, { epochs: 30, optimizer: signedMomentum(0.003) });
    expect(history.epochs.at(-1)!.loss).toBeLessThan(0.5 * history.epochs[0]!.loss);
    const outputs = network.predict(inputs);
    const again = Network.fromJSON(JSON.parse(JSON.stringify(network)), {
      ...{ layers: own.layers, heads: own.heads, engine },
    });
    expect(again.predict(inputs)).toEqual(outputs);
    const pipeline = new Pipeline({ model: network, preparation: logarithm });
    for (const model of [network, pipeline]) {
      const loaded = modelFromBytes(modelToBytes(model), own) as typeof model;
      expect(JSON.stringify(loaded)).toBe(JSON.stringify(model));
      expect(loaded.predict(inputs)).toEqual(model.predict(inputs));
    }
  });

  it("trains an RBM of units of its own by a sampler of its own, which is saved and loaded to the bit", async () => {
    const rows = Array.from({ length: 60 }, (_, row) => [(row % 3) - 1, (row % 3) - 1, 0]);
    for (const sampler of [coldChains as Sampler, contrastiveDivergence({ visibleStates: "means" })]) {
      const rbm = new RBM({
        visible: 3,
        hidden: 4,
        visibleUnits: ternaryUnits,
        hiddenUnits: bernoulliUnits,
        seed: 1,
        engine,
      });
      const history = await rbm.fit(rows, { epochs: 60, batchSize: 10, sampler, validation: rows });
      const last = history.epochs.at(-1)!;
      expect(last.validationReconstructionError).toBeLessThan(
        0.6 * history.epochs[0]!.validationReconstructionError!,
      );
      expect(rbm.parameters.visibleCost!.get(0, 2)).toBeGreaterThan(0.5); // the column that is always 0
      for (const model of [rbm, new DBN({ rbms: [rbm] })]) {
        const json = JSON.stringify(model);
        expect(JSON.stringify(modelFromBytes(modelToBytes(model), own))).toBe(json);
      }
      const again = RBM.fromJSON(JSON.parse(JSON.stringify(rbm)), { units: [ternaryUnits], engine });
      expect(bitsOf(again.parameters)).toEqual(bitsOf(rbm.parameters));
    }
  });
});

describe("The suites", () => {
  it("pass the library's own", () => {
    checkSampler(contrastiveDivergence() as Sampler, { exact: false });
    checkSampler(persistentContrastiveDivergence({ chains: 20 }) as Sampler);
    checkSampler(parallelTempering({ chains: 10, temperatures: 3 }) as Sampler);
    checkOptimizer(sgd({ learningRate: 0.1, momentum: 0.5 }) as Optimizer);
    checkLayer(dense({ inputs: 3, outputs: 2, activation: tanh }));
  });

  it.each(engineKinds.map((kind) => [kind.name, kind] as const))("pass the engine %s", (_, kind) => {
    checkAgainstReference(kind);
  });

  it("name what an engine lacks, and the kernel that throws", () => {
    for (const open of [
      () => 3,
      () => ({}),
      async () => reference,
      () => ({ ...reference, addRow: undefined }),
    ]) {
      expect(() => checkEngine({ name: "own", precision: "float64", open: open as never })).toThrow(
        "Cannot check an engine: expected open to give an engine, got ",
      );
    }
    const zip = () => {
      throw new Error("not yet");
    };
    const open = (): Engine => ({ ...reference, name: "own", zip });
    expect(() => checkEngine({ name: "own", precision: "float64", open })).toThrow(
      'Cannot check an engine: expected zip to compute, got what throws Error "not yet"',
    );
  });

  it.each<[string, Partial<Engine>, string]>([
    [
      "a product off by 1e-12",
      { product: (...of) => reference.scale(1 + 1e-12, reference.product(...of)) },
      "product to be",
    ],
    [
      "a forgotten activation",
      { activate: (_, z) => reference.copy(z, reference.zeros(z.rows, z.columns)) },
      "activate by sigmoid to be",
    ],
    [
      "no NaN",
      { add: (a, b, into) => reference.zip((x, y) => x + y || 0, a, b, into) },
      "add of NaN and infinity to be NaN",
    ],
    [
      "an operand written over",
      { scale: (factor, a) => reference.scale(factor, a, a) },
      "operand a after scale",
    ],
    ["no into", { add: (a, b) => reference.add(a, b) }, "add into a to return what it wrote into"],
    ["other draws", { bernoulli: (means) => reference.map(Math.round, means) }, "bernoulli to be"],
    ["any shape", { addRow: (a) => a }, "addRow to be"],
  ])("find an engine with %s", (_, spoiled, message) => {
    const kind = {
      name: "spoiled",
      precision: "float64" as const,
      open: () => ({ ...reference, name: "spoiled", ...spoiled }),
    };
    expect(() => checkEngine(kind)).toThrow(message);
  });

  it("find what is wrong", () => {
    const layer = highway(3);
    const spoiled: typeof layer = {
      ...layer,
      backward(on, values, cache, gradient) {
        const result = layer.backward(on, values, cache, gradient);
        return {
          ...result,
          gradients: { ...result.gradients, gateBias: on.scale(-1, result.gradients.gateBias!) },
        };
      },
    };
    expect(() => checkLayer(spoiled)).toThrow("Gradient of gateBias at [0, ");
    const wide: typeof layer = { ...layer, outputs: 4 };
    expect(() => checkLayer(wide)).toThrow("expected outputs to be 5×4, got 5×3");

    const means: typeof ternaryUnits.means = (on, fields) => on.map(Math.tanh, fields);
    expect(() => checkUnits({ ...ternaryUnits, means })).toThrow("expected the mean of column 0 to be");
    const sample: typeof ternaryUnits.sample = (on, given) => on.map(Math.sign, given.fields);
    expect(() => checkUnits({ ...ternaryUnits, sample })).toThrow("of draws in column 0 to be");
    const gradients: typeof ternaryUnits.gradients = (_, states) => ({ cost: states });
    expect(() => checkUnits({ ...ternaryUnits, gradients })).toThrow(
      "expected the gradient of cost in column 0",
    );
    const { meanGradients: _, ...without } = ternaryUnits;
    expect(() => checkUnits(without)).toThrow("expected the mean gradient of cost to be");
    expect(() => checkUnits({ ...ternaryUnits, width: 0 })).toThrow(
      "expected width of units to be a finite number > 0, got 0",
    );
    expect(() => checkUnits({ ...ternaryUnits, middle: 9 })).toThrow("expected middle to be a finite number");

    const late: Sampler = {
      ...(coldChains as Sampler),
      negativePhase(machine, chains, positive, random) {
        const negative = (coldChains as Sampler).negativePhase(machine, chains, positive, random);
        return { ...negative, hiddenMeans: machine.engine.zeros(negative.visible.rows, 3) };
      },
    };
    expect(() => checkSampler(late)).toThrow("expected hidden mean 0 of the states to be");
    const telling = (names: readonly string[]): Sampler => ({
      ...(coldChains as Sampler),
      negativePhase(machine, chains, positive, random) {
        const negative = (coldChains as Sampler).negativePhase(machine, chains, positive, random);
        const zeros = names.map((name) => {
          const { rows, columns } = machine.parameters[name]!;
          return [name, machine.engine.zeros(rows, columns)] as const;
        });
        return { ...negative, gradients: Object.fromEntries(zeros) as never };
      },
    });
    const all = ["weights", "visibleBias", "hiddenBias"];
    expect(() => checkSampler(telling(all))).toThrow(
      "expected the gradient of weights at row 0, column 0 to be",
    );
    expect(() => checkSampler(telling(["weights"]))).toThrow("expected gradients to have");
    expect(() => checkSampler(contrastiveDivergence() as Sampler)).toThrow("expected statistic");
    const rising: Optimizer = {
      ...sgd({ learningRate: 0.1 }),
      update: (on, g) => ({ ...g, "0.bias": on.scale(1, g["0.bias"]!) }),
    };
    expect(() => checkOptimizer(rising)).toThrow("expected a loss below");
  });
});
