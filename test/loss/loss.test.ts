import { describe, expect, it } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import { reference } from "../../src/engine/reference.ts";
import { losses } from "../../src/loss/all.ts";
import { logisticCrossEntropy } from "../../src/loss/logistic-cross-entropy.ts";
import type { Loss } from "../../src/loss/loss.ts";
import { meanSquaredError } from "../../src/loss/mean-squared-error.ts";
import { softmaxCrossEntropy } from "../../src/loss/softmax-cross-entropy.ts";
import { Matrix } from "../../src/matrix/matrix.ts";
import cases from "../fixtures/losses.json" with { type: "json" };
import { engineKinds, toleranceOf } from "../support/engines.ts";
import { expectClose } from "../support/expect-close.ts";
import { checkGradients } from "../support/gradient-check.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const batch = 4;
const outputs = 3;
const logits = (): Matrix => randomMatrix("logits", batch, outputs, 2);
/** Soft targets in (0, 1) that sum to one in each row: right for every loss. */
const targets = (): Matrix => new Matrix(reference.softmax(randomMatrix("targets", batch, outputs)));

function expectValue(engine: Engine, actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(toleranceOf(engine) * Math.max(1, expected));
}

describe.each(engineKinds)("on the engine $name", (kind) => {
  const engine = kind.open();
  describe.each(losses)("$name", (loss) => {
    const own = cases.filter((fixture) => fixture.loss === loss.name);

    it("has the values and the gradients that PyTorch has", () => {
      expect(own.length).toBeGreaterThanOrEqual(2);
      for (const fixture of own) {
        const z = engine.load(new Matrix(fixture.logits));
        const t = engine.load(new Matrix(fixture.targets));
        expectValue(engine, loss.value(engine, z, t), fixture.value);
        expectClose(loss.gradient(engine, z, t), fixture.gradient, toleranceOf(engine));
      }
    });

    it("is a mean over examples: a batch twice over has the same value and half the gradient", () => {
      const twice = (matrix: Matrix): Matrix => new Matrix([...matrix.to2DArray(), ...matrix.to2DArray()]);
      const [z, t] = [engine.load(logits()), engine.load(targets())];
      const [zz, tt] = [engine.load(twice(logits())), engine.load(twice(targets()))];
      expectValue(engine, loss.value(engine, zz, tt), loss.value(engine, z, t));
      const half = loss
        .gradient(engine, z, t)
        .to2DArray()
        .map((row) => row.map((cell) => cell / 2));
      expectClose(loss.gradient(engine, zz, tt), [...half, ...half], toleranceOf(engine));
    });

    it("leaves logits and targets as they are", () => {
      const [z, t] = [engine.load(logits()), engine.load(targets())];
      const before = [z.to2DArray(), t.to2DArray()];
      loss.value(engine, z, t);
      loss.gradient(engine, z, t);
      expect([z.to2DArray(), t.to2DArray()]).toEqual(before);
    });

    it("refuses targets of another shape and names both shapes", () => {
      const [z, t] = [engine.load(new Matrix(4, 3)), engine.load(new Matrix(4, 2))];
      expect(() => loss.value(engine, z, t)).toThrow(/4×[23].*4×[23]/);
      expect(() => loss.gradient(engine, z, t)).toThrow(/4×[23].*4×[23]/);
    });
  });

  // Targets and closed forms at logits of ±1000: e^1000 overflows, and log σ(−1000) taken in two steps is −∞.
  const extremes: [Loss, number[][], number, number[][]][] = [
    [softmaxCrossEntropy, [[0, 1]], 2000, [[1, -1]]],
    [softmaxCrossEntropy, [[1, 0]], 0, [[0, 0]]],
    [softmaxCrossEntropy, [[0.5, 0.5]], 1000, [[0.5, -0.5]]],
    [logisticCrossEntropy, [[0, 1]], 2000, [[1, -1]]],
    [logisticCrossEntropy, [[1, 0]], 0, [[0, 0]]],
    [logisticCrossEntropy, [[0.5, 0.5]], 1000, [[0.5, -0.5]]],
    [meanSquaredError, [[0, 0]], 1e6, [[1000, -1000]]],
  ];
  const rows = extremes.map(([loss, target, value, gradient]) => ({ loss, target, value, gradient }));
  it.each(rows)("$loss.name is exact at logits of ±1000 with targets $target", (row) => {
    const { loss, target, value, gradient } = row;
    const [z, t] = [engine.load(new Matrix([[1000, -1000]])), engine.load(new Matrix(target))];
    expect(loss.value(engine, z, t)).toBe(value);
    expectClose(loss.gradient(engine, z, t), gradient, 1e-40);
  });
});

describe.each(losses)("$name", (loss) => {
  it("has a gradient that agrees with central differences", () => {
    checkGradients({ logits: logits() }, (values) => loss.value(reference, values.logits!, targets()), {
      logits: loss.gradient(reference, logits(), targets()),
    });
  });
});

describe("losses", () => {
  it("losses have names of their own and cannot be changed", () => {
    expect(new Set(losses.map(({ name }) => name)).size).toBe(losses.length);
    for (const loss of [losses, ...losses]) expect(Object.isFrozen(loss)).toBe(true);
  });
});
