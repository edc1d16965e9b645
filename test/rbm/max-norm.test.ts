import { describe, expect, it } from "vitest";
import { adam } from "../../src/optimizer/adam.ts";
import type { Optimizer } from "../../src/optimizer/optimizer.ts";
import { sgd } from "../../src/optimizer/sgd.ts";
import { exactGradient, maxNorm } from "../../src/rbm/index.ts";
import { RBM } from "../../src/rbm/rbm.ts";
import type { Sampler } from "../../src/rbm/samplers/sampler.ts";
import { bitsOf } from "../support/bits.ts";
import { engine, expectWithin, tolerance } from "../support/engine-under-test.ts";
import { barsAndStripesRows, binaryStates, logLikelihoodGradients } from "../support/enumerate.ts";
import { smallRBM } from "../support/small-rbm.ts";

const norms = (rbm: RBM): number[] =>
  rbm.parameters.weights
    .transpose()
    .to2DArray()
    .map((vector) => Math.hypot(...vector));

describe("maxNorm", () => {
  it("shortens the weight vectors that an update makes longer than the bound, and leaves the others and the biases", async () => {
    const { rbm, plain } = smallRBM("bound", 4, 3, { engine });
    const rows = binaryStates(4).slice(3, 9);
    const gradients = logLikelihoodGradients(plain, rows);
    const moved = plain.weights.map((row, i) =>
      row.map((weight, j) => weight + 0.5 * gradients.weights[i]![j]!),
    );
    const lengths = [0, 1, 2].map((j) => Math.hypot(...moved.map((row) => row[j]!)));
    const bound = [...lengths].sort((a, b) => a - b)[1]! - 0.01; // two are longer, one is not
    await rbm.fit(rows, {
      ...{ epochs: 1, batchSize: 6, sampler: exactGradient() as Sampler },
      optimizer: maxNorm({ bound, optimizer: sgd({ learningRate: 0.5 }) }),
    });
    const apart = tolerance(1e-12, 30, 3);
    for (const [i, row] of moved.entries()) {
      for (const [j, weight] of row.entries()) {
        const expected = weight * Math.min(1, bound / lengths[j]!);
        expectWithin(rbm.parameters.weights.get(i, j), expected, apart, `${i}, ${j}`);
      }
    }
    for (const [j, bias] of plain.hiddenBias.entries())
      expectWithin(rbm.parameters.hiddenBias.get(0, j), bias + 0.5 * gradients.hiddenBias[j]!, apart);
  });

  it("holds all vectors at the bound through a training that makes them longer without it", async () => {
    const trained = async (optimizer: Optimizer): Promise<RBM> => {
      const rbm = new RBM({ visible: 9, hidden: 6, seed: 1, engine });
      await rbm.fit(barsAndStripesRows(3), { epochs: 200, batchSize: 8, optimizer });
      return rbm;
    };
    const optimizer = adam({ learningRate: 0.05 }) as Optimizer;
    const [free, bounded] = [
      norms(await trained(optimizer)),
      norms(await trained(maxNorm({ bound: 2, optimizer }))),
    ];
    expect(Math.min(...free)).toBeGreaterThan(3);
    for (const norm of bounded) expect(norm).toBeLessThanOrEqual(2 * (1 + tolerance(1e-12, 4)));
    expect(Math.max(...bounded)).toBeGreaterThan(1.99);
  });

  it("with a bound that nothing reaches is the optimizer in it, to the bit", async () => {
    const trained = async (optimizer: Optimizer): Promise<unknown> => {
      const rbm = new RBM({ visible: 9, hidden: 4, seed: 1, engine });
      const { epochs } = await rbm.fit(barsAndStripesRows(3), { epochs: 5, batchSize: 8, optimizer });
      return [bitsOf(rbm.parameters), epochs.map(({ learningRate }) => learningRate)];
    };
    const optimizer = sgd({ learningRate: 0.1, momentum: 0.9 }) as Optimizer;
    expect(await trained(maxNorm({ bound: 1e6, optimizer }))).toEqual(await trained(optimizer));
  });

  it("refuses a bound of 0, what is no optimizer, and parameters of no RBM", () => {
    const optimizer = sgd({ learningRate: 0.1 });
    expect(() => maxNorm({ bound: 0, optimizer })).toThrow("expected bound to be a finite number > 0, got 0");
    expect(() => maxNorm({ bound: 1, optimizer: {} as never })).toThrow(
      "expected optimizer to be an optimizer",
    );
    const { rbm } = smallRBM("names", 2, 2, { engine });
    const opened = engine.open();
    const { weights } = rbm.parameters;
    expect(() => maxNorm({ bound: 1, optimizer }).init(opened, { "0.weights": weights })).toThrow(
      "expected the parameters of an RBM, weights among them, got 0.weights",
    );
    opened.close();
  });
});
