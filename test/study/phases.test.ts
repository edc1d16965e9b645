import { describe, expect, it } from "vitest";
import { loadDigits } from "../../src/data/digits.ts";
import { take } from "../../src/data/take.ts";
import {
  classicUniform,
  isometricLogistic,
  Matrix,
  Network,
  orthogonal,
  RandomStream,
  relu,
  sigmoid,
  softmax,
  tanh,
} from "../../src/index.ts";
import { dense } from "../../src/layers/dense.ts";
import { planeStart } from "../../src/study/experiments/plane-start.ts";
import { depthContours, depthScale, phaseDiagram, placeOf } from "../../src/study/index.ts";
import fixture from "../fixtures/mean-field.json" with { type: "json" };
import { expectClose } from "../support/expect-close.ts";
import { still } from "../support/still-arm.ts";

/** The place of a logistic start whose weights and biases have these variances (times the inputs) and mean 0. */
const placeOfVariances = ({ weights, bias }: { weights: number; bias: number }) => ({
  weightDeviation: Math.sqrt(weights / 16),
  biasDeviation: Math.sqrt(weights / 16 + bias / 4),
});

describe("depthScale", () => {
  it.each(Object.entries(fixture.starts))(
    "has the digits of mpmath for %s, read as a tanh net",
    (_, start) => {
      const { variance, attenuation, depth } = depthScale(placeOfVariances(start));
      expect(Math.abs(attenuation / start.attenuation - 1)).toBeLessThan(1e-12);
      expect(Math.abs((4 * variance) / start.variance - 1)).toBeLessThan(1e-12);
      expect(depth).toBeCloseTo(-0.5 / Math.log(start.attenuation), 9);
    },
  );

  it("is σ_w where biases are 0 and σ_w at most 1: signals die out, and tanh is the identity", () => {
    for (const weightDeviation of [0.1, 0.5, 0.9]) {
      const { variance, attenuation, depth } = depthScale({ weightDeviation, biasDeviation: 0 });
      expect(variance).toBeLessThan(1e-15);
      expect(attenuation).toBeCloseTo(weightDeviation, 12);
      expect(depth).toBeCloseTo(-0.5 / Math.log(weightDeviation), 9);
    }
    const border = depthScale({ weightDeviation: 1, biasDeviation: 0 });
    expect(border.attenuation).toBeCloseTo(1, 12);
    expect("depth" in border).toBe(false); // nothing ends there
  });

  it("has 0 of no weights, and a depth of 0", () => {
    expect(depthScale({ weightDeviation: 0, biasDeviation: 1 })).toEqual({
      variance: 1,
      attenuation: 0,
      depth: 0,
    });
  });

  it("refuses what is no place", () => {
    expect(() => depthScale({ weightDeviation: -1, biasDeviation: 0 })).toThrow(
      "weightDeviation to be a finite number ≥ 0",
    );
    expect(() => depthScale({ weightDeviation: 1, biasDeviation: Number.NaN })).toThrow("biasDeviation");
  });
});

describe("depthContours", () => {
  it("lies where six depth scales come to its depth, and on its side of the border", () => {
    const lines = depthContours([2, 64], { weightDeviation: 2, biasDeviation: 2 });
    expect(lines.map(({ depth }) => depth)).toEqual([2, 64]);
    for (const { depth, points } of lines) {
      for (const point of points.filter((_, index) => index % 10 === 1)) {
        const found = depthScale(point);
        expect(6 * found.depth!).toBeCloseTo(depth, 6);
        expect(found.attenuation).toBeLessThan(1);
      }
    }
  });

  it("is the edge of chaos for Infinity, from σ_w = 1 without biases, where nothing is lost and nothing explodes", () => {
    const [edge] = depthContours([Number.POSITIVE_INFINITY], { weightDeviation: 2, biasDeviation: 2 });
    expect(edge!.points[0]!.weightDeviation).toBeCloseTo(1, 12);
    expect(edge!.points[0]!.biasDeviation).toBe(0);
    for (const point of edge!.points) expect(depthScale(point).attenuation).toBeCloseTo(1, 10);
  });

  it("refuses what is no depth and no plane", () => {
    const plane = { weightDeviation: 2, biasDeviation: 2 };
    expect(() => depthContours([0], plane)).toThrow("depths to be a finite number > 0, got 0");
    expect(() => depthContours([2], { ...plane, biasDeviation: -1 })).toThrow("biasDeviation");
  });
});

describe("placeOf", () => {
  const sizes = [5, 40, 40, 3];

  it("is worked out by hand for a layer of two units", () => {
    const network = new Network({
      layers: [
        dense({ inputs: 1, outputs: 2, activation: sigmoid }),
        dense({ inputs: 2, outputs: 2, activation: sigmoid }),
        dense({ inputs: 2, outputs: 2 }),
      ],
      head: softmax,
      engine: "reference",
      parameters: {
        "1.weights": new Matrix([
          [4, -8],
          [0, 8],
        ]),
        "1.bias": new Matrix([[2, -1]]),
      },
    });
    // W/4 = [[1, −2], [0, 2]]: Σ² = 9, of two units; (b + ½·1ᵀW)/2 = (2 + 2)/2 and (−1 + 0)/2
    const [place] = placeOf(network);
    expect(place).toEqual({
      layer: 1,
      weightDeviation: Math.sqrt(9 / 2),
      biasDeviation: Math.sqrt((4 + 0.25) / 2),
    });
  });

  it("is the same of a logistic net and of the tanh net that it computes", () => {
    const options = { seed: 7, engine: "reference" } as const;
    const logistic = Network.fromSizes(sizes, {
      ...options,
      activation: sigmoid,
      initializer: isometricLogistic({ gain: 0.8 }),
    });
    const other = Network.fromSizes(sizes, {
      ...options,
      activation: tanh,
      initializer: orthogonal({ gain: 0.8 }),
    });
    expect(placeOf(logistic)[0]!.weightDeviation).toBeCloseTo(placeOf(other)[0]!.weightDeviation, 12);
    expect(placeOf(logistic)[0]!.weightDeviation).toBeCloseTo(0.8, 12); // an orthogonal matrix times 0.8
    expect(placeOf(logistic)[0]!.biasDeviation).toBeLessThan(1e-15);
  });

  it("finds the classical start where its variances put it", () => {
    const network = Network.fromSizes([5, 1000, 1000, 3], {
      activation: sigmoid,
      initializer: classicUniform,
      seed: 1,
    });
    const [{ weightDeviation, biasDeviation }] = placeOf(network) as [ReturnType<typeof placeOf>[number]];
    expect(Math.abs(weightDeviation / Math.sqrt(1 / 48) - 1)).toBeLessThan(0.005); // of 10⁶ draws
    expect(Math.abs(biasDeviation / Math.sqrt(1 / 48) - 1)).toBeLessThan(0.1); // of 1000 sums: 4 standard deviations
  });

  it("refuses nets that have no such place", () => {
    expect(() => placeOf(Network.fromSizes([2, 3, 3, 2], { activation: relu }))).toThrow(
      'expected dense hidden layers with sigmoid or tanh, got "dense" with relu',
    );
    expect(() => placeOf(Network.fromSizes([2, 3, 2], { activation: tanh }))).toThrow(
      "at least two hidden layers, got 1",
    );
  });
});

describe("planeStart", () => {
  it("makes logistic nets that are tanh nets of independent weights and biases", () => {
    const place = { weightDeviation: 1.3, biasDeviation: 0.4 };
    const sizes = [5, 40, 40, 3];
    const logistic = Network.fromSizes(sizes, {
      ...{ activation: sigmoid, initializer: planeStart(place), seed: 3, engine: "reference" },
    });
    const drawn = (layer: number) => {
      const { weights, bias } = planeStart(place).draw(
        { inputs: sizes[layer]!, outputs: sizes[layer + 1]! },
        new RandomStream(3, `layer ${layer} weights`),
      );
      return { weights: Matrix.mul(weights, 1 / 2), bias: Matrix.mul(bias!, 1 / 2) };
    };
    const values = [0, 1].map(drawn);
    const other = new Network({
      layers: [0, 1, 2].map((layer) =>
        dense({ inputs: sizes[layer]!, outputs: sizes[layer + 1]!, ...(layer < 2 && { activation: tanh }) }),
      ),
      head: softmax,
      engine: "reference",
      parameters: Object.fromEntries(
        values.flatMap(({ weights, bias }, layer) => [
          [`${layer}.weights`, weights],
          [`${layer}.bias`, bias],
        ]),
      ),
    });
    const x = [[0.3, -1.2, 0.5, 2.1, -0.7]];
    const [y, t] = [logistic, other].map((network) => network.forward(x).passes[1]!.outputs);
    expectClose(y!, Matrix.add(t!, 1).mul(0.5).to2DArray(), 1e-12);
    expect(placeOf(logistic)[0]!.biasDeviation).toBeCloseTo(placeOf(other)[0]!.biasDeviation, 12);
  });
});

describe("phaseDiagram", () => {
  it("finds that shallow nets train, that deep ones of next to no weights do not, and places the arms", async () => {
    const digits = await loadDigits();
    const some = take(digits, [...Array(500).keys()]);
    const steps: number[] = [];
    const { cells, arms } = await phaseDiagram(some, {
      ...{
        arms: ["isometric", "relu", still],
        weightDeviations: [1e-5, 1],
        biasDeviations: [0],
        depths: [1, 4],
      },
      ...{ width: 32, onProgress: (done, total) => steps.push(done / total) },
    });
    expect(cells.map(({ trainableDepth }) => trainableDepth)).toEqual([1, 4]);
    expect(arms.map(({ arm, trainableDepth }) => [arm, trainableDepth])).toEqual([
      ["isometric", 4],
      ["still", 1],
    ]); // relu has no place
    expect(arms[0]!.weightDeviation).toBeCloseTo(1, 6);
    expect(steps).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  });

  it("refuses lists that do not rise, and arms that do not exist", async () => {
    const digits = await loadDigits();
    await expect(phaseDiagram(digits, { depths: [2, 2] })).rejects.toThrow(
      "depths to be a finite number ≥ 1 and > 2",
    );
    await expect(phaseDiagram(digits, { depths: [1.5] })).rejects.toThrow("depths to be an integer");
    await expect(phaseDiagram(digits, { weightDeviations: [] })).rejects.toThrow(
      "weightDeviations to be a list",
    );
    await expect(phaseDiagram(digits, { arms: ["magic"] })).rejects.toThrow('got "magic"');
  });
});
