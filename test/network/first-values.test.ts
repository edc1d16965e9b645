import { afterEach, describe, expect, it, vi } from "vitest";
import { DBN } from "../../src/dbn/dbn.ts";
import { glorotNormal, glorotUniform } from "../../src/initializer/glorot.ts";
import type { Initializer } from "../../src/initializer/initializer.ts";
import { normal } from "../../src/initializer/normal.ts";
import { sparse } from "../../src/initializer/sparse.ts";
import { uniform } from "../../src/initializer/uniform.ts";
import { Matrix } from "../../src/matrix/matrix.ts";
import { Network } from "../../src/network/network.ts";
import { normalOf, RandomStream } from "../../src/random/stream.ts";
import { RBM } from "../../src/rbm/rbm.ts";

const sizes = [60, 40, 30, 4];
const inputs = Array.from({ length: 40 }, (_, row) =>
  Array.from({ length: 60 }, (_, column) => ((row * 31 + column * 17) % 97) / 96),
);
const labels = inputs.map((_, row) => row % 4);

afterEach(() => vi.restoreAllMocks());

describe("first weights", () => {
  it("are drawn when they are first asked for, by a network, an RBM and a DBN, and read from JSON without being drawn", () => {
    const fill = vi.spyOn(RandomStream.prototype, "fill");
    const network = Network.fromSizes(sizes, { seed: 1 });
    const rbm = new RBM({ visible: 60, hidden: 40, seed: 1 });
    const dbn = new DBN({ sizes: sizes.slice(0, 3), seed: 1 });
    expect(fill).not.toHaveBeenCalled();
    expect(network.parameters["0.weights"]!.get(59, 39)).toBeTypeOf("number");
    expect(fill).toHaveBeenCalledTimes(60);
    rbm.hiddenMeans(inputs);
    expect(fill).toHaveBeenCalledTimes(120);
    dbn.transform(inputs);
    expect(fill).toHaveBeenCalledTimes(120 + 60 + 40);
    const json = JSON.parse(JSON.stringify(network));
    fill.mockClear();
    Network.fromJSON(json);
    expect(fill).not.toHaveBeenCalled();
  });

  it("are the numbers of their stream, whenever each matrix is asked for", () => {
    const random = new RandomStream(7, "layer 0 weights");
    const limit = Math.sqrt(6 / 100);
    const expected = Array.from({ length: 60 * 40 }, () => limit * (2 * random.uniform() - 1));
    const network = Network.fromSizes(sizes, { seed: 7, initializer: glorotUniform });
    network.parameters["1.weights"]!.get(0, 0);
    expect(network.parameters["0.weights"]!.to1DArray()).toEqual(expected);

    const shared = new RandomStream(7, "shared");
    const other = new RandomStream(7, "shared");
    shared.uniform();
    other.uniform();
    const first = glorotNormal.draw({ inputs: 5, outputs: 3 }, shared).weights;
    const second = glorotNormal.draw({ inputs: 3, outputs: 4 }, shared).weights;
    const behind = shared.uniform();
    const draw = (count: number, std: number) => Array.from({ length: count }, () => std * other.normal());
    const [a, b] = [draw(15, Math.sqrt(2 / 8)), draw(12, Math.sqrt(2 / 7))];
    expect(behind).toBe(other.uniform());
    expect(second.to1DArray()).toEqual(b.map((x) => 0 + x));
    expect(first.to1DArray()).toEqual(a.map((x) => 0 + x));
    expect(shared.uniform()).toBe(other.uniform());
  });

  it("are refused at once where they cannot be what they should", () => {
    const make = (initializer: Initializer) => () => Network.fromSizes(sizes, { seed: 1, initializer });
    expect(make(normal({ std: 1e308 }))).toThrow("the first weights of layer 0 (dense) to be finite");
    expect(make(sparse({ connections: 61 }))).toThrow("at least 61 inputs");
    const own: Initializer = {
      name: "own",
      draw: (fan, random) => ({ weights: Matrix.mul(glorotUniform.draw(fan, random).weights, Number.NaN) }),
    };
    expect(make(own)).toThrow("the first weights of layer 0 (dense) to be finite, got NaN");
    expect(() => new RBM({ visible: 60, hidden: 4, seed: 1, initializer: own })).toThrow(
      "weights to be finite",
    );
  });

  it("lie below the bound that spares their check: the farthest draws there are", () => {
    for (const farthest of [0, 1 - 2 ** -53]) {
      expect(Math.abs(normalOf(farthest))).toBeLessThan(9);
      expect(Math.abs(normalOf(farthest))).toBeGreaterThan(8);
    }
    const most = uniform({ limit: Number.MAX_VALUE });
    expect(
      Network.fromSizes([2, 2], { seed: 1, initializer: most }).parameters["0.weights"]!.max(),
    ).toBeLessThan(Infinity);
  });

  it("of one's own that hand a library's on are nobody else's", () => {
    let given: Matrix | undefined;
    const own: Initializer = {
      name: "own",
      draw(fan, random) {
        given = glorotUniform.draw(fan, random).weights;
        return { weights: given };
      },
    };
    const network = Network.fromSizes([3, 2], { seed: 1, initializer: own });
    const before = network.parameters["0.weights"]!.to1DArray();
    given!.set(0, 0, 100);
    expect(network.parameters["0.weights"]!.to1DArray()).toEqual(before);
  });
});

describe("network.fit", () => {
  it("draws first weights with pauses, and is the one run on its model meanwhile", async () => {
    vi.spyOn(performance, "now").mockImplementation(() => {
      clock += 11; // more than lies between two pauses
      return clock;
    });
    let clock = 0;
    const fill = vi.spyOn(RandomStream.prototype, "fill");
    const network = Network.fromSizes(sizes, { seed: 1 });
    const run = network.fit(inputs, labels, { epochs: 1, seed: 2 });
    const second = network.fit(inputs, labels, { epochs: 1, seed: 3 });
    await expect(second).rejects.toThrow("expected no other run on this model");
    const seen = new Set<number>();
    let isOver = false;
    const over = run.finally(() => {
      isOver = true;
    });
    while (!isOver && fill.mock.calls.length < 130) {
      seen.add(fill.mock.calls.length);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await over;
    expect(seen.size).toBeGreaterThan(100); // of the 130 rows
    vi.restoreAllMocks();
    const other = Network.fromSizes(sizes, { seed: 1 });
    for (const matrix of Object.values(other.parameters)) matrix.get(0, 0);
    await other.fit(inputs, labels, { epochs: 1, seed: 2 });
    for (const [name, matrix] of Object.entries(network.parameters))
      expect(matrix.to1DArray()).toEqual(other.parameters[name]!.to1DArray());
  });
});
