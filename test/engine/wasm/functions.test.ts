import { describe, expect, it } from "vitest";
import type { Activation } from "../../../src/activation/activation.ts";
import { activations } from "../../../src/activation/all.ts";
import { gelu } from "../../../src/activation/gelu.ts";
import { leakyRelu } from "../../../src/activation/leaky-relu.ts";
import { sigmoid } from "../../../src/activation/sigmoid.ts";
import { tanh } from "../../../src/activation/tanh.ts";
import { reference } from "../../../src/engine/reference.ts";
import { activationKernel } from "../../../src/engine/wasm/activation-kernels.ts";
import { wasmKind } from "../../../src/engine/wasm/wasm-kind.ts";
import { Matrix } from "../../../src/matrix/matrix.ts";
import { RandomStream } from "../../../src/random/stream.ts";

const engine = wasmKind(1)!.open();

/**
 * Bounds for the error of a value and of a slope, in units in the last place of the exact result. The worst was
 * measured over every 61st of all 2³² floats and rounded up; the slopes are those at the y that the kernel gave.
 */
const BOUNDS: Record<string, readonly [value: number, slope: number]> = {
  sigmoid: [2.5, 1.5],
  tanh: [3, 1.5],
  lecunTanh: [4, 4.5],
  softsign: [1.5, 3.5],
  hardTanh: [0, 0],
  relu: [0, 0],
  "leakyRelu(0.01)": [1, 0.5],
  elu: [1.5, 1],
  selu: [2, 2],
  softplus: [3, 2.5],
  gelu: [4.5, 6],
  silu: [2.5, 6],
  identity: [0, 0],
};

/** Smaller results may have become 0: e^x does from −87.69 on, and x·e^x there is 10⁻³⁶. The logistic is 0 below −40. */
const LEAST = 1e-36;
const LEAST_LOGISTIC = Math.exp(-40);

describe("activate", () => {
  it.each(activations)(
    "$name is within its bound of float64 over all exponents and both signs",
    (activation) => {
      const z = floats();
      const y = activated(activation, z);
      const least = activation === sigmoid ? LEAST_LOGISTIC : LEAST;
      const errors = z.map((x, i) => error(y[i]!, activation.apply(x), least));
      expectAtMost(errors, BOUNDS[activation.name]![0], z);
    },
  );

  it.each(activations)("$name gives what float64 gives at 0, infinity and NaN", (activation) => {
    const z = [0, -0, 1, -1, Infinity, -Infinity, Number.NaN];
    const y = activated(activation, z);
    expect(y).toEqual(z.map((x) => near(activation.apply(x))));
  });

  it("keeps the sign of zero in tanh, which is odd", () => {
    expect(activated(tanh, [-0])).toEqual([-0]);
  });

  it("takes the slope of a leakyRelu from its name", () => {
    const z = [-8, -0.5, 0, 3];
    expect(activated(leakyRelu(0.25), z)).toEqual([-2, -0.125, 0, 3]);
    expect(sloped(leakyRelu(0.25), z, z)).toEqual([0.25, 0.25, 0.25, 1]);
  });

  it("has a kernel for every activation of the library and for no other name", () => {
    for (const { name } of activations) expect(activationKernel(name)).toBeDefined();
    for (const name of ["Sigmoid", "leakyRelu", "leakyRelu()", "leakyRelu(steep)", "", "constructor"]) {
      expect(activationKernel(name), name).toBe(undefined);
    }
  });
});

describe("slope", () => {
  it.each(activations)(
    "$name is within its bound of float64 over all exponents and both signs",
    (activation) => {
      const z = floats();
      const y = activated(activation, z);
      const slopes = sloped(activation, z, y);
      const least = activation.name === "softplus" ? LEAST_LOGISTIC : LEAST;
      const errors = z.map((x, i) =>
        error(slopes[i]!, exactSlope(activation, x, y[i]!), least, firstTerm(activation, x)),
      );
      expectAtMost(errors, BOUNDS[activation.name]![1], z);
    },
  );

  it.each(activations)("$name gives what float64 gives at the kinks, at infinity and NaN", (activation) => {
    const z = [0, 1, -1, Infinity, -Infinity, Number.NaN];
    const y = activated(activation, z);
    expect(sloped(activation, z, y)).toEqual(z.map((x, i) => near(activation.slope(x, y[i]!))));
  });
});

describe("softmax and logSumExp", () => {
  const shapes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 31, 500].map((columns) => [9, columns] as const);

  it.each([...shapes, [1000, 10] as const])(
    "agree with float64 on %i rows of %i columns",
    (rows, columns) => {
      const z = engine.load(scores(rows, columns));
      const shares = engine.softmax(z);
      const sums = engine.logSumExp(z);
      const [exactShares, exactSums] = [reference.softmax(z), reference.logSumExp(z)];
      for (let row = 0; row < rows; row++) {
        const maximum = z.maxRow(row);
        let slack = 0;
        for (let column = 0; column < columns; column++) {
          // The difference from the maximum is rounded, then there are e^x, the factor and the product.
          const bound = (maximum - z.get(row, column) + 5) * 2 ** -24;
          const share = exactShares.get(row, column);
          slack += bound * share;
          expect(Math.abs(shares.get(row, column) - share)).toBeLessThanOrEqual(bound * share + LEAST);
        }
        const sum = exactSums.get(row, 0);
        expect(Math.abs(sums.get(row, 0) - sum)).toBeLessThanOrEqual(slack + Math.abs(sum) * 2 ** -24);
      }
    },
  );

  it("are not confused by infinities more than the reference engine is", () => {
    const [all, far] = [Infinity, -Infinity];
    const rows = [
      [far, 0, 1, far, far],
      [far, far, far, far, far],
      [0, 1, 2, 3, all],
      [0, Number.NaN, 2, 3, 4],
      [3e38, -3e38, 3e38, 3e38, 3e38],
    ];
    const close = (matrix: Matrix) => matrix.to2DArray().map((row) => row.map(near));
    const z = new Matrix(rows.slice(0, 4));
    expect(engine.softmax(engine.load(z)).to2DArray()).toEqual(close(reference.softmax(z) as Matrix));
    expect(engine.logSumExp(engine.load(z)).to2DArray()).toEqual(close(reference.logSumExp(z) as Matrix));
    expect(engine.softmax(engine.load(new Matrix(rows.slice(4)))).to1DArray()).toEqual([
      0.25, 0, 0.25, 0.25, 0.25,
    ]);
  });
});

describe("draws", () => {
  /** The block of the stream from which a draw with the given elements reaches over the lower 32 bits. */
  const nearTheCarry = 2 ** 32 - 3;
  const cases = [
    [1, 1, 0],
    [1, 3, 0],
    [7, 13, 5],
    [9, 9, nearTheCarry],
    [1, 4097, 0],
    [50, 401, 2 ** 34 + 1],
  ] as const;

  it.each(cases)(
    "bernoulli draws the bits of the reference engine: %i×%i from block %i on",
    (rows, columns, block) => {
      const means = engine.load(uniforms(rows, columns));
      const draws = engine.bernoulli(means, streamFrom(block));
      expect(draws.to1DArray()).toEqual(reference.bernoulli(means, streamFrom(block)).to1DArray());
    },
  );

  it.each(cases)(
    "gaussian rounds the draws of the reference engine: %i×%i from block %i on",
    (rows, columns, block) => {
      const means = engine.load(uniforms(rows, columns));
      const draws = engine.gaussian(means, streamFrom(block));
      const exact = reference.gaussian(means, streamFrom(block)).to1DArray();
      expect(draws.to1DArray()).toEqual(exact.map(Math.fround));
    },
  );

  // Found by a search for blocks of this stream in which a word has 24 equal leading bits.
  it.each([
    ["smallest", 8438636, 0, 0],
    ["largest", 1100374, 1, 1 - 2 ** -24],
  ] as const)("are right for the %s uniform there is", (_which, block, element, uniform) => {
    const stream = (): RandomStream => streamFrom(block, new RandomStream(1, "extremes"));
    expect(stream().uniforms(4)[element]).toBe(uniform);
    const zeros = engine.zeros(1, 4);
    const exact = reference.gaussian(zeros, stream()).to1DArray();
    expect(engine.gaussian(zeros, stream()).to1DArray()).toEqual(exact.map(Math.fround));
    expect(Math.abs(exact[element]!)).toBeGreaterThan(5.4); // −Φ⁻¹(2⁻²⁵) is 5.42
    const means = engine.load(new Matrix([[uniform, uniform, uniform, uniform]]));
    expect(engine.bernoulli(means, stream()).get(0, element)).toBe(0);
  });
});

/** A stream that goes on at this block. */
function streamFrom(block: number, stream: RandomStream = new RandomStream(11, "draws")): RandomStream {
  stream.reserve(4 * block);
  return stream;
}

/** Every 65,521st float, so that all exponents come with both signs; those that are NaN left out. */
function floats(): number[] {
  const count = Math.floor(2 ** 32 / 65_521);
  const bits = Uint32Array.from({ length: count }, (_, index) => index * 65_521);
  return [...new Float32Array(bits.buffer)].filter((x) => !Number.isNaN(x));
}

function activated(activation: Activation, z: readonly number[]): number[] {
  return engine.scope(() => engine.activate(activation, engine.load(new Matrix([[...z]]))).to1DArray());
}

function sloped(activation: Activation, z: readonly number[], y: readonly number[]): number[] {
  return engine.scope(() => {
    const [first, second] = [engine.load(new Matrix([[...z]])), engine.load(new Matrix([[...y]]))];
    return engine.slope(activation, first, second).to1DArray();
  });
}

/** A slope that the kernel takes from y is right for the y that it is given; that of lecunTanh is taken from z. */
function exactSlope(activation: Activation, z: number, y: number): number {
  if (activation.name !== "lecunTanh" || Number.isNaN(z)) return activation.slope(z, y);
  const e = Math.exp(-Math.abs((4 * z) / 3));
  return ((4 * 1.7159 * 2) / 3) * (e / (1 + e) ** 2); // 1.7159·(2/3) / cosh²(2z/3)
}

/** The first of two terms that cancel where a slope changes its sign: the error is measured in its last place too. */
function firstTerm(activation: Activation, z: number): number {
  if (activation.name === "silu") return sigmoid.apply(z);
  return activation.name === "gelu" && z !== 0 ? gelu.apply(z) / z : 0;
}

/** How far a result is off, in units in the last place of the exact one or of a term of it, whichever is larger. */
function error(actual: number, exact: number, least: number, term = 0): number {
  if (Number.isNaN(exact) && Number.isNaN(actual)) return 0;
  if (actual === exact || (Math.abs(exact) < least && Math.abs(actual) < 2 * least)) return 0;
  if (Math.fround(exact) === actual) return 0;
  const size = Math.max(Math.abs(exact), Math.abs(term));
  return Math.abs(actual - exact) / 2 ** (Math.floor(Math.log2(size)) - 23);
}

/** What a number is compared with that float32 rounds; NaN and the infinities are themselves. */
function near(exact: number): unknown {
  return Number.isNaN(exact) ? exact : expect.closeTo(exact, 6);
}

function expectAtMost(errors: readonly number[], bound: number, z: readonly number[]): void {
  const worst = errors.reduce((at, e, index) => (e <= errors[at]! ? at : index), 0);
  expect(errors[worst]!, `${errors[worst]} units off at ${z[worst]}`).toBeLessThanOrEqual(bound);
}

/** Scores between −30 and 30, which have ties and maxima anywhere. */
function scores(rows: number, columns: number): Matrix {
  return Matrix.from1DArray(
    rows,
    columns,
    Array.from(new RandomStream(12, "scores").uniforms(rows * columns), (u) => Math.round(u * 480) / 8 - 30),
  );
}

function uniforms(rows: number, columns: number): Matrix {
  return Matrix.from1DArray(rows, columns, [...new RandomStream(13, "means").uniforms(rows * columns)]);
}
