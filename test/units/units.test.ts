import { describe, expect, it } from "vitest";
import { reference } from "../../src/engine/reference.ts";
import { Matrix } from "../../src/matrix/matrix.ts";
import { RandomStream } from "../../src/random/stream.ts";
import { allUnits, unitsByName } from "../../src/units/all.ts";
import { bernoulliUnits } from "../../src/units/bernoulli.ts";
import { gaussianUnits } from "../../src/units/gaussian.ts";
import { toStates } from "../../src/units/to-states.ts";
import type { Units } from "../../src/units/units.ts";

const bias = [0.7, -1.1];
const weighted = [-0.4, 1.3];
const row = (values: readonly number[]): Matrix => new Matrix([[...values]]);
const own = { bias: row(bias) };
const fields = row(bias.map((b, unit) => b + weighted[unit]!));

/** The states to sum over, each with its share of the measure: the list itself, or a fine grid. */
function measureOf({ states }: Units): { readonly values: readonly number[]; readonly share: number } {
  if (states) return { values: states, share: 1 };
  return { values: Array.from({ length: 151 }, (_, index) => -15 + index / 5), share: 1 / 5 };
}

/** log Σₛ exp(s·w − selfEnergy(s)) over two units, term by term. */
function summedLogPartition(units: Units): number {
  const { values, share } = measureOf(units);
  const pairs = values.flatMap((first) => values.map((second) => [first, second]));
  const energies = units.selfEnergy(reference, new Matrix(pairs), own).to1DArray();
  const sum = pairs.reduce((total, [first, second], index) => {
    const score = first! * weighted[0]! + second! * weighted[1]!;
    return total + Math.exp(score - energies[index]!);
  }, 0);
  return Math.log(sum * share ** 2);
}

describe.each(allUnits)("$name units", (units) => {
  it("are frozen and found by their name", () => {
    expect(Object.isFrozen(units)).toBe(true);
    expect(unitsByName("read", units.name)).toBe(units);
  });

  it("have as logPartition the logarithm of the sum or integral over all states", () => {
    const [logPartition] = units.logPartition(reference, fields, own).to1DArray();
    expect(logPartition).toBeCloseTo(summedLogPartition(units), 11);
  });

  it("have as means the derivative of logPartition with respect to the fields", () => {
    const means = units.means(reference, fields, own);
    for (const unit of [0, 1]) {
      const at = (step: number): number => {
        const moved = fields.clone();
        moved.set(0, unit, moved.get(0, unit) + step);
        return units.logPartition(reference, moved, own).get(0, 0);
      };
      expect(means.get(0, unit)).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 9);
    }
  });

  it("draw states whose mean is the mean they are given", () => {
    const draws = 20_000;
    const given = new Matrix(draws, 1).fill(0.6);
    const means = units.means(reference, given, own);
    const random = new RandomStream("units", units.name);
    const states = units.sample(reference, { fields: given, means }, own, random).to1DArray();
    const mean = states.reduce((sum, state) => sum + state, 0) / draws;
    expect(Math.abs(mean - means.get(0, 0))).toBeLessThan(4 / Math.sqrt(draws)); // no variance is above 1
    if (units.states) expect(new Set(states)).toEqual(new Set(units.states));
  });

  it("give one number per row", () => {
    const states = new Matrix([
      [0, 1],
      [1, 1],
      [0, 0],
    ]);
    const energies = units.selfEnergy(reference, states, own);
    expect([energies.rows, energies.columns]).toEqual([3, 1]);
    for (const [index, state] of states.to2DArray().entries()) {
      expect(units.selfEnergy(reference, row(state), own).get(0, 0)).toBe(energies.get(index, 0));
    }
  });
});

describe("bernoulliUnits", () => {
  it("have the energy −s·b", () => {
    expect(bernoulliUnits.selfEnergy(reference, row([1, 1]), own).get(0, 0)).toBeCloseTo(0.4, 15);
  });

  it("have a logPartition that neither overflows nor vanishes at ±1000", () => {
    const logPartition = bernoulliUnits.logPartition(reference, new Matrix([[1000], [-1000], [-30]]), {
      bias: row([0]),
    });
    expect(logPartition.to1DArray()).toEqual([1000, 0, Math.log1p(Math.exp(-30))]);
  });

  it("refuse data outside [0, 1] with value, row and column", () => {
    const data = [
      [0, 1],
      [0.5, 1.5],
    ];
    expect(() => toStates("fit", "data", data, bernoulliUnits)).toThrow(
      new RangeError(
        "Cannot fit: expected data of bernoulli units to lie in [0, 1], got 1.5 at row 1, column 1 " +
          "(minMax scales columns into a range, gaussianUnits take any number)",
      ),
    );
    expect(() => toStates("fit", "data", [[-1e-9]], bernoulliUnits)).toThrow("got -1e-9 at row 0, column 0");
  });
});

describe("gaussianUnits", () => {
  it("have the energy ½‖s − b‖²", () => {
    expect(gaussianUnits.selfEnergy(reference, row([1.7, -3.1]), own).get(0, 0)).toBeCloseTo(2.5, 14);
  });

  it("draw states of variance 1 around the means", () => {
    const draws = 20_000;
    const given = new Matrix(draws, 1).fill(3);
    const random = new RandomStream("units", "variance");
    const states = gaussianUnits.sample(reference, { fields: given, means: given }, own, random);
    const variance = states.to1DArray().reduce((sum, state) => sum + (state - 3) ** 2, 0) / draws;
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / draws));
  });

  it("take any finite data, and no other", () => {
    expect(toStates("fit", "data", [[-1e6, 1e6]], gaussianUnits).to1DArray()).toEqual([-1e6, 1e6]);
    expect(() => toStates("fit", "data", [[Number.NaN]], gaussianUnits)).toThrow("data to be finite");
  });
});

describe("unitsByName", () => {
  it("refuses a name it does not know", () => {
    expect(() => unitsByName("read an RBM", "potts")).toThrow(
      `Cannot read an RBM: expected the name of units to be one of "bernoulli", "gaussian" or in the option units, got "potts"`,
    );
  });
});
