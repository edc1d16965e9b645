import { describe, expect, it } from "vitest";
import { initializers } from "../../src/initializer/all.ts";
import { classicUniform } from "../../src/initializer/classic-uniform.ts";
import { constant } from "../../src/initializer/constant.ts";
import { glorotNormal, glorotUniform, logisticGlorot } from "../../src/initializer/glorot.ts";
import { heNormal, heUniform } from "../../src/initializer/he.ts";
import type { Initializer } from "../../src/initializer/initializer.ts";
import { isometricLogistic } from "../../src/initializer/isometric-logistic.ts";
import { lecunNormal, lecunUniform } from "../../src/initializer/lecun.ts";
import { normal } from "../../src/initializer/normal.ts";
import { orthogonal } from "../../src/initializer/orthogonal.ts";
import { sparse } from "../../src/initializer/sparse.ts";
import { uniform } from "../../src/initializer/uniform.ts";
import { zeros } from "../../src/initializer/zeros.ts";
import { RandomStream } from "../../src/random/stream.ts";
import fixture from "../fixtures/initializers.json" with { type: "json" };

const { inputs, outputs, families } = fixture;
const fan = { inputs, outputs }; // 120 and 80: one taken for the other shows
const draws = 20; // 192,000 weights

const stream = (purpose: string): RandomStream => new RandomStream("initializers", purpose);

/** All weights of many layers, in the order in which they were drawn. */
function sample(initializer: Initializer): number[] {
  const random = stream(initializer.name);
  return Array.from({ length: draws }, () => initializer.draw(fan, random).weights.to1DArray()).flat();
}

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

/** Expects a mean of independent draws to lie within five of its standard errors. */
function expectMean(values: readonly number[], expected: number, variance: number, what: string): void {
  const limit = 5 * Math.sqrt(variance / values.length);
  const actual = mean(values);
  expect(Math.abs(actual - expected), `${what}: ${actual} instead of ${expected} ± ${limit}`).toBeLessThan(
    limit,
  );
}

/** Expects the moments up to the fourth of a symmetric distribution, and neighbors that are independent. */
function expectMoments(values: readonly number[], center: number, moment: (order: number) => number): void {
  const power = (order: number): number[] => values.map((x) => (x - center) ** order);
  for (const order of [1, 2, 3, 4]) {
    const expected = order % 2 === 0 ? moment(order) : 0;
    expectMean(power(order), expected, moment(2 * order) - expected ** 2, `moment ${order}`);
  }
  const neighbors = values.slice(1).map((x, index) => (x - center) * (values[index]! - center));
  expectMean(neighbors, 0, moment(2) ** 2, "covariance of neighbors");
}

/** σ^k·(k − 1)!!, the even moments of N(0, σ²). */
const normalMoment =
  (std: number) =>
  (order: number): number => {
    let factor = 1;
    for (let odd = order - 1; odd > 1; odd -= 2) factor *= odd;
    return factor * std ** order;
  };

/** a^k / (k + 1), the even moments of U(−a, a). */
const uniformMoment =
  (limit: number) =>
  (order: number): number =>
    limit ** order / (order + 1);

function expectUniform(values: readonly number[], limit: number): void {
  expectMoments(values, 0, uniformMoment(limit));
  const smallest = values.reduce((a, b) => Math.min(a, b));
  const largest = values.reduce((a, b) => Math.max(a, b));
  const margin = 40 / values.length; // none of n draws comes so close to a limit once in e²⁰ times
  expect(smallest).toBeGreaterThanOrEqual(-limit);
  expect(smallest).toBeLessThan(-limit * (1 - margin));
  expect(largest).toBeLessThan(limit);
  expect(largest).toBeGreaterThan(limit * (1 - margin));
}

describe.each(initializers.map((initializer) => ({ name: initializer.name, initializer })))(
  "$name",
  (listed) => {
    const { initializer } = listed;
    const isRandom = initializer !== zeros && !initializer.name.startsWith("constant");

    it.each([
      [120, 80],
      [80, 120],
      [20, 1],
    ])("draws finite weights (inputs, outputs) for %i×%i, and a bias of one row if any", (rows, columns) => {
      for (const position of ["first", "later"] as const) {
        const values = initializer.draw({ inputs: rows, outputs: columns }, stream("shapes"), position);
        expect([values.weights.rows, values.weights.columns]).toEqual([rows, columns]);
        expect(values.weights.to1DArray().every(Number.isFinite)).toBe(true);
        if (values.bias !== undefined) expect([values.bias.rows, values.bias.columns]).toEqual([1, columns]);
      }
    });

    it("draws the same bits from the same seed and purpose", () => {
      const first = initializer.draw(fan, stream("same"), "later");
      const second = initializer.draw(fan, stream("same"), "later");
      expect(second.weights.to2DArray()).toEqual(first.weights.to2DArray());
      expect(second.bias?.to2DArray()).toEqual(first.bias?.to2DArray());
      expect(second.weights).not.toBe(first.weights);
    });

    it("draws other weights for another purpose, another seed or a second time, if it draws at all", () => {
      const random = stream("one");
      const first = initializer.draw(fan, random).weights.to1DArray();
      const again = initializer.draw(fan, random).weights.to1DArray();
      const purpose = initializer.draw(fan, stream("other")).weights.to1DArray();
      const seed = initializer.draw(fan, new RandomStream("other seed", "one")).weights.to1DArray();
      for (const other of [again, purpose, seed]) {
        if (isRandom) expect(other).not.toEqual(first);
        else expect(other).toEqual(first);
      }
    });

    it("is frozen", () => {
      expect(Object.isFrozen(initializer)).toBe(true);
    });
  },
);

describe("initializers", () => {
  it("have names that carry their arguments", () => {
    expect(initializers.map(({ name }) => name)).toEqual([
      "zeros",
      "constant(0.1)",
      "normal(std=0.01)",
      "uniform(limit=0.1)",
      "classicUniform",
      "lecunNormal",
      "lecunUniform",
      "glorotNormal",
      "glorotUniform",
      "heNormal",
      "heUniform",
      "orthogonal(gain=1)",
      "sparse(connections=15, std=1)",
      "logisticGlorot",
      "isometricLogistic(gain=1)",
    ]);
    expect(normal({ std: 0.5, mean: -2 }).name).toBe("normal(std=0.5, mean=-2)");
    expect(sparse({ connections: 3, std: 0.5 }).name).toBe("sparse(connections=3, std=0.5)");
  });
});

describe.each([
  { initializer: lecunNormal, std: families.lecunNormal.std, variance: 1 / 120 },
  { initializer: glorotNormal, std: families.glorotNormal.std, variance: 2 / 200 },
  { initializer: heNormal, std: families.heNormal.std, variance: 2 / 120 },
  { initializer: normal(), std: 0.01, variance: 1e-4 },
  { initializer: normal({ std: 0.3 }), std: 0.3, variance: 0.09 },
])("$initializer.name", ({ initializer, std, variance }) => {
  it("has the moments of a normal distribution with PyTorch's standard deviation", () => {
    expect(std ** 2).toBeCloseTo(variance, 14);
    expectMoments(sample(initializer), 0, normalMoment(std));
  });
});

describe.each([
  { initializer: classicUniform, limit: families.classicUniform.limit, square: 1 / 120 },
  { initializer: lecunUniform, limit: families.lecunUniform.limit, square: 3 / 120 },
  { initializer: glorotUniform, limit: families.glorotUniform.limit, square: 6 / 200 },
  { initializer: heUniform, limit: families.heUniform.limit, square: 6 / 120 },
  { initializer: logisticGlorot, limit: families.logisticGlorot.limit, square: (16 * 6) / 200 },
  { initializer: uniform(), limit: 0.1, square: 0.01 },
  { initializer: uniform({ limit: 2 }), limit: 2, square: 4 },
])("$initializer.name", ({ initializer, limit, square }) => {
  it("has the moments and limits of a uniform distribution with PyTorch's limit", () => {
    expect(limit ** 2).toBeCloseTo(square, 14);
    expectUniform(sample(initializer), limit);
  });
});

describe("the limits in the fixture", () => {
  it("are those that 960,000 of PyTorch's own draws reach and keep", () => {
    for (const family of Object.values(families)) {
      if (!("limit" in family)) continue;
      expect(family.largestOf960000).toBeLessThanOrEqual(family.limit);
      expect(family.largestOf960000).toBeGreaterThan(family.limit * (1 - 20 / 960_000));
    }
  });
});

describe("normal", () => {
  it("is spread about the mean it is given", () => {
    expectMoments(sample(normal({ std: 0.2, mean: 3 })), 3, normalMoment(0.2));
  });
});

describe("zeros", () => {
  it("draws nothing but 0", () => {
    expect(zeros.draw({ inputs: 2, outputs: 3 }, stream("zeros")).weights.to2DArray()).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });
});

describe("constant", () => {
  it("draws nothing but its value", () => {
    expect(constant(-1.5).draw({ inputs: 3, outputs: 1 }, stream("constant")).weights.to2DArray()).toEqual([
      [-1.5],
      [-1.5],
      [-1.5],
    ]);
  });
});

describe("sparse", () => {
  const units = 4000;
  const few = sparse({ connections: 5, std: 0.5 });
  const { weights } = few.draw({ inputs: 20, outputs: units }, stream("sparse"));

  it("gives each unit exactly so many incoming weights that are not zero", () => {
    for (let unit = 0; unit < units; unit++) {
      expect(weights.getColumn(unit).filter((w) => w !== 0).length).toBe(5);
    }
    const { weights: usual } = sparse().draw({ inputs: 100, outputs: 50 }, stream("usual"));
    for (let unit = 0; unit < 50; unit++) {
      expect(usual.getColumn(unit).filter((w) => w !== 0).length).toBe(15);
    }
  });

  it("chooses each input, and each pair of inputs, equally often", () => {
    const isOn = (input: number, unit: number): number => Number(weights.get(input, unit) !== 0);
    for (let input = 0; input < 20; input++) {
      const on = Array.from({ length: units }, (_, unit) => isOn(input, unit));
      expectMean(on, 5 / 20, (5 / 20) * (15 / 20), `share of input ${input}`);
      const pair = Array.from(
        { length: units },
        (_, unit) => isOn(input, unit) * isOn((input + 1) % 20, unit),
      );
      const both = (5 * 4) / (20 * 19);
      expectMean(pair, both, both * (1 - both), `share of inputs ${input} and ${input + 1}`);
    }
  });

  it("draws the weights that are not zero from N(0, std²)", () => {
    const present = weights.to1DArray().filter((w) => w !== 0);
    expect(present.length).toBe(5 * units);
    expectMoments(present, 0, normalMoment(0.5));
  });

  it("connects all where there are as many inputs as connections, and refuses fewer", () => {
    const all = few.draw({ inputs: 5, outputs: 30 }, stream("all"));
    expect(all.weights.to1DArray().every((w) => w !== 0)).toBe(true);
    expect(() => sparse().draw({ inputs: 14, outputs: 30 }, stream("fewer"))).toThrow(
      new RangeError("Cannot draw sparse weights: expected at least 15 inputs, got 14"),
    );
  });
});

describe("options of an initializer", () => {
  it.each([
    [() => normal({ std: 0 }), "Cannot create normal: expected std to be a finite number > 0, got 0"],
    [
      () => normal({ std: Number.NaN }),
      "Cannot create normal: expected std to be a finite number > 0, got NaN",
    ],
    [
      () => normal({ mean: Infinity }),
      "Cannot create normal: expected mean to be a finite number, got Infinity",
    ],
    [() => uniform({ limit: -1 }), "Cannot create uniform: expected limit to be a finite number > 0, got -1"],
    [() => constant(Number.NaN), "Cannot create constant: expected value to be a finite number, got NaN"],
    [
      () => orthogonal({ gain: 0 }),
      "Cannot create orthogonal: expected gain to be a finite number > 0, got 0",
    ],
    [
      () => sparse({ connections: 1.5 }),
      "Cannot create sparse: expected connections to be an integer ≥ 1, got 1.5",
    ],
    [() => sparse({ std: -1 }), "Cannot create sparse: expected std to be a finite number > 0, got -1"],
    [
      () => isometricLogistic({ gain: -1 }),
      "Cannot create isometricLogistic: expected gain to be a finite number > 0, got -1",
    ],
  ])("are refused outside their range: %s", (create, message) => {
    expect(create).toThrow(RangeError);
    expect(create).toThrow(new RangeError(message));
  });

  it.each([
    [
      () => normal({ sd: 1 } as object),
      'Cannot create normal: expected options named "std", "mean", got "sd"',
    ],
    [() => uniform({ std: 1 } as object), 'Cannot create uniform: expected options named "limit", got "std"'],
    [
      () => orthogonal({ scale: 1 } as object),
      'Cannot create orthogonal: expected options named "gain", got "scale"',
    ],
    [
      () => sparse({ count: 1 } as object),
      'Cannot create sparse: expected options named "connections", "std", got "count"',
    ],
    [
      () => isometricLogistic({ scale: 1 } as object),
      'Cannot create isometricLogistic: expected options named "gain", got "scale"',
    ],
    [
      () => constant("1" as unknown as number),
      'Cannot create constant: expected value to be a finite number, got "1"',
    ],
  ])("are refused where they are unknown or of another type: %s", (create, message) => {
    expect(create).toThrow(TypeError);
    expect(create).toThrow(new TypeError(message));
  });
});
