import { describe, expect, it } from "vitest";
import { reference } from "../../src/engine/reference.ts";
import { checkSampler } from "../../src/extend/check-sampler.ts";
import { Run } from "../../src/fit/run.ts";
import { type AbstractMatrix, Matrix } from "../../src/matrix/matrix.ts";
import { sgd } from "../../src/optimizer/sgd.ts";
import { mapParameters, type Parameters } from "../../src/parameters.ts";
import { RandomStream } from "../../src/random/stream.ts";
import { binomialUnits, fastPersistentContrastiveDivergence, spinUnits } from "../../src/rbm/index.ts";
import { hiddenGiven } from "../../src/rbm/machine/conditionals.ts";
import { machineOn } from "../../src/rbm/machine/machine.ts";
import { RBM } from "../../src/rbm/rbm.ts";
import { persistentContrastiveDivergence } from "../../src/rbm/samplers/persistent-contrastive-divergence.ts";
import type { PositivePhase, Sampler } from "../../src/rbm/samplers/sampler.ts";
import { likelihoodGradients } from "../../src/rbm/training/likelihood-gradients.ts";
import { bernoulliUnits } from "../../src/units/bernoulli.ts";
import { blocksOf, statesFrom } from "../../src/units/blocks.ts";
import type { Units } from "../../src/units/units.ts";
import { bitsOf } from "../support/bits.ts";
import { engine } from "../support/engine-under-test.ts";
import { barsAndStripesRows, binaryStates, indexOf } from "../support/enumerate.ts";
import { gradientsOf, trialMachine, UPDATES, worst } from "../support/sampler-gradients.ts";
import { smallRBM } from "../support/small-rbm.ts";

const fast = (learningRate: number): Sampler =>
  fastPersistentContrastiveDivergence({ chains: 40, learningRate }) as Sampler;

describe("fastPersistentContrastiveDivergence", () => {
  it("without a rate is persistent contrastive divergence, to the bit", async () => {
    const rows = barsAndStripesRows(3);
    const trained = async (sampler: Sampler): Promise<unknown> => {
      const rbm = new RBM({ visible: 9, hidden: 4, seed: 1, engine });
      await rbm.fit(rows, { epochs: 5, batchSize: 8, sampler });
      return bitsOf(rbm.parameters);
    };
    const slow = persistentContrastiveDivergence({ chains: 40 }) as Sampler;
    expect(await trained(fast(0))).toEqual(await trained(slow));
    expect(await trained(fast(0.1))).not.toEqual(await trained(slow));
    checkSampler(fast(0));
  });

  it("adds fast weights to the chains that learn at their rate and keep 19/20, by hand", () => {
    const { rbm } = smallRBM("fast", 4, 3, { engine: "reference" });
    const machine = machineOn("test", reference, rbm);
    const data = new Matrix(binaryStates(4).slice(3, 9));
    const sampler = fastPersistentContrastiveDivergence({ chains: 6, learningRate: 0.5 });
    const chains = sampler.begin(machine, data, new RandomStream(1, "begin"));
    const { fields, means } = hiddenGiven(machine, data);
    const positive = { visible: data, hiddenFields: fields, hiddenMeans: means };
    let by = { weights: Matrix.zeros(4, 3), visible: Matrix.zeros(1, 4) };
    let states = chains.visible.to2DArray();
    for (let update = 0; update < 4; update++) {
      const random = (): RandomStream => new RandomStream(update, "draws");
      const { weights, visibleBias, hiddenBias } = rbm.parameters;
      const hidden = chains.fast.hiddenBias.to2DArray();
      const pushed = new RBM({
        ...{ visible: 4, hidden: 3, engine: "reference" },
        parameters: {
          weights: Matrix.add(weights, by.weights),
          visibleBias: Matrix.add(visibleBias, by.visible),
          hiddenBias: Matrix.add(hiddenBias, hidden),
        },
      });
      const stream = random();
      const h = reference.bernoulli(pushed.hiddenMeans(states), stream);
      states = reference.bernoulli(pushed.visibleMeans(h), stream).to2DArray();
      const negative = sampler.negativePhase(machine, chains, positive, random());
      expect(negative.visible.to2DArray()).toEqual(states);
      expect(negative.hiddenMeans.to2DArray()).toEqual(rbm.hiddenMeans(states).to2DArray());
      const share = (rows: readonly (readonly number[])[], f: (row: readonly number[]) => number): number =>
        rows.reduce((sum, row) => sum + f(row), 0) / rows.length;
      const gradient = (f: (row: readonly number[]) => number): number =>
        share(data.to2DArray(), f) - share(states, f);
      by = {
        weights: new Matrix(
          by.weights
            .to2DArray()
            .map((row, i) =>
              row.map(
                (value, j) => 0.95 * value + 0.5 * gradient((v) => v[i]! * rbm.hiddenMeans(v).get(0, j)),
              ),
            ),
        ),
        visible: new Matrix([
          by.visible.to1DArray().map((value, i) => 0.95 * value + 0.5 * gradient((v) => v[i]!)),
        ]),
      };
      for (const [i, row] of by.weights.to2DArray().entries())
        for (const [j, value] of row.entries()) expect(chains.fast.weights.get(i, j)).toBeCloseTo(value, 12);
      for (const [i, value] of by.visible.to1DArray().entries())
        expect(chains.fast.visibleBias.get(0, i)).toBeCloseTo(value, 12);
    }
  });

  const kinds: readonly (readonly [Units, number[][]])[] = [
    [
      bernoulliUnits,
      [
        [1, 0, 1],
        [1, 1, 0],
      ],
    ],
    [
      spinUnits,
      [
        [1, -1, 1],
        [1, 1, -1],
      ],
    ],
    [
      binomialUnits({ trials: 3 }),
      [
        [3, 0],
        [2, 1],
      ],
    ],
  ];

  it.each(
    kinds.flatMap((visible) =>
      kinds.map((hidden) => [visible[0].name, hidden[0].name, visible, hidden] as const),
    ),
  )(
    "averages to the gradient with chains of the machine moved by −20·rate·gradient, and not of the machine: %s and %s units",
    (_, __, [visibleUnits, rows], [hiddenUnits]) => {
      const rate = 0.03;
      const [visible, hidden] = [rows[0]!.length, 2];
      const rbm = trialMachine(visibleUnits, visible, hiddenUnits, hidden);
      const machine = machineOn("test", reference, rbm);
      const phaseOf = (visible: AbstractMatrix): PositivePhase => {
        const { fields, means } = hiddenGiven(machine, visible);
        return { visible, hiddenFields: fields, hiddenMeans: means };
      };
      const blocks = blocksOf("list states", visibleUnits, visible)!;
      const count = blocks.reduce((product, { states }) => product * states.length, 1);
      const states = statesFrom(blocks, 0, count);
      const [positive, all] = [phaseOf(new Matrix(rows)), phaseOf(states)];
      /** The gradients of the machine, with the states of the one that these are added to in their exact shares. */
      const gradientsWith = (fast: Record<string, Matrix>): Parameters => {
        const parameters = mapParameters(fast, (matrix, name) =>
          Matrix.add(rbm.parameters[name]!, matrix as Matrix),
        );
        const moved = new RBM({
          visible,
          hidden,
          visibleUnits,
          hiddenUnits,
          engine: "reference",
          parameters,
        });
        const densities = Array.from(moved.freeEnergy(states), (energy) => Math.exp(-energy));
        const total = densities.reduce((sum, density) => sum + density, 0);
        const shares = Matrix.columnVector(densities.map((density) => density / total));
        return likelihoodGradients(machine, positive, { ...all, shares });
      };
      const inARow = (gradients: Parameters): number[] =>
        Object.values(gradients).flatMap((matrix) => matrix.to1DArray());
      let fastWeights: Record<string, Matrix> = mapParameters(rbm.parameters, ({ rows: r, columns: c }) =>
        Matrix.zeros(r, c),
      );
      const exact = inARow(gradientsWith(fastWeights));
      for (let step = 0; step < 150; step++) {
        const gradients = gradientsWith(fastWeights);
        fastWeights = mapParameters(fastWeights, (matrix, name) =>
          reference.combine(0.9, matrix, -0.1 * 20 * rate, gradients[name]!),
        ) as Record<string, Matrix>;
      }
      const sampler = fastPersistentContrastiveDivergence({ chains: 50, steps: 2, learningRate: rate });
      const found = gradientsOf(rbm, rows, sampler as Sampler, UPDATES + 115).slice(115); // fast weights forget 19/20 a step
      expect(worst(found, inARow(gradientsWith(fastWeights)))).toBeLessThan(6);
      expect(worst(found, exact)).toBeGreaterThan(8);
    },
  );

  it("hands on the gradients that it had to know, to the bit", () => {
    const rbm = trialMachine(bernoulliUnits, 3, spinUnits, 2);
    const machine = machineOn("test", reference, rbm);
    const visible = new Matrix([[1, 0, 1]]);
    const { fields, means } = hiddenGiven(machine, visible);
    const positive = { visible, hiddenFields: fields, hiddenMeans: means };
    const random = new RandomStream(1, "draws");
    const sampler = fast(0.1);
    const negative = sampler.negativePhase(
      machine,
      sampler.begin(machine, visible, random),
      positive,
      random,
    );
    expect(bitsOf(negative.gradients!)).toEqual(bitsOf(likelihoodGradients(machine, positive, negative)));
  });

  it("leaves a mode that chains of Gibbs sampling stay in", () => {
    const size = 5; // all on or all off, as likely as each other, and next to nothing between
    const bias = [Array.from({ length: 4 }, () => -2 * size)];
    const weights = Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => size));
    const rbm = new RBM({
      visible: 4,
      hidden: 4,
      engine,
      parameters: { weights, visibleBias: bias, hiddenBias: bias },
    });
    const shareOff = (sampler: Sampler): number => {
      const opened = engine.open();
      const machine = machineOn("test", opened, rbm);
      const random = new RandomStream(1, "modes");
      const data = new Matrix([
        [1, 1, 1, 1],
        [0, 0, 0, 0],
      ]);
      const chains = sampler.begin(machine, new Matrix([[1, 1, 1, 1]]), random);
      let [off, total] = [0, 0];
      for (let update = 0; update < 400; update++) {
        opened.scope(() => {
          const { fields, means } = hiddenGiven(machine, opened.load(data));
          const positive = { visible: opened.load(data), hiddenFields: fields, hiddenMeans: means };
          for (const row of sampler.negativePhase(machine, chains, positive, random).visible.to2DArray()) {
            off += Number(indexOf(row) === 0);
            total += 1;
          }
        });
      }
      opened.close();
      return off / total;
    };
    expect(shareOff(fast(0))).toBeLessThan(0.1);
    expect(Math.abs(shareOff(fast(0.5)) - 0.5)).toBeLessThan(0.2);
  });

  it("goes on in a run that was cut, fast weights and all", async () => {
    const rows = barsAndStripesRows(3);
    const options = { batchSize: 4, seed: 1, optimizer: sgd({ learningRate: 0.1 }), sampler: fast(0.1) };
    const build = (): RBM => new RBM({ visible: 9, hidden: 3, seed: 1, engine });
    const whole = build();
    await whole.fit(rows, { ...options, epochs: 4 });
    const run = new Run();
    await build().fit(rows, { ...options, epochs: 2, run });
    const rest = build();
    await rest.fit(rows, { ...options, epochs: 4, run: Run.fromJSON(JSON.parse(JSON.stringify(run))) });
    expect(bitsOf(rest.parameters)).toEqual(bitsOf(whole.parameters));
  });
});
