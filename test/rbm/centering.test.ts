import { describe, expect, it } from "vitest";
import { Run } from "../../src/fit/run.ts";
import { Matrix } from "../../src/matrix/matrix.ts";
import { sgd } from "../../src/optimizer/sgd.ts";
import { type CenteringOptions, centering, exactGradient, spinUnits } from "../../src/rbm/index.ts";
import { logLikelihood } from "../../src/rbm/likelihood/log-likelihood.ts";
import { RBM } from "../../src/rbm/rbm.ts";
import { persistentContrastiveDivergence } from "../../src/rbm/samplers/persistent-contrastive-divergence.ts";
import { checkRBMFitOptions } from "../../src/rbm/training/fit-options.ts";
import { trainingJob } from "../../src/rbm/training/training-job.ts";
import { bitsOf } from "../support/bits.ts";
import { engine, expectWithin, isFloat64, rounded } from "../support/engine-under-test.ts";
import {
  barsAndStripesRows,
  binaryStates,
  hiddenProbabilities,
  type PlainMachine,
  visibleProbabilities,
} from "../support/enumerate.ts";
import { smallRBM } from "../support/small-rbm.ts";

/** ⟨v⟩, ⟨h⟩ and ⟨(v − μ)ᵀ(h − λ)⟩ over states with these probabilities, in plain loops. */
function momentsOf(
  machine: PlainMachine,
  states: readonly (readonly number[])[],
  shares: readonly number[],
  mu: readonly number[],
  lambda: readonly number[],
): { readonly v: number[]; readonly h: number[]; readonly vh: number[][] } {
  const v = mu.map(() => 0);
  const h = lambda.map(() => 0);
  const vh = mu.map(() => lambda.map(() => 0));
  for (const [index, state] of states.entries()) {
    const hidden = hiddenProbabilities(machine, state);
    for (const [i, value] of state.entries()) {
      v[i]! += shares[index]! * value;
      for (const [j, mean] of hidden.entries())
        vh[i]![j]! += shares[index]! * (value - mu[i]!) * (mean - lambda[j]!);
    }
    for (const [j, mean] of hidden.entries()) h[j]! += shares[index]! * mean;
  }
  return { v, h, vh };
}

const offsets = ["data", "model", "average", "zero"] as const;
const variants = offsets.flatMap((visible) => offsets.map((hidden) => ({ visible, hidden })));

describe("centering", () => {
  it.each(variants)("has the gradient of the centered machine, taken back by hand: %o", (variant) => {
    const { rbm, plain } = smallRBM("centered", 4, 3, { engine });
    const rows = [3, 5, 6, 7, 7].map((index) => binaryStates(4)[index]!);
    const opened = engine.open();
    const training = new Matrix(rows);
    const options = { sampler: exactGradient(), centering: centering({ ...variant, rate: 1 }), seed: 1 };
    const checked = checkRBMFitOptions("fit", options, rbm, rows.length);
    const job = trainingJob("fit", rbm, opened, { training, validation: undefined }, checked);
    const { gradients } = job.evaluate(Uint32Array.from(rows.keys()), { step: 0, epoch: 0 });

    const all = binaryStates(4);
    const evenly = rows.map(() => 1 / rows.length);
    const none = { mu: plain.visibleBias.map(() => 0), lambda: plain.hiddenBias.map(() => 0) };
    const data = momentsOf(plain, rows, evenly, none.mu, none.lambda);
    const model = momentsOf(plain, all, visibleProbabilities(plain), none.mu, none.lambda);
    const offset = (kind: (typeof offsets)[number], d: number[], m: number[]): number[] =>
      d.map((value, unit) => {
        const means = { data: value, model: m[unit]!, average: (value + m[unit]!) / 2, zero: 0 };
        return means[kind];
      });
    const mu = offset(variant.visible, data.v, model.v);
    const lambda = offset(variant.hidden, data.h, model.h);
    const plus = momentsOf(plain, rows, evenly, mu, lambda);
    const minus = momentsOf(plain, all, visibleProbabilities(plain), mu, lambda);
    const weights = plus.vh.map((row, i) => row.map((value, j) => value - minus.vh[i]![j]!));
    const near = isFloat64 ? 1e-12 : 1e-5;
    for (const [i, row] of weights.entries()) {
      for (const [j, value] of row.entries()) expectWithin(gradients.weights!.get(i, j), -value, near);
      const back = row.reduce((sum, value, j) => sum + value * lambda[j]!, 0);
      expectWithin(gradients.visibleBias!.get(0, i), -(plus.v[i]! - minus.v[i]! - back), near);
    }
    for (const j of lambda.keys()) {
      const back = mu.reduce((sum, value, i) => sum + value * weights[i]![j]!, 0);
      expectWithin(gradients.hiddenBias!.get(0, j), -(plus.h[j]! - minus.h[j]! - back), near);
    }
    opened.close();
  });

  const rows = barsAndStripesRows(3);
  const flips = rows[0]!.map((_, unit) => unit % 3 !== 0); // two thirds of the columns
  const flipped = rows.map((row) => row.map((value, unit) => (flips[unit] ? 1 - value : value)));

  /** A machine, and the one that has the same energies once those columns are flipped. */
  function twins(): readonly [RBM, RBM] {
    const { rbm } = smallRBM("flip", 9, 4, { std: 0.1, engine });
    const { weights, visibleBias, hiddenBias } = rbm.parameters;
    const sign = (unit: number): number => (flips[unit] ? -1 : 1);
    const parameters = {
      weights: weights.to2DArray().map((row, unit) => row.map((value) => sign(unit) * value)),
      visibleBias: [visibleBias.to1DArray().map((value, unit) => sign(unit) * value)],
      hiddenBias: [
        hiddenBias
          .to1DArray()
          .map((bias, j) => bias + flips.reduce((sum, on, i) => sum + (on ? weights.get(i, j) : 0), 0)),
      ],
    };
    return [rbm, rounded(new RBM({ visible: 9, hidden: 4, parameters, seed: 1, engine }))];
  }

  async function apart(options: CenteringOptions | undefined): Promise<number> {
    const [one, other] = twins();
    const training = {
      ...{ epochs: 200, batchSize: rows.length, sampler: exactGradient(), seed: 1 },
      optimizer: sgd({ learningRate: 0.2, momentum: 0.5 }),
      ...(options && { centering: centering(options) }),
    };
    await one.fit(rows, training);
    await other.fit(flipped, training);
    return Math.abs(logLikelihood(one, rows) - logLikelihood(other, flipped));
  }

  it.each([
    { visible: "data", hidden: "data" },
    { visible: "data", hidden: "model" },
    { visible: "model", hidden: "model" },
    { visible: "average", hidden: "average", rate: 1 },
  ] as const)("makes learning invariant to flipping columns of the data: %o", async (options) => {
    expect(await apart(options)).toBeLessThan(isFloat64 ? 1e-9 : 1e-3);
  });

  it("is needed for that: the plain gradient learns flipped columns otherwise, and offsets of zero are the plain gradient", async () => {
    const plain = await apart(undefined);
    expect(plain).toBeGreaterThan(0.01);
    expectWithin(await apart({ visible: "zero", hidden: "zero" }), plain, isFloat64 ? 1e-9 : 1e-3);
  });

  it("moves its offsets to the means at its rate, and spins are centered alike", () => {
    const data = new Matrix([
      [1, -1],
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
    const rbm = new RBM({
      visible: 2,
      hidden: 3,
      visibleUnits: spinUnits,
      hiddenUnits: spinUnits,
      seed: 1,
      engine,
    });
    const opened = engine.open();
    const options = { sampler: exactGradient(), centering: centering({ rate: 0.25 }) };
    const checked = checkRBMFitOptions("fit", options, rbm, 4);
    const job = trainingJob("fit", rbm, opened, { training: data, validation: undefined }, checked);
    const { visible } = job.memory!.offsets as { readonly visible: Matrix };
    expect(visible.to2DArray()).toEqual([[1, 0.5]]);
    job.evaluate(Uint32Array.of(0), { step: 0, epoch: 0 }).updateStatistics!();
    expect(visible.to2DArray()).toEqual([[1, 0.125]]); // ¾·½ + ¼·(−1)
    opened.close();
  });

  it("goes on in a run that was cut, to the same bits", async () => {
    const options = {
      ...{ batchSize: 4, seed: 1, optimizer: sgd({ learningRate: 0.1 }) },
      ...{ centering: centering(), sampler: persistentContrastiveDivergence({ chains: 5 }) },
    };
    const build = (): RBM => new RBM({ visible: 9, hidden: 3, seed: 1, engine });
    const whole = build();
    await whole.fit(rows, { ...options, epochs: 4 });
    const run = new Run();
    await build().fit(rows, { ...options, epochs: 2, run });
    const saved = JSON.stringify(run);
    const rest = build();
    await rest.fit(rows, { ...options, epochs: 4, run: Run.fromJSON(JSON.parse(saved)) });
    expect(bitsOf(rest.parameters)).toEqual(bitsOf(whole.parameters));
    const other = { ...options, centering: centering({ rate: 0.5 }), epochs: 4 };
    await expect(build().fit(rows, { ...other, run: Run.fromJSON(JSON.parse(saved)) })).rejects.toThrow(
      "to go on with centering",
    );
  });

  it("is refused where a change of one's own gives nothing", async () => {
    const rbm = new RBM({ visible: 9, hidden: 3, seed: 1, engine });
    const before = bitsOf(rbm.parameters);
    const nothing = { name: "own", begin: () => ({}), change: () => undefined as never };
    await expect(rbm.fit(rows, { epochs: 1, centering: nothing })).rejects.toThrow(
      "Cannot fit the RBM: expected change of own to give gradients, got undefined",
    );
    expect(bitsOf(rbm.parameters)).toEqual(before);
  });

  it.each([
    [{ visible: "mean" }, 'expected visible to be one of "data", "model", "average", "zero", got "mean"'],
    [{ rate: 1.5 }, "expected rate to be a finite number ≥ 0 and ≤ 1, got 1.5"],
  ])("refuses %o", (options, message) => {
    expect(() => centering(options as never)).toThrow(message);
  });
});
