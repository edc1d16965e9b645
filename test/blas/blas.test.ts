import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { checkProducts } from "../../src/blas/check-products.ts";
import { cutProduct } from "../../src/blas/cut.ts";
import { systemBlas } from "../../src/blas/system-blas.ts";
import type { Engine, EngineKind } from "../../src/engine/engine.ts";
import { readMatrix } from "../../src/engine/read-matrix.ts";
import type { HostProduct } from "../../src/engine/wasm/host-product.ts";
import type { Multiplication } from "../../src/engine/wasm/multiplication.ts";
import { wasmKind } from "../../src/engine/wasm/wasm-kind.ts";
import { contrastiveDivergence, sgd } from "../../src/index.ts";
import type { AbstractMatrix } from "../../src/matrix/matrix.ts";
import { Network } from "../../src/network/network.ts";
import { RBM } from "../../src/rbm/rbm.ts";
import { bitsOf } from "../support/bits.ts";
import { blas, blasKind } from "../support/blas-kind.ts";
import { plainProduct } from "../support/plain-product.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const isHere = typeof blas !== "string";
const data = randomMatrix("data of a BLAS", 400, 300).abs().div(5); // in [0, 1], with few zeros
const labels = Array.from({ length: 400 }, (_, row) => row % 3);

/** The bits of an RBM and of a net after an epoch, in which products are cut into several items. */
async function trained(kind: EngineKind): Promise<object> {
  const options = { seed: 1, engine: kind };
  const rbm = new RBM({ visible: 300, hidden: 400, ...options });
  await rbm.fit(data, {
    epochs: 2,
    batchSize: 200,
    sampler: contrastiveDivergence({ visibleStates: "means" }),
  });
  const network = Network.fromSizes([300, 500, 3], options);
  const optimizer = sgd({ learningRate: 0.1, momentum: 0.9 });
  await network.fit(data, labels, { epochs: 1, batchSize: 200, optimizer });
  return [bitsOf(rbm.parameters), bitsOf(network.parameters)];
}

/** Every product of the engine on some operands, with a start and without. */
function products(kind: EngineKind): number[][] {
  const engine = kind.open();
  const on = (name: string, rows: number, columns: number): AbstractMatrix =>
    engine.load(randomMatrix(name, rows, columns));
  const [a, b, bias] = [on("a", 300, 200), on("b", 200, 320), on("bias", 1, 320)];
  const [aTurned, bTurned] = [on("a turned", 200, 300), on("b turned", 320, 200)];
  const start = (): AbstractMatrix => on("start", 300, 320);
  const results = [
    engine.product(a, b),
    engine.product(a, b, start(), 0.5, 2),
    engine.productLeftTransposed(aTurned, b, start(), -1, 1),
    engine.productRightTransposed(a, bTurned),
    engine.affine(a, b, bias),
    engine.affineTransposed(a, bTurned, bias),
    engine.product(engine.zeros(3, 0), engine.zeros(0, 2), engine.load(randomMatrix("start", 3, 2)), 1, 1),
  ].map((matrix) => [...elements(engine, matrix)]);
  engine.close();
  return results;
}

function elements(engine: Engine, matrix: AbstractMatrix): number[] {
  return readMatrix(engine, matrix).to1DArray();
}

/** Two orders of sums of 200 products whose sizes add up to less than 400 are each off by at most 200 roundings of 2⁻²⁴ of that. */
const ORDERS_APART = 2 * 200 * 2 ** -24 * 400;

const hosts: readonly (readonly [string, HostProduct])[] = [
  ["plain loops", plainProduct],
  ...(typeof blas === "string" ? [] : [[blas.engine, blas] as const]),
];

describe.each(hosts)("A product of the host, %s,", (_name, host) => {
  it("gives what the kernel gives, but for the order of sums", () => {
    const [expected, got] = [products(wasmKind(1)!), products(wasmKind(1, host)!)];
    got.forEach((result, at) => {
      const apart = result.map((value, element) => Math.abs(value - expected[at]![element]!));
      const most = apart.reduce((one, other) => Math.max(one, other), 0);
      expect(most, `product ${at}`).toBeLessThanOrEqual(ORDERS_APART);
    });
  });

  it("leaves training the same bits with 1, 2 and 4 threads", async () => {
    const expected = await trained(wasmKind(1, host)!);
    for (const threads of [2, 4]) expect(await trained(wasmKind(threads, host)!)).toEqual(expected);
    expect(await trained(wasmKind(2)!)).not.toEqual(expected); // it does multiply
  });
});

describe.skipIf(!isHere)("engine: blas", () => {
  it("is named with its library, version and core in a History", async () => {
    const rbm = new RBM({ visible: 300, hidden: 4, seed: 1, engine: blasKind(1) });
    const history = await rbm.fit(data, { epochs: 1 });
    expect(rbm.engine).toBe("blas");
    expect(history.engine).toBe(`blas (${systemBlas().library})`);
    expect(systemBlas().library).toMatch(/^\w+ \d[\w.]*, \w+/);
  });

  it("repeats its bits", async () => {
    expect(await trained(blasKind(2))).toEqual(await trained(blasKind(2)));
  });
});

describe("systemBlas", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("refuses a file that is none, or that has no product, and says what to install", () => {
    vi.stubEnv("LAYERWISE_BLAS", "/nowhere/libopenblas.so");
    const begin =
      'Cannot find a BLAS: expected LAYERWISE_BLAS to be one of "accelerate", "openblas", "onednn", ';
    expect(() => systemBlas()).toThrow(begin);
    expect(() => systemBlas()).toThrow(
      / or the file of a BLAS for engine "blas" \(.*\), got none of \/nowhere/,
    );
    vi.stubEnv("LAYERWISE_BLAS", process.platform === "linux" ? "libm.so.6" : "/nowhere");
    expect(() => systemBlas("create an RBM")).toThrow("Cannot create an RBM: expected LAYERWISE_BLAS to be ");
  });

  it.skipIf(!isHere)("takes the library that LAYERWISE_BLAS names, by its file too", () => {
    const { library, file } = systemBlas();
    vi.stubEnv("LAYERWISE_BLAS", library.split(" ")[0]!.toUpperCase());
    expect(systemBlas().library).toBe(library);
    vi.stubEnv("LAYERWISE_BLAS", file);
    expect(systemBlas().library).toBe(library);
  });
});

describe("checkProducts", () => {
  let right: HostProduct["open"];
  beforeAll(() => {
    right = plainProduct.open;
  });

  it("takes a library that multiplies, and refuses one that does not", () => {
    expect(() => checkProducts("find a BLAS", "loops", right)).not.toThrow();
    expect(() => checkProducts("find a BLAS", "nothing", () => () => {})).toThrow(
      /^Cannot find a BLAS: expected nothing to multiply rightly \(-?\d+\), got 1$/,
    );
  });

  it("refuses one that takes a transposed operand for a plain one", () => {
    const open: HostProduct["open"] = (memory) => {
      const words = new Uint32Array(memory.buffer);
      const multiply = right(memory);
      return (product, begin, end) => {
        if (words[product / 4 + 16] === 4) [words[product / 4 + 16], words[product / 4 + 17]] = [4 * 29, 4];
        multiply(product, begin, end);
      };
    };
    expect(() => checkProducts("find a BLAS", "plain", open)).toThrow("expected plain to multiply rightly");
  });
});

describe("cutProduct", () => {
  const cut = (rows: number, inner: number, columns: number) =>
    cutProduct({ rows, inner, columns } as Multiplication);

  it("gives stripes of whole panels that cover the result, and nothing where there is nothing to multiply", () => {
    for (const [rows, inner, columns] of [
      [1, 1, 1],
      [100, 784, 500],
      [784, 100, 500],
      [4000, 30, 10],
      [3, 9, 9999],
    ] as const) {
      const { rowsOfItem, columnsOfItem } = cut(rows, inner, columns)!;
      expect(columnsOfItem % 8).toBe(0);
      expect(rowsOfItem).toBeLessThanOrEqual(rows);
      expect(rowsOfItem).toBeGreaterThan(0);
      expect(columnsOfItem).toBeGreaterThan(0);
    }
    expect(cut(3, 0, 3)).toBeUndefined();
    expect(cut(100, 784, 500)).toMatchObject({ rowsOfItem: 100, columnsOfItem: 128 });
    expect(cut(1000, 2000, 10)).toMatchObject({ rowsOfItem: 500, columnsOfItem: 32 });
  });
});
