import { describe, expect, it } from "vitest";
import { sigmoid } from "../../src/activation/sigmoid.ts";
import { DBN } from "../../src/dbn/dbn.ts";
import { type ReduceOnPlateauOptions, reduceOnPlateau } from "../../src/fit/reduce-on-plateau.ts";
import { Network } from "../../src/network/network.ts";
import { adaGrad } from "../../src/optimizer/ada-grad.ts";
import { adam } from "../../src/optimizer/adam.ts";
import { adamW } from "../../src/optimizer/adam-w.ts";
import { chain } from "../../src/optimizer/chain.ts";
import { clipByGlobalNorm } from "../../src/optimizer/clip-by-global-norm.ts";
import { iRpropPlus } from "../../src/optimizer/irprop.ts";
import type { Optimizer } from "../../src/optimizer/optimizer.ts";
import { rmsProp } from "../../src/optimizer/rms-prop.ts";
import { sgd } from "../../src/optimizer/sgd.ts";
import { weightDecay } from "../../src/optimizer/weight-decay.ts";
import { RBM } from "../../src/rbm/rbm.ts";
import { exponential } from "../../src/schedule/exponential.ts";
import { piecewise } from "../../src/schedule/piecewise.ts";
import type { Rate } from "../../src/schedule/schedule.ts";
import { warmUp } from "../../src/schedule/warm-up.ts";
import { bitsOf } from "../support/bits.ts";
import { engine, rounded } from "../support/engine-under-test.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const inputs = randomMatrix("inputs of rates", 60, 4);
const labels = Array.from({ length: 60 }, (_, row) => (inputs.get(row, 0) * inputs.get(row, 1) > 0 ? 1 : 0));
const validation = {
  inputs: randomMatrix("validation inputs of rates", 20, 4),
  targets: Array.from({ length: 20 }, (_, row) => row % 2),
};
const bits = Array.from({ length: 60 }, (_, row) => inputs.getRow(row).map((value) => (value > 0 ? 1 : 0)));

const build = (): Network =>
  rounded(Network.fromSizes([4, 8, 2], { activation: sigmoid, seed: "rates", engine }));

describe("the learning rate in the record of an epoch", () => {
  const rate = exponential({ rate: 0.1, decay: 0.5 });
  const rated: Optimizer[] = [
    sgd({ learningRate: rate, momentum: 0.5 }),
    adam({ learningRate: rate }),
    adamW({ learningRate: rate }),
    rmsProp({ learningRate: rate }),
    adaGrad({ learningRate: rate }),
    chain(clipByGlobalNorm(1), weightDecay(0.01), sgd({ learningRate: rate })),
  ];
  it.each(rated)("learningRate is that of the last update of the epoch: $name", async (optimizer) => {
    const { epochs } = await build().fit(inputs, labels, { epochs: 3, batchSize: 20, optimizer });
    expect(epochs.map(({ learningRate }) => learningRate)).toEqual(
      [2 / 3, 1 + 2 / 3, 2 + 2 / 3].map((time) => 0.1 * 0.5 ** time),
    );
  });

  it("learningRate is not that of a batch whose examples weigh nothing: it makes no update", async () => {
    const sampleWeights = labels.map((_, row) => (row < 40 ? 1 : 0));
    const { epochs } = await build().fit(inputs, labels, {
      ...{ epochs: 2, batchSize: 20, shuffle: false, sampleWeights },
      optimizer: sgd({ learningRate: rate }),
    });
    expect(epochs.map(({ learningRate }) => learningRate)).toEqual(
      [1 / 3, 1 + 1 / 3].map((time) => 0.1 * 0.5 ** time),
    );
  });

  it("learningRate is not there where the optimizer has none, or is one's own and says nothing", async () => {
    const own: Optimizer = { ...sgd({ learningRate: 0.1 }), name: "own" };
    delete (own as { learningRateAt?: unknown }).learningRateAt;
    for (const optimizer of [iRpropPlus(), chain(weightDecay(0.1), iRpropPlus()), own]) {
      const { epochs } = await build().fit(inputs, labels, { epochs: 1, batchSize: 60, optimizer });
      expect("learningRate" in epochs[0]!).toBe(false);
    }
    const declared: Optimizer = { ...own, learningRateAt: ({ step, loss }) => step + 0 * loss };
    const history = await build().fit(inputs, labels, { epochs: 2, batchSize: 20, optimizer: declared });
    expect(history.epochs.map(({ learningRate }) => learningRate)).toEqual([2, 5]);
  });

  it("learningRate is a column of the history where it changes, and stays out of it where it does not", async () => {
    const heading = async (learningRate: Rate): Promise<string> => {
      const history = await build().fit(inputs, labels, { epochs: 2, optimizer: sgd({ learningRate }) });
      return String(history).split("\n")[1]!;
    };
    expect(await heading(0.1)).toMatch(/^epoch +loss +accuracy +seconds$/);
    expect(await heading(rate)).toMatch(/^epoch +loss +accuracy +learning rate +seconds$/);
  });

  it("learningRate of every layer of a pretraining is its own", async () => {
    const dbn = new DBN({ sizes: [4, 3, 2], seed: 1, engine });
    const history = await dbn.pretrain(bits, {
      epochs: 1,
      layers: [{ optimizer: sgd({ learningRate: 0.2 }) }, { optimizer: sgd({ learningRate: 0.1 }) }],
    });
    expect(history.epochs.map(({ learningRate }) => learningRate)).toEqual([0.2, 0.1]);
    expect(String(history)).toContain("learning rate");
  });

  it("learningRate cannot be watched: it is no figure of the model", async () => {
    const earlyStopping = { monitor: "learningRate" as "loss" };
    await expect(build().fit(inputs, labels, { earlyStopping })).rejects.toThrow(
      'expected earlyStopping.monitor to be one of "loss", "accuracy", got "learningRate"',
    );
  });
});

describe("reduceOnPlateau in a run", () => {
  const settings = {
    rate: 2,
    factor: 0.5,
    patience: 2,
    minimumChange: 0.001,
  } satisfies ReduceOnPlateauOptions;
  const options = { epochs: 25, batchSize: 15, validation };

  /** The rate in each epoch, by the definition: it looks at the epochs before. */
  function ratesFor(losses: readonly number[]): number[] {
    let [rate, best, waited] = [settings.rate, Number.POSITIVE_INFINITY, 0];
    return losses.map((loss) => {
      const now = rate;
      if (loss < best - settings.minimumChange) [best, waited] = [loss, 0];
      else waited += 1;
      if (waited >= settings.patience) [rate, waited] = [rate * settings.factor, 0];
      return now;
    });
  }
  const byHand = (rates: readonly number[]): Rate =>
    piecewise({ values: rates, until: rates.slice(1).map((_, epoch) => epoch + 1) });

  const made: [string, (rate: Rate) => Optimizer][] = [
    ["sgd", (learningRate) => sgd({ learningRate, momentum: 0.5 })],
    ["adamW in a chain", (rate) => chain(clipByGlobalNorm(1), chain(adamW({ learningRate: rate })))],
    ["rmsProp", (learningRate) => rmsProp({ learningRate })],
  ];
  it.each(made)("reduceOnPlateau trains as the same rates written down do: %s", async (_, optimizerWith) => {
    const optimizer = optimizerWith(reduceOnPlateau(settings));
    const [watching, again, written] = [build(), build(), build()];
    const history = await watching.fit(inputs, labels, { ...options, optimizer });
    const rates = history.epochs.map(({ learningRate }) => learningRate!);
    expect(rates).toEqual(ratesFor(history.epochs.map((epoch) => epoch.validationLoss!)));
    expect(new Set(rates).size).toBeGreaterThan(2);
    // The same object in a second run starts anew.
    await again.fit(inputs, labels, { ...options, optimizer });
    expect(bitsOf(again.parameters)).toEqual(bitsOf(watching.parameters));
    await written.fit(inputs, labels, { ...options, optimizer: optimizerWith(byHand(rates)) });
    expect(bitsOf(written.parameters)).toEqual(bitsOf(watching.parameters));
  });

  it("reduceOnPlateau serves two runs that take turns", async () => {
    const optimizer = sgd({ learningRate: reduceOnPlateau(settings) });
    const [alone, first, second] = [build(), build(), build()];
    await alone.fit(inputs, labels, { ...options, optimizer });
    await Promise.all(
      [first, second].map((network, index) =>
        network.fit(inputs, labels, {
          ...options,
          optimizer,
          ...(index === 1 && { seed: "another order" }),
          onBatch: () => new Promise((resolve) => setTimeout(resolve, 0)),
        }),
      ),
    );
    expect(bitsOf(first.parameters)).toEqual(bitsOf(alone.parameters));
    expect(bitsOf(second.parameters)).not.toEqual(bitsOf(alone.parameters));
  });

  it("reduceOnPlateau watches an RBM's reconstruction error, in each RBM of a stack anew", async () => {
    const learningRate = reduceOnPlateau({ ...settings, rate: 0.5, minimumChange: 10 }); // nothing is ever better by 10
    const dbn = new DBN({ sizes: [4, 3, 2], seed: 1, engine });
    const history = await dbn.pretrain(bits, {
      ...{ epochs: 4, validation: bits.slice(0, 9) },
      optimizer: sgd({ learningRate }),
    });
    const rates = [0.5, 0.5, 0.5, 0.25];
    expect(history.epochs.map((record) => record.learningRate)).toEqual([...rates, ...rates]);
    const named = reduceOnPlateau({ rate: 0.5, monitor: "reconstructionError" });
    await new RBM({ visible: 4, hidden: 3, engine }).fit(bits, { optimizer: sgd({ learningRate: named }) });
  });

  const plateau = reduceOnPlateau(settings);
  const places: Optimizer[] = [
    sgd({ learningRate: plateau }),
    sgd({ momentum: reduceOnPlateau({ rate: 0.9 }) }),
    chain(weightDecay(plateau), adam()),
    adamW({ weightDecay: plateau }),
    adam({ learningRate: warmUp({ epochs: 3, schedule: plateau }) }),
  ];
  it.each(places.map((optimizer, place) => ({ optimizer, place })))(
    "reduceOnPlateau is refused where the run does not report its figure, and nothing is changed: $place",
    async ({ optimizer }) => {
      const network = build();
      await expect(network.fit(inputs, labels, { optimizer })).rejects.toThrow(
        /^Cannot follow reduceOnPlateau\(.*\): expected monitor to be one of "loss", "accuracy", got "validationLoss"/,
      );
      expect(bitsOf(network.parameters)).toEqual(bitsOf(build().parameters));
      await network.fit(inputs, labels, { epochs: 1 });
    },
  );

  it("reduceOnPlateau in the options of an upper layer is refused before the first is trained", async () => {
    const dbn = new DBN({ sizes: [4, 3, 2], seed: 1, engine });
    const before = bitsOf(dbn.rbms[0]!.parameters);
    const layers = [{}, { optimizer: sgd({ learningRate: plateau }) }];
    await expect(dbn.pretrain(bits, { epochs: 1, layers })).rejects.toThrow(/^Cannot follow reduceOnPlateau/);
    expect(bitsOf(dbn.rbms[0]!.parameters)).toEqual(before);
  });
});

describe("early stopping with a least change", () => {
  it("fit restores the best epoch, however little it was better, and minimumChange decides when it ends", async () => {
    const network = build();
    const snapshots: Record<string, string>[] = [];
    const minimumChange = 0.02;
    const { epochs, bestEpoch, ending } = await network.fit(inputs, labels, {
      ...{ epochs: 400, batchSize: 20, optimizer: sgd({ learningRate: 0.3, momentum: 0.9 }) },
      earlyStopping: { monitor: "loss", patience: 6, minimumChange },
      onEpoch: () => snapshots.push(bitsOf(network.parameters)),
    });
    const losses = epochs.map((epoch) => epoch.loss!);
    const best = losses.indexOf(Math.min(...losses));
    expect(ending).toBe("early stopping");
    expect(bestEpoch).toBe(best + 1);
    expect(bitsOf(network.parameters)).toEqual(snapshots[best]);
    let [mark, at] = [Number.POSITIVE_INFINITY, 0];
    for (const [epoch, loss] of losses.entries()) if (loss < mark - minimumChange) [mark, at] = [loss, epoch];
    expect(losses.length).toBe(at + 1 + 6);
    expect(best).toBeGreaterThan(at); // the case that this is about
  });

  it("fit refuses a misspelt rule of early stopping", async () => {
    const rule = { monitor: "loss", minDelta: 0.1 } as object;
    await expect(build().fit(inputs, labels, { earlyStopping: rule })).rejects.toThrow(
      'Cannot fit the network with earlyStopping: expected options named "monitor", "patience", "minimumChange", ' +
        'got "minDelta" (did you mean "minimumChange"?)',
    );
  });

  it("fit takes undefined for what is not given", async () => {
    const names = ["epochs", "batchSize", "shuffle", "optimizer", "seed", "onBatch", "onEpoch", "signal"];
    const nothing = Object.fromEntries(names.map((name) => [name, undefined]));
    const [plain, given] = [build(), build()];
    const rule = { monitor: undefined, patience: undefined, minimumChange: undefined };
    await plain.fit(inputs, labels, { validation, earlyStopping: {} });
    await given.fit(inputs, labels, { ...nothing, validation, earlyStopping: rule });
    expect(bitsOf(given.parameters)).toEqual(bitsOf(plain.parameters));
    await plain.fit(inputs, labels);
    await given.fit(inputs, labels, { ...nothing, earlyStopping: undefined });
    expect(bitsOf(given.parameters)).toEqual(bitsOf(plain.parameters));
    const rbm = new RBM({ visible: 4, hidden: 3, seed: 1, engine });
    const history = await rbm.fit(bits, { epochs: 2, validation: bits, earlyStopping: rule });
    expect(history.bestEpoch).toBeGreaterThan(0);
  });
});
