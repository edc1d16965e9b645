import { describe, expect, it } from "vitest";
import { activations } from "../../src/activation/all.ts";
import { sigmoid } from "../../src/activation/sigmoid.ts";
import { tanh } from "../../src/activation/tanh.ts";
import type { Engine, EngineKind } from "../../src/engine/engine.ts";
import { reference } from "../../src/engine/reference.ts";
import { heads } from "../../src/head/all.ts";
import { batchNorm } from "../../src/layers/batch-norm.ts";
import { dense } from "../../src/layers/dense.ts";
import { dropout } from "../../src/layers/dropout.ts";
import type { Layer } from "../../src/layers/layer.ts";
import { layerNorm } from "../../src/layers/layer-norm.ts";
import { residual } from "../../src/layers/residual.ts";
import { backwardSequence, forwardSequence, initializeSequence } from "../../src/layers/sequence.ts";
import type { AbstractMatrix, Matrix } from "../../src/matrix/matrix.ts";
import { loadParameters, mapParameters, type Parameters } from "../../src/parameters.ts";
import { RandomStream } from "../../src/random/stream.ts";
import { engineKinds } from "../support/engines.ts";
import { randomMatrix } from "../support/random-matrix.ts";

// The reference engine is held to central differences and to PyTorch; the others are held to the reference engine.
const others = engineKinds.filter(({ name }) => name !== "reference");
const [batch, width] = [11, 6];

const stacks: Record<string, readonly Layer[]> = {
  ...Object.fromEntries(
    activations.map((activation) => [
      `dense ${activation.name}`,
      [dense({ inputs: width, outputs: 5, activation })],
    ]),
  ),
  batchNorm: [batchNorm({ units: width })],
  layerNorm: [layerNorm({ units: width })],
  dropout: [dropout({ rate: 0.4 })],
  "every kind of layer": [
    dense({ inputs: width, outputs: width, activation: tanh }),
    batchNorm({ units: width }),
    dropout({ rate: 0.3 }),
    residual([layerNorm({ units: width }), dense({ inputs: width, outputs: width, activation: sigmoid })]),
    dense({ inputs: width, outputs: 3 }),
  ],
};

/** Random numbers that float32 holds, so that an engine starts from the same ones. */
function held(name: string, rows: number, columns: number): Matrix {
  return randomMatrix(name, rows, columns).apply(function (row, column) {
    this.set(row, column, Math.fround(this.get(row, column)));
  });
}

/** Expects each element to be that of the reference, but for rounding relative to the largest. */
function expectEqual(kind: EngineKind, name: string, actual: AbstractMatrix, expected: AbstractMatrix): void {
  // Some 20 kernels in a row, each of which sums no more than 11 terms. Normalizing divides by a standard deviation of
  // about 1, and no slope exceeds 2, so errors are not enlarged; float64 engines have the same bits.
  const apart = kind.precision === "float64" ? 0 : 20 * 11 * 2 ** -24;
  const size = Math.max(1, expected.max(), -expected.min());
  expect([actual.rows, actual.columns]).toEqual([expected.rows, expected.columns]);
  for (let row = 0; row < expected.rows; row++) {
    for (let column = 0; column < expected.columns; column++) {
      const difference = Math.abs(actual.get(row, column) - expected.get(row, column)) / size;
      expect(difference, `${name} at [${row}, ${column}]`).toBeLessThanOrEqual(apart);
    }
  }
}

/** Outputs, gradients and statistics of one pass there and back. */
function run(engine: Engine, layers: readonly Layer[], training: boolean): Parameters {
  const start = initializeSequence(layers, (purpose) => new RandomStream(1, purpose), "first");
  const moved = mapParameters({ ...start.parameters, ...start.statistics }, (matrix, name) =>
    name.endsWith("Variance") ? matrix : held(`value ${name}`, matrix.rows, matrix.columns),
  );
  const values = loadParameters("test", engine, moved);
  const random = new RandomStream(2, "draws of the layers");
  const mode = training ? ({ training, random } as const) : ({ training } as const);
  const inputs = engine.load(held("inputs", batch, width));
  const { outputs, passes } = forwardSequence(engine, layers, values, inputs, mode);
  const gradient = engine.load(held("gradient", batch, outputs.columns));
  const { gradients, inputGradient } = backwardSequence(engine, values, passes, gradient);
  return { ...gradients, inputGradient: inputGradient(), outputs };
}

describe.each(others)("on the engine $name", (kind) => {
  describe.each(Object.entries(stacks))("%s", (_name, layers) => {
    it.each([true, false])(
      "has the outputs and gradients of the reference engine, training %s",
      (training) => {
        const actual = run(kind.open(), layers, training);
        for (const [name, expected] of Object.entries(run(reference, layers, training))) {
          expectEqual(kind, name, actual[name]!, expected);
        }
      },
    );
  });

  it.each(heads)(
    "the $name head has the loss and the gradient of the reference engine",
    ({ loss, apply }) => {
      const engine = kind.open();
      const [logits, targets] = [
        held("logits", batch, 3),
        reference.map(Math.fround, reference.softmax(held("t", batch, 3))),
      ];
      const [z, t] = [engine.load(logits), engine.load(targets)];
      const apart = kind.precision === "float64" ? 0 : 3 * batch * 2 ** -24;
      const expected = loss.value(reference, logits, targets);
      expect(Math.abs(loss.value(engine, z, t) - expected)).toBeLessThanOrEqual(
        apart * Math.max(1, expected),
      );
      expectEqual(kind, "gradient", loss.gradient(engine, z, t), loss.gradient(reference, logits, targets));
      expectEqual(kind, "outputs", apply(engine, z), apply(reference, logits));
    },
  );
});
