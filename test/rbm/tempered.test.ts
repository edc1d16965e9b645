import { describe, expect, it } from "vitest";
import { Matrix } from "../../src/matrix/matrix.ts";
import { logPartition } from "../../src/rbm/likelihood/log-partition.ts";
import { baseRate } from "../../src/rbm/machine/base-rate.ts";
import { tempered } from "../../src/rbm/machine/tempered.ts";
import { bernoulliUnits } from "../../src/units/bernoulli.ts";
import { gaussianUnits } from "../../src/units/gaussian.ts";
import { binaryEnergy, binaryStates } from "../support/enumerate.ts";
import { expectClose } from "../support/expect-close.ts";
import { smallRBM } from "../support/small-rbm.ts";

describe("tempered", () => {
  const { rbm, plain } = smallRBM("tempered", 4, 3);

  it("has energies between those of the base and of the machine", () => {
    const base = { ...plain, weights: plain.weights.map((row) => row.map(() => 0)), hiddenBias: [0, 0, 0] };
    for (const beta of [0, 0.3, 1]) {
      const states = binaryStates(4).flatMap((v) => binaryStates(3).map((h) => [v, h] as const));
      const sum = states.reduce((total, [v, h]) => {
        const energy = (1 - beta) * binaryEnergy(base, v, h) + beta * binaryEnergy(plain, v, h);
        return total + Math.exp(-energy);
      }, 0);
      expect(logPartition(tempered(rbm, beta))).toBeCloseTo(Math.log(sum), 12);
    }
  });

  it("is the machine at β = 1 and the base at β = 0, whose parameters are left as they are", () => {
    const base = baseRate(rbm, binaryStates(4).slice(3, 9));
    const before = JSON.stringify([rbm, base]);
    expectClose(tempered(rbm, 1, base).parameters.weights, plain.weights, 0);
    expectClose(tempered(rbm, 0, base).parameters.visibleBias, base.parameters.visibleBias.to2DArray(), 0);
    expect(JSON.stringify([rbm, base])).toBe(before);
  });

  it("refuses a base of other units or sizes", () => {
    const gaussian = smallRBM("other", 4, 3, { visibleUnits: gaussianUnits }).rbm;
    expect(() => tempered(rbm, 0.5, gaussian)).toThrow(
      "expected a base of bernoulli and bernoulli units, got gaussian and bernoulli",
    );
    expect(() => tempered(rbm, 0.5, smallRBM("other", 4, 2).rbm)).toThrow(
      'expected a base with "weights", 4×3, got 4×2',
    );
  });

  it("refuses temperatures that are none", () => {
    for (const beta of [-0.1, 1.1, Number.NaN]) {
      expect(() => tempered(rbm, beta)).toThrow("Cannot temper a machine: expected beta to be");
    }
  });
});

describe("baseRate", () => {
  it("has the means of the data, drawn to ½ by one more example where units are binary", () => {
    const { rbm } = smallRBM("base", 2, 2, { visibleUnits: bernoulliUnits });
    const { visibleBias, weights } = baseRate(rbm, [
      [1, 0],
      [1, 0],
      [0, 0],
    ]).parameters;
    expectClose(visibleBias, [[Math.log(0.625 / 0.375), Math.log(0.125 / 0.875)]], 1e-13);
    expect(weights).toEqual(Matrix.zeros(2, 2));
  });

  it("has the very means of the data where they are unbounded", () => {
    const { rbm } = smallRBM("base", 2, 2, { visibleUnits: gaussianUnits });
    const { visibleBias } = baseRate(rbm, [
      [100, -1],
      [102, -3],
    ]).parameters;
    expectClose(visibleBias, [[101, -2]], 1e-10);
  });
});
