import { describe, expect, it } from "vitest";
import type { Activation } from "../../src/activation/activation.ts";
import { activations } from "../../src/activation/all.ts";
import { activationByName } from "../../src/activation/by-name.ts";
import { checkActivation } from "../../src/activation/check-activation.ts";
import { erf, erfc } from "../../src/activation/erf.ts";
import { leakyRelu } from "../../src/activation/leaky-relu.ts";
import { lecunTanh } from "../../src/activation/lecun-tanh.ts";
import { relu } from "../../src/activation/relu.ts";
import { selu } from "../../src/activation/selu.ts";
import { tanh } from "../../src/activation/tanh.ts";
import fixture from "../fixtures/activations.json" with { type: "json" };

type Values = { readonly apply: number[]; readonly slope: number[] };

const torchValues: Readonly<Record<string, Values>> = fixture.values;
const exactValues: Readonly<Record<string, Values>> = fixture.exact.values;
const listed = [...activations, leakyRelu(0.2)].map((activation) => ({ name: activation.name, activation }));

/** Points all over [−30, 30] that fall on no kink. */
const smoothPoints = Array.from({ length: 401 }, (_, index) => -30 + index * 0.15 + 0.0123);

function expectWithin(actual: number, expected: number, tolerance: number, what: string): void {
  const message = `${what}: expected ${expected}, got ${actual}`;
  expect(Math.abs(actual - expected), message).toBeLessThanOrEqual(tolerance);
}

/** The largest |f′|: the best of a grid, refined by ternary search between its neighbors. */
function largestSlope({ slope }: Activation): number {
  const size = (z: number): number => Math.abs(slope(z));
  const grid = Array.from({ length: 6001 }, (_, index) => (index - 3000) / 100); // 0 is among them
  const best = grid.reduce((a, b) => (size(b) > size(a) ? b : a));
  let [low, high] = [best - 0.01, best + 0.01];
  for (let step = 0; step < 60; step++) {
    const third = (high - low) / 3;
    if (size(low + third) < size(high - third)) low += third;
    else high -= third;
  }
  return Math.max(size(best), size((low + high) / 2));
}

describe.each(listed)("$name", ({ name, activation }) => {
  it("has the values and slopes of PyTorch, kinks and large numbers included", () => {
    const { apply, slope } = torchValues[name]!;
    fixture.z.forEach((z, index) => {
      expectWithin(activation.apply(z), apply[index]!, 4e-15 * Math.max(1, Math.abs(z)), `${name}(${z})`);
      expectWithin(activation.slope(z), slope[index]!, 4e-15 * Math.max(1, Math.abs(z)), `${name}′(${z})`);
    });
  });

  it("has a slope that agrees with central differences", () => {
    const h = 1e-5;
    for (const z of smoothPoints) {
      expect((activation.kinks ?? []).some((kink) => Math.abs(z - kink) <= h)).toBe(false);
      const numeric = (activation.apply(z + h) - activation.apply(z - h)) / (2 * h);
      expectWithin(activation.slope(z), numeric, 1e-6 * Math.abs(numeric) + 1e-9, `${name}′(${z})`);
    }
  });

  it("names every kink: where its slope, or what that rises by, differs on both sides", () => {
    const h = 1e-5;
    const { slope } = activation;
    const rise = (from: number): number => (slope(from + h) - slope(from)) / h;
    const places = Array.from({ length: 81 }, (_, index) => (index - 40) / 10);
    const found = places.filter(
      (z) => Math.abs(slope(z + h) - slope(z - h)) > 0.1 || Math.abs(rise(z + h) - rise(z - 2 * h)) > 0.1,
    );
    expect(found).toEqual(activation.kinks ?? []);
  });

  it("has the same slope with and without the output at hand", () => {
    for (const z of fixture.z) {
      expect(activation.slope(z, activation.apply(z)), `at ${z}`).toBe(activation.slope(z));
    }
  });

  it("has the supremum of |slope| as maxSlope", () => {
    expectWithin(largestSlope(activation), activation.maxSlope, 1e-9, "maxSlope");
    for (const z of [...fixture.z, ...smoothPoints]) {
      expect(Math.abs(activation.slope(z)), `at ${z}`).toBeLessThanOrEqual(activation.maxSlope);
    }
  });

  it("lets NaN through instead of hiding it", () => {
    expect(activation.apply(Number.NaN)).toBeNaN();
  });

  it("is frozen and found under its name", () => {
    expect(Object.isFrozen(activation)).toBe(true);
    const found = activationByName("read a network", activation.name);
    expect(found.name).toBe(name);
    expect(found.maxSlope).toBe(activation.maxSlope);
    for (const z of fixture.z) expect(found.apply(z)).toBe(activation.apply(z));
  });
});

describe.each(Object.keys(exactValues))("%s", (name) => {
  it("keeps its digits where it is nearly zero", () => {
    const { apply, slope } = activationByName("test", name);
    const { apply: values, slope: slopes } = exactValues[name]!;
    // z² / 2 = 450 in the exponent is rounded to 6e-14, which is the relative error of e^−450
    fixture.exact.z.forEach((z, index) => {
      const [value, slopeValue] = [values[index]!, slopes[index]!];
      expectWithin(apply(z), value, 2e-13 * Math.abs(value), `${name}(${z})`);
      expectWithin(slope(z), slopeValue, 2e-13 * Math.abs(slopeValue), `${name}′(${z})`);
    });
  });
});

describe("activations", () => {
  it("have names of their own", () => {
    expect(new Set(activations.map(({ name }) => name)).size).toBe(activations.length);
  });

  it("have the largest slopes that follow from their formulas", () => {
    const maxSlope = (name: string): number => activationByName("test", name).maxSlope;
    expect(maxSlope("sigmoid")).toBe(0.25);
    expect(maxSlope("lecunTanh")).toBeCloseTo((1.7159 * 2) / 3, 15);
    expectWithin(maxSlope("gelu"), fixture.maxSlope.gelu, 3e-16, "gelu");
    expectWithin(maxSlope("silu"), fixture.maxSlope.silu, 3e-16, "silu");
  });
});

describe("lecunTanh", () => {
  it("takes ±1 to ±1 as nearly as its published constants allow", () => {
    expectWithin(lecunTanh.apply(1), 0.999997255922479, 1e-15, "f(1)"); // 1.7159·tanh(2/3) from 40 digits
    expect(lecunTanh.apply(-1)).toBe(-lecunTanh.apply(1));
  });
});

describe("selu", () => {
  it("gives mean 0 and variance 1 for inputs from N(0, 1)", () => {
    const steps = 20_000; // trapezoids of width 0.001 over [−10, 10]
    let [mean, meanSquare] = [0, 0];
    for (let step = 0; step <= steps; step++) {
      const z = -10 + step / 1000;
      const mass = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * 1e-3;
      mean += mass * selu.apply(z);
      meanSquare += mass * selu.apply(z) ** 2;
    }
    // the kink at 0 leaves the trapezoids an error of h²/12 times the jump of the slope
    expectWithin(mean, 0, 1e-7, "mean");
    expectWithin(meanSquare, 1, 1e-7, "mean square");
  });
});

describe("leakyRelu", () => {
  it("has the slope 0.01 where none is given", () => {
    expect(leakyRelu().name).toBe("leakyRelu(0.01)");
    expect(leakyRelu().apply(-3)).toBe(-0.03);
  });

  it("has its own slope as maxSlope where that is above 1", () => {
    expect(leakyRelu(3).maxSlope).toBe(3);
  });

  it.each([-0.1, Number.NaN, Number.POSITIVE_INFINITY])("refuses the slope %s", (slope) => {
    expect(() => leakyRelu(slope)).toThrow(
      new RangeError(`Cannot create leakyRelu: expected slope to be a finite number ≥ 0, got ${slope}`),
    );
  });

  it("refuses a slope that is no number", () => {
    expect(() => leakyRelu("0.1" as unknown as number)).toThrow(TypeError);
  });
});

const square: Activation = Object.freeze({
  name: "square",
  maxSlope: Infinity,
  apply: (z) => z * z,
  slope: (z) => 2 * z,
} satisfies Activation);

describe("checkActivation", () => {
  it.each(["tanh", "relu", "leakyRelu(0.3)"])("refuses another function under the name %s", (name) => {
    const own = { ...square, name };
    expect(() => checkActivation("create a dense layer", own)).toThrow(
      new RangeError(
        `Cannot create a dense layer: expected an activation of one's own to have a name of its own, got "${name}"`,
      ),
    );
  });

  it("refuses a slope that differs from that of the name, at the kink too", () => {
    const steep = { ...tanh, slope: () => 1 };
    const ownRelu = { ...relu, slope: (z: number) => (z >= 0 ? 1 : 0) };
    expect(() => checkActivation("test", steep)).toThrow(/name of its own, got "tanh"/);
    expect(() => checkActivation("test", ownRelu)).toThrow(/name of its own, got "relu"/);
  });

  it.each([[[Number.NaN]], [["0"]], [[0, Infinity]], [0], [null]])("refuses the kinks %j", (kinks) => {
    const own = { ...square, kinks: kinks as unknown as number[] };
    expect(() => checkActivation("create a dense layer", own)).toThrow(
      /^Cannot create a dense layer: expected kinks of an activation to be an array of finite numbers, got /,
    );
  });

  it("takes the library's own, a copy of one as a second copy of the package has it, and any under a new name", () => {
    for (const activation of [...activations, leakyRelu(0.3), square]) {
      checkActivation("test", activation);
      checkActivation("test", { ...activation, name: `my ${activation.name}` });
      checkActivation("test", { ...activation });
    }
  });
});

describe("activationByName", () => {
  it.each([0, 0.2, 1, 2.5, 1e-7, 1 / 3, 1e21])("finds leakyRelu of slope %s", (slope) => {
    const found = activationByName("read a network", leakyRelu(slope).name);
    expect(found.name).toBe(`leakyRelu(${slope})`);
    expect(found.apply(-1)).toBe(-slope);
  });

  it("finds an activation of one's own", () => {
    expect(activationByName("read a network", "square", [square])).toBe(square);
    expect(() => activationByName("read a network", "cube", [square])).toThrow(/one of "square", "sigmoid"/);
  });

  it.each([
    "",
    "Sigmoid",
    "toString",
    "leakyRelu",
    "leakyRelu()",
    "leakyRelu( )",
    "leakyRelu(-1)",
    "leakyRelu(0.20)",
    "leakyRelu(Infinity)",
    "leakyRelu(NaN)",
    "leakyRelu(x)",
    "leakyRelu(0.2) ",
  ])("refuses the name %j and lists those it knows", (name) => {
    const known = activations.map((activation) => `"${activation.name}"`).join(", ");
    expect(() => activationByName("read a network", name)).toThrow(
      `Cannot read a network: expected activation to be one of ${known}, got "${name}"`,
    );
  });

  it("refuses a name that is no string", () => {
    expect(() => activationByName("read a network", 3)).toThrow(
      /^Cannot read a network: expected activation to be one of "sigmoid", .*, got 3$/,
    );
  });
});

describe("erf", () => {
  it("agrees with 50 digits to a few units in the last place", () => {
    fixture.erf.x.forEach((x, index) => {
      const expected = fixture.erf.erf[index]!;
      expectWithin(erf(x), expected, 5e-16 * Math.abs(expected), `erf(${x})`);
    });
  });

  it("has its limits at infinity", () => {
    expect([erf(-Infinity), erf(Infinity), erf(Number.NaN)]).toEqual([-1, 1, Number.NaN]);
  });
});

describe("erfc", () => {
  it("agrees with 50 digits even where it is tiny", () => {
    fixture.erf.x.forEach((x, index) => {
      const expected = fixture.erf.erfc[index]!;
      expectWithin(erfc(x), expected, 1e-15 * expected, `erfc(${x})`);
    });
  });

  it("has its limits at infinity", () => {
    expect([erfc(-Infinity), erfc(Infinity), erfc(Number.NaN)]).toEqual([2, 0, Number.NaN]);
  });
});
