import { Matrix } from "../../../src/matrix/matrix.ts";

/** A value that hardly any argument may be, made anew for each case, since some are used up or changed. */
export interface WrongValue {
  readonly label: string;
  readonly make: () => unknown;
  /** A number so large that work in its proportion would not end. */
  readonly huge?: boolean;
}

const boom = (): never => {
  throw new Error("boom");
};

/** Throws at whatever is asked of it. */
const throwing = (target: object): object =>
  new Proxy(target, {
    get: boom,
    has: boom,
    ownKeys: boom,
    getPrototypeOf: boom,
    getOwnPropertyDescriptor: boom,
  });

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

function detached(): Float32Array {
  const floats = new Float32Array(3);
  structuredClone(floats.buffer, { transfer: [floats.buffer] });
  return floats;
}

function holdingItself(): unknown[] {
  const list: unknown[] = [1];
  list.push(list, [list]);
  return list;
}

function deep(levels: number): unknown[] {
  let list: unknown[] = [];
  for (let level = 0; level < levels; level++) list = [list];
  return list;
}

class Thing {
  size = 3;
  get length(): number {
    return boom();
  }
}

const values: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  NaN: () => Number.NaN,
  Infinity: () => Infinity,
  "-Infinity": () => -Infinity,
  "-1": () => -1,
  "-0": () => -0,
  "0": () => 0,
  "1.5": () => 1.5,
  "2 ** 53": () => 2 ** 53,
  "1e308": () => 1e308,
  true: () => true,
  false: () => false,
  '""': () => "",
  '"x"': () => "x",
  '"5"': () => "5",
  "a long string": () => "long ".repeat(100_000),
  "half a surrogate pair": () => "\ud800",
  "{}": () => ({}),
  "{ length: -1 }": () => ({ length: -1 }),
  "{ length: NaN }": () => ({ length: Number.NaN }),
  '{ length: "3" }': () => ({ length: "3" }),
  "{ length: 2 ** 40 }": () => ({ length: 2 ** 40 }),
  "{ length: 2, 0: 1 }": () => ({ length: 2, 0: 1 }),
  '{ klass: "Matrix" }': () => ({ klass: "Matrix" }),
  // biome-ignore lint/suspicious/noThenProperty: that is the case
  "{ then: … }": () => ({ then: 5 }),
  "a getter that throws": () => Object.defineProperty({}, "size", { get: boom, enumerable: true }),
  "an object without prototype": () => Object.create(null),
  "an object that holds itself": () => {
    const object: Record<string, unknown> = {};
    object.self = object;
    return object;
  },
  "[]": () => [],
  "[[]]": () => [[]],
  "[[1], [1, 2]]": () => [[1], [1, 2]],
  "[NaN]": () => [Number.NaN],
  "[[NaN]]": () => [[Number.NaN]],
  "[[Infinity]]": () => [[Infinity]],
  "[null]": () => [null],
  "[undefined]": () => [undefined],
  '["a"]': () => ["a"],
  '[["a"]]': () => [["a"]],
  "[5n]": () => [5n],
  "[a symbol]": () => [Symbol("s")],
  "[an item whose getter throws]": () => Object.defineProperty([1, 2], 0, { get: boom, enumerable: true }),
  // biome-ignore lint/suspicious/noSparseArray: that is the case
  "[hole, 1]": () => [, 1],
  "2 ** 32 - 1 holes": () => new Array(2 ** 32 - 1),
  "a list that holds itself": holdingItself,
  "lists in lists, 10000 deep": () => deep(10_000),
  "a proxy that throws": () => throwing({}),
  "a list that throws": () => throwing([]),
  "a function that throws when read": () => throwing(() => 0),
  "a revoked proxy": () => revoked({}),
  "a revoked list": () => revoked([]),
  "a proxy whose every field is 5": () => new Proxy({}, { get: () => 5 }),
  "a symbol": () => Symbol("s"),
  "5n": () => 5n,
  "a function": () => () => 5,
  "a class": () => Thing,
  "a class instance": () => new Thing(),
  "a detached array": detached,
  "a detached buffer": () => detached().buffer,
  "a shared array": () => new Float32Array(new SharedArrayBuffer(12)),
  "a shared buffer": () => new SharedArrayBuffer(12),
  "big integers": () => BigInt64Array.of(1n, 2n),
  "a view of bytes": () => new DataView(new ArrayBuffer(8)),
  "a date": () => new Date(0),
  "a date of NaN": () => new Date(Number.NaN),
  "a regular expression": () => /x/,
  "a map": () => new Map([["a", 1]]),
  "a set": () => new Set([1]),
  "a promise": () => Promise.resolve(5),
  "an error": () => new Error("an error"),
  "a boxed number": () => Object(3),
  "a boxed string": () => Object("x"),
  "an empty matrix": () => new Matrix(0, 0),
  "a matrix of NaN": () => new Matrix([[Number.NaN]]),
  globalThis: () => globalThis,
};

const hugeValues: Readonly<Record<string, number>> = { "1e9": 1e9, "2 ** 31": 2 ** 31, "2 ** 40": 2 ** 40 };

/** What every argument and every option is tried with. */
export const wrongValues: readonly WrongValue[] = [
  ...Object.entries(values).map(([label, make]) => ({ label, make })),
  ...Object.entries(hugeValues).map(([label, value]) => ({ label, make: () => value, huge: true })),
];
