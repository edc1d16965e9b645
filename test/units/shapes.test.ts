import { describe, expect, it } from "vitest";
import {
  type AbstractMatrix,
  bernoulliUnits,
  type Engine,
  gaussianUnits,
  logPartition,
  Matrix,
  RBM,
  type Units,
} from "../../src/index.ts";
import { annealedImportanceSampling, featureLogLikelihoods, mixedUnits } from "../../src/rbm/index.ts";

/** Units as Bernoulli ones, with a function in which somebody erred. */
const bad = (mistake: object): Units => ({ ...bernoulliUnits, name: "bad", ...mistake });
const alone = (units: Units): RBM =>
  new RBM({ visible: 3, hidden: 2, visibleUnits: units, seed: 1, engine: "reference" });
const grouped = (units: Units): RBM => {
  const visibleUnits = mixedUnits([
    { units, columns: 3 },
    { units: bernoulliUnits, columns: 1 },
  ]);
  return new RBM({ visible: 4, hidden: 2, visibleUnits, seed: 1, engine: "reference" });
};
const hidden = [
  [0, 1],
  [1, 1],
];
const rowsFor = (rbm: RBM): Matrix => Matrix.zeros(2, rbm.visible);
const annealed = (rbm: RBM): Promise<unknown> =>
  annealedImportanceSampling(rbm, { chains: 2, temperatures: 2, seed: 1 });

type Wrong = readonly [got: string, given: (engine: Engine, columns: number) => unknown];
const wrongWidths: readonly Wrong[] = [
  ["2×2", (engine, columns) => engine.zeros(2, columns - 1)],
  ["2×4", (engine, columns) => engine.zeros(2, columns + 1)],
  ["1×3", (engine, columns) => engine.zeros(1, columns)],
  ["undefined", () => undefined],
  ["a promise; await it", async () => new Matrix(2, 3)],
  ["[[1, 2]]", () => [[1, 2]]],
];
const wrongEnergies: readonly Wrong[] = [
  ["2×2", (engine) => engine.zeros(2, 2)],
  ["1×1", (engine) => engine.zeros(1, 1)],
  ["undefined", () => undefined],
];

/** What a function is asked in, how errors call it there, and the results that it may not give. */
const uses: readonly (readonly [name: string, action: string, (rbm: RBM) => unknown, readonly Wrong[]])[] = [
  ["means", "compute the visible means", (rbm) => rbm.visibleMeans(hidden), wrongWidths],
  ["means", "draw visible states", (rbm) => rbm.sampleVisible(hidden), wrongWidths],
  ["sample", "draw visible states", (rbm) => rbm.sampleVisible(hidden), wrongWidths],
  ["selfEnergy", "compute the free energy", (rbm) => rbm.freeEnergy(rowsFor(rbm)), wrongEnergies],
];

describe.each(uses)("%s in order to %s", (name, action, use, wrong) => {
  it.each(wrong)("are refused where they are %s", (got, given) => {
    const units = bad({
      [name]: (engine: Engine, matrix: AbstractMatrix & { means?: AbstractMatrix }) =>
        given(engine, (matrix.means ?? matrix).columns),
    });
    const said = `expected ${name} of bad units 2×${wrong === wrongEnergies ? 1 : 3}, got ${got}`;
    expect(() => use(alone(units))).toThrow(`Cannot ${action}: ${said}`);
    expect(() => use(grouped(units))).toThrow(`Cannot compute with mixedUnits: ${said}`);
  });
});

describe("Units of one's own", () => {
  it("whose log-partition is no column are refused by annealing", async () => {
    const units = bad({ logPartition: (engine: Engine) => engine.zeros(1, 2) });
    const said = "expected logPartition of bad units 1×1, got 1×2";
    await expect(annealed(alone(units))).rejects.toThrow(said);
    await expect(annealed(grouped(units))).rejects.toThrow(said);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])(
    "whose draws are %s are refused as their means are",
    (value) => {
      const units = bad({
        sample: (engine: Engine, { means }: { means: AbstractMatrix }) => engine.map(() => value, means),
      });
      for (const rbm of [alone(units), grouped(units)]) {
        const said = `expected the draws of the visible units to be finite, got ${value} at row 0, column 0`;
        expect(() => rbm.sampleVisible(hidden)).toThrow(`Cannot draw visible states: ${said}`);
        expect(() => rbm.sample({ gibbsSteps: 1 })).toThrow(`Cannot sample: ${said}`);
      }
    },
  );

  it("whose means are of another width are refused by the likelihood of each feature", () => {
    const units = { ...gaussianUnits, name: "bad", means: (engine: Engine) => engine.zeros(1, 2) };
    const rbm = alone(units);
    expect(() => featureLogLikelihoods(rbm, rowsFor(rbm))).toThrow(
      "expected means of bad units 1×3, got 1×2",
    );
  });

  it.each([
    [{ states: 3 }, "[{ states }, { states }, { states }]"],
    [{ states: [] }, "[{ states }, { states }, { states }]"],
    [{ blocks: () => null }, "null"],
    [{ blocks: () => [3] }, "[3]"],
    [{ blocks: () => [{ states: [[0, 1]] }] }, "[{ states }]"],
  ])("with the states %o are refused where these are listed", (mistake, got) => {
    const said = `expected states of bad units in 3 columns, got ${got}`;
    expect(() => logPartition(alone(bad(mistake)))).toThrow(said);
    expect(() => logPartition(grouped(bad(mistake)))).toThrow(said);
  });
});
