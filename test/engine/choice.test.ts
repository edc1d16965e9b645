import { describe, expect, it } from "vitest";
import { DBN } from "../../src/dbn/dbn.ts";
import type { Engine, EngineKind } from "../../src/engine/engine.ts";
import { reference, referenceKind } from "../../src/engine/reference.ts";
import { type EngineOptions, selectEngine } from "../../src/engine/select.ts";
import { softmax } from "../../src/head/softmax.ts";
import { dense } from "../../src/layers/dense.ts";
import { Network } from "../../src/network/network.ts";
import { GradientProbe } from "../../src/probe/gradient-probe.ts";
import { RBM } from "../../src/rbm/rbm.ts";
import { poisoningKind } from "../support/poisoning-engine.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const inputs = randomMatrix("inputs of the engine choice", 12, 4);
const labels = Array.from({ length: 12 }, (_, row) => row % 3);
const bits = inputs.to2DArray().map((row) => row.map((value) => (value > 0 ? 1 : 0)));

/** Every way to come by a model. */
const models: Record<string, (options: EngineOptions) => { readonly engine: string }> = {
  "new Network": (options) =>
    new Network({ layers: [dense({ inputs: 4, outputs: 3 })], head: softmax, seed: 1, ...options }),
  "Network.fromSizes": (options) => Network.fromSizes([4, 3], { seed: 1, ...options }),
  "Network.fromJSON": (options) =>
    Network.fromJSON(Network.fromSizes([4, 3], { seed: 1, engine: "reference" }).toJSON(), options),
  "new RBM": (options) => new RBM({ visible: 4, hidden: 3, seed: 1, ...options }),
  "RBM.fromJSON": (options) =>
    RBM.fromJSON(new RBM({ visible: 4, hidden: 3, seed: 1, engine: "reference" }).toJSON(), options),
  "new DBN": (options) => new DBN({ sizes: [4, 3], seed: 1, ...options }),
  "DBN.fromJSON": (options) =>
    DBN.fromJSON(new DBN({ sizes: [4, 3], seed: 1, engine: "reference" }).toJSON(), options),
};

describe.each(Object.entries(models))("%s", (_name, make) => {
  it("runs on the engine it is given, and names it", () => {
    expect(make({ engine: "reference" }).engine).toBe("reference");
    expect(make({ engine: "reference", threads: 2 }).engine).toBe("reference");
    expect(make({ engine: poisoningKind }).engine).toBe("checking");
  });

  it.each<[unknown, string]>([
    [
      { engine: "webgpu" },
      'engine to be "auto", "wasm", "blas", "reference" or a kind of engine, got "webgpu"',
    ],
    [{ engine: null }, 'engine to be "auto", "wasm", "blas", "reference" or a kind of engine, got null'],
    [
      { engine: reference },
      'engine to be "auto", "wasm", "blas", "reference" or a kind of engine, got { name, ',
    ],
    [{ threads: 0 }, "threads to be an integer ≥ 1, got 0"],
    [{ threads: 1.5, engine: "reference" }, "threads to be an integer ≥ 1, got 1.5"],
    [{ thread: 2 }, 'got "thread"'],
  ])("refuses %o", (options, error) => {
    expect(() => make(options as EngineOptions)).toThrow(error);
    expect(() => make(options as EngineOptions)).toThrow(/^Cannot (create|read) .*: expected /);
  });

  it("does not save the engine", () => {
    const [one, other] = [make({ engine: "reference" }), make({ engine: poisoningKind, threads: 3 })];
    expect(JSON.stringify(one)).toBe(JSON.stringify(other));
  });
});

describe("selectEngine", () => {
  it("gives what was named or handed over", () => {
    expect(selectEngine("test", { engine: "reference" })).toBe(referenceKind);
    expect(selectEngine("test", { engine: poisoningKind })).toBe(poisoningKind);
    expect(["wasm", "reference"]).toContain(selectEngine("test", {}).name);
    expect(selectEngine("test", { engine: "auto" }).name).toBe(selectEngine("test", {}).name);
  });
});

describe("a model that comes from another", () => {
  it("runs on the engine of that", async () => {
    const dbn = new DBN({ sizes: [4, 5, 3], seed: 1, engine: poisoningKind });
    expect(dbn.rbms.map((rbm) => rbm.engine)).toEqual(["checking", "checking"]);
    const network = dbn.toNetwork({ outputs: 2 });
    expect([dbn.engine, network.engine]).toEqual(["checking", "checking"]);
    expect(network.withHead({ outputs: 3, head: softmax }).engine).toBe("checking");
    expect((await dbn.pretrain(bits, { epochs: 1 })).engine).toBe("checking");
  });

  it("in a stack keeps its own", async () => {
    const rbms = [
      new RBM({ visible: 4, hidden: 3, engine: "reference" }),
      new RBM({ visible: 3, hidden: 2, engine: poisoningKind }),
    ];
    expect((await new DBN({ rbms }).pretrain(bits, { epochs: 1 })).engine).toBe("reference, checking");
    const strange = { rbms, engine: "reference" } as unknown as ConstructorParameters<typeof DBN>[0];
    expect(() => new DBN(strange)).toThrow('Cannot create a DBN: expected options named "rbms", "seed"');
  });
});

/** A kind that counts the engines it opens and closes, and the calls of each of their kernels. */
function countingKind(): {
  kind: EngineKind;
  counts: { open: number; close: number } & Record<string, number>;
} {
  const counts: { open: number; close: number } & Record<string, number> = { open: 0, close: 0 };
  const kernels = Object.entries(reference).map(([name, kernel]) => {
    if (typeof kernel !== "function") return [name, kernel];
    const call = kernel as (...operands: unknown[]) => unknown;
    const counting = (...operands: unknown[]): unknown => {
      counts[name] = (counts[name] ?? 0) + 1;
      return call(...operands);
    };
    return [name, counting];
  });
  const engine = Object.fromEntries(kernels) as Engine;
  const open = (): Engine => {
    counts.open += 1;
    return engine;
  };
  return { kind: { name: "counting", precision: "float64", open }, counts };
}

describe("an engine", () => {
  it("is opened for each run and closed when it ends, by an error or by leaving the loop too", async () => {
    const { kind, counts } = countingKind();
    const network = Network.fromSizes([4, 3], { seed: 1, engine: kind });
    await network.fit(inputs, labels, { epochs: 2 });
    expect(counts).toMatchObject({ open: 1, close: 1 });
    for await (const _epoch of network.epochs(inputs, labels, { epochs: 9 })) break;
    expect(counts).toMatchObject({ open: 2, close: 2 });
    const stop = () => {
      throw new Error("stop");
    };
    await expect(network.fit(inputs, labels, { onBatch: stop })).rejects.toThrow("stop");
    expect(counts).toMatchObject({ open: 3, close: 3 });
    const run = network.fit(inputs, labels, { epochs: 2 });
    await expect(network.fit(inputs, labels)).rejects.toThrow("one in progress");
    await run;
    expect(counts).toMatchObject({ open: 5, close: 5 });
  });

  it("is opened for each call and closed when it returns", () => {
    const { kind, counts } = countingKind();
    const rbm = new RBM({ visible: 4, hidden: 3, seed: 1, engine: kind });
    rbm.hiddenMeans(bits);
    rbm.sample();
    rbm.freeEnergy(bits);
    expect(counts).toMatchObject({ open: 3, close: 3 });
    const network = Network.fromSizes([4, 3], { seed: 1, engine: kind });
    network.predict(inputs);
    network.classify(inputs);
    network.evaluate(inputs, labels);
    expect(counts).toMatchObject({ open: 6, close: 6 });
    network.backward(network.forward(inputs), randomMatrix("gradient", 12, 3)); // open while the pass is referred to
    expect(counts).toMatchObject({ open: 7, close: 6 });
  });

  it("multiplies no more than an update needs: nothing for the inputs, nothing below what trains", async () => {
    const sizes = [4, 5, 6, 7, 3];
    const productsOf = async (
      epochs: number,
      frozen: readonly number[],
      options: object,
    ): Promise<number[]> => {
      const { kind, counts } = countingKind();
      const network = Network.fromSizes(sizes, { seed: 1, engine: kind }).freeze(...frozen);
      await network.fit(inputs, labels, { epochs, batchSize: 12, ...options });
      return [counts.affine!, counts.productLeftTransposed ?? 0, counts.productRightTransposed ?? 0];
    };
    const products = async (frozen: readonly number[], options: object = {}): Promise<number[]> => {
      const once = await productsOf(1, frozen, options);
      const twice = await productsOf(2, frozen, options);
      return twice.map((count, index) => count - once[index]!); // without the look at the end
    };
    expect(await products([])).toEqual([4, 4, 3]);
    expect(await products([0, 1])).toEqual([4, 2, 1]);
    expect(await products([0, 1, 2, 3])).toEqual([4, 0, 0]);
    expect(await products([0, 1], { probe: new GradientProbe({ every: 1 }) })).toEqual([4, 4, 4]);
  });
});
