import { describe, expect, it } from "vitest";
import { reference } from "../../src/engine/reference.ts";
import { type AbstractMatrix, Matrix } from "../../src/matrix/matrix.ts";
import { chain } from "../../src/optimizer/chain.ts";
import { sgd } from "../../src/optimizer/sgd.ts";
import { weightDecay } from "../../src/optimizer/weight-decay.ts";
import { RandomStream } from "../../src/random/stream.ts";
import { logLikelihood } from "../../src/rbm/likelihood/log-likelihood.ts";
import { hiddenGiven } from "../../src/rbm/machine/conditionals.ts";
import { machineOn } from "../../src/rbm/machine/machine.ts";
import { RBM } from "../../src/rbm/rbm.ts";
import { contrastiveDivergence } from "../../src/rbm/samplers/contrastive-divergence.ts";
import { persistentContrastiveDivergence } from "../../src/rbm/samplers/persistent-contrastive-divergence.ts";
import { checkRBMFitOptions, type RBMFitOptions } from "../../src/rbm/training/fit-options.ts";
import { trainingJob } from "../../src/rbm/training/training-job.ts";
import fixture from "../fixtures/rbm.json" with { type: "json" };
import { engine, expectWithin, tolerance } from "../support/engine-under-test.ts";
import {
  binaryStates,
  contrastiveDivergenceGradients,
  logLikelihoodGradients,
  type PlainGradients,
} from "../support/enumerate.ts";
import { expectClose } from "../support/expect-close.ts";
import { randomMatrix } from "../support/random-matrix.ts";
import { smallRBM } from "../support/small-rbm.ts";

/** The gradients that one run works out, batch after batch of all rows, with no update between them. */
function* gradientsOf(
  rbm: RBM,
  rows: readonly (readonly number[])[],
  options: RBMFitOptions,
): Generator<PlainGradients> {
  const training = new Matrix(rows.map((row) => [...row]));
  const checked = checkRBMFitOptions("fit", options, rbm, rows.length);
  const job = trainingJob("fit", rbm, engine.open(), { training, validation: undefined }, checked);
  const batch = Uint32Array.from(rows.keys());
  for (let step = 0; ; step++) {
    yield job.engine.scope(() => {
      const { weights, visibleBias, hiddenBias } = job.evaluate(batch, { step, epoch: step }).gradients;
      return {
        weights: weights!.to2DArray(),
        visibleBias: visibleBias!.to1DArray(),
        hiddenBias: hiddenBias!.to1DArray(),
      };
    });
  }
}

const cells = (matrix: AbstractMatrix): number[][] => matrix.to2DArray();
const flatten = ({ weights, visibleBias, hiddenBias }: PlainGradients): number[][] => [
  weights.flat(),
  visibleBias,
  hiddenBias,
];

/** The largest difference between minus the mean of so many gradients and what is expected: per kind of parameter. */
function largestDifferences(
  gradients: Generator<PlainGradients>,
  count: number,
  expected: PlainGradients,
): number[] {
  const sums = flatten(expected).map((values) => values.map(() => 0));
  for (let taken = 0; taken < count; taken++) {
    for (const [kind, values] of flatten(gradients.next().value as PlainGradients).entries()) {
      for (const [index, value] of values.entries()) sums[kind]![index]! -= value / count;
    }
  }
  return flatten(expected).map((values, kind) =>
    Math.max(...values.map((value, index) => Math.abs(value - sums[kind]![index]!))),
  );
}

describe("the enumerated gradient", () => {
  it("is the derivative of the library's exact log-likelihood", () => {
    const { rbm, plain } = smallRBM("differences", 4, 3, { engine: "reference" });
    const rows = binaryStates(4).slice(3, 9);
    const [weights, visibleBias, hiddenBias] = flatten(logLikelihoodGradients(plain, rows));
    const expected = { weights: weights!, visibleBias: visibleBias!, hiddenBias: hiddenBias! };
    for (const name of ["weights", "visibleBias", "hiddenBias"] as const) {
      const matrix = rbm.parameters[name];
      for (let index = 0; index < matrix.rows * matrix.columns; index++) {
        const [row, column] = [Math.floor(index / matrix.columns), index % matrix.columns];
        const value = matrix.get(row, column);
        const at = (step: number): number => {
          matrix.set(row, column, value + step);
          return logLikelihood(rbm, rows);
        };
        const numeric = (at(1e-5) - at(-1e-5)) / 2e-5;
        matrix.set(row, column, value);
        expect(numeric, `${name} ${index}`).toBeCloseTo(expected[name][index]!, 9);
      }
    }
  });
});

// The mean of n draws of a mean over 32 rows, each with a standard deviation of at most ½, errs by σ = ½/√(32·n) at most.
describe("contrastiveDivergence", () => {
  const { rbm, plain } = smallRBM("Shark", 16, 4, { std: 0.5, engine });
  const rows = Array.from({ length: 32 }, (_, row) =>
    randomMatrix(`row ${row}`, 1, 16)
      .to1DArray()
      .map((x) => (x > 0 ? 1 : 0)),
  );

  it("averages to minus the enumerated CD-1 gradient", () => {
    const gradients = gradientsOf(rbm, rows, { seed: "CD-1", sampler: contrastiveDivergence() });
    const expected = contrastiveDivergenceGradients(plain, rows);
    const [weights, visibleBias, hiddenBias] = largestDifferences(gradients, 5000, expected);
    const sixSigma = 3 / Math.sqrt(32 * 5000); // 0.0075, where Shark allows 0.05
    expect(weights).toBeLessThan(sixSigma);
    expect(visibleBias).toBeLessThan(sixSigma);
    expect(hiddenBias).toBeLessThan(0.005); // as Shark
    const exact = logLikelihoodGradients(plain, rows);
    expect(Math.abs(exact.weights[0]![0]! - expected.weights[0]![0]!)).toBeGreaterThan(sixSigma);
  });

  it("with many steps averages to minus the gradient of the log-likelihood", () => {
    const small = smallRBM("many steps", 4, 3, { std: 0.7, engine });
    const repeated = Array.from({ length: 400 }, (_, row) => binaryStates(4)[(row % 6) + 3]!);
    const sampler = contrastiveDivergence({ steps: 30 });
    const gradients = gradientsOf(small.rbm, repeated, { seed: "CD-30", sampler });
    const differences = largestDifferences(gradients, 50, logLikelihoodGradients(small.plain, repeated));
    for (const difference of differences) expect(difference).toBeLessThan(2 / Math.sqrt(400 * 50)); // 4σ
  });

  it("with means for the visible states draws nothing but the hidden states", () => {
    const opened = engine.open();
    const machine = machineOn("test", opened, rbm);
    const visible = opened.load(new Matrix(rows));
    const { fields, means } = hiddenGiven(machine, visible);
    const positive = { visible, hiddenFields: fields, hiddenMeans: means };
    const negative = contrastiveDivergence({ visibleStates: "means" }).negativePhase(
      machine,
      undefined,
      positive,
      new RandomStream(1, "draws"),
    );
    const hidden = reference.bernoulli(positive.hiddenMeans, new RandomStream(1, "draws"));
    expect(cells(negative.visible)).toEqual(cells(rbm.visibleMeans(hidden)));
    expect(negative.reconstruction).toBe(negative.visible);
    expect(cells(negative.hiddenMeans)).toEqual(cells(rbm.hiddenMeans(negative.visible)));
  });

  it("draws anew at each step of a chain", () => {
    const flat = new RBM({
      visible: 200,
      hidden: 200,
      parameters: { weights: Matrix.zeros(200, 200) },
      engine,
    });
    const opened = engine.open();
    const machine = machineOn("test", opened, flat);
    const hiddenMeans = opened.load(Matrix.zeros(1, 200).fill(0.5));
    const half = { visible: opened.zeros(1, 200), hiddenFields: opened.zeros(1, 200), hiddenMeans };
    const run = (steps: number): readonly number[] =>
      contrastiveDivergence({ steps })
        .negativePhase(machine, undefined, half, new RandomStream(5, "steps"))
        .visible.to1DArray();
    const [one, two] = [run(1), run(2)];
    const agreement = one.filter((state, unit) => state === two[unit]).length;
    expect(Math.abs(agreement - 100)).toBeLessThan(4 * Math.sqrt(200 / 4)); // independent coins agree half the time
  });
});

describe("persistentContrastiveDivergence", () => {
  it("averages to minus the gradient of the log-likelihood, with more chains than examples", () => {
    const { rbm, plain } = smallRBM("persistent", 4, 3, { std: 0.7, engine });
    const rows = binaryStates(4).slice(3, 9);
    const sampler = persistentContrastiveDivergence({ chains: 400, steps: 2 });
    const gradients = gradientsOf(rbm, rows, { seed: "PCD", sampler });
    for (let step = 0; step < 30; step++) gradients.next(); // until the chains have left the examples
    const differences = largestDifferences(gradients, 400, logLikelihoodGradients(plain, rows));
    // successive states are correlated: 4σ of every fourth update counted as independent
    for (const difference of differences) expect(difference).toBeLessThan(2 / Math.sqrt(400 * 100));
  });

  it("starts its chains at examples and goes on where it stopped, whatever batch it is shown", () => {
    const { rbm } = smallRBM("chains", 5, 4, { engine });
    const opened = engine.open();
    const machine = machineOn("test", opened, rbm);
    const data = new Matrix(binaryStates(5).slice(7, 12));
    const sampler = persistentContrastiveDivergence({ chains: 40 });
    const random = new RandomStream("chains", "gibbs draws");
    const chains = sampler.begin(machine, data, random);
    const examples = data.to2DArray().map(String);
    const started = cells(chains.visible);
    expect(new Set(started.map(String))).toEqual(new Set(examples));

    let states: Matrix = new Matrix(started);
    const again = new RandomStream("chains", "gibbs draws");
    sampler.begin(machine, data, again);
    for (let update = 0; update < 3; update++) {
      const batch = opened.gatherRows(data, [update]);
      const { fields, means } = hiddenGiven(machine, batch);
      const positive = { visible: batch, hiddenFields: fields, hiddenMeans: means };
      const negative = sampler.negativePhase(machine, chains, positive, random);
      const hidden = reference.bernoulli(rbm.hiddenMeans(states), again);
      states = reference.bernoulli(rbm.visibleMeans(hidden), again) as Matrix;
      expect(cells(negative.visible)).toEqual(cells(states));
      expect(cells(chains.visible)).toEqual(cells(states));
      expect(cells(negative.hiddenMeans)).toEqual(cells(rbm.hiddenMeans(states))); // of these states, not half a step behind
    }
  });
});

describe("rbm.fit", () => {
  it("follows NumPy through updates with CD-2 by means, momentum, weight decay, sparsity and an uneven batch", async () => {
    const { start, data, end, reconstructionErrors } = fixture.training;
    const rbm = new RBM({ visible: 4, hidden: 3, parameters: start, engine });
    const history = await rbm.fit(data, {
      epochs: 3,
      batchSize: 4,
      shuffle: false,
      sampler: contrastiveDivergence({ steps: 2, visibleStates: "means" }),
      sparsity: { target: 0.1, cost: 0.3, decay: 0.8 },
      optimizer: chain(weightDecay(0.01), sgd({ learningRate: 0.1, momentum: 0.5 })),
    });
    // Some 20 roundings on the way to each gradient; two updates an epoch, of which momentum 0.5 doubles each.
    const apart = tolerance(1e-12, 20 * 2 * history.epochs.length * 2);
    expectClose(rbm.parameters.weights, end.weights, apart);
    expectClose(rbm.parameters.visibleBias, end.visibleBias, apart);
    expectClose(rbm.parameters.hiddenBias, end.hiddenBias, apart);
    for (const [epoch, record] of history.epochs.entries()) {
      expectWithin(record.reconstructionError, reconstructionErrors[epoch]!, apart);
    }
  });
});
