import { describe, expect, it } from "vitest";
import { checkUnits } from "../../src/extend/check-units.ts";
import type { Units } from "../../src/index.ts";
import { bernoulliUnits, gaussianUnits } from "../../src/index.ts";
import { Matrix } from "../../src/matrix/matrix.ts";
import type { Parameters } from "../../src/parameters.ts";
import { RandomStream } from "../../src/random/stream.ts";
import * as family from "../../src/rbm/index.ts";
import { logPartition } from "../../src/rbm/likelihood/log-partition.ts";
import { hiddenGiven } from "../../src/rbm/machine/conditionals.ts";
import { machineOn } from "../../src/rbm/machine/machine.ts";
import { RBM } from "../../src/rbm/rbm.ts";
import { likelihoodGradients } from "../../src/rbm/training/likelihood-gradients.ts";
import { blocksOf, statesFrom } from "../../src/units/blocks.ts";
import { engine, expectWithin, isFloat64 } from "../support/engine-under-test.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const { exactGradient } = family;
const learned = family.learnedGaussianUnits();
const softmax = family.softmaxUnits({ categories: 3 });
const binomial = family.binomialUnits({ trials: 4 });
const multinomial = family.multinomialUnits({ categories: 3, trials: 4 });
const mixed = family.mixedUnits([
  { units: bernoulliUnits, columns: 1 },
  { units: softmax, columns: 3 },
  { units: family.spinUnits, columns: 1 },
]);
const precise = family.mixedUnits([
  { units: family.spinUnits, columns: 1 },
  { units: learned, columns: 1 },
]);

/** Every kind of units with an energy, and how many columns of it are tried. */
const kinds: readonly (readonly [Units, number])[] = [
  [bernoulliUnits, 2],
  [family.spinUnits, 2],
  [binomial, 1],
  [softmax, 3],
  [multinomial, 3],
  [mixed, 5],
  [gaussianUnits, 1],
  [learned, 1],
  [precise, 2],
  [family.rectifiedGaussianUnits, 1],
  [family.truncatedExponentialUnits, 1],
];

interface Measure {
  readonly states: number[][];
  readonly shares: number[];
}

/** The states of one column, or what an integral by Simpson's rule takes for them. */
function columnMeasure({ states, range }: Units): Measure {
  if (states) return { states: states.map((state) => [state]), shares: states.map(() => 1) };
  const [low, high] = [Math.max(range.min, -14), Math.min(range.max, 14)];
  const points = range.max === 1 ? 100 : range.min === 0 ? 560 : 280;
  const width = (high - low) / points;
  const shares = Array.from({ length: points + 1 }, (_, index) => {
    return ((index === 0 || index === points ? 1 : index % 2 === 0 ? 2 : 4) * width) / 3;
  });
  return { states: shares.map((_, index) => [low + index * width]), shares };
}

function measureOf(units: Units, columns: number): Measure {
  const blocks = blocksOf("list states", units, columns);
  if (blocks) {
    const count = blocks.reduce((product, { states }) => product * states.length, 1);
    const states = statesFrom(blocks, 0, count).to2DArray();
    return { states, shares: states.map(() => 1) };
  }
  const parts = (units === precise ? [family.spinUnits, learned] : [units]).map(columnMeasure);
  return parts.reduce((left, right) => ({
    states: left.states.flatMap((a) => right.states.map((b) => [...a, ...b])),
    shares: left.shares.flatMap((a) => right.shares.map((b) => a * b)),
  }));
}

const isBounded = ({ range }: Units): boolean => Number.isFinite(range.max - range.min);
const pairs = kinds.flatMap((visible) =>
  kinds
    .filter((hidden) => isBounded(visible[0]) || isBounded(hidden[0]))
    .map((hidden) => [`${visible[0].name} × ${hidden[0].name}`, visible, hidden] as const),
);

/** A machine of two kinds with parameters that are no special ones. */
function machine(
  [visibleUnits, visible]: readonly [Units, number],
  [hiddenUnits, hidden]: readonly [Units, number],
): RBM {
  const name = `${visibleUnits.name} ${hiddenUnits.name}`;
  const rbm = new RBM({
    ...{ visible, hidden, visibleUnits, hiddenUnits, engine },
    parameters: {
      weights: randomMatrix(`${name} weights`, visible, hidden, 0.4),
      visibleBias: randomMatrix(`${name} visible`, 1, visible, 0.5),
      hiddenBias: randomMatrix(`${name} hidden`, 1, hidden, 0.5),
    },
  });
  for (const [parameter, matrix] of Object.entries(rbm.parameters)) {
    if (/Precision$/.test(parameter)) matrix.fill(1.5);
    if (!isFloat64)
      matrix.apply((row, column) => matrix.set(row, column, Math.fround(matrix.get(row, column))));
  }
  return rbm;
}

/** −E(v, h), from the definition: the self-energies of both sides and v·W·hᵀ. */
function scoreOf(rbm: RBM, v: Matrix, h: Matrix): number[] {
  return Array.from(rbm.energy(v, h), (energy) => -energy);
}

function logSum(scores: readonly number[], shares: readonly number[]): number {
  const largest = Math.max(...scores);
  return (
    largest + Math.log(scores.reduce((sum, score, i) => sum + shares[i]! * Math.exp(score - largest), 0))
  );
}

const near = isFloat64 ? 1e-7 : 2e-4;

describe.each([
  ...kinds,
  [family.binomialUnits({ trials: 200 }), 1],
  [family.multinomialUnits({ categories: 4, trials: 5 }), 8],
] as const)("%o units", (units, columns) => {
  it(`${units.name} have sums, means, draws and gradients that agree with their energy`, () => {
    const measure = units === precise ? measureOf(units, columns) : undefined;
    checkUnits(units, {
      columns,
      engine,
      ...(measure && { measure: { states: new Matrix(measure.states), shares: measure.shares } }),
    });
  });
});

describe.each(pairs)("an RBM of %s units", (_, visibleKind, hiddenKind) => {
  const rbm = machine(visibleKind, hiddenKind);
  const [v, h] = [measureOf(...visibleKind), measureOf(...hiddenKind)];
  const every = Math.ceil(v.states.length / 5);
  const rows = v.states.filter((_, index) => index % every === 0 && Math.abs(v.states[index]!.at(-1)!) <= 3);
  const hidden = new Matrix(h.states);

  it("has free energies and hidden means that are sums over the hidden states", () => {
    const [energies, means] = [rbm.freeEnergy(rows), rbm.hiddenMeans(rows)];
    for (const [row, visible] of rows.entries()) {
      const scores = scoreOf(rbm, new Matrix(h.states.map(() => visible)), hidden);
      const total = logSum(scores, h.shares);
      expectWithin(energies[row], -total, near * Math.max(1, Math.abs(total)));
      for (let unit = 0; unit < rbm.hidden; unit++) {
        const mean = scores.reduce(
          (sum, score, state) => sum + h.shares[state]! * h.states[state]![unit]! * Math.exp(score - total),
          0,
        );
        expectWithin(means.get(row, unit), mean, near * 10);
      }
    }
  });

  it("has visible means that are sums over the visible states, and a partition function that is one over both", () => {
    const few = h.states.filter((_, index) => index % Math.ceil(h.states.length / 3) === 0);
    const means = rbm.visibleMeans(few);
    for (const [row, given] of few.entries()) {
      const scores = scoreOf(rbm, new Matrix(v.states), new Matrix(v.states.map(() => given)));
      const total = logSum(scores, v.shares);
      for (let unit = 0; unit < rbm.visible; unit++) {
        const mean = scores.reduce(
          (sum, score, state) => sum + v.shares[state]! * v.states[state]![unit]! * Math.exp(score - total),
          0,
        );
        expectWithin(means.get(row, unit), mean, near * 10);
      }
    }
    if (blocksOf("list states", ...visibleKind) || blocksOf("list states", ...hiddenKind)) {
      const energies = Array.from(rbm.freeEnergy(v.states), (energy) => -energy);
      expectWithin(logPartition(rbm, { engine }), logSum(energies, v.shares), near * 10);
    }
  });

  it("has the gradient of the exact likelihood, in every parameter", () => {
    const data = rows.slice(0, 3);
    const opened = engine.open();
    const gradientBetween = (positive: number[][], negative: number[][]): Record<string, number[]> =>
      opened.scope(() => {
        const on = machineOn("test", opened, rbm);
        const phase = (states: number[][]) => {
          const visible = opened.load(new Matrix(states));
          const { fields, means } = hiddenGiven(on, visible);
          return { visible, hiddenFields: fields, hiddenMeans: means };
        };
        const gradients = likelihoodGradients(on, phase(positive), phase(negative));
        return Object.fromEntries(
          Object.entries(gradients as Parameters).map(([name, matrix]) => [
            name,
            Array.from(matrix.to1DArray()),
          ]),
        );
      });
    // ⟨∂F⟩ over the data − Σᵥ p(v)·∂F(v), the negative phase by the whole distribution, one state at a time.
    const scores = Array.from(rbm.freeEnergy(v.states), (energy) => -energy);
    const total = logSum(scores, v.shares);
    const sum: Record<string, number[]> = {};
    for (const [index, state] of v.states.entries()) {
      const share = v.shares[index]! * Math.exp(scores[index]! - total);
      if (share < 1e-12) continue;
      for (const [name, values] of Object.entries(gradientBetween(data, [state]))) {
        sum[name] ??= values.map(() => 0);
        for (const [place, value] of values.entries()) sum[name]![place]! += share * value;
      }
    }
    const sampler = exactGradient();
    if (blocksOf("list states", ...visibleKind) || blocksOf("list states", ...hiddenKind)) {
      opened.scope(() => {
        const on = machineOn("test", opened, rbm);
        const visible = opened.load(new Matrix(data));
        const { fields, means } = hiddenGiven(on, visible);
        const positive = { visible, hiddenFields: fields, hiddenMeans: means };
        const random = new RandomStream(1, "nothing is drawn");
        const negative = sampler.negativePhase(on, sampler.begin(on, visible, random), positive, random);
        for (const [name, matrix] of Object.entries(likelihoodGradients(on, positive, negative)))
          for (const [place, value] of Array.from(matrix.to1DArray()).entries())
            expectWithin(value, sum[name]![place]!, isFloat64 ? 1e-7 : 1e-4, `exact ${name} ${place}`);
      });
    } else {
      const on = machineOn("test", opened, rbm);
      const random = new RandomStream(1, "nothing is drawn");
      expect(() => sampler.begin(on, new Matrix(data), random)).toThrow("whose states can be listed");
    }
    opened.close();

    const loss = (parameters: Parameters): number => {
      const { visible, hidden: width, visibleUnits, hiddenUnits } = rbm;
      const moved = new RBM({
        visible,
        hidden: width,
        visibleUnits,
        hiddenUnits,
        engine: "reference",
        parameters,
      });
      const energies = Array.from(moved.freeEnergy(v.states), (energy) => -energy);
      const mean = moved.freeEnergy(data).reduce((all, energy) => all + energy, 0) / data.length;
      return mean + logSum(energies, v.shares);
    };
    expect(Object.keys(sum).sort()).toEqual(Object.keys(rbm.parameters).sort());
    for (const [name, matrix] of Object.entries(rbm.parameters)) {
      for (const [place, analytic] of sum[name]!.entries()) {
        const at = (change: number): number => {
          const point = matrix.clone();
          const [row, column] = [Math.floor(place / matrix.columns), place % matrix.columns];
          point.set(row, column, point.get(row, column) + change);
          return loss({ ...rbm.parameters, [name]: point });
        };
        const numeric = (at(1e-5) - at(-1e-5)) / 2e-5;
        expectWithin(analytic, numeric, isFloat64 ? 1e-7 : 1e-4, `${name} ${place}`);
      }
    }
  });
});

describe("The kinds of units that are enumerated here", () => {
  it("are all there are that have an energy", () => {
    const named = Object.keys({ bernoulliUnits, gaussianUnits, ...family }).filter((name) =>
      /Units$/.test(name),
    );
    const tried = [...kinds.map(([{ name }]) => name), family.noisyRectifiedUnits.name];
    const has = (name: string): boolean => tried.some((each) => `${each.replace(/\(.*/, "")}Units` === name);
    expect(named.length).toBeGreaterThan(9);
    expect(named.filter((name) => !has(name))).toEqual([]);
  });
});

describe("units without a bounded range on either side", () => {
  it("are refused together, since exp(−E) has no integral", () => {
    for (const visibleUnits of [gaussianUnits, learned, precise]) {
      const options = { visible: 2, hidden: 1, visibleUnits, hiddenUnits: family.rectifiedGaussianUnits };
      if (visibleUnits !== precise) {
        expect(() => new RBM({ ...options, visible: 1 })).toThrow(
          "expected units of a bounded range, such as",
        );
      } else expect(() => new RBM(options)).toThrow("expected units of a bounded range, such as");
    }
  });
});

describe("noisyRectifiedUnits", () => {
  const rbm = new RBM({ visible: 4, hidden: 3, hiddenUnits: family.noisyRectifiedUnits, seed: 1, engine });

  it("train, and refuse an energy with the reason", async () => {
    const data = Array.from({ length: 40 }, (_, row) => [row % 2, row % 2, (row + 1) % 2, 0]);
    const history = await rbm.fit(data, { epochs: 20, validation: data });
    expect(history.epochs.at(-1)!.reconstructionError).toBeLessThan(history.epochs[0]!.reconstructionError);
    const reason =
      "expected units that have an energy, got noisyRectified units: max(0, field + ε·√σ(field)) is drawn from no energy";
    expect(() => rbm.freeEnergy(data)).toThrow(reason);
    expect(() => rbm.energy(data, rbm.hiddenMeans(data))).toThrow(reason);
  });

  it("draw what their definition says", () => {
    const draws = 20_000;
    const flat = new RBM({
      ...{ visible: 1, hidden: 1, hiddenUnits: family.noisyRectifiedUnits, seed: 1, engine },
      parameters: { weights: [[0]], hiddenBias: [[0.5]] },
    });
    const states = flat.sampleHidden(Matrix.zeros(draws, 1)).to1DArray();
    const deviation = Math.sqrt(1 / (1 + Math.exp(-0.5)));
    // the share of draws above 0 is Φ(0.5/σ) = Φ(0.6337) = 0.73689
    const share = states.filter((state) => state > 0).length / draws;
    expect(deviation).toBeCloseTo(0.78896, 4);
    expect(Math.abs(share - 0.73689)).toBeLessThan(4 * Math.sqrt(0.25 / draws));
  });
});
