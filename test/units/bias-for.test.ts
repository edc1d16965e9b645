import { describe, expect, it } from "vitest";
import { checkUnits } from "../../src/extend/index.ts";
import { bernoulliUnits, gaussianUnits, Matrix, RBM, type Units } from "../../src/index.ts";
import {
  baseRate,
  learnedGaussianUnits,
  mixedUnits,
  parallelTempering,
  rectifiedGaussianUnits,
  softmaxUnits,
  truncatedExponentialUnits,
} from "../../src/rbm/index.ts";
import { mapRows } from "../../src/units/elementwise.ts";

const machineOf = (visibleUnits: Units, visible: number): RBM =>
  new RBM({ visible, hidden: 2, visibleUnits, seed: 1, engine: "reference" });
/** The means of the base-rate machine of these data. */
const meansOf = (visibleUnits: Units, data: number[][]): number[] => {
  const visible = data[0]!.length;
  const { parameters } = baseRate(machineOf(visibleUnits, visible), data);
  const base = new RBM({ visible, hidden: 2, visibleUnits, parameters, engine: "reference" });
  return base.visibleMeans([0, 0]).to1DArray();
};
const expectNear = (got: readonly number[], wanted: readonly number[]): void => {
  expect(got).toHaveLength(wanted.length);
  for (const [column, mean] of wanted.entries())
    expect(Math.abs(got[column]! - mean)).toBeLessThan(1e-9 * (1 + Math.abs(mean)));
};

const { biasFor: softmaxBias, ...own } = { ...softmaxUnits({ categories: 3 }), name: "own" };
const categories = [
  [1, 0, 0],
  [1, 0, 0],
  [0, 1, 0],
];

/** Angles by their cosine and sine: exp(f·s) over the circle, whose integrals are sums over points as good as exact. */
const circle = Array.from({ length: 256 }, (_, place) => {
  const angle = (2 * Math.PI * place) / 256;
  return [Math.cos(angle), Math.sin(angle)] as const;
});
const meanOf = (c: number, s: number): readonly [number, number] => {
  const weights = circle.map(([x, y]) => Math.exp(c * x + s * y));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const along = (axis: 0 | 1): number =>
    weights.reduce((sum, weight, place) => sum + weight * circle[place]![axis], 0) / total;
  return [along(0), along(1)];
};
const angles: Units = {
  ...own,
  name: "angles",
  blocks: () => undefined,
  range: { min: -1, max: 1 },
  misfit: () => undefined,
  ownParameters: () => ({}),
  means: (engine, fields) =>
    mapRows(engine, fields, fields.columns, (row, into) => {
      for (let unit = 0; unit < row.length; unit += 2) into.set(meanOf(row[unit]!, row[unit + 1]!), unit);
    }),
};
/** The length of the field by halving, in the direction of the mean. */
const angleBias: NonNullable<Units["biasFor"]> = (means) => {
  const [c, s] = [means.get(0, 0), means.get(0, 1)];
  const length = Math.hypot(c, s);
  let [low, high] = [0, 100];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (meanOf(middle, 0)[0] < length) low = middle;
    else high = middle;
  }
  return new Matrix([[(low * c) / length, (low * s) / length]]);
};

describe("baseRate of units whose columns go together", () => {
  const rows = [
    [1, 0],
    [0.6, 0.8],
    [0, 1],
  ];

  it("refuses them without biasFor, in a mixture too", () => {
    const said =
      /expected biasFor of own units to give biases of the mean 0\.\d+ in column 0, got none, and /;
    expect(() => baseRate(machineOf(own, 3), categories)).toThrow(said);
    expect(() => baseRate(machineOf(own, 3), categories)).toThrow("Cannot make a base-rate machine: ");
    const mixed = mixedUnits([
      { units: gaussianUnits, columns: 1 },
      { units: own, columns: 3 },
    ]);
    const wide = categories.map((row) => [2, ...row]);
    expect(() => baseRate(machineOf(mixed, 4), wide)).toThrow(said);
    expect(() => baseRate(machineOf(angles, 2), rows)).toThrow("expected biasFor of angles units to give");
  });

  it("has the means that their biasFor is for", () => {
    const shares = [2, 1, 0].map((count) => count + 1 / 2); // one example more, in the middle of [0, 1]
    const total = shares.reduce((sum, share) => sum + share, 0);
    expectNear(
      meansOf({ ...own, biasFor: softmaxBias! }, categories),
      shares.map((share) => share / total),
    );
    expectNear(meansOf({ ...angles, biasFor: angleBias }, rows), [1.6 / 4, 1.8 / 4]);
  });

  it("refuses a biasFor that gives another shape", () => {
    const short = { ...own, biasFor: () => new Matrix(1, 2) };
    expect(() => baseRate(machineOf(short, 3), categories)).toThrow(
      "Cannot make a base-rate machine: expected biasFor of own units to give 1×3, got 1×2",
    );
  });

  it("is refused before parallel tempering trains anything", async () => {
    const rbm = machineOf(own, 3);
    const before = JSON.stringify(rbm);
    await expect(rbm.fit(categories, { epochs: 1, sampler: parallelTempering() })).rejects.toThrow(
      "Cannot begin parallelTempering: expected biasFor of own units",
    );
    expect(JSON.stringify(rbm)).toBe(before);
  });
});

describe("baseRate of units column by column", () => {
  it("has means that take fields far out", () => {
    const zeros = Array.from({ length: 999 }, () => [0, 1]);
    expectNear(meansOf(truncatedExponentialUnits, zeros), [0.5 / 1000, 999.5 / 1000]);
    const spread = 0.05;
    const sharp: Units = {
      ...gaussianUnits,
      name: "sharp",
      means: (engine, fields) => engine.scale(spread ** 2, fields),
    };
    expectNear(meansOf(sharp, [[3, -50]]), [3, -50]);
    const { visibleBias } = baseRate(machineOf(sharp, 2), [[3, -50]]).parameters;
    expectNear(visibleBias.to1DArray(), [3 / spread ** 2, -50 / spread ** 2]);
  });

  it("takes a mean at the end of the range, which no bias has", () => {
    expect(meansOf(rectifiedGaussianUnits, [[0, 2]])[0]).toBeLessThan(0.1);
  });
});

describe("checkUnits", () => {
  it("passes a biasFor that leads back to the means, and refuses one that does not", () => {
    const doubled: Units = {
      ...bernoulliUnits,
      name: "own",
      biasFor: (means) => Matrix.rowVector(means.to1DArray().map((p) => Math.log(p / (1 - p)))),
    };
    checkUnits(doubled, { columns: 2 });
    const wrong: Units = { ...doubled, biasFor: (means) => means };
    expect(() => checkUnits(wrong, { columns: 2 })).toThrow(
      /^Cannot check units: expected biasFor of own units to give biases of the mean 0\.5 in column 0, got 0\.6/,
    );
    const none: Units = { ...doubled, biasFor: () => undefined as never };
    expect(() => checkUnits(none)).toThrow("expected biasFor of own units to give 1×1, got undefined");
  });

  it("passes those of the library", () => {
    checkUnits(softmaxUnits({ categories: 3 }), { columns: 3 });
    checkUnits(mixedUnits([{ units: learnedGaussianUnits(), columns: 1 }]));
  });
});
