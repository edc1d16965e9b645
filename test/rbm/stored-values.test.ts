import { describe, expect, it } from "vitest";
import { checkUnits } from "../../src/extend/index.ts";
import { adam, bernoulliUnits, Matrix, RBM, type Units } from "../../src/index.ts";
import { modelFromBytes, modelToBytes } from "../../src/io/index.ts";
import {
  annealedImportanceSampling,
  featureLogLikelihoods,
  learnedGaussianUnits,
  mixedUnits,
  monitors,
  pseudoLikelihoodMonitor,
  reverseAnnealedImportanceSampling,
} from "../../src/rbm/index.ts";
import { engine, expectWithin, isFloat64, tolerance } from "../support/engine-under-test.ts";

/** Real-valued rows so wide, or so narrow, that training drives precisions to their bounds. */
const wide = Array.from({ length: 100 }, (_, row) => [
  100 * Math.sin(row + 1),
  1e-3 * Math.cos(row),
  row % 2,
]);

const bounded: readonly Units[] = [
  learnedGaussianUnits(),
  learnedGaussianUnits({ minimum: 0.29, maximum: 1.1 }),
  mixedUnits([
    { units: learnedGaussianUnits({ minimum: 0.7, maximum: 1.3 }), columns: 2 },
    { units: bernoulliUnits, columns: 1 },
  ]),
];

/** The numbers between which an own parameter of the visible units lies, by its name. */
function boundsOf(units: Units): readonly (readonly [name: string, min: number, max: number])[] {
  return Object.entries(units.ownParameters!(3)).map(([own, { min, max }]) => [
    `visible${own[0]!.toUpperCase()}${own.slice(1)}`,
    min!,
    max!,
  ]);
}

describe.each(bounded.map((units) => [units.name, units] as const))("a machine of %s units", (_, units) => {
  it("loads after training has driven a parameter to its bounds, with all its bits", async () => {
    const rbm = new RBM({ visible: 3, hidden: 2, visibleUnits: units, seed: 1, engine });
    await rbm.fit(wide, { epochs: 60, optimizer: adam({ learningRate: 0.05 }) });
    const stored = (value: number): number => (isFloat64 ? value : Math.fround(value));
    for (const [name, min] of boundsOf(units)) {
      const values = rbm.parameters[name]!.to1DArray();
      expect(values).toContain(stored(min)); // else this test would show nothing
      for (const read of [
        RBM.fromJSON(JSON.parse(JSON.stringify(rbm)), { units: [units] }),
        modelFromBytes(modelToBytes(rbm), { units: [units] }) as RBM,
        new RBM({ visible: 3, hidden: 2, visibleUnits: units, seed: 1, parameters: rbm.parameters }),
      ])
        expect(read.parameters[name]!.to1DArray()).toEqual(values);
    }
  });

  it("takes the float32 of either bound, and refuses the next number beyond it", () => {
    for (const [name, min, max] of boundsOf(units)) {
      const columns = units.ownParameters!(3)[name.charAt(7).toLowerCase() + name.slice(8)]!.initial.columns;
      const build = (value: number): RBM => {
        const parameters = { [name]: new Matrix(1, columns).fill(value) };
        return new RBM({ visible: 3, hidden: 2, visibleUnits: units, seed: 1, parameters });
      };
      for (const bound of [min, max]) {
        const least = Math.min(bound, Math.fround(bound));
        const most = Math.max(bound, Math.fround(bound));
        for (const value of [least, most]) expect(build(value).parameters[name]!.get(0, 0)).toBe(value);
        const beyond = bound === min ? least * (1 - 2 ** -50) : most * (1 + 2 ** -50);
        expect(() => build(beyond)).toThrow(
          `expected each of ${name} to be a finite number ≥ ${min} and ≤ ${max}, got ${beyond}`,
        );
      }
    }
  });
});

/** Units of these states, which float32 need not hold. */
function gridUnits(states: readonly number[]): Units {
  const logSum = (field: number): number =>
    Math.log(states.reduce((sum, state) => sum + Math.exp(state * field), 0));
  const chance = (field: number, state: number): number => Math.exp(state * field - logSum(field));
  return {
    name: `grid ${states}`,
    states,
    range: { min: Math.min(...states), max: Math.max(...states) },
    means: (on, fields) =>
      on.map((field) => states.reduce((sum, state) => sum + state * chance(field, state), 0), fields),
    sample(on, { fields }, _own, random) {
      const uniforms = random.uniforms(fields.rows * fields.columns);
      const drawn = (field: number, uniform: number): number => {
        let sum = 0;
        for (const state of states) {
          sum += chance(field, state);
          if (uniform < sum) return state;
        }
        return states.at(-1)!;
      };
      return on.zip(drawn, fields, on.load(Matrix.from1DArray(fields.rows, fields.columns, uniforms)));
    },
    selfEnergy: (on, given, { bias }) => on.scale(-1, on.productRightTransposed(given, bias)),
    logPartition: (on, fields) => on.rowSums(on.map(logSum, fields)),
  };
}

describe.each([[[0, 0.2]], [[0, 0.1, 0.3]], [[-0.7, 0.7]]])("units of the states %s", (states) => {
  const units = gridUnits(states);
  const build = (hiddenUnits: Units = bernoulliUnits): RBM =>
    new RBM({ visible: 3, hidden: 2, visibleUnits: units, hiddenUnits, seed: 1, engine });
  const rows = Array.from({ length: 12 }, (_, row) =>
    [0, 1, 2].map((k) => states[(row + k * row) % states.length]!),
  );

  it("pass their check, which draws in float32 too", () => {
    checkUnits(units, { columns: 2 });
    checkUnits(units, { columns: 2, engine });
  });

  it("take back what they drew, wherever states are taken", async () => {
    const rbm = build();
    await rbm.fit(rows, { epochs: 2 });
    const drawn = rbm.sample({ count: 12, gibbsSteps: 3, seed: 1 });
    expect(
      drawn.to1DArray().filter((state) => states.every((each) => Math.fround(each) !== Math.fround(state))),
    ).toEqual([]);
    expect(rbm.freeEnergy(drawn).length).toBe(12);
    expect(rbm.sample({ start: drawn, gibbsSteps: 1, seed: 1 }).rows).toBe(12);
    await rbm.fit(drawn, { epochs: 1, monitors: monitors([pseudoLikelihoodMonitor()]) });
    for (const sampling of [annealedImportanceSampling, reverseAnnealedImportanceSampling]) {
      const { logPartition } = await sampling(rbm, { data: drawn, chains: 10, temperatures: 10, seed: 1 });
      expect(Number.isFinite(logPartition)).toBe(true);
    }
    const both = build(units);
    const hidden = both.sampleHidden(rows, { seed: 1 });
    expect(both.energy(rows, hidden).length).toBe(rows.length);
    expect(both.visibleMeans(hidden).rows).toBe(rows.length);
  });

  it("have the same figures by either name of a state", () => {
    const rbm = build();
    const [by, byRounded] = [rows, rows.map((row) => row.map(Math.fround))].map((each) =>
      featureLogLikelihoods(rbm, each, { engine }),
    );
    for (const [feature, value] of by!.entries())
      expectWithin(byRounded![feature], value, tolerance(1e-6, 10, 2));
  });

  it("stay within mixed units, and refuse what lies beyond", () => {
    const visibleUnits = mixedUnits([{ units, columns: 3 }]);
    const mixed = new RBM({ visible: 3, hidden: 2, visibleUnits, seed: 1, engine });
    const rounded = rows.map((row) => row.map(Math.fround));
    expect(mixed.freeEnergy(rounded).length).toBe(12);
    const { max } = units.range;
    const beyond = Math.max(max, Math.fround(max)) * (1 + 2 ** -50);
    for (const rbm of [mixed, build()])
      expect(() => rbm.freeEnergy([[states[0]!, states[0]!, beyond]])).toThrow(`${max}]`);
  });
});
