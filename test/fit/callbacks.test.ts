import { describe, expect, it } from "vitest";
import { DBN } from "../../src/dbn/dbn.ts";
import type { EngineKind } from "../../src/engine/engine.ts";
import type { EngineOptions } from "../../src/engine/select.ts";
import { Network } from "../../src/network/network.ts";
import type { NetworkFitOptions } from "../../src/network/prepare-fit.ts";
import type { Optimizer } from "../../src/optimizer/optimizer.ts";
import { sgd } from "../../src/optimizer/sgd.ts";
import { mapParameters } from "../../src/parameters.ts";
import { RBM } from "../../src/rbm/rbm.ts";
import { bitsOf } from "../support/bits.ts";
import { engine } from "../support/engine-under-test.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const inputs = randomMatrix("inputs of callbacks", 30, 4);
const labels = Array.from({ length: 30 }, (_, row) => (inputs.get(row, 0) > 0 ? 1 : 0));
const bits = Array.from({ length: 30 }, (_, row) => inputs.getRow(row).map((value) => (value > 0 ? 1 : 0)));
const build = (options: EngineOptions = {}): Network =>
  Network.fromSizes([4, 3, 2], { seed: "callbacks", engine, ...options });

/** Resolves when the event loop has been round. */
const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** The engine under test, counting what is open. */
function counted(): { readonly kind: EngineKind; readonly open: () => number } {
  let open = 0;
  const kind: EngineKind = {
    ...engine,
    open() {
      const opened = engine.open();
      open += 1;
      const close = (): void => {
        open -= 1;
        opened.close();
      };
      return { ...opened, close };
    },
  };
  return { kind, open: () => open };
}

describe("fit and an update that overflows", () => {
  it("fit shows it to no onBatch: it rejects, and the model keeps what it had before that batch", async () => {
    const network = build();
    const seen: unknown[] = [];
    let calls = 0;
    const jump: Optimizer = {
      ...sgd({ learningRate: 0.1 }),
      update: (target, gradients) => {
        calls += 1;
        return mapParameters(gradients, (gradient) =>
          target.map((value) => (calls < 3 ? -0.1 * value : Number.POSITIVE_INFINITY), gradient),
        );
      },
    };
    const onBatch = (): void => {
      const values = Object.values(network.parameters).flatMap((matrix) => matrix.to1DArray());
      expect(values.every(Number.isFinite)).toBe(true);
      seen.push(bitsOf(network.parameters));
    };
    const training = network.fit(inputs, labels, { epochs: 1, batchSize: 6, optimizer: jump, onBatch });
    await expect(training).rejects.toMatchObject({ code: "NOT_FINITE" });
    expect(seen.length).toBe(2);
    expect(bitsOf(network.parameters)).toEqual(seen[1]);
  });
});

describe("fit and the promises of its callbacks", () => {
  it("fit goes on when the promise of onBatch or onEpoch is kept, and with the same bits as without", async () => {
    const calls: string[] = [];
    const network = build();
    const note = async (what: string): Promise<void> => {
      calls.push(`${what} begins`);
      const now = bitsOf(network.parameters);
      await later();
      expect(bitsOf(network.parameters)).toEqual(now);
      calls.push(`${what} ends`);
    };
    await network.fit(inputs, labels, {
      epochs: 2,
      batchSize: 15,
      onBatch: ({ epoch, batch }) => note(`batch ${epoch}.${batch}`),
      onEpoch: ({ epoch }) => note(`epoch ${epoch}`),
    });
    const order = ["batch 1.1", "batch 1.2", "epoch 1", "batch 2.1", "batch 2.2", "epoch 2"];
    expect(calls).toEqual(order.flatMap((what) => [`${what} begins`, `${what} ends`]));
    const plain = build();
    await plain.fit(inputs, labels, { epochs: 2, batchSize: 15 });
    expect(bitsOf(network.parameters)).toEqual(bitsOf(plain.parameters));
  });

  const failure = new Error("the disk is full");
  const failing: [string, NetworkFitOptions][] = [
    ["onEpoch rejects", { onEpoch: async ({ epoch }) => epoch === 2 && Promise.reject(failure) }],
    [
      "onEpoch rejects later",
      {
        onEpoch: async ({ epoch }) => {
          await later();
          if (epoch === 2) throw failure;
        },
      },
    ],
    [
      "onEpoch throws",
      {
        onEpoch({ epoch }) {
          if (epoch === 2) throw failure;
        },
      },
    ],
    [
      "onBatch rejects",
      {
        async onBatch({ epoch, batch, batches }) {
          await later();
          if (epoch === 2 && batch === batches) throw failure;
        },
      },
    ],
  ];
  it.each(failing)("fit ends with that error where %s, and keeps what it has learned", async (_, options) => {
    const { kind, open } = counted();
    const [network, twoEpochs] = [build({ engine: kind }), build()];
    const run = network.fit(inputs, labels, { epochs: 9, batchSize: 10, ...options });
    await expect(run).rejects.toBe(failure);
    expect(open()).toBe(0);
    await twoEpochs.fit(inputs, labels, { epochs: 2, batchSize: 10 });
    expect(bitsOf(network.parameters)).toEqual(bitsOf(twoEpochs.parameters));
    await network.fit(inputs, labels, { epochs: 1 }); // free for another run
    expect(open()).toBe(0);
  });

  it("fit ends where the promise of the last epoch is broken", async () => {
    const onEpoch = (): Promise<never> => Promise.reject(failure);
    await expect(build().fit(inputs, labels, { epochs: 1, onEpoch })).rejects.toBe(failure);
  });

  it("fit that is aborted while a promise is waited for ends when it is kept", async () => {
    const controller = new AbortController();
    const network = build();
    const epochs: number[] = [];
    const run = network.fit(inputs, labels, {
      epochs: 5,
      signal: controller.signal,
      async onEpoch({ epoch }) {
        epochs.push(epoch);
        controller.abort();
        await later();
      },
    });
    await expect(run).rejects.toMatchObject({ name: "AbortError" });
    expect(epochs).toEqual([1]);
    await network.fit(inputs, labels, { epochs: 1 });
  });

  it("epochs waits for the promise of onEpoch before it hands an epoch over, and fails with it", async () => {
    const calls: string[] = [];
    const iteration = build().epochs(inputs, labels, {
      epochs: 3,
      async onEpoch({ epoch }) {
        await later();
        calls.push(`told of ${epoch}`);
        if (epoch === 2) throw failure;
      },
    });
    const read = async (): Promise<void> => {
      for await (const { epoch } of iteration) calls.push(`handed over ${epoch}`);
    };
    await expect(read()).rejects.toBe(failure);
    expect(calls).toEqual(["told of 1", "handed over 1", "told of 2"]);
  });

  it("fit of an RBM and pretrain of a DBN end with the error of a broken promise too", async () => {
    const rbm = new RBM({ visible: 4, hidden: 3, seed: 1, engine });
    const before = bitsOf(rbm.parameters);
    await expect(rbm.fit(bits, { epochs: 2, onEpoch: () => Promise.reject(failure) })).rejects.toBe(failure);
    expect(bitsOf(rbm.parameters)).not.toEqual(before);
    await rbm.fit(bits, { epochs: 1 });
    const dbn = new DBN({ sizes: [4, 3, 2], seed: 1, engine });
    const second = dbn.rbms[1]!;
    const untrained = bitsOf(second.parameters);
    const onEpoch = async ({ layer }: { layer?: number }): Promise<void> => {
      if (layer === 0) throw failure;
    };
    await expect(dbn.pretrain(bits, { epochs: 2, onEpoch })).rejects.toBe(failure);
    expect(bitsOf(second.parameters)).toEqual(untrained);
    await dbn.pretrain(bits, { epochs: 1 });
  });
});
