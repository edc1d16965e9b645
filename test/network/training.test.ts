import { readFileSync } from "node:fs";
import { describe, it } from "vitest";
import { sigmoid } from "../../src/activation/sigmoid.ts";
import { softplus } from "../../src/activation/softplus.ts";
import { tanh } from "../../src/activation/tanh.ts";
import { linear } from "../../src/head/linear.ts";
import { logistic } from "../../src/head/logistic.ts";
import { softmax } from "../../src/head/softmax.ts";
import { dense } from "../../src/layers/dense.ts";
import { Matrix } from "../../src/matrix/matrix.ts";
import { Network } from "../../src/network/network.ts";
import { sgd } from "../../src/optimizer/sgd.ts";
import { engine, expectWithin, tolerance } from "../support/engine-under-test.ts";
import { expectClose } from "../support/expect-close.ts";

interface Trajectory {
  readonly inputs: number[][];
  readonly targets: number[] | number[][];
  readonly start: Record<string, number[][]>;
  readonly end: Record<string, number[][]>;
  readonly epochLosses: number[];
  readonly batch: number;
  readonly epochs: number;
}

const fixture: Record<"softmax" | "logistic" | "linear", Trajectory> = JSON.parse(
  readFileSync(new URL("../fixtures/network.json", import.meta.url), "utf8"),
);

describe("network.fit", () => {
  it.each([
    ["softmax", softmax, tanh],
    ["logistic", logistic, sigmoid],
    ["linear", linear, softplus],
  ] as const)("takes the same path as PyTorch under the %s head", async (name, head, activation) => {
    const { inputs, targets, start, end, epochLosses, batch, epochs } = fixture[name];
    const network = new Network({
      layers: [dense({ inputs: 3, outputs: 5, activation }), dense({ inputs: 5, outputs: 4 })],
      head,
      engine,
      parameters: Object.fromEntries(Object.entries(start).map(([key, rows]) => [key, new Matrix(rows)])),
    });
    const history = await network.fit(inputs, targets, {
      epochs,
      batchSize: batch,
      shuffle: false,
      optimizer: sgd({ learningRate: 0.2, momentum: 0.9 }),
    });
    // Each update rounds about as often as there are examples and units in a sum; momentum 0.9 adds up ten of them.
    const updates = epochs * Math.ceil(inputs.length / batch);
    const apart = tolerance(1e-12, updates * (batch + 5) * 10);
    for (const [key, rows] of Object.entries(end)) expectClose(network.parameters[key]!, rows, apart);
    for (const [epoch, loss] of epochLosses.entries()) {
      expectWithin(history.epochs[epoch]!.loss, loss, apart);
    }
  });
});
