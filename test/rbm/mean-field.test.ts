import { describe, expect, it } from "vitest";
import { gaussianUnits, piecewise, sgd } from "../../src/index.ts";
import { Matrix } from "../../src/matrix/matrix.ts";
import { RandomStream } from "../../src/random/stream.ts";
import { exactGradient, meanField, softmaxUnits, spinUnits } from "../../src/rbm/index.ts";
import { machineOn } from "../../src/rbm/machine/machine.ts";
import { RBM } from "../../src/rbm/rbm.ts";
import type { NegativePhase, Sampler } from "../../src/rbm/samplers/sampler.ts";
import { likelihoodGradients } from "../../src/rbm/training/likelihood-gradients.ts";
import { bernoulliUnits } from "../../src/units/bernoulli.ts";
import type { Units } from "../../src/units/units.ts";
import { engine, isFloat64 } from "../support/engine-under-test.ts";
import { smallRBM } from "../support/small-rbm.ts";

/** The largest error of each kind of gradient against the exact one, for weights of this scale. */
function errors(units: Units, order: 1 | 2 | 3, scale: number): Record<string, number> {
  const { rbm: drawn } = smallRBM("expansion", 4, 3, { engine: "reference" });
  const weights = drawn.parameters.weights.to2DArray().map((row) => row.map((value) => scale * value));
  const { visibleBias, hiddenBias } = drawn.parameters;
  const sides = { visible: 4, hidden: 3, visibleUnits: units, hiddenUnits: units, engine, seed: 1 };
  const rbm = new RBM({ ...sides, parameters: { weights, visibleBias, hiddenBias } });
  const opened = engine.open();
  const machine = machineOn("test", opened, rbm);
  const data = new Matrix([[1, 1, 1, 1]]);
  const random = new RandomStream(1, "nothing is drawn");
  const phase = (sampler: Sampler): NegativePhase =>
    sampler.negativePhase(machine, sampler.begin(machine, data, random), undefined as never, random);
  const at = phase(meanField({ order, iterations: 100, chains: 2 }) as Sampler);
  const exact = phase(exactGradient() as Sampler);
  const differences = likelihoodGradients(machine, exact, at);
  const found = Object.entries(differences).map(([name, matrix]) => [
    name,
    Math.max(...matrix.to1DArray().map(Math.abs)),
  ]);
  opened.close();
  return Object.fromEntries(found);
}

describe.each([["bernoulli", bernoulliUnits] as const, ["spin", spinUnits] as const])(
  "meanField of %s units",
  (_, units) => {
    // A series that is right up to Wᵏ in the free energy errs by Wᵏ⁺¹ in the means and by Wᵏ in its derivative to W.
    it.each([1, 2, 3] as const)("of order %i is off by the next power of the weights", (order) => {
      if (!isFloat64) return expect(errors(units, order, 0.05).weights).toBeLessThan(0.1 ** order);
      const [large, small] = [errors(units, order, 0.01), errors(units, order, 0.005)];
      const power = (name: string): number => Math.log2(large[name]! / small[name]!);
      expect(Math.abs(power("weights") - order)).toBeLessThan(0.3);
      expect(Math.abs(power("visibleBias") - order - 1)).toBeLessThan(0.3);
      expect(Math.abs(power("hiddenBias") - order - 1)).toBeLessThan(0.3);
    });
  },
);

describe("meanField", () => {
  it("of order 2 learns what the exact gradient learns, nearer than order 1", async () => {
    const rows = [
      [1, 1, 0, 0],
      [1, 1, 0, 1],
      [0, 0, 1, 0],
      [0, 1, 1, 0],
    ];
    const optimizer = sgd({ learningRate: 0.1, momentum: piecewise({ values: [0.5, 0.9], until: [5] }) });
    const trained = async (sampler: Sampler): Promise<Matrix> => {
      const rbm = new RBM({ visible: 4, hidden: 2, seed: 1, engine });
      await rbm.fit(rows, { epochs: 30, batchSize: 4, sampler, optimizer, seed: 1 });
      return rbm.parameters.visibleBias;
    };
    const exact = await trained(exactGradient() as Sampler);
    const off = async (order: 1 | 2): Promise<number> => {
      const values = await trained(meanField({ order, chains: 4 }) as Sampler);
      return Math.max(...values.to1DArray().map((value, unit) => Math.abs(value - exact.get(0, unit))));
    };
    expect(await off(2)).toBeLessThan((await off(1)) / 2);
  });

  it.each([gaussianUnits, softmaxUnits({ categories: 2 })])(
    "refuses $name units before anything is changed",
    async (visibleUnits) => {
      const rbm = new RBM({ visible: 2, hidden: 2, visibleUnits, seed: 1, engine });
      const before = rbm.parameters.weights.to1DArray();
      await expect(rbm.fit([[1, 0]], { sampler: meanField() as Sampler, epochs: 1 })).rejects.toThrow(
        `expected units of two states, bernoulliUnits or spinUnits, whose mean says all of them, got ${visibleUnits.name} units`,
      );
      expect(rbm.parameters.weights.to1DArray()).toEqual(before);
    },
  );

  it.each([
    [{ order: 4 }, "expected order to be an integer ≥ 1 and ≤ 3, got 4"],
    [{ iterations: 0 }, "expected iterations to be an integer ≥ 1, got 0"],
  ])("refuses %o", (options, message) => {
    expect(() => meanField(options as never)).toThrow(message);
  });
});
