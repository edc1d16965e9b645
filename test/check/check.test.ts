import { describe, expect, it } from "vitest";
import {
  checkInteger,
  checkKeys,
  checkNumber,
  checkOneOf,
  type Limits,
  message,
  rangeError,
  show,
  typeError,
} from "../../src/check.ts";
import { Matrix } from "../../src/matrix/matrix.ts";

describe("message", () => {
  it("follows the one grammar", () => {
    expect(message("draw a card", "a card from the pack", "7")).toBe(
      "Cannot draw a card: expected a card from the pack, got 7",
    );
  });
});

describe("rangeError and typeError", () => {
  it("are of their kind, in the one grammar", () => {
    const text = "Cannot stop: expected a reason, got none";
    expect(rangeError("stop", "a reason", "none")).toEqual(new RangeError(text));
    expect(typeError("stop", "a reason", "none")).toEqual(new TypeError(text));
    expect(rangeError("stop", "a reason", "none")).toBeInstanceOf(RangeError);
    expect(typeError("stop", "a reason", "none")).toBeInstanceOf(TypeError);
  });
});

describe("show", () => {
  class Widget {}

  it.each<[unknown, string]>([
    ['a "b"', '"a \\"b\\""'],
    [1.5, "1.5"],
    [Number.NaN, "NaN"],
    [-Infinity, "-Infinity"],
    [10n, "10n"],
    [true, "true"],
    [null, "null"],
    [undefined, "undefined"],
    [Symbol("s"), "Symbol(s)"],
    [Math.max, "function max"],
    [() => 0, "function (anonymous)"],
    [[], "[]"],
    [[1, "a", [2]], '[1, "a", [2]]'],
    [[1, 2, 3, 4, 5, 6], "[1, 2, 3, 4, 5, 6]"],
    [[1, 2, 3, 4, 5, 6, 7], "[1, 2, 3, 4, 5, 6, … 7 items]"],
    [new Float32Array([0.5, 2]), "[0.5, 2]"],
    [new Uint8Array(100), "[0, 0, 0, 0, 0, 0, … 100 items]"],
    [{ rate: 1, seed: 2 }, "{ rate, seed }"],
    [{ a: 0, b: 0, c: 0, d: 0, e: 0, f: 0, g: 0 }, "{ a, b, c, d, e, f }"],
    [new Widget(), "Widget"],
    [new Map(), "Map"],
    [Object.create(null), "object"],
    [new Matrix(2, 3), "Matrix"],
  ])("shows %o", (value, shown) => {
    expect(show(value)).toBe(shown);
  });
});

describe("show", () => {
  it("shows a list that holds itself, and lists in lists, to a depth of three", () => {
    const list: unknown[] = [1];
    list.push(list);
    expect(show(list)).toBe("[1, [1, [1, […]]]]");
    expect(show([[[[]]]])).toBe("[[[[]]]]");
  });

  it("shows the beginning of what is long", () => {
    expect(show(new Array(2 ** 32 - 1))).toBe(`[${"undefined, ".repeat(6)}… 4294967295 items]`);
    expect(show("a".repeat(1000))).toBe(`"${"a".repeat(200)}" … 1000 characters`);
    expect(show({ ["a".repeat(1000)]: 1 }).length).toBeLessThan(210);
  });

  it("shows arrays without memory and views of bytes as empty lists", () => {
    const detached = new Float32Array(3);
    structuredClone(detached.buffer, { transfer: [detached.buffer] });
    expect(show(detached)).toBe("[]");
    expect(show(new DataView(new ArrayBuffer(8)))).toBe("[]");
  });

  it("shows what an error says", () => {
    expect(show(new TypeError("no"))).toBe('TypeError "no"');
  });

  it("throws for no value", () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const throwing = new Proxy([], {
      get() {
        throw new Error("boom");
      },
    });
    for (const value of [proxy, throwing]) expect(show(value)).toBe("a value that cannot be read");
    expect(show({ constructor: { name: Symbol("s") } })).toBe("Symbol(s)");
  });
});

const limits: [Limits, string, number[], number[]][] = [
  [{}, "", [-3, 0, 3], []],
  [{ min: 0 }, " ≥ 0", [0, 1], [-1]],
  [{ above: 0 }, " > 0", [1], [0, -1]],
  [{ max: 3 }, " ≤ 3", [3, -1], [4]],
  [{ below: 3 }, " < 3", [2], [3]],
  [{ min: 0, below: 3 }, " ≥ 0 and < 3", [0, 2], [-1, 3]],
  [{ above: 0, max: 3 }, " > 0 and ≤ 3", [1, 3], [0, 4]],
];

const notNumbers = ["1", null, undefined, 1n, true, [1], {}];

describe.each([
  ["checkNumber", checkNumber, "a finite number", [Number.NaN, Infinity, -Infinity]],
  ["checkInteger", checkInteger, "an integer", [Number.NaN, Infinity, 0.5, 2 ** 53]],
] as const)("%s", (_name, check, kind, wrong) => {
  it.each(limits)("keeps to the limits %o", (limits, described, inside, outside) => {
    for (const value of inside) expect(check("run", "rate", value, limits)).toBe(value);
    for (const value of outside) {
      const text = `Cannot run: expected rate to be ${kind}${described}, got ${value}`;
      expect(() => check("run", "rate", value, limits)).toThrow(new RangeError(text));
    }
  });

  it("refuses numbers of another kind with a RangeError", () => {
    for (const value of wrong) {
      const text = `Cannot run: expected rate to be ${kind}, got ${value}`;
      expect(() => check("run", "rate", value)).toThrow(new RangeError(text));
    }
  });

  it("refuses what is not a number with a TypeError", () => {
    for (const value of notNumbers) {
      const text = `Cannot run: expected rate to be ${kind} > 0, got ${show(value)}`;
      expect(() => check("run", "rate", value, { above: 0 })).toThrow(new TypeError(text));
    }
  });
});

describe("checkNumber", () => {
  it.each(["min", "max", "above", "below"])("lets nothing through where %s is NaN", (limit) => {
    expect(() => checkNumber("run", "rate", 1, { [limit]: Number.NaN })).toThrow(/ NaN, got 1$/);
  });

  it("takes fractions, the smallest and the largest numbers", () => {
    for (const value of [0.1, Number.MIN_VALUE, -Number.MAX_VALUE]) {
      expect(checkNumber("run", "rate", value)).toBe(value);
    }
  });
});

describe("checkOneOf", () => {
  it("returns a value that is allowed", () => {
    expect(checkOneOf("run", "mode", "b", ["a", "b"])).toBe("b");
  });

  it.each([
    ["c", '"c"'],
    [undefined, "undefined"],
    [0, "0"],
    [["a"], '["a"]'],
  ])("refuses %o", (value, shown) => {
    const text = `Cannot run: expected mode to be one of "a", "b", got ${shown}`;
    expect(() => checkOneOf("run", "mode", value, ["a", "b"])).toThrow(new RangeError(text));
  });

  it("adds the one that is probably meant", () => {
    const text =
      'Cannot run: expected mode to be one of "exact", "lanczos", got "lanzcos" (did you mean "lanczos"?)';
    const check = (): string => checkOneOf("run", "mode", "lanzcos", ["exact", "lanczos"]);
    expect(check).toThrow(new RangeError(text));
  });
});

describe("checkKeys", () => {
  it("takes any of the allowed names, and none", () => {
    expect(() => checkKeys("run", {}, ["rate", "seed"])).not.toThrow();
    expect(() => checkKeys("run", { seed: undefined }, ["rate", "seed"])).not.toThrow();
  });

  it("refuses a name that nobody reads", () => {
    const text = 'Cannot run: expected options named "rate", "seed", got "color"';
    expect(() => checkKeys("run", { rate: 1, color: 2 }, ["rate", "seed"])).toThrow(new TypeError(text));
  });

  it("adds the option that is probably meant", () => {
    const text = 'Cannot run: expected options named "rate", "seed", got "sede" (did you mean "seed"?)';
    expect(() => checkKeys("run", { rate: 1, sede: 2 }, ["rate", "seed"])).toThrow(new TypeError(text));
  });

  it.each([undefined, null, 3, "rate"])("refuses %o for options", (options) => {
    const text = `Cannot run: expected options to be an object, got ${show(options)}`;
    expect(() => checkKeys("run", options as unknown as object, ["rate"])).toThrow(new TypeError(text));
  });
});
