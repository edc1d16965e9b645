import { describe, expect, it } from "vitest";
import { selectEngine } from "../../src/engine/select.ts";
import {
  batchNorm,
  classicUniform,
  dense,
  GradientProbe,
  glorotUniform,
  identity,
  isometricLogistic,
  logisticGlorot,
  Matrix,
  Network,
  orthogonal,
  RandomStream,
  relu,
  residual,
  sigmoid,
  softmax,
  tanh,
} from "../../src/index.ts";
import { SingularValueDecomposition } from "../../src/matrix/matrix.ts";
import { linearAlignment } from "../../src/probe/alignment.ts";
import { golubKahan } from "../../src/probe/golub-kahan.ts";
import { meanFieldAttenuation } from "../../src/probe/mean-field.ts";
import { singularValuesOf, spectralNorm } from "../../src/probe/singular-values.ts";
import { randomMatrix } from "../support/random-matrix.ts";

const probe = new GradientProbe();
const engine = "reference";
const random = () => new RandomStream(1, "directions");
const inputs = randomMatrix("inputs", 6, 5);

describe("singularValuesOf", () => {
  const values = [9, 4, 2, 1, 0.5, 0.25];
  const q = (seed: number, size: number) =>
    orthogonal().draw({ inputs: size, outputs: 6 }, new RandomStream(seed, "q")).weights;
  const shapes = { tall: [9, 6], wide: [6, 9], square: [6, 6] } as const;

  it.each(Object.entries(shapes))(
    "finds what a %s matrix was made of, by both methods",
    (_, [rows, columns]) => {
      const a = Matrix.mul(q(1, rows), 1).mmul(Matrix.diag(values)).mmul(q(2, columns).transpose());
      const sum = values.reduce((total, value) => total + value, 0);
      const squares = values.reduce((total, value) => total + value ** 2, 0);
      for (const method of ["exact", "lanczos"] as const) {
        const found = singularValuesOf(a, random(), method);
        expect(found.largest).toBeCloseTo(9, 10);
        expect(found.smallest).toBeCloseTo(0.25, 10);
        expect(found.meanSquare).toBeCloseTo(squares / 6, 10);
        if (method === "exact") expect(found.mean).toBeCloseTo(sum / 6, 10);
      }
      expect(spectralNorm(a, random())).toBeCloseTo(9, 10);
    },
  );

  it("agrees by both methods on a large random matrix: the largest to six digits, the mean within its noise", () => {
    const a = randomMatrix("large", 320, 300, 1 / Math.sqrt(300));
    const [exact, lanczos] = (["exact", "lanczos"] as const).map((method) =>
      singularValuesOf(a, random(), method),
    );
    expect(Math.abs(lanczos!.largest / exact!.largest - 1)).toBeLessThan(1e-6);
    // A quadratic form of a random direction of n units has variance 2/(n + 2) of that of the values; there are four starts.
    const deviation = Math.sqrt(exact!.meanSquare - exact!.mean ** 2);
    const noise = deviation * Math.sqrt(2 / 302 / 4);
    expect(Math.abs(lanczos!.mean - exact!.mean)).toBeLessThan(4 * noise);
    expect(lanczos!.meanSquare).toBe(exact!.meanSquare);
    expect(lanczos!.smallest).toBeGreaterThanOrEqual(exact!.smallest);
  });

  it("says of a smallest value that it is a bound where Lanczos has not come to an end, and nowhere else", () => {
    const bounds = (rows: number, columns: number) =>
      (["exact", "lanczos", "auto"] as const).map(
        (method) => singularValuesOf(randomMatrix("any", rows, columns), random(), method).smallestIsBound,
      );
    expect(bounds(70, 65)).toEqual([undefined, true, undefined]);
    expect(bounds(65, 70)).toEqual([undefined, true, undefined]);
    expect(bounds(70, 64)).toEqual([undefined, undefined, undefined]);
    expect(bounds(257, 257)).toEqual([undefined, true, true]);
    // With three values in all, it has seen everything after three steps.
    const few = Matrix.diag(Array.from({ length: 80 }, (_, index) => 1 + (index % 3)));
    expect(singularValuesOf(few, random(), "lanczos")).not.toHaveProperty("smallestIsBound");
    expect(singularValuesOf(few, random(), "lanczos").smallest).toBeCloseTo(1, 12);
  });

  it("says so of a smallest value that is lost in the rounding of the largest", () => {
    const a = q(1, 9)
      .mmul(Matrix.diag([1, 1, 1, 1, 1, 1e-20]))
      .mmul(q(2, 6).transpose());
    const { smallest, smallestIsBound } = singularValuesOf(a, random(), "exact");
    expect(smallestIsBound).toBe(true);
    expect(smallest).toBeGreaterThan(1e-20);
    expect(smallest).toBeLessThan(1e-14);
    expect(singularValuesOf(Matrix.diag([2, 0]), random())).toEqual({
      ...{ largest: 2, mean: 1, smallest: 0, meanSquare: 2 },
    });
  });

  it("takes shares from Lanczos that add to 1 and give the mean square of a start", () => {
    const a = randomMatrix("small", 7, 4);
    const { values: ritz, shares } = golubKahan(a, 4, random());
    const all = new SingularValueDecomposition(a).diagonal;
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    for (const [index, value] of [...ritz].sort((x, y) => y - x).entries())
      expect(value).toBeCloseTo(all[index]!, 10);
  });
});

describe("probe.jacobians", () => {
  it("finds 1 everywhere for orthogonal weights without an activation, and end to end", () => {
    const network = Network.fromSizes([5, 5, 5, 5, 3], {
      ...{ activation: identity, initializer: orthogonal(), seed: 1, engine },
    });
    const { layers, endToEnd } = probe.jacobians(network, inputs);
    for (const values of [...layers, endToEnd!]) {
      for (const figure of ["largest", "mean", "smallest", "meanSquare"] as const) {
        expect(values[figure]).toBeCloseTo(1, 10);
      }
    }
    expect(layers.map(({ path }) => path)).toEqual(["0", "1", "2"]);
  });

  it("is that of central differences, through normalization and ways around too", () => {
    const network = new Network({
      ...{ head: softmax, seed: 3, engine },
      layers: [
        dense({ inputs: 5, outputs: 4, activation: sigmoid }),
        batchNorm({ units: 4 }),
        residual([dense({ inputs: 4, outputs: 4, activation: tanh })]),
        dense({ inputs: 4, outputs: 2 }),
      ],
    });
    const example = inputs.subMatrix(0, 0, 0, 4);
    const { layers, endToEnd } = probe.jacobians(network, example, { examples: 1 });
    const upTo = (layer: number, rows: Matrix) => network.forward(rows).passes[layer]!.outputs.to2DArray();
    const h = 1e-6;
    const first = Array.from({ length: 5 }, (_, column) => {
      const moved = (sign: number) => {
        const rows = example.clone();
        rows.set(0, column, rows.get(0, column) + sign * h);
        return upTo(0, rows)[0]!;
      };
      const [up, down] = [moved(1), moved(-1)];
      return up.map((value, unit) => (value - down[unit]!) / (2 * h)); // ∂y/∂x of one input
    });
    const numeric = new SingularValueDecomposition(new Matrix(first), { autoTranspose: true }).diagonal;
    expect(layers[0]!.largest).toBeCloseTo(Math.max(...numeric), 7);
    expect(layers[0]!.meanSquare).toBeCloseTo(numeric.reduce((sum, value) => sum + value ** 2, 0) / 4, 7);
    // The running statistics are 0 and 1, so batch normalization is the identity but for ε = 1e-5.
    expect(layers[1]!.largest).toBeCloseTo(1 / Math.sqrt(1 + 1e-5), 10);
    const y = upTo(1, example)[0]!;
    const weights = network.parameters["2.0.weights"]!;
    const slopes = y.map((_, unit) => {
      const z = y.reduce((sum, value, from) => sum + value * weights.get(from, unit), 0);
      return 1 - Math.tanh(z) ** 2;
    });
    const around = Matrix.eye(4).add(weights.transpose().mulColumnVector(slopes));
    const through = new SingularValueDecomposition(around).diagonal;
    expect(layers[2]!.smallest).toBeCloseTo(Math.min(...through), 8);
    expect(endToEnd!.largest).toBeCloseTo(Math.max(...through) / Math.sqrt(1 + 1e-5), 8);
  });

  it("takes undefined for what is not given", () => {
    const network = Network.fromSizes([5, 4, 2], { seed: 1, engine });
    const nothing = { examples: undefined, method: undefined, seed: undefined };
    expect(probe.jacobians(network, inputs, nothing)).toEqual(probe.jacobians(network, inputs));
  });

  it("prints the bounds that Lanczos finds as bounds", () => {
    const network = Network.fromSizes([5, 70, 70, 70, 3], { seed: 1, engine });
    const report = probe.jacobians(network, inputs, { method: "lanczos", examples: 2 });
    expect(report.layers.map(({ smallestIsBound }) => smallestIsBound)).toEqual([undefined, true, true]);
    expect(report.endToEnd!.smallestIsBound).toBe(true);
    const lines = String(report).split("\n");
    expect(lines.slice(3).map((line) => line.split("≤").length - 1)).toEqual([0, 1, 1, 1]);
    expect(lines.at(-1)).toMatch(/, smallest ≤ [\d.e-]+\.$/);
    expect(String(probe.jacobians(network, inputs, { examples: 2 }))).not.toContain("≤");
  });

  it("says what was wrong with an option", () => {
    const network = Network.fromSizes([5, 4, 2], { seed: 1, engine });
    expect(() => probe.jacobians(network, inputs, { examples: 0 })).toThrow(
      "examples to be an integer ≥ 1, got 0",
    );
    expect(() => probe.jacobians(network, [[1, 2]])).toThrow(/5/);
  });
});

describe("probe.movement", () => {
  it("is none for a net and itself", () => {
    const network = Network.fromSizes([5, 4, 2], { seed: 1, engine });
    for (const { relativeChange, cosine, alignment } of probe.movement(network, network, inputs)) {
      expect(relativeChange).toBe(0);
      expect(cosine).toBeCloseTo(1, 12);
      expect(alignment).toBeCloseTo(1, 12);
    }
  });

  it("is what was done to the weights, and a rotation of the units is no change of what they say", () => {
    const start = Network.fromSizes([5, 5, 2], { activation: identity, seed: 1, engine });
    const weights = start.parameters["0.weights"]!;
    const rotation = orthogonal().draw({ inputs: 5, outputs: 5 }, new RandomStream(4, "rotation")).weights;
    const moved = (changed: Matrix) =>
      new Network({
        ...{ layers: start.layers, head: start.head, seed: 1, engine },
        parameters: { ...start.parameters, "0.weights": changed },
      });
    const [tripled] = probe.movement(start, moved(Matrix.mul(weights, 3)), inputs);
    expect(tripled!.relativeChange).toBeCloseTo(2, 12);
    expect(tripled!.cosine).toBeCloseTo(1, 12);
    const [turned] = probe.movement(start, moved(weights.mmul(rotation)), inputs);
    expect(turned!.alignment).toBeCloseTo(1, 10);
    expect(turned!.cosine).toBeLessThan(0.999);
  });
});

describe("linearAlignment", () => {
  const { open } = selectEngine("test", { engine });
  const column = (...values: number[]) => Matrix.columnVector(values);

  it("is the square of the correlation of two units, 0 where there is none or a unit is constant", () => {
    // Centered: (−1, 0, 1) and (−5, 4, 1)/3, whose correlation is 2/√(2·42/9) = √(3/7).
    expect(linearAlignment(open(), column(1, 2, 3), column(0, 3, 2))).toBeCloseTo(3 / 7, 12);
    expect(linearAlignment(open(), column(1, 2, 3), column(1, 0, 1))).toBeCloseTo(0, 12);
    expect(linearAlignment(open(), column(1, 2, 3), column(2, 2, 2))).toBe(0);
  });

  it("is 1/√2 for two even directions of which one is left", () => {
    const both = new Matrix([
      [1, 1],
      [1, -1],
      [-1, 1],
      [-1, -1],
    ]);
    expect(linearAlignment(open(), both, column(1, 1, -1, -1))).toBeCloseTo(Math.SQRT1_2, 12);
  });
});

describe("meanFieldAttenuation", () => {
  const fixedPoint = (weightVariance: number): number => {
    const moments = {
      inputs: 1000,
      outputs: 1000,
      weightMeanSquare: weightVariance / 1000,
      biasMean: 0,
      biasVariance: 0,
    };
    let meanSquare = 0.25;
    for (let step = 0; step < 50; step++) {
      const deviation = Math.sqrt(weightVariance * meanSquare);
      const steps = Array.from({ length: 2001 }, (_, index) => -10 + index / 100);
      const density = (t: number) => Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI) / 100;
      meanSquare = steps.reduce((sum, t) => sum + density(t) * sigmoid.apply(deviation * t) ** 2, 0);
    }
    return meanFieldAttenuation(sigmoid, { ...moments, inputMeanSquare: meanSquare });
  };

  it.each([
    ["U(±1/√n)", 1 / 3, 0.1414],
    ["Glorot", 1, 0.2361],
    ["He", 2, 0.3178],
    ["4x Glorot", 16, 0.6316],
    ["the variance at which nothing vanishes", 103.0076, 1],
  ])("is that of the literature at the fixed point: %s", (_, variance, expected) => {
    expect(fixedPoint(variance)).toBeCloseTo(expected, 3);
  });

  it("is √(n·⟨W²⟩/2) for ReLU, half of whose units are off", () => {
    const moments = {
      inputs: 10,
      outputs: 10,
      weightMeanSquare: 0.2,
      biasMean: 0,
      biasVariance: 0,
      inputMeanSquare: 1,
    };
    expect(meanFieldAttenuation(relu, moments)).toBeCloseTo(1, 10);
  });
});

describe("probe.measure beside mean field", () => {
  const width = 500;
  const examples = randomMatrix("wide inputs", 20, width, 0.5);
  const labels = Array.from({ length: 20 }, (_, row) => row % 10);

  it.each(
    [classicUniform, glorotUniform, logisticGlorot].map(
      (initializer) => [initializer.name, initializer] as const,
    ),
  )(
    "measures what it predicts within a tenth at width 500, from the third layer on: %s",
    (_, initializer) => {
      const sizes = [...Array.from({ length: 7 }, () => width), 10];
      const network = Network.fromSizes(sizes, { activation: sigmoid, initializer, seed: 5 });
      const { layers } = probe.measure(network, examples, labels);
      for (const { attenuation, predictedAttenuation } of layers.slice(2, -1)) {
        expect(Math.abs(attenuation! / predictedAttenuation! - 1)).toBeLessThan(0.1);
      }
    },
  );

  it("never measures more than the bound, which an isometry of identities reaches", () => {
    for (const initializer of [logisticGlorot, isometricLogistic()]) {
      const network = Network.fromSizes([20, 20, 20, 20, 10], {
        activation: sigmoid,
        initializer,
        seed: 5,
        engine,
      });
      const report = probe.measure(network, randomMatrix("few", 8, 20), labels.slice(0, 8));
      for (const layer of report.layers) {
        expect(layer.attenuation).toBeLessThanOrEqual(layer.attenuationBound! * (1 + 1e-12));
      }
      const norms = [1, 2].map(
        (layer) => new SingularValueDecomposition(network.parameters[`${layer}.weights`]!).norm2,
      );
      expect(report.survivingBound).toBeCloseTo((norms[0]! / 4) * (norms[1]! / 4), 10);
      expect(report.surviving).toBeLessThanOrEqual(report.survivingBound! * (1 + 1e-12));
    }
    const even = Network.fromSizes([6, 6, 6, 6], {
      activation: identity,
      initializer: orthogonal(),
      seed: 5,
      engine,
    });
    const sixLabels = [0, 1, 2, 3, 4, 5, 0, 1];
    const { layers, surviving, survivingBound } = probe.measure(even, randomMatrix("six", 8, 6), sixLabels);
    expect(survivingBound).toBeCloseTo(1, 10);
    expect(surviving).toBeCloseTo(1, 10);
    for (const { attenuation, attenuationBound } of layers)
      expect(attenuation).toBeCloseTo(attenuationBound!, 10);
  });

  it("counts units that say the same of every example as dead", () => {
    const weights = Matrix.zeros(4, 4).set(0, 0, 1).set(1, 1, 1);
    const network = new Network({
      ...{ head: softmax, seed: 1, engine },
      layers: [dense({ inputs: 4, outputs: 4, activation: relu }), dense({ inputs: 4, outputs: 2 })],
      parameters: { "0.weights": weights },
    });
    const report = probe.measure(network, Matrix.abs(randomMatrix("positive", 5, 4)), [0, 1, 0, 1, 0]);
    expect(report.layers[0]!.deadShare).toBe(0.5);
  });
});
