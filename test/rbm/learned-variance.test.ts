import { describe, expect, it } from "vitest";
import { adam } from "../../src/optimizer/adam.ts";
import { normalQuantile } from "../../src/random/normal-quantile.ts";
import { RandomStream } from "../../src/random/stream.ts";
import { learnedGaussianUnits } from "../../src/rbm/index.ts";
import { RBM } from "../../src/rbm/rbm.ts";
import { contrastiveDivergence } from "../../src/rbm/samplers/contrastive-divergence.ts";
import { cosine } from "../../src/schedule/cosine.ts";
import { engine } from "../support/engine-under-test.ts";

/** Draws from two Gaussians at ±(1, −1, 1, −1), each column with a deviation of its own around them: one binary hidden unit fits them exactly. */
const deviations = [0.3, 0.5, 0.8, 1.2];
const random = new RandomStream("mixture", "draws");
const rows = Array.from({ length: 4000 }, () => {
  const side = random.uniform() < 0.5 ? -1 : 1;
  return deviations.map((deviation, column) => {
    const center = column % 2 === 0 ? side : -side;
    return center + deviation * normalQuantile(random.uniforms(1)[0]! + 2 ** -25);
  });
});
const optimizer = adam({ learningRate: cosine({ rate: 0.3, epochs: 40 }) });
const build = (units = learnedGaussianUnits()): RBM =>
  new RBM({ visible: 4, hidden: 1, visibleUnits: units, seed: 1, engine });

describe("learnedGaussianUnits", () => {
  it.each([
    ["samples", "samples"],
    ["means", "means"],
  ] as const)(
    "recover the deviation of each column within 5 % by contrastive divergence with %s",
    async (_, visibleStates) => {
      const rbm = build();
      await rbm.fit(rows, {
        optimizer,
        epochs: 40,
        batchSize: 100,
        sampler: contrastiveDivergence({ visibleStates }),
      });
      for (const [column, precision] of rbm.parameters.visiblePrecision!.to1DArray().entries()) {
        expect(Math.abs(1 / Math.sqrt(precision) / deviations[column]! - 1)).toBeLessThan(0.05);
      }
    },
  );

  it("stay between their bounds in training", async () => {
    const rbm = build(learnedGaussianUnits({ minimum: 0.9, maximum: 2 }));
    await rbm.fit(rows.slice(0, 500), { optimizer, epochs: 20, batchSize: 50 });
    const precisions = rbm.parameters.visiblePrecision!.to1DArray();
    expect(precisions.slice(0, 2)).toEqual([2, 2]); // 4 and 11 without
    for (const precision of precisions) expect(precision).toBeGreaterThanOrEqual(Math.fround(0.9));
  });

  it("are saved and read with their precision, to the bit", async () => {
    const rbm = build();
    await rbm.fit(rows.slice(0, 200), { epochs: 2, optimizer });
    const json = JSON.parse(JSON.stringify(rbm)) as ReturnType<RBM["toJSON"]>;
    const again = RBM.fromJSON(json, { units: [learnedGaussianUnits()], engine });
    expect(again.parameters).toEqual(rbm.parameters);
    expect(() => RBM.fromJSON(json)).toThrow(
      'Cannot read an RBM from JSON: expected the name of units to be one of "bernoulli", "gaussian" or in the option units, got "learnedGaussian(0.01, 10000)"',
    );
  });

  it.each([
    [{ minimum: 0 }, "expected minimum to be a finite number > 0, got 0"],
    [{ minimum: 2 }, "expected the precision 1 to lie between minimum and maximum, got 2 to 10000"],
    [{ variance: 2 }, 'got "variance"'],
  ])("refuse bounds that are none (%#)", (options, message) => {
    expect(() => learnedGaussianUnits(options as never)).toThrow(message);
  });

  it("refuse a first precision outside of the bounds", () => {
    const parameters = { visiblePrecision: [[1, 1, 1, 0]] };
    expect(
      () => new RBM({ visible: 4, hidden: 1, visibleUnits: learnedGaussianUnits(), parameters }),
    ).toThrow(
      "Cannot create an RBM: expected each of visiblePrecision to be a finite number ≥ 0.01 and ≤ 10000, got 0",
    );
  });
});
