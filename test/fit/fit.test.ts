import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { relu } from "../../src/activation/relu.ts";
import { sigmoid } from "../../src/activation/sigmoid.ts";
import type { EngineOptions } from "../../src/engine/select.ts";
import { batchesOf } from "../../src/fit/batches.ts";
import { Watch } from "../../src/fit/early-stopping.ts";
import type { EpochRecord } from "../../src/fit/history.ts";
import { lossWarning } from "../../src/fit/loss-warning.ts";
import { linear } from "../../src/head/linear.ts";
import { softmax } from "../../src/head/softmax.ts";
import { batchNorm } from "../../src/layers/batch-norm.ts";
import { dense } from "../../src/layers/dense.ts";
import type { Matrix } from "../../src/matrix/matrix.ts";
import { Network } from "../../src/network/network.ts";
import type { NetworkFitOptions } from "../../src/network/prepare-fit.ts";
import { adam } from "../../src/optimizer/adam.ts";
import { sgd } from "../../src/optimizer/sgd.ts";
import { GradientProbe } from "../../src/probe/gradient-probe.ts";
import { RandomStream } from "../../src/random/stream.ts";
import { bitsOf } from "../support/bits.ts";
import { engine, expectWithin, isFloat64, rounded, tolerance } from "../support/engine-under-test.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const inputs = randomMatrix("inputs of fit", 60, 4);
const labels = Array.from({ length: 60 }, (_, row) => (inputs.get(row, 0) * inputs.get(row, 1) > 0 ? 1 : 0));
const heldInputs = randomMatrix("validation inputs of fit", 20, 4);
const heldLabels = Array.from({ length: 20 }, (_, row) =>
  heldInputs.get(row, 0) * heldInputs.get(row, 1) > 0 ? 1 : 0,
);

const build = (options: EngineOptions = {}): Network =>
  rounded(Network.fromSizes([4, 8, 2], { activation: sigmoid, seed: "fit", engine, ...options }));

describe("fit", () => {
  it("gives equal bits for equal seeds, whatever else was created and trained in between", async () => {
    const first = build();
    await first.fit(inputs, labels, { epochs: 4, batchSize: 7 });
    await Network.fromSizes([4, 3, 2], { engine }).fit(inputs, labels, { epochs: 1 });
    const second = build();
    await second.fit(inputs, labels, { epochs: 4, batchSize: 7 });
    expect(bitsOf(second.parameters)).toEqual(bitsOf(first.parameters));
    const other = build();
    await other.fit(inputs, labels, { epochs: 4, batchSize: 7, seed: "another order" });
    expect(bitsOf(other.parameters)).not.toEqual(bitsOf(first.parameters));
  });

  it("with an optimizer that was used before starts it anew", async () => {
    const optimizer = adam();
    const [first, second] = [build(), build()];
    await first.fit(inputs, labels, { epochs: 2, optimizer });
    await second.fit(inputs, labels, { epochs: 2, optimizer });
    expect(bitsOf(second.parameters)).toEqual(bitsOf(first.parameters));
  });

  it("measures the validation data at the end of each epoch as evaluate does", async () => {
    const network = build();
    const measured: object[] = [];
    const history = await network.fit(inputs, labels, {
      epochs: 3,
      validation: { inputs: heldInputs, targets: heldLabels },
      onEpoch: () => measured.push(network.evaluate(heldInputs, heldLabels)),
    });
    expect(
      history.epochs.map(({ validationLoss: loss, validationAccuracy: accuracy }) => ({ loss, accuracy })),
    ).toEqual(measured);
  });

  it("with validationFraction trains on the rest, which the seed decides", async () => {
    const sizes: number[] = [];
    const network = rounded(Network.fromSizes([4, 8, 1], { head: linear, seed: "fit", engine }));
    const history = await network.fit(inputs, inputs.getColumn(0), {
      epochs: 1,
      batchSize: 1000,
      validationFraction: 0.25,
      probe: { every: 1, observe: ({ traces }) => sizes.push(traces[0]!.outputGradient.rows) },
    });
    expect(sizes).toEqual([45]);
    const order = new RandomStream("fit", "validation split").permutation(60).subarray(0, 15);
    const held = Array.from(order, (row) => inputs.getRow(row));
    const { loss } = network.evaluate(
      held,
      held.map((row) => row[0]!),
    );
    expectWithin(history.epochs[0]!.validationLoss, loss, tolerance(0.5e-12, 50));
  });

  it.each([
    // 60 examples; the shares to hold by the largest remainders, and one of each class stays in training
    { counts: [40, 19, 1], fraction: 0.25, held: [10, 5, 0] }, // 10, 4.75, 0.25
    { counts: [40, 19, 1], fraction: 0.5, held: [20, 10, 0] }, // 20, 9.5, 0.5
    { counts: [56, 2, 2], fraction: 0.9, held: [52, 1, 1] }, // 50.4, 1.8, 1.8, but one of each stays
    { counts: [30, 30, 0], fraction: 0.1, held: [3, 3, 0] },
  ])("with validationFraction $fraction of $counts sets aside the same share of each class", async (row) => {
    const { counts, fraction, held } = row;
    const classes = counts.flatMap((count, label) => new Array<number>(count).fill(label));
    const numbers = classes.map((_, example) => [example, 1]); // an example is known by its number
    const runs = ["fit", "fit", "another"].map(async (seed) => {
      const network = rounded(Network.fromSizes([2, 3], { seed: "fit", engine }));
      let trained: number[] = [];
      const history = await network.fit(numbers, classes, {
        epochs: 1,
        batchSize: 1000,
        seed,
        optimizer: sgd({ learningRate: 1e-30 }),
        validationFraction: fraction,
        probe: {
          every: 1,
          observe: ({ traces }) => {
            trained = (traces[0]!.forward.cache as { inputs: Matrix }).inputs.getColumn(0);
          },
        },
      });
      const aside = classes.flatMap((_, example) => (trained.includes(example) ? [] : [example]));
      expect(trained.length + aside.length).toBe(60);
      expect(counts.map((_, label) => aside.filter((example) => classes[example] === label).length)).toEqual(
        held,
      );
      const { accuracy } = network.evaluate(
        aside.map((example) => numbers[example]!),
        aside.map((example) => classes[example]!),
      );
      expect(history.epochs[0]!.validationAccuracy).toBe(accuracy);
      return aside;
    });
    const [first, second, third] = [await runs[0], await runs[1], await runs[2]];
    expect(second).toEqual(first);
    expect(third).not.toEqual(first);
  });

  it("with validationFraction refuses classes of one example each", async () => {
    await expect(
      build().fit(
        [
          [1, 2, 3, 4],
          [1, 1, 1, 1],
        ],
        [0, 1],
        { validationFraction: 0.5 },
      ),
    ).rejects.toThrow("expected validationFraction to leave examples on both sides, got 0.5 of 2");
  });

  it("stopping early restores the parameters of the best epoch", async () => {
    const network = build();
    const snapshots: Record<string, string>[] = [];
    const history = await network.fit(inputs, labels, {
      epochs: 500,
      optimizer: sgd({ learningRate: 3, momentum: 0.9 }),
      validation: { inputs: heldInputs, targets: heldLabels },
      earlyStopping: { patience: 4 },
      onEpoch: () => snapshots.push(bitsOf(network.parameters)),
    });
    const losses = history.epochs.map((epoch) => epoch.validationLoss!);
    const best = losses.indexOf(Math.min(...losses));
    expect(history.ending).toBe("early stopping");
    expect(history.bestEpoch).toBe(best + 1);
    expect(history.epochs.length).toBe(best + 1 + 4);
    expect(bitsOf(network.parameters)).toEqual(snapshots[best]);
    expect(bitsOf(network.parameters)).not.toEqual(snapshots.at(-1));
  });

  it("stopping early on an accuracy looks for the highest", async () => {
    const network = build();
    const history = await network.fit(inputs, labels, {
      epochs: 40,
      optimizer: sgd({ learningRate: 3, momentum: 0.9 }),
      validation: { inputs: heldInputs, targets: heldLabels },
      earlyStopping: { monitor: "validationAccuracy", patience: 40 },
    });
    const accuracies = history.epochs.map((epoch) => epoch.validationAccuracy!);
    expect(Math.max(...accuracies)).toBeGreaterThan(Math.min(...accuracies) + 0.1);
    expect(history.bestEpoch).toBe(accuracies.indexOf(Math.max(...accuracies)) + 1);
    expect(network.evaluate(heldInputs, heldLabels).accuracy).toBe(Math.max(...accuracies));
  });

  it("moves the running statistics of batchNorm towards those of each batch", async () => {
    const network = new Network({
      layers: [batchNorm({ units: 4, momentum: 0.25 }), dense({ inputs: 4, outputs: 2 })],
      head: softmax,
      seed: 1,
      engine,
    });
    await network.fit(inputs, labels, { epochs: 2, batchSize: 60 });
    for (let column = 0; column < 4; column++) {
      const values = inputs.getColumn(column);
      const mean = values.reduce((sum, value) => sum + value) / 60;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 59;
      // Two steps of a quarter of the way: from 0 and 1 to 7/16 of the batch and 9/16 of the start.
      const { "0.runningMean": means, "0.runningVariance": variances } = network.statistics;
      const apart = tolerance(0.5e-12, 60, 2); // a sum over 60 examples
      expectWithin(means!.get(0, column), (7 / 16) * mean, apart);
      expectWithin(variances!.get(0, column), 9 / 16 + (7 / 16) * variance, apart);
    }
  });

  it("calls onBatch and onEpoch in order, with the parameters up to date", async () => {
    const calls: string[] = [];
    const network = build();
    let last = bitsOf(network.parameters);
    await network.fit(inputs, labels, {
      epochs: 2,
      batchSize: 25,
      onBatch({ epoch, batch, batches }) {
        calls.push(`${epoch}:${batch}/${batches}`);
        const now = bitsOf(network.parameters);
        expect(now).not.toEqual(last);
        last = now;
      },
      onEpoch: ({ epoch }) => calls.push(`epoch ${epoch}`),
    });
    expect(calls).toEqual(["1:1/3", "1:2/3", "1:3/3", "epoch 1", "2:1/3", "2:2/3", "2:3/3", "epoch 2"]);
  });

  it("yields to the event loop, so that a timer can abort it", async () => {
    const network = build();
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("stopped by a timer")), 20);
    const endless = network.fit(inputs, labels, { epochs: 1e9, signal: controller.signal });
    await expect(endless).rejects.toThrow("stopped by a timer");
    expect(bitsOf(network.parameters)).not.toEqual(bitsOf(build().parameters));
    expect(Number.isFinite(network.evaluate(inputs, labels).loss)).toBe(true);
  });

  it("aborted keeps what was learnt up to the batch, and can go on afterwards", async () => {
    const network = build();
    const controller = new AbortController();
    let kept = {};
    const run = network.fit(inputs, labels, {
      batchSize: 10,
      signal: controller.signal,
      onBatch({ epoch, batch }) {
        if (epoch === 2 && batch === 3) {
          kept = bitsOf(network.parameters);
          controller.abort();
        }
      },
    });
    await expect(run).rejects.toMatchObject({ name: "AbortError" });
    expect(bitsOf(network.parameters)).toEqual(kept);
    await network.fit(inputs, labels, { epochs: 1 });
  });

  it("that was aborted before it began changes nothing", async () => {
    const network = build();
    await expect(network.fit(inputs, labels, { signal: AbortSignal.abort() })).rejects.toThrow();
    expect(bitsOf(network.parameters)).toEqual(bitsOf(build().parameters));
  });

  it("that diverges names epoch, batch and layer, and keeps the last parameters whose loss was finite", async () => {
    const network = rounded(
      Network.fromSizes([4, 8, 8, 1], { activation: relu, head: linear, seed: 1, engine }),
    );
    const snapshots: Record<string, string>[] = [bitsOf(network.parameters)];
    const run = network.fit(inputs, inputs.getColumn(0), {
      batchSize: 20,
      epochs: 50,
      optimizer: sgd({ learningRate: isFloat64 ? 1e60 : 1e20 }), // weights that can be held, and logits that cannot
      onBatch: () => snapshots.push(bitsOf(network.parameters)),
    });
    // The logits that a float64 holds here have a square that it does not.
    const where = isFloat64 ? "the loss" : "layer \\d \\(dense\\)";
    await expect(run).rejects.toThrow(
      new RegExp(
        "^Cannot fit the network: expected the loss to stay finite, got (NaN|Infinity) at epoch 1, batch \\d, " +
          `where ${where} is the first whose values went out of range; the last good parameters are kept`,
      ),
    );
    // The update after the last finite loss is the one that is taken back.
    expect(bitsOf(network.parameters)).toEqual(snapshots.at(-2));
    expect(network.predict(inputs).to1DArray().every(Number.isFinite)).toBe(true);
  });

  it("that diverges in the last update of all takes it back", async () => {
    const network = rounded(Network.fromSizes([4, 1], { head: linear, seed: 1, engine }));
    const before = bitsOf(network.parameters);
    const optimizer = sgd({ learningRate: 1e308 });
    const run = network.fit(
      inputs,
      inputs.getColumn(0).map((value) => 1e3 * value),
      { epochs: 1, batchSize: 60, optimizer },
    );
    await expect(run).rejects.toThrow(/at epoch 1, batch 1, where 0.weights is the first/);
    expect(bitsOf(network.parameters)).toEqual(before);
  });

  it("aborted right after an update that overflowed takes that update back", async () => {
    const network = rounded(Network.fromSizes([4, 1], { head: linear, seed: 1, engine }));
    const before = bitsOf(network.parameters);
    const controller = new AbortController();
    const steep = sgd({ learningRate: 1e308 });
    const update: typeof steep.update = (...of) => {
      controller.abort();
      return steep.update(...of);
    };
    const run = network.fit(
      inputs,
      inputs.getColumn(0).map((value) => 1e3 * value),
      { optimizer: { ...steep, update }, signal: controller.signal },
    );
    await expect(run).rejects.toMatchObject({ name: "AbortError" });
    expect(bitsOf(network.parameters)).toEqual(before);
  });

  it("refuses a second run on a model that is in training, and allows one afterwards", async () => {
    const network = build();
    const first = network.fit(inputs, labels, { epochs: 3 });
    await expect(network.fit(inputs, labels)).rejects.toThrow(
      "expected no other run on this model, got one in progress",
    );
    await first;
    await network.fit(inputs, labels, { epochs: 1 });
  });

  it("holds a model whose iterator was left open, and lets it go with the iterator", async () => {
    setFlagsFromString("--expose-gc");
    const collectGarbage = runInNewContext("gc") as () => void;
    const network = build();
    const begin = async (): Promise<void> => {
      await network.epochs(inputs, labels, { epochs: 3 }).next();
    };
    await begin();
    await expect(network.fit(inputs, labels, { epochs: 1 })).rejects.toThrow(
      "end it by return() of its iterator",
    );
    let refused = true;
    for (let turn = 0; refused && turn < 100; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 10)); // a weak reference lives to the end of the turn
      collectGarbage();
      refused = await network.fit(inputs, labels, { epochs: 1 }).then(
        () => false,
        () => true,
      );
    }
    expect(refused).toBe(false);
  });

  it("can be asked for as an iteration over epochs, which ends when it is left", async () => {
    const [whole, left] = [build(), build()];
    const history = await whole.fit(inputs, labels, { epochs: 3 });
    const losses: (number | undefined)[] = [];
    for await (const epoch of left.epochs(inputs, labels, { epochs: 50 })) {
      losses.push(epoch.loss);
      if (epoch.epoch === 3) break;
    }
    expect(losses).toEqual(history.epochs.map((epoch) => epoch.loss));
    expect(bitsOf(left.parameters)).toEqual(bitsOf(whole.parameters));
    await left.fit(inputs, labels, { epochs: 1 });
  });

  it("asked for as an iteration starts from the parameters that there are when it begins", async () => {
    const [early, late] = [build(), build()];
    const iteration = early.epochs(inputs, labels, { epochs: 2 });
    for (const network of [early, late]) await network.fit(inputs, labels, { epochs: 3 });
    for await (const _ of iteration);
    await late.fit(inputs, labels, { epochs: 2 });
    expect(bitsOf(early.parameters)).toEqual(bitsOf(late.parameters));
  });

  it("with a probe ends with the same bits as without", async () => {
    const [plain, probed] = [build(), build()];
    const probe = new GradientProbe({ every: 3 });
    await plain.fit(inputs, labels, { epochs: 3, batchSize: 8 });
    await probed.fit(inputs, labels, { epochs: 3, batchSize: 8, probe });
    expect(probe.reports.length).toBe(8);
    expect(bitsOf(probed.parameters)).toEqual(bitsOf(plain.parameters));
  });

  const refused: [NetworkFitOptions | Record<string, unknown>, string][] = [
    [{ batchSize: 0 }, "Cannot fit the network: expected batchSize to be an integer ≥ 1, got 0"],
    [{ batchSize: 2.5 }, "got 2.5"],
    [{ epochs: -1 }, "Cannot fit the network: expected epochs to be an integer ≥ 0, got -1"],
    [{ epochs: Number.NaN }, "got NaN"],
    [{ epoch: 5 }, 'got "epoch"'],
    [{ optimizer: { name: "none" } }, "expected optimizer to be an optimizer"],
    [
      { earlyStopping: {} },
      'expected earlyStopping.monitor to be one of "loss", "accuracy", got "validationLoss"',
    ],
    [
      { earlyStopping: { monitor: "loss", patience: 0 } },
      "expected earlyStopping.patience to be an integer ≥ 1, got 0",
    ],
    [{ validationFraction: 1 }, "expected validationFraction to be a finite number > 0 and < 1, got 1"],
    [
      { validationFraction: 0.001 },
      "expected validationFraction to leave examples on both sides, got 0.001 of 60",
    ],
    [{ validation: { inputs: [[1]], targets: [0] } }, "expected validation inputs to be any×4, got 1×1"],
    [{ onEpoch: 5 }, "expected onEpoch to be a function, got 5"],
    [{ shuffle: "false" }, 'expected shuffle to be true or false, got "false"'],
    [
      { signal: new AbortController() },
      "expected signal to be the signal of an AbortController, got AbortController",
    ],
    [{ probe: {} }, "expected probe to be a GradientProbe"],
    [{ seed: Number.NaN }, "expected seed to be a finite number or a string, got NaN"],
  ];
  it.each(refused)("refuses %o and changes nothing", async (options, error) => {
    const network = build();
    await expect(network.fit(inputs, labels, options as NetworkFitOptions)).rejects.toThrow(error);
    expect(bitsOf(network.parameters)).toEqual(bitsOf(build().parameters));
  });
});

describe("Watch", () => {
  const watch = (
    monitor: "loss" | "accuracy",
    minimumChange: number,
    values: number[],
  ): [boolean[], number] => {
    const watch = new Watch({ monitor, patience: 2, minimumChange });
    const best = values.map((value, index) =>
      watch.improves({ epoch: index + 1, [monitor]: value, seconds: 0 }),
    );
    return [best, watch.bestEpoch];
  };

  it("knows the best epoch, whatever the least change that counts to patience", () => {
    expect(watch("loss", 0, [1, 0.95, 0.95, 0.85])).toEqual([[true, true, false, true], 4]);
    expect(watch("loss", 0.1, [1, 0.95, 0.96, 0.91])).toEqual([[true, true, false, true], 4]);
    expect(watch("accuracy", 0, [0.5, 0.4, 0.6])).toEqual([[true, false, true], 3]);
    expect(watch("loss", 0, [Number.NaN, 2])).toEqual([[false, true], 2]);
  });

  it("is over when the last improvement that counts is further back than patience", () => {
    const over = (minimumChange: number, losses: number[]): boolean[] => {
      const watch = new Watch({ monitor: "loss", patience: 2, minimumChange });
      return losses.map((loss, index) => {
        watch.improves({ epoch: index + 1, loss, seconds: 0 });
        return watch.isOver({ epoch: index + 1, loss, seconds: 0 });
      });
    };
    expect(over(0, [3, 2, 4, 5])).toEqual([false, false, false, true]);
    expect(over(0.5, [3, 2.9, 2.4, 2.3])).toEqual([false, false, false, false]); // together 0.6
    expect(over(0.5, [3, 2.8, 2.6])).toEqual([false, false, true]);
  });
});

describe("lossWarning", () => {
  const recordsOf = (losses: number[], validation: number[] = []): EpochRecord[] =>
    losses.map((loss, index) => ({
      ...{ epoch: index + 1, loss, seconds: 0 },
      ...(validation.length > 0 && { validationLoss: validation[index]! }),
    }));

  it("warns of a loss that falls to the end, and of none that has come to rest", () => {
    expect(lossWarning(recordsOf([1, 0.8, 0.6]), true)).toMatch(
      /^The loss was still falling in the last epoch, from 0.8000 to 0.6000: more epochs may help\.$/,
    );
    expect(lossWarning(recordsOf([1, 0.8, 0.6]), false)).toBeUndefined();
    expect(lossWarning(recordsOf([1, 0.5, 0.499]), true)).toBeUndefined();
    expect(lossWarning(recordsOf([1, 0.5, 0.2], [1, 0.9, 0.6]), true)).toMatch(
      /^The validation loss was still falling/,
    );
    const errors = [4, 3, 2].map((reconstructionError, index) => ({
      epoch: index + 1,
      reconstructionError,
      seconds: 0,
    }));
    expect(lossWarning(errors, true)).toMatch(/^The reconstruction error was still falling/);
  });

  it("warns of a loss that rose, stopped early or not, of one that has not moved, and of validation data unlearned again", () => {
    for (const ended of [true, false]) {
      expect(lossWarning(recordsOf([0.7, 34, 41, 38]), ended)).toMatch(
        /^The loss rose, from 0.7000 in the first epoch to 38 at the end: a smaller learning rate may help\.$/,
      );
    }
    expect(lossWarning(recordsOf([2.39, 2.39, 2.39, 2.39, 2.39]), true)).toMatch(
      /^The loss has not moved, from 2.39/,
    );
    expect(lossWarning(recordsOf([1, 0.5, 0.2, 0.1], [0.9, 0.7, 0.9, 1.4]), true)).toMatch(
      /^The validation loss was least in epoch 2, 0.7000, and rose to 1.400: earlyStopping keeps the best epoch\.$/,
    );
  });
});

describe("batchesOf", () => {
  it("takes every example once and leaves no batch of one behind", () => {
    for (const [examples, size] of [
      [10, 3],
      [10, 5],
      [11, 5],
      [7, 10],
      [1, 5],
      [5, 1],
      [3, 2],
    ] as const) {
      const batches = batchesOf(examples, size, new RandomStream(1, "order")).map((batch) => [...batch]);
      expect(batches.flat().sort((a, b) => a - b)).toEqual(
        Array.from({ length: examples }, (_, index) => index),
      );
      for (const batch of batches) expect(batch.length).toBeLessThanOrEqual(size > 1 ? size + 1 : 1);
      if (examples > 1 && size > 1)
        expect(Math.min(...batches.map((batch) => batch.length))).toBeGreaterThan(1);
    }
  });

  it("keeps the order of the file without a stream", () => {
    expect(batchesOf(5, 2, undefined).map((batch) => [...batch])).toEqual([
      [0, 1],
      [2, 3, 4],
    ]);
  });
});

describe("History", () => {
  it("prints as a table, names the engine and the seed, and stays plain in JSON", async () => {
    const history = await build({ engine: "reference" }).fit(inputs, labels, { epochs: 2 });
    const lines = String(history).split("\n");
    expect(lines[0]).toBe("Training on the reference engine, seed fit");
    expect(lines[1]).toMatch(/^epoch +loss +accuracy +seconds$/);
    expect(lines.slice(5, 8)).toEqual([
      "Ended: all epochs done",
      "Used: 60 examples in batches of 20, up to 2 epochs, adam at learning rate 0.001",
      expect.stringMatching(
        /^Warning: The loss was still falling in the last epoch, from 0\.\d+ to 0\.\d+: more/,
      ),
    ]);
    const plain = JSON.parse(JSON.stringify(history));
    expect(Object.keys(plain)).toEqual(["epochs", "ending", "seed", "engine", "settings", "warnings"]);
    const bundle = (history as unknown as Record<symbol, () => Record<string, string>>)[
      Symbol.for("Jupyter.display")
    ]!();
    expect(bundle["text/plain"]).toBe(String(history));
    expect(bundle["text/html"]).toContain("<th>accuracy</th>");
    const named = await Network.fromSizes([4, 2], { seed: "<b>" }).fit(inputs, labels, { epochs: 1 });
    const { "text/html": html } = (named as unknown as Record<symbol, () => Record<string, string>>)[
      Symbol.for("Jupyter.display")
    ]!();
    expect(html).toContain("seed &lt;b&gt;");
  });
});
