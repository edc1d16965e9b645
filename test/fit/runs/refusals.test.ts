import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { relu } from "../../../src/activation/relu.ts";
import { DBN } from "../../../src/dbn/dbn.ts";
import { Run } from "../../../src/fit/run.ts";
import type { MatrixLike } from "../../../src/matrix/matrix.ts";
import { Network } from "../../../src/network/network.ts";
import type { NetworkFitOptions } from "../../../src/network/prepare-fit.ts";
import { adam } from "../../../src/optimizer/adam.ts";
import type { Optimizer } from "../../../src/optimizer/optimizer.ts";
import { sgd } from "../../../src/optimizer/sgd.ts";
import { RBM } from "../../../src/rbm/rbm.ts";
import { persistentContrastiveDivergence } from "../../../src/rbm/samplers/persistent-contrastive-divergence.ts";
import { bitsOf } from "../../support/bits.ts";
import { withoutSeconds } from "../../support/cut.ts";
import { engine } from "../../support/engine-under-test.ts";
import { randomMatrix } from "../../support/random-matrix.ts";

const inputs = randomMatrix("inputs of refusals", 12, 4);
const labels = Array.from({ length: 12 }, (_, row) => row % 2);
const common = { epochs: 4, batchSize: 5, optimizer: sgd({ learningRate: 0.1, momentum: 0.9 }) };
const build = (options: object = {}): Network =>
  Network.fromSizes([4, 5, 2], { seed: 1, engine, ...options });
const copy = (run: Run): Run => Run.fromJSON(JSON.parse(JSON.stringify(run)));

const begun = new Run();
await build().fit(inputs, labels, { ...common, epochs: 2, run: begun });

describe("A run", () => {
  it("takes no arguments, and shows where it stands", async () => {
    expect(() => new Run({ a: 1 } as never)).toThrow(/^Cannot create a run: expected no arguments, got /);
    const run = new Run();
    expect([String(run), inspect(run)]).toEqual(["Run, not begun", "Run, not begun"]);
    await build().fit(inputs, labels, { ...common, run, epochs: 2 });
    expect([String(run), inspect(run)]).toEqual(["Run, epochs done: 2", "Run, epochs done: 2"]);
    const stack = new Run();
    const dbn = new DBN({ sizes: [4, 3, 2], seed: 1, engine });
    await dbn.pretrain([[0, 1, 0, 1]], { epochs: 1, run: stack });
    expect(String(stack)).toBe("Run, epochs done: 1, 1");
    const odd = Run.fromParts({ description: { state: { layers: [null, 3] } }, tensors: {} });
    expect(String(odd)).toBe("Run, epochs done: 0, 0");
  });

  it("is a new one where none is asked for: a second fit does what a first one of the same parameters does", async () => {
    const network = build();
    await network.fit(inputs, labels, { ...common, epochs: 2 });
    const values = network.parameters;
    const other = new Network({
      layers: network.layers,
      head: network.head,
      seed: 1,
      engine,
      parameters: values,
    });
    await network.fit(inputs, labels, { ...common, epochs: 2 });
    await other.fit(inputs, labels, { ...common, epochs: 2 });
    expect(bitsOf(network.parameters)).toEqual(bitsOf(other.parameters));
    const whole = build();
    await whole.fit(inputs, labels, common);
    expect(bitsOf(network.parameters)).not.toEqual(bitsOf(whole.parameters)); // without its momentum
  });

  it("takes its seed with it where a model has none", async () => {
    const run = new Run();
    const options = { ...common, validationFraction: 0.25 };
    const first = Network.fromSizes([4, 5, 2], { engine });
    await first.fit(inputs, labels, { ...options, epochs: 2, run });
    const others = [copy(run), copy(run)].map((run) => ({
      run,
      network: Network.fromSizes([4, 5, 2], { engine }),
    }));
    for (const { run, network } of others) await network.fit(inputs, labels, { ...options, run });
    expect(bitsOf(others[0]!.network.parameters)).toEqual(bitsOf(others[1]!.network.parameters));
  });

  it("gives a model the seed of the one that it began with, be it another than its own, and every part of a stack", async () => {
    const run = new Run();
    const first = build({ seed: "mine" });
    await first.fit(inputs, labels, { ...common, epochs: 2, seed: 7, run });
    for (const network of [build({ seed: 3 }), Network.fromSizes([4, 5, 2], { engine })]) {
      await network.fit(inputs, labels, { ...common, epochs: 2, run: copy(run) });
      expect(JSON.stringify(network)).toBe(JSON.stringify(first));
    }

    const bits = [
      [0, 1, 1, 0],
      [1, 1, 0, 0],
      [0, 0, 1, 1],
    ];
    const cut = new Run();
    const stack = (seed?: number): DBN => new DBN({ sizes: [4, 3, 2], seed, engine });
    for await (const _ of stack(5).epochs(bits, { epochs: 2, run: cut })) break; // in the lower RBM
    const [whole, other, unseeded] = [stack(5), stack(6), stack()];
    for (const dbn of [whole, other, unseeded]) await dbn.pretrain(bits, { epochs: 2, run: copy(cut) });
    expect(JSON.stringify(other)).toBe(JSON.stringify(whole));
    expect(JSON.stringify(unseeded)).toBe(JSON.stringify(whole));
  });

  it("is refused with a seed that is none", async () => {
    const json = JSON.parse(JSON.stringify(begun));
    json.description.state.modelSeed = [1];
    const network = build();
    const before = JSON.stringify(network);
    await expect(network.fit(inputs, labels, { ...common, run: Run.fromJSON(json) })).rejects.toThrow(
      "seed to be a finite number or a string, got [1]",
    );
    expect(JSON.stringify(network)).toBe(before);
  });

  it("that is done is not trained again, and goes on with more epochs", async () => {
    const run = copy(begun);
    const network = build();
    const history = await network.fit(inputs, labels, { ...common, epochs: 2, run });
    expect(history.epochs.length).toBe(2);
    await network.fit(inputs, labels, { ...common, epochs: 4, run });
    const whole = build();
    await whole.fit(inputs, labels, common);
    expect(bitsOf(network.parameters)).toEqual(bitsOf(whole.parameters));
  });

  it("stands where it stood before where the loss diverges", async () => {
    const run = copy(begun);
    const before = withoutSeconds(run);
    const optimizer = sgd({ learningRate: engine.precision === "float64" ? 1e308 : 1e38 });
    await expect(build().fit(inputs, labels, { ...common, epochs: 20, optimizer, run })).rejects.toThrow(
      "finite",
    );
    expect(withoutSeconds(run)).toBe(before);
  });

  const wrong: Record<string, readonly [Network, NetworkFitOptions, MatrixLike?]> = {
    'layer 0 "{kind:dense,inputs:4,outputs:5,activation:tanh}", got "{kind:dense,inputs:4,outputs:6,activation:tanh}"':
      [Network.fromSizes([4, 6, 2], { seed: 1, engine }), {}],
    'layer 0 "{kind:dense,inputs:4,outputs:5,activation:tanh}", got "{kind:dense,inputs:4,outputs:5,activation:relu}"':
      [build({ activation: relu }), {}],
    'activation:tanh}", got "{kind:dense,inputs:4,outputs:5,activation:tanh}, frozen"': [
      build().freeze(0),
      {},
    ],
    'optimizer "sgd", got "adam"': [build(), { optimizer: adam() }],
    "batchSize 5, got 6": [build(), { batchSize: 6 }],
    "shuffle true, got false": [build(), { shuffle: false }],
    "seed 1, got 2": [build(), { seed: 2 }],
    'figures ["loss", "accuracy"], got ["loss", "accuracy", "validationLoss", "validationAccuracy"]': [
      build(),
      { validation: { inputs, labels } },
    ],
    'monitor undefined, got "loss"': [build(), { earlyStopping: { monitor: "loss" } }],
    [`engine "${engine.name}", got "${engine.name === "wasm" ? "reference" : "wasm"}"`]: [
      build({ engine: engine.name === "wasm" ? "reference" : "wasm" }),
      {},
    ],
  };
  it.each(Object.entries(wrong))(
    "is refused elsewhere, with nothing changed: %s",
    async (message, [network, options]) => {
      const [run, before] = [copy(begun), bitsOf(network.parameters)];
      const told = JSON.stringify(run);
      const error = await network
        .fit(inputs, labels, { ...common, ...options, run })
        .catch((error: Error) => error);
      expect((error as Error).message).toMatch(/^Cannot fit the network: expected the run to go on with /);
      expect((error as Error).message).toContain(message);
      expect(bitsOf(network.parameters)).toEqual(before);
      expect(JSON.stringify(run)).toBe(told);
    },
  );

  it("is refused with other numbers of examples, by an RBM, by a DBN, and while it is in progress", async () => {
    const fewer = inputs.subMatrix(0, 10, 0, 3);
    await expect(build().fit(fewer, labels.slice(0, 11), { ...common, run: copy(begun) })).rejects.toThrow(
      "examples 12, got 11",
    );
    const rbm = new RBM({ visible: 4, hidden: 5, seed: 1, engine });
    const bits = [[0, 1, 1, 0]];
    await expect(rbm.fit(bits, { run: copy(begun) })).rejects.toThrow("the run to go on with model");
    await expect(new DBN({ rbms: [rbm], seed: 1 }).pretrain(bits, { run: copy(begun) })).rejects.toThrow(
      'go on with "a network", got a stack of 1 RBMs',
    );
    const run = copy(begun);
    const epochs = build().epochs(inputs, labels, { ...common, run });
    await epochs.next();
    await expect(build().fit(inputs, labels, { ...common, run })).rejects.toThrow(
      "a run in which no model is trained, got one in progress",
    );
    await epochs.return(undefined as never);
    await build().fit(inputs, labels, { ...common, run });
  });

  it("of a stack is refused by another stack, and where its lower RBMs would go on alone", async () => {
    const bits = randomMatrix("bits of refusals", 9, 4).apply(function (row, column) {
      this.set(row, column, this.get(row, column) > 0 ? 1 : 0);
    });
    const run = new Run();
    const stack = (...sizes: number[]): DBN => new DBN({ sizes, seed: 1, engine });
    for await (const { layer } of stack(4, 3, 2).epochs(bits, { epochs: 2, run })) if (layer === 1) break;
    await expect(stack(4, 3, 2, 2).pretrain(bits, { epochs: 2, run: copy(run) })).rejects.toThrow(
      '"a stack of 2 RBMs", got a stack of 3 RBMs',
    );
    await expect(stack(4, 3, 3).pretrain(bits, { epochs: 2, run: copy(run) })).rejects.toThrow(
      "3×3, got 3×2",
    );
    await expect(stack(4, 3, 2).pretrain(bits, { epochs: 3, run: copy(run) })).rejects.toThrow(
      "epochs 2, got 3",
    );
    await expect(stack(4, 3, 2).pretrain(bits, { epochs: 2, run: copy(run), seed: 2 })).rejects.toThrow(
      "seed",
    );
    const chains = persistentContrastiveDivergence();
    await expect(
      stack(4, 3, 2).pretrain(bits, { epochs: 2, run: copy(run), sampler: chains }),
    ).rejects.toThrow("sampler");
  });

  it("keeps what an optimizer of one's own remembers, also where that grows, and says at once where it cannot", async () => {
    interface Memory {
      readonly counts: number[];
      last?: unknown;
      readonly seen: Record<string, number>;
    }
    const own = (broken = false): Optimizer<Memory> => ({
      name: "own",
      init: () => ({ counts: [], seen: {}, ...(broken && { last: new Map() }) }),
      update(engine, gradients, memory, _, { step }) {
        memory.counts.push(step);
        const before = memory.last as Record<string, never> | undefined;
        const steps = Object.fromEntries(
          Object.entries(gradients).map(([name, g]) => {
            memory.seen[name] = (memory.seen[name] ?? 0) + 1;
            return [
              name,
              before
                ? engine.combine(-0.1, g, 0.5 / memory.counts.length, before[name]!)
                : engine.scale(-0.1, g),
            ];
          }),
        );
        return steps;
      },
    });
    const whole = build();
    await whole.fit(inputs, labels, { ...common, optimizer: own() });
    const run = new Run();
    await build().fit(inputs, labels, { ...common, optimizer: own(), epochs: 1, run });
    const network = build();
    const later = copy(run);
    await network.fit(inputs, labels, { ...common, optimizer: own(), run: later });
    expect(bitsOf(network.parameters)).toEqual(bitsOf(whole.parameters));
    expect(JSON.stringify(later.state!.optimizer)).toContain('"counts":[0,1,2,3,4,5,6,7,8,9,10,11]');
    await expect(
      build().fit(inputs, labels, { ...common, optimizer: own(true), run: new Run() }),
    ).rejects.toThrow(
      "expected what own remembers to be of matrices, numbers, texts, lists and records, got Map",
    );
  });
});

describe("A run of version 1", () => {
  it.runIf(engine.name === "reference")("goes on from the file that is kept in the repository", async () => {
    const text = readFileSync(new URL("../../fixtures/run-1.json", import.meta.url), "utf8");
    const network = build();
    await network.fit(inputs, labels, { ...common, run: Run.fromJSON(JSON.parse(text)) });
    const whole = build();
    await whole.fit(inputs, labels, common);
    expect(bitsOf(network.parameters)).toEqual(bitsOf(whole.parameters));
  });

  it("is refused in another version, another format, and where something is missing", () => {
    const json = JSON.parse(JSON.stringify(begun));
    expect(() => Run.fromJSON({ ...json, version: 2 })).toThrow(
      "Cannot read a run from JSON: expected version to be 1 (a newer layerwise writes higher ones: update this one), got 2",
    );
    expect(() => Run.fromJSON({ ...json, format: "layerwise/network" })).toThrow(
      'format to be "layerwise/run"',
    );
    expect(() => Run.fromJSON({ ...json, tensors: {} })).toThrow(
      "a tensor for each that is named, got none for",
    );
    let deep: unknown = 1;
    for (let level = 0; level < 1e5; level++) deep = [deep];
    expect(() => Run.fromJSON({ ...json, description: { state: deep } })).toThrow("records at most 16 deep");
  });
});
