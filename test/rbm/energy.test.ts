import { describe, expect, it } from "vitest";
import type { Matrix } from "../../src/matrix/matrix.ts";
import { logPartition } from "../../src/rbm/likelihood/log-partition.ts";
import { RBM } from "../../src/rbm/rbm.ts";
import { bernoulliUnits } from "../../src/units/bernoulli.ts";
import { gaussianUnits } from "../../src/units/gaussian.ts";
import fixture from "../fixtures/rbm.json" with { type: "json" };
import { engine, expectWithin, tolerance } from "../support/engine-under-test.ts";
import { binaryEnergy, binaryStates, gaussianEnergy, type PlainMachine } from "../support/enumerate.ts";
import { expectClose } from "../support/expect-close.ts";
import { randomMatrix } from "../support/random-matrix.ts";
import { smallRBM } from "../support/small-rbm.ts";

type Energy = (machine: PlainMachine, v: readonly number[], h: readonly number[]) => number;

/** E[f(h)] over all binary hidden states, for one visible state. */
function expectationOverHidden(energy: Energy, plain: PlainMachine, v: readonly number[]): number[] {
  const states = binaryStates(plain.hiddenBias.length);
  const weights = states.map((h) => Math.exp(-energy(plain, v, h)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return plain.hiddenBias.map(
    (_, unit) => states.reduce((sum, h, index) => sum + weights[index]! * h[unit]!, 0) / total,
  );
}

function sumOverHidden(energy: Energy, plain: PlainMachine, v: readonly number[]): number {
  return binaryStates(plain.hiddenBias.length).reduce((sum, h) => sum + Math.exp(-energy(plain, v, h)), 0);
}

/** So many digits, or in float32 what 30 roundings of terms that add up to 40 at most leave: there are up to 23 of them. */
const near = (digits: number): number => tolerance(0.5 * 10 ** -digits, 30, 40);

const toNumbers = (matrix: Matrix): number[] => Array.from(matrix.to1DArray());

describe("an RBM with binary units", () => {
  const { rbm, plain } = smallRBM("binary energies", 4, 3, { engine });
  const visible = binaryStates(4);
  const hidden = binaryStates(3);

  it("gives the energy of every joint state", () => {
    for (const v of visible) {
      const energies = rbm.energy(
        hidden.map(() => v),
        hidden,
      );
      for (const [index, h] of hidden.entries()) {
        expectWithin(energies[index], binaryEnergy(plain, v, h), near(13));
      }
    }
  });

  it("gives conditional means that agree with sums over all states", () => {
    const expected = visible.map((v) => expectationOverHidden(binaryEnergy, plain, v));
    expectClose(rbm.hiddenMeans(visible), expected, near(14));
    const turned = {
      weights: plain.visibleBias.map((_, i) => plain.weights[i]!),
      visibleBias: plain.visibleBias,
      hiddenBias: plain.hiddenBias,
    };
    const expectedVisible = hidden.map((h) => {
      const weights = visible.map((v) => Math.exp(-binaryEnergy(turned, v, h)));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return plain.visibleBias.map(
        (_, unit) => visible.reduce((sum, v, index) => sum + weights[index]! * v[unit]!, 0) / total,
      );
    });
    expectClose(rbm.visibleMeans(hidden), expectedVisible, near(14));
  });

  it("gives the free energy, the hidden states summed out", () => {
    const energies = rbm.freeEnergy(visible);
    for (const [index, v] of visible.entries()) {
      expectWithin(energies[index], -Math.log(sumOverHidden(binaryEnergy, plain, v)), near(13));
    }
  });

  it("gives a finite free energy where the fields are in the thousands", () => {
    const steep = new RBM({ visible: 1, hidden: 2, parameters: { weights: [[4000, -4000]] }, engine });
    expect(steep.freeEnergy([[1]])).toEqual(Float64Array.of(-4000));
  });
});

describe("an RBM with real-valued visible units", () => {
  const { rbm, plain } = smallRBM("gaussian energies", 2, 3, { visibleUnits: gaussianUnits, engine });
  const visible = randomMatrix("gaussian states", 5, 2, 2).to2DArray();

  it("gives the energy ½‖v − b‖² − h·c − v·W·hᵀ", () => {
    for (const h of binaryStates(3)) {
      const energies = rbm.energy(
        visible,
        visible.map(() => h),
      );
      for (const [index, v] of visible.entries()) {
        expectWithin(energies[index], gaussianEnergy(plain, v, h), near(12));
      }
    }
  });

  it("gives hidden means and free energies that agree with sums over the hidden states", () => {
    const expected = visible.map((v) => expectationOverHidden(gaussianEnergy, plain, v));
    expectClose(rbm.hiddenMeans(visible), expected, near(13));
    const energies = rbm.freeEnergy(visible);
    for (const [index, v] of visible.entries()) {
      expectWithin(energies[index], -Math.log(sumOverHidden(gaussianEnergy, plain, v)), near(12));
    }
  });

  it("gives visible means that agree with integrals over a grid", () => {
    const grid = Array.from({ length: 801 }, (_, index) => -20 + index / 20);
    for (const h of binaryStates(3)) {
      const means = toNumbers(rbm.visibleMeans([h]));
      for (const unit of [0, 1]) {
        const at = (x: number): number[] => [unit === 0 ? x : 0, unit === 1 ? x : 0];
        const weights = grid.map((x) => Math.exp(-gaussianEnergy(plain, at(x), h)));
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        const mean = grid.reduce((sum, x, index) => sum + x * weights[index]!, 0) / total;
        expectWithin(means[unit], mean, near(11));
      }
    }
  });

  it("has the partition function that an integral over a grid has", () => {
    const grid = Array.from({ length: 241 }, (_, index) => -15 + index / 8);
    let sum = 0;
    for (const x of grid) for (const y of grid) sum += sumOverHidden(gaussianEnergy, plain, [x, y]);
    expectWithin(logPartition(rbm, { engine }), Math.log(sum / 64), near(10));
  });
});

describe("an RBM with real-valued hidden units", () => {
  const { rbm, plain } = smallRBM("gaussian hidden", 3, 2, { hiddenUnits: gaussianUnits, engine });
  const energy = (v: readonly number[], h: readonly number[]): number =>
    0.5 * h.reduce((sum, state, unit) => sum + (state - plain.hiddenBias[unit]!) ** 2, 0) -
    v.reduce((sum, state, unit) => sum + state * plain.visibleBias[unit]!, 0) -
    v.reduce(
      (sum, state, i) => sum + h.reduce((inner, h, j) => inner + state * plain.weights[i]![j]! * h, 0),
      0,
    );
  const grid = Array.from({ length: 241 }, (_, index) => -15 + index / 8);
  const integrals = binaryStates(3).map((v) => {
    let sum = 0;
    for (const x of grid) for (const y of grid) sum += Math.exp(-energy(v, [x, y]));
    return sum / 64;
  });

  it("gives free energies that agree with integrals over a grid", () => {
    const energies = rbm.freeEnergy(binaryStates(3));
    for (const [index, integral] of integrals.entries()) {
      expectWithin(energies[index], -Math.log(integral), near(10));
    }
  });

  it("has the partition function that the sum of those integrals is", () => {
    const total = integrals.reduce((sum, integral) => sum + integral, 0);
    expectWithin(logPartition(rbm, { engine }), Math.log(total), near(10));
  });

  it("gives the energy of both kinds of units", () => {
    expectWithin(rbm.energy([[1, 0, 1]], [[0.5, -2]])[0], energy([1, 0, 1], [0.5, -2]), near(13));
  });
});

describe.each([
  ["binary", fixture.bernoulli, bernoulliUnits],
  ["real-valued", fixture.gaussian, gaussianUnits],
] as const)("an RBM with %s visible units", (_, expected, visibleUnits) => {
  const rbm = new RBM({ visible: 5, hidden: 3, visibleUnits, parameters: expected.parameters, engine });

  it("agrees with NumPy on means and reconstructions", () => {
    expectClose(rbm.hiddenMeans(expected.visible), expected.hiddenMeans, near(14));
    expectClose(rbm.visibleMeans(expected.hidden), expected.visibleMeans, near(14));
    expectClose(rbm.reconstruct(expected.visible), expected.reconstruction, near(14));
  });

  it("agrees with NumPy on energies and the partition function", () => {
    for (const [row, value] of expected.energy.entries()) {
      expectWithin(rbm.energy(expected.visible, expected.hidden)[row], value, near(12));
      expectWithin(rbm.freeEnergy(expected.visible)[row], expected.freeEnergy[row]!, near(12));
    }
    expectWithin(logPartition(rbm, { engine }), expected.logPartition, near(12));
  });
});
