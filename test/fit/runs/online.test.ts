import { describe, expect, it } from "vitest";
import { tanh } from "../../../src/activation/tanh.ts";
import { standardizedBatches } from "../../../src/data/index.ts";
import { DBN } from "../../../src/dbn/dbn.ts";
import { Run } from "../../../src/fit/run.ts";
import type { BatchStream } from "../../../src/fit/stream.ts";
import { softmax } from "../../../src/head/softmax.ts";
import { batchNorm } from "../../../src/layers/batch-norm.ts";
import { dense } from "../../../src/layers/dense.ts";
import { dropout } from "../../../src/layers/dropout.ts";
import type { DatasetLike } from "../../../src/matrix/dataset-like.ts";
import { selectRows } from "../../../src/matrix/storage.ts";
import { Network } from "../../../src/network/network.ts";
import { adam } from "../../../src/optimizer/adam.ts";
import { optimizers } from "../../../src/optimizer/all.ts";
import { sgd } from "../../../src/optimizer/sgd.ts";
import { RBM } from "../../../src/rbm/rbm.ts";
import { persistentContrastiveDivergence } from "../../../src/rbm/samplers/persistent-contrastive-divergence.ts";
import { cosine } from "../../../src/schedule/cosine.ts";
import { gaussianUnits } from "../../../src/units/gaussian.ts";
import { bitsOf } from "../../support/bits.ts";
import { inParts, withoutSeconds } from "../../support/cut.ts";
import { engine } from "../../support/engine-under-test.ts";
import { randomMatrix } from "../../support/random-matrix.ts";

const inputs = randomMatrix("inputs of a stream", 20, 4);
const labels = Array.from({ length: 20 }, (_, row) => row % 3);
const bits = inputs.clone();
for (let row = 0; row < 20; row++)
  for (let column = 0; column < 4; column++) bits.set(row, column, row % (column + 2) ? 0 : 1);

/** The examples in batches of this size, in file order. */
const batchesOf = (size: number): readonly (DatasetLike & { readonly labels: number[] })[] =>
  Array.from({ length: 20 / size }, (_, batch) => {
    const rows = Array.from({ length: size }, (_, row) => batch * size + row);
    return { inputs: selectRows(inputs, rows), labels: rows.map((row) => labels[row]!) };
  });

async function* generate<Batch>(batches: readonly Batch[]): AsyncGenerator<Batch, void, void> {
  for (const batch of batches) yield batch;
}

/** Batches that can be gone through anew. */
const streamOf = <Batch>(batches: readonly Batch[], told?: number): BatchStream<Batch> => ({
  ...(told !== undefined && { batches: told }),
  [Symbol.asyncIterator]: () => generate(batches),
});

const build = (seed = 3): Network =>
  new Network({
    layers: [
      dense({ inputs: 4, outputs: 6, activation: tanh }),
      dropout({ rate: 0.2 }),
      batchNorm({ units: 6 }),
      dense({ inputs: 6, outputs: 3 }),
    ],
    head: softmax,
    seed,
    engine,
  });

const valuesOf = (network: Network): unknown => bitsOf({ ...network.parameters, ...network.statistics });
const reference = { shuffle: false, batchSize: 4, epochs: 3 };
const optimizer = sgd({ learningRate: cosine({ rate: 0.5, epochs: 3 }), momentum: 0.9 });

describe("A stream of batches", () => {
  it("trains a network as the same batches do in one dataset, to the bit", async () => {
    const [whole, streamed] = [build(), build()];
    const expected = await whole.fit(inputs, labels, { ...reference, optimizer });
    const history = await streamed.fit(streamOf(batchesOf(4), 5), { epochs: 3, optimizer });
    expect(valuesOf(streamed)).toEqual(valuesOf(whole));
    expect(withoutSeconds(history.epochs)).toBe(withoutSeconds(expected.epochs));
    expect(history.settings).toEqual(expected.settings);
  });

  it("trains an RBM and a DBN so", async () => {
    const data = batchesOf(4).map((_, batch) =>
      selectRows(
        bits,
        [0, 1, 2, 3].map((row) => 4 * batch + row),
      ),
    );
    const options = { optimizer: adam(), epochs: 3 };
    const rbms = [0, 1].map(() => new RBM({ visible: 4, hidden: 3, seed: 1, engine }));
    await rbms[0]!.fit(bits, { ...reference, ...options });
    await rbms[1]!.fit(streamOf(data), options);
    expect(bitsOf(rbms[1]!.parameters)).toEqual(bitsOf(rbms[0]!.parameters));
    const dbns = [0, 1].map(() => new DBN({ sizes: [4, 3, 2], seed: 1, engine }));
    await dbns[0]!.pretrain(bits, { ...reference, ...options });
    await dbns[1]!.pretrain(streamOf(data), options);
    expect(bitsOf(dbns[1]!.rbms[1]!.parameters)).toEqual(bitsOf(dbns[0]!.rbms[1]!.parameters));
  });

  it("goes on where it was cut, with the order of each epoch", async () => {
    const orders = [
      [0, 1, 2, 3, 4],
      [4, 2, 0, 1, 3],
      [3, 1, 4, 0, 2],
    ];
    const shuffled: BatchStream = {
      ...streamOf<DatasetLike>(batchesOf(4), 5),
      epoch: (epoch) => generate(orders[epoch - 1]!.map((batch) => batchesOf(4)[batch]!)),
    };
    const train = async (seed: number, options: object): Promise<string> => {
      const network = build(seed);
      const history = await network.fit(shuffled, { epochs: 3, optimizer, ...options });
      return withoutSeconds(history, valuesOf(network));
    };
    const expected = await train(3, {});
    for (const cuts of [[3], [5], [7, 1], [1, 9, 3]]) {
      expect(await inParts(cuts, (part, first) => train(first ? 3 : 4, part)), `${cuts}`).toBe(expected);
    }
    const inOrder = build();
    await inOrder.fit(streamOf(batchesOf(4), 5), { epochs: 3, optimizer });
    expect(expected).not.toContain(JSON.stringify(valuesOf(inOrder)));
  });

  it("says so where it gives other numbers of batches than it should, and keeps what was learned", async () => {
    const network = build();
    const before = JSON.stringify(valuesOf(network));
    await expect(network.fit(generate(batchesOf(4)), { epochs: 2 })).rejects.toThrow(
      "Cannot fit the network: expected epoch 2 of the stream to have at least 1 batches, got 0; a generator can be gone through only once",
    );
    expect(JSON.stringify(valuesOf(network))).not.toBe(before);
    await expect(network.fit(streamOf(batchesOf(4), 6))).rejects.toThrow(
      "epoch 1 of the stream to have 6 batches, got 5",
    );
    await expect(network.fit(streamOf([{ inputs: [[1, 2, 3]], labels: [0] }]))).rejects.toThrow(
      "inputs to be any×4, got 1×3",
    );
  });

  it("that never answers is left by a signal, which tells it so, and the model is free", async () => {
    const never = (told: () => void): BatchStream<DatasetLike> => ({
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => {}),
        async return() {
          told();
          return { done: true, value: undefined };
        },
      }),
    });
    const start = (data: BatchStream<DatasetLike>, signal: AbortSignal): (() => Promise<unknown>)[] => {
      const [network, rbm] = [build(), new RBM({ visible: 4, hidden: 3, seed: 1, engine })];
      const dbn = new DBN({ rbms: [rbm] });
      return [
        () =>
          network.fit(data as never, { signal }).finally(() => network.fit(inputs, labels, { epochs: 1 })),
        () => rbm.fit(data, { signal }).finally(() => rbm.fit(bits, { epochs: 1 })),
        () => dbn.pretrain(data, { signal }).finally(() => rbm.fit(bits, { epochs: 1 })),
      ];
    };
    for (const at of [0, 1, 2]) {
      let left = 0;
      const control = new AbortController();
      const run = start(
        never(() => (left += 1)),
        control.signal,
      )[at]!();
      setTimeout(() => control.abort(new Error("enough")), 20);
      await expect(run).rejects.toThrow("enough");
      expect(left).toBe(1);
    }
    for (const when of ["when it begins", "when it is asked"]) {
      const control = new AbortController();
      const abort = (where: string): unknown => where === when && control.abort(new Error("enough"));
      const stream: BatchStream<DatasetLike> = {
        [Symbol.asyncIterator]: () => {
          abort("when it begins");
          return {
            next() {
              abort("when it is asked");
              return new Promise(() => {});
            },
          };
        },
      };
      await expect(start(stream, control.signal)[1]!(), when).rejects.toThrow("enough");
    }
  });

  it("with a signal that is never given ends as it does without, and is left at an error", async () => {
    const { signal } = new AbortController();
    const [with_, without] = [build(), build()];
    await without.fit(streamOf(batchesOf(4)), { epochs: 2 });
    await with_.fit(streamOf(batchesOf(4)), { epochs: 2, signal });
    expect(valuesOf(with_)).toEqual(valuesOf(without));
    let isLeft = false;
    const wrong: BatchStream<DatasetLike> = {
      async *[Symbol.asyncIterator]() {
        try {
          yield { inputs: [[1, 2, 3]], labels: [0] } as never;
        } finally {
          isLeft = true;
        }
      },
    };
    await expect(build().fit(wrong as never, { signal })).rejects.toThrow("inputs to be any×4");
    expect(isLeft).toBe(true);
    const broken = new Error("of the source");
    const failing: BatchStream<DatasetLike> = {
      [Symbol.asyncIterator]: () => ({
        next() {
          throw broken;
        },
      }),
    };
    await expect(build().fit(failing as never, { signal })).rejects.toMatchObject({
      message:
        'Cannot fit the network: expected a batch, got what throws Error "of the source" when it is read (batch 1 of epoch 1)',
      cause: broken,
    });
  });

  describe("tells the batch and the epoch of an error", () => {
    /** Four batches an epoch; in the second epoch the third is wrong, or cannot be had. */
    const failing = (batch: (epoch: number) => unknown): BatchStream => ({
      async *epoch(epoch: number) {
        for (const [index, each] of [...batchesOf(4)].entries()) {
          yield (index === 2 && epoch === 2 ? batch(epoch) : each) as DatasetLike;
        }
      },
      [Symbol.asyncIterator]: () => {
        throw new Error("epoch is there");
      },
    });
    const gone = new Error("the disk is gone");
    const cannot = (): never => {
      throw gone;
    };
    const place = " (batch 3 of epoch 2)";
    const rbm = () => new RBM({ visible: 4, hidden: 2, visibleUnits: gaussianUnits, seed: 1 });
    const dbn = () => new DBN({ rbms: [rbm(), new RBM({ visible: 2, hidden: 2, seed: 1 })], seed: 1 });
    const models: Readonly<Record<string, (stream: BatchStream, options: object) => Promise<unknown>>> = {
      "a network": (stream, options) => build().fit(stream, { epochs: 2, ...options }),
      "an RBM": (stream, options) => rbm().fit(stream as never, { epochs: 2, ...options }),
      "a DBN": (stream, options) => dbn().pretrain(stream as never, { epochs: 2, ...options }),
    };
    const caught = async (run: Promise<unknown>): Promise<Error> =>
      run.then(
        () => expect.unreachable(),
        (error) => error,
      );

    it.each(Object.entries(models))("%s", async (_, train) => {
      const wrong = await caught(
        train(
          failing(() => ({ inputs: [[1, 2, 3]], labels: [0] })),
          {},
        ),
      );
      expect(wrong.message).toMatch(/^Cannot .*: expected .* to be any×4, got 1×3 \(batch 3 of epoch 2\)$/);
      expect(wrong).toBeInstanceOf(RangeError);
      expect((wrong.cause as Error).message + place).toBe(wrong.message);
      const broken = await caught(train(failing(cannot), {}));
      expect(broken.message).toMatch(
        /^Cannot .*: expected a batch, got what throws Error "the disk is gone" when it is read/,
      );
      expect(broken.message.endsWith(place)).toBe(true);
      expect((broken.cause as Error).cause ?? broken.cause).toBe(gone);
    });

    it("of a run that goes on, counted from the beginning of the epoch", async () => {
      const run = new Run();
      const stopped = build().fit(streamOf(batchesOf(4)), {
        ...{ epochs: 2, run },
        onBatch: ({ epoch, batch }) => {
          if (epoch === 2 && batch === 2) throw new Error("stop");
        },
      });
      await expect(stopped).rejects.toThrow("stop");
      const error = await caught(build().fit(failing(cannot), { epochs: 2, run }));
      expect(error.message.endsWith(place)).toBe(true);
    });

    it("once, of a stream within a stream", async () => {
      let passes = 0;
      const stream: BatchStream = {
        ...failing(cannot),
        epoch: (epoch) => failing(cannot).epoch!(++passes === 1 ? 1 : epoch),
      };
      const error = await caught(build().fit(await standardizedBatches(stream as never), { epochs: 2 }));
      expect(error.message.split(place)).toHaveLength(2);
      expect(error.message.startsWith("Cannot standardize batches: ")).toBe(true);
    });

    it("but not of a signal, whose reason comes as it is", async () => {
      const controller = new AbortController();
      const reason = new Error("enough");
      const stream = failing(() => {
        controller.abort(reason);
        throw gone;
      });
      expect(await caught(build().fit(stream, { epochs: 2, signal: controller.signal }))).toBe(reason);
    });
  });

  it("takes no option that needs all examples", async () => {
    const stream = streamOf(batchesOf(4));
    for (const wrong of [
      { batchSize: 4 },
      { shuffle: true },
      { validationFraction: 0.5 },
      { sampleWeights: labels },
      { classWeights: "balanced" as const },
    ]) {
      await expect(build().fit(stream, wrong), JSON.stringify(wrong)).rejects.toThrow(Object.keys(wrong)[0]!);
    }
  });
});

describe("A learner", () => {
  it.each(optimizers.map((each) => ({ name: each.name, each })))(
    "does point by point what the same batches do in one fit, to the bit: $name",
    async ({ each }) => {
      const [whole, online] = [build(), build()];
      await whole.fit(inputs, labels, { shuffle: false, batchSize: 2, epochs: 1, optimizer: each });
      const learner = online.online({ optimizer: each });
      for (const batch of batchesOf(2)) await learner.partialFit(batch);
      expect(valuesOf(online)).toEqual(valuesOf(whole));
      await learner.end();
      expect(valuesOf(online)).toEqual(valuesOf(whole));
    },
  );

  it("counts so many batches as an epoch to a schedule", async () => {
    const [whole, online] = [build(), build()];
    await whole.fit(inputs, labels, { ...reference, optimizer });
    const learner = online.online({ optimizer, batches: 5 });
    for (let epoch = 0; epoch < 3; epoch++) {
      for (const { inputs, labels } of batchesOf(4)) await learner.partialFit(inputs, labels);
    }
    expect(valuesOf(online)).toEqual(valuesOf(whole));
  });

  it("keeps the chains of an RBM from batch to batch", async () => {
    const options = {
      sampler: persistentContrastiveDivergence({ chains: 5 }),
      optimizer: sgd({ momentum: 0.9 }),
    };
    const rbms = [0, 1].map(() => new RBM({ visible: 4, hidden: 3, seed: 1, engine }));
    const data = batchesOf(4).map((_, batch) =>
      selectRows(
        bits,
        [0, 1, 2, 3].map((row) => 4 * batch + row),
      ),
    );
    await rbms[0]!.fit(streamOf(data), options);
    const learner = rbms[1]!.online(options);
    for (const batch of data) await learner.partialFit(batch);
    expect(bitsOf(rbms[1]!.parameters)).toEqual(bitsOf(rbms[0]!.parameters));
  });

  it("goes on from a run that went through JSON, and takes new numbers of rows at every step", async () => {
    const batches = [...batchesOf(2).slice(0, 5), ...batchesOf(5).slice(2)];
    const learn = async (cuts: readonly number[]): Promise<unknown> => {
      let run = new Run();
      let network = build();
      let learner = network.online({ run });
      for (const [index, batch] of batches.entries()) {
        if (cuts.includes(index)) {
          if (index % 2) await learner.end();
          run = Run.fromJSON(JSON.parse(JSON.stringify(run)));
          network = build(9);
          learner = network.online({ run });
        }
        await learner.partialFit(batch);
      }
      return valuesOf(network);
    };
    const expected = await learn([]);
    expect(await learn([1, 4])).toEqual(expected);
    expect(await learn([2, 3, 6])).toEqual(expected);
  });

  it("makes updates in the order of the calls, whether they are awaited or not", async () => {
    const [one, other] = [build(), build()];
    const [first, second] = [one.online(), other.online()];
    for (const batch of batchesOf(2)) await first.partialFit(batch);
    const records = await Promise.all(batchesOf(2).map((batch) => second.partialFit(batch)));
    expect(records.map(({ batch }) => batch)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(valuesOf(other)).toEqual(valuesOf(one));
  });

  it("refuses a wrong batch and goes on; it ends where the loss diverges", async () => {
    const network = build();
    const learner = network.online({ optimizer: sgd({ learningRate: 1e30 }) });
    await expect(learner.partialFit([[1, 2]], [0])).rejects.toThrow("inputs to be any×4");
    await learner.partialFit(batchesOf(4)[0]!);
    const diverging = async (): Promise<void> => {
      for (let step = 0; step < 50; step++) await learner.partialFit(batchesOf(4)[1]!);
    };
    await expect(diverging()).rejects.toThrow("the loss to stay finite");
    await expect(learner.partialFit(batchesOf(4)[0]!)).rejects.toThrow(
      "a learner that goes on, got one that has ended",
    );
    await learner.end();
    await network.fit(inputs, labels, { epochs: 1, optimizer: sgd({ learningRate: 0.001 }) });
  });

  it("holds its network until it ends", async () => {
    const network = build();
    const learner = network.online();
    await learner.partialFit(batchesOf(4)[0]!);
    await expect(network.fit(inputs, labels)).rejects.toThrow("no other run on this model");
    await learner.end();
    await network.fit(inputs, labels, { epochs: 1 });
  });
});
