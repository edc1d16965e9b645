import { describe, expect, it } from "vitest";
import { readMatrix } from "../../src/engine/read-matrix.ts";
import { withEngine } from "../../src/engine/with-engine.ts";
import { Matrix } from "../../src/matrix/matrix.ts";
import { RandomStream } from "../../src/random/stream.ts";
import { logPartition } from "../../src/rbm/likelihood/log-partition.ts";
import { sampleVisible } from "../../src/rbm/machine/conditionals.ts";
import { machineOn } from "../../src/rbm/machine/machine.ts";
import { RBM } from "../../src/rbm/rbm.ts";
import { bernoulliUnits } from "../../src/units/bernoulli.ts";
import { gaussianUnits } from "../../src/units/gaussian.ts";
import { mixedUnits } from "../../src/units/mixed.ts";
import { countBy, expectDistribution } from "../support/chi-squared.ts";
import { engine } from "../support/engine-under-test.ts";
import { indexOf, visibleProbabilities } from "../support/enumerate.ts";
import { randomMatrix } from "../support/random-matrix.ts";
import { smallRBM } from "../support/small-rbm.ts";

const { rbm, plain } = smallRBM("samples", 6, 3, { std: 0.6, engine });
const coins = (units: number): Matrix => Matrix.zeros(1, units);

/** An RBM of 100 by 100 units, each of them a fair coin. */
const fair = (): RBM =>
  new RBM({ visible: 100, hidden: 100, parameters: { weights: Matrix.zeros(100, 100) }, seed: 3, engine });

/** Draws of a program that gives no seed but that of the RBM. */
function program(): string[] {
  const machine = fair();
  const draws = [
    machine.sampleHidden(coins(100)),
    machine.sampleHidden(coins(100)),
    machine.sampleVisible(coins(100)),
    machine.sample({ gibbsSteps: 1 }),
    machine.sample({ gibbsSteps: 1 }),
  ];
  return draws.map((states) => states.to1DArray().join(""));
}

describe("rbm.sample", () => {
  it("draws each visible state as often as the model says", () => {
    const samples = rbm.sample({ count: 10_000, gibbsSteps: 12, seed: "chains" });
    const counts = countBy(samples.to2DArray(), 64, indexOf);
    expectDistribution(counts, visibleProbabilities(plain));
  });

  it("comes to the same distribution from the same start in every chain", () => {
    const start = new Matrix(10_000, 6).fill(1);
    const samples = rbm.sample({ start, gibbsSteps: 20, seed: "one start" });
    expectDistribution(countBy(samples.to2DArray(), 64, indexOf), visibleProbabilities(plain));
    expect(start.to1DArray().every((state) => state === 1)).toBe(true);
  });

  it("of real-valued units has the mean and variance of the mixture that the model is", () => {
    const { rbm: gaussian, plain: machine } = smallRBM("mixture", 1, 1, {
      visibleUnits: gaussianUnits,
      engine,
    });
    const [b, c, w] = [machine.visibleBias[0]!, machine.hiddenBias[0]!, machine.weights[0]![0]!];
    const on = 1 / (1 + Math.exp(-(c + b * w + 0.5 * w * w))); // P(h = 1), v integrated out
    const count = 10_000;
    const samples = gaussian.sample({ count, gibbsSteps: 12, seed: "mixture" }).to1DArray();
    const mean = samples.reduce((sum, x) => sum + x, 0) / count;
    const variance = samples.reduce((sum, x) => sum + (x - mean) ** 2, 0) / count;
    const expected = 1 + w * w * on * (1 - on);
    expect(Math.abs(mean - (b + w * on))).toBeLessThan(4 * Math.sqrt(expected / count));
    expect(Math.abs(variance - expected)).toBeLessThan(4 * expected * Math.sqrt(2 / count));
    expect(logPartition(gaussian)).toBeCloseTo(
      0.5 * Math.log(2 * Math.PI) + Math.log(1 + Math.exp(c + b * w + 0.5 * w * w)),
      12,
    );
  });

  it("starts from the visible biases where no start is given", () => {
    const parameters = { weights: Matrix.zeros(100, 1), visibleBias: new Matrix(1, 100).fill(-40) };
    const silent = new RBM({ visible: 100, hidden: 1, parameters, seed: 1, engine });
    expect(silent.sample({ gibbsSteps: 1 }).sum()).toBe(0);
  });

  it("refuses a start of another width, a count that is not its own, and steps below one", () => {
    expect(() => rbm.sample({ start: [[1, 0]] })).toThrow(
      "Cannot sample: expected start to be any×6, got 1×2",
    );
    expect(() => rbm.sample({ start: [[1, 0, 1, 0, 1, 0]], count: 2 })).toThrow(
      "Cannot sample: expected start to be 2×6, got 1×6",
    );
    expect(() => rbm.sample({ gibbsSteps: 0 })).toThrow("expected gibbsSteps to be an integer ≥ 1, got 0");
    expect(() => rbm.sample({ count: 0 })).toThrow("expected count to be an integer ≥ 1, got 0");
    expect(() => rbm.sample({ steps: 5 } as object)).toThrow(`got "steps"`);
  });
});

describe("rbm.sampleHidden and rbm.sampleVisible", () => {
  it("draw each unit with the probability that is its mean", () => {
    const rows = 20_000;
    const visible = new Matrix(rows, 6).fill(0.4);
    const hidden = new Matrix(rows, 3).fill(0.8);
    const pairs = [
      [rbm.sampleHidden(visible, { seed: 1 }), rbm.hiddenMeans(visible.subMatrix(0, 0, 0, 5))],
      [rbm.sampleVisible(hidden, { seed: 1 }), rbm.visibleMeans(hidden.subMatrix(0, 0, 0, 2))],
    ] as const;
    for (const [states, means] of pairs) {
      for (let unit = 0; unit < states.columns; unit++) {
        const on = states.getColumn(unit).reduce((sum, state) => sum + state, 0);
        const mean = means.get(0, unit);
        expectDistribution([on, rows - on], [mean, 1 - mean]);
      }
    }
  });

  it("draw a thousand rows of mixed units in one go, group by group", () => {
    const visibleUnits = mixedUnits([
      { columns: 2, units: bernoulliUnits },
      { columns: 2, units: gaussianUnits },
    ]);
    const mixed = new RBM({ visible: 4, hidden: 3, visibleUnits, seed: 1, engine });
    const hidden = new Matrix(1000, 3).fill(0.5);
    const drawn = withEngine(engine, (opened) =>
      readMatrix(
        opened,
        sampleVisible(
          machineOn("test", opened, mixed),
          opened.load(hidden),
          new RandomStream(4, "visible draws"),
        ),
      ),
    );
    expect(mixed.sampleVisible(hidden, { seed: 4 })).toEqual(drawn);
  });

  it("draw the same for the same seed and otherwise not", () => {
    const machine = fair();
    expect(machine.sampleHidden(coins(100), { seed: 7 })).toEqual(
      fair().sampleHidden(coins(100), { seed: 7 }),
    );
    expect(machine.sampleHidden(coins(100), { seed: 7 })).not.toEqual(
      machine.sampleHidden(coins(100), { seed: 8 }),
    );
  });

  it("without a seed draw differently call by call, and the same in a program that runs again", () => {
    const first = program();
    new RBM({ visible: 2, hidden: 2 }).sampleHidden([[0, 1]]); // what others draw does not matter
    expect(program()).toEqual(first);
    expect(new Set(first).size).toBe(5);
  });

  it("with the same seed do not share their noise", () => {
    const machine = fair();
    const hidden = machine.sampleHidden(coins(100), { seed: 7 }).to1DArray();
    const visible = machine.sampleVisible(coins(100), { seed: 7 }).to1DArray();
    const agreement = hidden.filter((state, unit) => state === visible[unit]).length;
    expect(Math.abs(agreement - 50)).toBeLessThan(4 * Math.sqrt(100 / 4));
  });

  it("leave their inputs as they are", () => {
    const visible = randomMatrix("inputs of draws", 5, 6).apply(function (row, column) {
      this.set(row, column, this.get(row, column) > 0 ? 1 : 0.25);
    });
    const before = visible.to2DArray();
    rbm.sampleHidden(visible);
    rbm.sample({ start: visible, gibbsSteps: 2 });
    rbm.hiddenMeans(visible);
    rbm.reconstruct(visible);
    rbm.freeEnergy(visible);
    expect(visible.to2DArray()).toEqual(before);
  });
});
