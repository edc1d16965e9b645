import { describe, expect, it } from "vitest";
import { DBN } from "../../src/dbn/dbn.ts";
import { Run } from "../../src/fit/run.ts";
import { bernoulliUnits, gaussianUnits } from "../../src/index.ts";
import { type AbstractMatrix, Matrix } from "../../src/matrix/matrix.ts";
import {
  binomialUnits,
  learnedGaussianUnits,
  likelihoodMonitor,
  type Monitor,
  monitors,
  noisyRectifiedUnits,
  pseudoLikelihoodMonitor,
  rectifiedGaussianUnits,
  softmaxUnits,
  spinUnits,
  truncatedExponentialUnits,
} from "../../src/rbm/index.ts";
import { logLikelihood } from "../../src/rbm/likelihood/log-likelihood.ts";
import { pseudoLogLikelihood } from "../../src/rbm/likelihood/pseudo-log-likelihood.ts";
import { RBM } from "../../src/rbm/rbm.ts";
import { plotsOf } from "../../src/show/contents.ts";
import { bitsOf } from "../support/bits.ts";
import { engine, expectWithin, leavesStatistics, tolerance } from "../support/engine-under-test.ts";
import { barsAndStripesRows } from "../support/enumerate.ts";
import { smallRBM } from "../support/small-rbm.ts";

const rows = barsAndStripesRows(3);
const build = (seed: number, hidden = 6): RBM => new RBM({ visible: 9, hidden, seed, engine });
const all = monitors([
  pseudoLikelihoodMonitor({ every: 2, examples: 16 }) as Monitor,
  likelihoodMonitor({ chains: 20, temperatures: 3 }) as Monitor,
]);

describe("likelihoodMonitor", () => {
  it.skipIf(leavesStatistics)(
    "is within three of its standard errors of the exact log-likelihood in 95 of 100 measurements, over trainings from several seeds",
    async () => {
      let [within, count] = [0, 0];
      let largest = 0;
      for (let seed = 0; seed < 10; seed++) {
        const rbm = build(seed, 16);
        const watched = monitors([likelihoodMonitor({ every: 10, chains: 60, temperatures: 20 }) as Monitor]);
        for await (const record of rbm.epochs(rows, { epochs: 100, batchSize: 8, monitors: watched })) {
          const { epoch, logLikelihood: found, logLikelihoodError: error } = record;
          if (epoch % 10 !== 0) {
            expect(found).toBeUndefined();
            continue;
          }
          count += 1;
          within += Number(Math.abs(found! - logLikelihood(rbm, rows)) < 3 * error!);
          largest = Math.max(largest, error!);
        }
      }
      expect(count).toBe(100);
      expect(within).toBeGreaterThanOrEqual(95);
      expect(largest).toBeLessThan(0.5);
    },
  );

  const [five, threes] = [binomialUnits({ trials: 5 }), softmaxUnits({ categories: 3 })];
  const real = (row: number, column: number): number => Math.sin(3 * row + 5 * column);
  it.skipIf(leavesStatistics).each([
    ["binary", bernoulliUnits, bernoulliUnits, 3, (row: number, column: number) => +(real(row, column) > 0)],
    ["spin", spinUnits, spinUnits, 3, (row: number, column: number) => Math.sign(real(row, column))],
    ["softmax", threes, bernoulliUnits, 3, (row: number, column: number) => +(row % 3 === column % 3)],
    [
      "truncated",
      truncatedExponentialUnits,
      bernoulliUnits,
      3,
      (...at: [number, number]) => real(...at) ** 2,
    ],
    ["binomial", five, bernoulliUnits, 3, (...at: [number, number]) => Math.round(5 * real(...at) ** 2)],
    ["Gaussian", gaussianUnits, bernoulliUnits, 3, real],
    ["learned Gaussian", learnedGaussianUnits(), bernoulliUnits, 3, real],
    [
      "rectified",
      rectifiedGaussianUnits,
      spinUnits,
      3,
      (...at: [number, number]) => Math.max(0, real(...at)),
    ],
    [
      "binomial, Gaussian hidden",
      five,
      gaussianUnits,
      1.96,
      (...at: [number, number]) => Math.round(5 * real(...at) ** 2),
    ],
    [
      "binomial, rectified hidden",
      five,
      rectifiedGaussianUnits,
      1.96,
      (...at: [number, number]) => Math.round(5 * real(...at) ** 2),
    ],
  ] as const)(
    "is within its errors of the exact log-likelihood in at least 95 of 100 trainings with units that are %s",
    async (name, visibleUnits, hiddenUnits, errors, entry) => {
      const columns = name === "softmax" ? 6 : 4;
      const data = Array.from({ length: 12 }, (_, row) =>
        Array.from({ length: columns }, (__, column) => entry(row, column)),
      );
      let within = 0;
      for (let seed = 0; seed < 100; seed++) {
        const kinds = { visibleUnits, hiddenUnits, engine, std: 0.8 };
        const { rbm } = smallRBM(`watched ${name} ${seed}`, columns, 2, kinds);
        const watched = monitors([likelihoodMonitor({ chains: 40, temperatures: 4, every: 2 }) as Monitor]);
        const { epochs } = await rbm.fit(data, { epochs: 2, batchSize: 6, monitors: watched });
        const { logLikelihood: found, logLikelihoodError: error } = epochs[1]!;
        within += Number(Math.abs(found! - logLikelihood(rbm, data)) < errors * error!);
      }
      expect(within).toBeGreaterThanOrEqual(95);
    },
  );

  it("takes units of several columns and validation data", async () => {
    const visibleUnits = softmaxUnits({ categories: 3 });
    const data = Array.from({ length: 30 }, (_, row) =>
      [0, 1, 2, 0, 1, 2].map((c, at) => +(c === (row + +(at > 2)) % 3)),
    );
    const rbm = new RBM({ visible: 6, hidden: 3, visibleUnits, seed: 1, engine });
    const { epochs } = await rbm.fit(data, {
      ...{ epochs: 10, validation: data.slice(0, 10) },
      monitors: monitors([likelihoodMonitor({ temperatures: 50 }) as Monitor]),
    });
    const last = epochs.at(-1)!;
    const apart = 4 * last.logLikelihoodError!;
    expectWithin(last.logLikelihood, logLikelihood(rbm, data), apart);
    expectWithin(last.validationLogLikelihood, logLikelihood(rbm, data.slice(0, 10)), apart);
  });
});

describe("pseudoLikelihoodMonitor", () => {
  it("measures the pseudo-log-likelihood of evenly spaced examples", async () => {
    const rbm = build(1);
    const { epochs } = await rbm.fit(rows, {
      ...{ epochs: 3, batchSize: 8, validation: rows.slice(0, 5) },
      monitors: monitors([pseudoLikelihoodMonitor({ examples: 8 }) as Monitor]),
    });
    const even = rows.filter((_, row) => row % 2 === 0);
    const apart = tolerance(1e-11, 60, 9);
    expectWithin(epochs[2]!.pseudoLogLikelihood, pseudoLogLikelihood(rbm, even), apart);
    expectWithin(epochs[2]!.validationPseudoLogLikelihood, pseudoLogLikelihood(rbm, rows.slice(0, 5)), apart);
  });
});

describe("monitors", () => {
  it("change no bit of the training, and stand in the history, its table and its plots", async () => {
    const [plain, watched] = [build(3), build(3)];
    const options = { epochs: 4, batchSize: 8 };
    const bare = await plain.fit(rows, options);
    const history = await watched.fit(rows, { ...options, monitors: all, validation: rows.slice(0, 4) });
    expect(bitsOf(watched.parameters)).toEqual(bitsOf(plain.parameters));
    expect(history.epochs.map(({ pseudoLogLikelihood: value }) => value !== undefined)).toEqual([
      ...[false, true, false, true],
    ]);
    for (const { logLikelihood: value } of history.epochs) expect(value).toBeLessThan(0);
    expect(String(history)).toMatch(
      /reconstruction error {2}.*log likelihood {2}.*log likelihood error.*seconds/,
    );
    expect(String(bare)).not.toContain("likelihood");
    const titles = plotsOf(history).map((plot) => JSON.stringify(plot));
    for (const figure of [
      "reconstruction error",
      "free-energy gap",
      "pseudo log likelihood",
      "log likelihood",
    ])
      expect(
        titles.some((title) => title.includes(`"${figure}"`)),
        figure,
      ).toBe(true);
    expect(plotsOf(bare)).toHaveLength(1);
  });

  it("go on in a run that was cut, with the same figures", async () => {
    const options = { batchSize: 8, monitors: all };
    const whole = await build(2).fit(rows, { ...options, epochs: 5 });
    const run = new Run();
    await build(2).fit(rows, { ...options, epochs: 3, run });
    const rest = build(2);
    const again = { ...options, epochs: 5, run: Run.fromJSON(JSON.parse(JSON.stringify(run))) };
    const history = await rest.fit(rows, again);
    const figures = ({ epochs }: typeof whole) => epochs.map(({ seconds: _, ...record }) => record);
    expect(figures(history)).toEqual(figures(whole));
    await expect(rest.fit(rows, { batchSize: 8, epochs: 6, run: again.run })).rejects.toThrow("monitors");
  });

  it("count examples by their weights, as often as rows that stand there again", async () => {
    const sampleWeights = rows.map((_, row) => row % 3);
    const again = rows.flatMap((row, index) => Array.from({ length: index % 3 }, () => row));
    const rbm = build(4);
    const { epochs } = await rbm.fit(rows, {
      ...{ epochs: 2, batchSize: 8, sampleWeights },
      monitors: monitors([
        pseudoLikelihoodMonitor() as Monitor,
        likelihoodMonitor({ temperatures: 50 }) as Monitor,
      ]),
    });
    const last = epochs[1]!;
    const apart = tolerance(1e-11, 60, 9);
    expectWithin(last.pseudoLogLikelihood, pseudoLogLikelihood(rbm, again), apart);
    const [weighted, plain] = [again, rows].map((some) => logLikelihood(rbm, some));
    const error = last.logLikelihood! - weighted!; // that of log Z
    expect(Math.abs(error)).toBeLessThan(4 * last.logLikelihoodError!);
    expect(Math.abs(weighted! - plain!)).toBeGreaterThan(8 * last.logLikelihoodError!);
  });

  it("watch every RBM of a stack, or those whose options have them", async () => {
    const stack = (): DBN =>
      new DBN({ rbms: [build(1), new RBM({ visible: 6, hidden: 3, seed: 1, engine })] });
    const watched = monitors([likelihoodMonitor({ chains: 20, temperatures: 3 }) as Monitor]);
    const options = { epochs: 2, batchSize: 8 };
    const [bare, both] = [stack(), stack()];
    await bare.pretrain(rows, options);
    const { epochs } = await both.pretrain(rows, { ...options, monitors: watched });
    expect(epochs).toHaveLength(4);
    for (const record of epochs) expect(record.logLikelihood).toBeLessThan(0);
    expect(both.rbms.map(({ parameters }) => bitsOf(parameters))).toEqual(
      bare.rbms.map(({ parameters }) => bitsOf(parameters)),
    );
    const one = await stack().pretrain(rows, { ...options, layers: [{ monitors: watched }] });
    expect(one.epochs.map(({ logLikelihood: figure }) => figure !== undefined)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it("say at which epoch they could not be measured, and what may help", async () => {
    const late = { name: "late", every: 3 };
    const advice = "parameters that grow so far call for a smaller learning rate";
    for (const [measure, message] of [
      [() => Number.POSITIVE_INFINITY, `expected late to be finite, got Infinity at epoch 3; ${advice}`],
      [
        () => pseudoLogLikelihood(build(1), [[2]]),
        `expected a figure of epoch 3, got none (expected data to be any×9, got 1×1)`,
      ],
    ] as const) {
      const rbm = build(1);
      const run = rbm.fit(rows, { epochs: 5, batchSize: 8, monitors: monitors([{ ...late, measure }]) });
      await expect(run).rejects.toThrow(`Cannot measure late: ${message}`);
    }
    const own = new TypeError("of my own");
    const measure = (): number => {
      throw own;
    };
    const run = build(1).fit(rows, { epochs: 5, monitors: monitors([{ ...late, measure }]) });
    await expect(run).rejects.toBe(own);
  });

  it("may remember the data they were given, which a run that goes on does not write into", async () => {
    const first = (): Monitor<{ readonly data: AbstractMatrix }> => ({
      name: "first",
      begin: (_, { training }) => ({ data: training }),
      measure: ({ engine: on }, _, { data }) => on.sum(data),
    });
    const options = { batchSize: 8, seed: 1, monitors: monitors([first() as Monitor]) };
    const run = new Run();
    await build(1).fit(rows, { ...options, epochs: 1, run });
    const others = new Matrix(rows.map((row) => row.map((pixel) => 1 - pixel)));
    const before = others.to2DArray();
    const again = Run.fromJSON(JSON.parse(JSON.stringify(run)));
    const { epochs } = await build(1).fit(others, { ...options, epochs: 2, run: again });
    expect(others.to2DArray()).toEqual(before);
    expect(epochs[1]!.first).toBe(rows.flat().reduce((sum, pixel) => sum + pixel, 0));
  });

  it("let other work run and end by a signal in the middle of a measurement, from where a run goes on to the same bits", async () => {
    const options = { batchSize: 8, epochs: 4, validation: rows.slice(0, 4) };
    const measured = (name: string, from: Monitor, at: number, told: () => unknown): Monitor => ({
      ...from,
      *measure(...given) {
        const work = from.measure(...given) as Generator<void, Record<string, number>, void>;
        for (let step = 1; ; step++) {
          const { done, value } = work.next();
          if (done) return value;
          if (step === at) told();
          yield;
        }
      },
      name,
    });
    const [likelihood, pseudo] = [
      likelihoodMonitor({ chains: 20, temperatures: 3 }) as Monitor,
      pseudoLikelihoodMonitor({ every: 2, examples: 16 }) as Monitor,
    ];
    for (const [one, steps] of [
      [likelihood, 5], // the three temperatures, and the rows of either data
      [pseudo, 18], // nine units of either
    ] as const) {
      const whole = build(2);
      const expected = await whole.fit(rows, { ...options, monitors: monitors([one]) });
      for (let at = 1; at <= steps; at++) {
        const run = new Run();
        const control = new AbortController();
        let calls = 0;
        const told = (): unknown => {
          calls += 1;
          return calls === 2 && control.abort(new Error("enough"));
        };
        const cut = build(2).fit(rows, {
          ...{ ...options, run, signal: control.signal },
          monitors: monitors([measured(one.name, one, at, told)]),
        });
        await expect(cut).rejects.toThrow("enough");
        const rest = build(2);
        const again = Run.fromJSON(JSON.parse(JSON.stringify(run)));
        const history = await rest.fit(rows, { ...options, run: again, monitors: monitors([one]) });
        const figures = ({ epochs }: typeof expected) => epochs.map(({ seconds: _, ...record }) => record);
        expect(figures(history), `${one.name}, step ${at}`).toEqual(figures(expected));
        expect(bitsOf(rest.parameters)).toEqual(bitsOf(whole.parameters));
      }
      expect(() => monitors([measured(one.name, one, steps + 1, expect.fail)])).not.toThrow();
    }
    let isOver = false;
    const patient: Monitor = {
      name: "patient",
      *measure() {
        setTimeout(() => (isOver = true));
        while (!isOver) yield; // for ever, if nothing else ran
        return 1;
      },
    };
    const { epochs } = await build(1).fit(rows, { epochs: 1, monitors: monitors([patient]) });
    expect(epochs[0]!.patient).toBe(1);
  });

  it("measure each epoch once, though a run is left between two of them", async () => {
    const counter: Monitor<{ n: number[] }> = {
      name: "times",
      begin: () => ({ n: [0] }),
      measure: (_machine, _data, memory) => (memory.n[0]! += 1),
    };
    for (let at = 1; at <= 6; at++) {
      const control = new AbortController();
      const run = new Run();
      let steps = 0;
      const slow = (told: () => void): Monitor => ({
        name: "slow",
        *measure() {
          for (let step = 0; step < 2; step++) {
            told();
            yield;
          }
          return 1;
        },
      });
      const stop = (): void => {
        steps += 1;
        if (steps === at) control.abort(new Error("enough"));
      };
      const options = { epochs: 3, batchSize: 8 };
      const list = (told: () => void) =>
        monitors([counter as Monitor, slow(told), { ...counter, name: "again" } as Monitor]);
      const cut = build(2).fit(rows, { ...options, monitors: list(stop), run, signal: control.signal });
      await expect(cut).rejects.toThrow("enough");
      const again = Run.fromJSON(JSON.parse(JSON.stringify(run)));
      const { epochs } = await build(2).fit(rows, { ...options, monitors: list(() => {}), run: again });
      expect(epochs.map(({ times, again }) => [times, again])).toEqual([1, 2, 3].map((n) => [n, n]));
    }
  });

  it("end by a signal before the first update, and leave the model as it was and free", async () => {
    for (const data of [
      rows,
      {
        async *[Symbol.asyncIterator]() {
          yield rows;
        },
      },
    ]) {
      const control = new AbortController();
      const slow: Monitor = {
        name: "slow",
        *begin() {
          control.abort(new Error("no time"));
          yield;
          return null;
        },
        measure: () => 1,
      };
      const rbm = build(1);
      const before = bitsOf(rbm.parameters);
      const run = rbm.fit(data, { epochs: 1, signal: control.signal, monitors: monitors([slow]) });
      const other = rbm.fit(rows, { epochs: 1 });
      await expect(other).rejects.toThrow("no other run on this model");
      await expect(run).rejects.toThrow("no time");
      expect(bitsOf(rbm.parameters)).toEqual(before);
      await rbm.fit(rows, { epochs: 1 });
    }
  });

  it("take no matrix over a yield, and what begins is remembered", async () => {
    const lasting: Monitor<{ readonly sum: AbstractMatrix }> = {
      name: "lasting",
      *begin({ engine: on }, { training }) {
        const all = on.gatherRows(training, [0, 1, 2]);
        yield;
        return { sum: all };
      },
      *measure({ engine: on }, _, { sum }) {
        const made = on.scale(2, sum);
        const found = on.sum(made);
        yield;
        if (on.name === "wasm") expect(() => on.sum(made)).toThrow(); // which says so
        return found;
      },
    };
    const { epochs } = await build(1).fit(rows, {
      epochs: 2,
      batchSize: 8,
      monitors: monitors([lasting as Monitor]),
    });
    const expected =
      2 *
      rows
        .slice(0, 3)
        .flat()
        .reduce((sum, pixel) => sum + pixel, 0);
    expect(epochs.map(({ lasting: figure }) => figure)).toEqual([expected, expected]);
  });

  it("of one's own give one figure or several", async () => {
    const length: Monitor = {
      name: "weightLength",
      measure: ({ engine: on, parameters }) => Math.sqrt(on.sumOfSquares(parameters.weights)),
    };
    const sizes: Monitor = { name: "sizes", measure: (_, { training }) => ({ examples: training.rows }) };
    const rbm = build(1);
    const { epochs } = await rbm.fit(rows, { epochs: 1, monitors: monitors([length, sizes]) });
    const squares = rbm.parameters.weights.to1DArray().reduce((sum, weight) => sum + weight * weight, 0);
    expectWithin(epochs[0]!.weightLength, Math.sqrt(squares), tolerance(1e-12, 60, 3));
    expect(epochs[0]!.examples).toBe(rows.length);
  });

  it("refuse a machine without energy, and data that are no states, before anything is trained", async () => {
    const noisy = new RBM({ visible: 9, hidden: 2, hiddenUnits: noisyRectifiedUnits, seed: 1, engine });
    const rbm = build(1);
    const before = bitsOf(rbm.parameters);
    for (const monitor of [likelihoodMonitor(), pseudoLikelihoodMonitor()] as Monitor[])
      await expect(noisy.fit(rows, { monitors: monitors([monitor]) })).rejects.toThrow(
        "is drawn from no energy",
      );
    const gray = rows.map((row) => row.map((pixel) => pixel / 2));
    const pseudo = monitors([pseudoLikelihoodMonitor() as Monitor]);
    await expect(rbm.fit(gray, { monitors: pseudo })).rejects.toThrow(
      "expected states of bernoulli units, got 0.5",
    );
    expect(bitsOf(rbm.parameters)).toEqual(before);
  });

  it("are refused where they are none, or of one name", async () => {
    expect(() => monitors([{ name: "figure" } as never])).toThrow(
      "expected monitors such as likelihoodMonitor()",
    );
    const one = likelihoodMonitor() as Monitor;
    expect(() => monitors([one, one])).toThrow(
      "expected monitors of different names, got logLikelihood, logLikelihood",
    );
    expect(() => monitors([{ ...one, every: 0 }])).toThrow(
      "expected every of logLikelihood to be an integer ≥ 1, got 0",
    );
    expect(() => monitors([{ name: "typo", evry: 2, measure: () => 1 } as never])).toThrow(
      'did you mean "every"?',
    );
    expect(() => likelihoodMonitor({ chains: 1 })).toThrow("expected chains to be an integer ≥ 2");
    await expect(build(1).fit(rows, { monitors: [one] as never })).rejects.toThrow(
      "expected monitors to be monitors([])",
    );
    await expect(build(1).fit(rows, { monitors: one as never })).rejects.toThrow(
      "expected monitors to be monitors([])",
    );
    const observed = rows.map((row) => row.map(() => 1));
    await expect(build(1).fit(rows, { observed, monitors: monitors([one]) })).rejects.toThrow(
      "expected observed without centering or monitors, got monitors",
    );
    for (const [given, message] of [
      [Number.NaN, "expected broken to be finite, got NaN"],
      ["much", 'Cannot measure broken: expected broken to be a number, got "much"'],
      [undefined, "Cannot measure broken: expected broken to be a number, got undefined"],
      [{}, "Cannot measure broken: expected a number, or numbers by name, got {"],
      [Promise.resolve(3), "Cannot measure broken: expected a number, or numbers by name, got "],
      [(async function* () {})(), "Cannot measure broken: expected a number, or numbers by name, got "],
      [
        (function* () {
          yield;
          return Number.NaN;
        })(),
        "expected broken to be finite, got NaN",
      ],
      [[1, 2], "Cannot measure broken: expected broken to be a number, got [1, 2]"],
      [{ depth: null }, "Cannot measure broken: expected depth to be a number, got null"],
      [{ epoch: 7 }, 'Cannot measure broken: expected a figure by a name that no other has, got "epoch"'],
    ] as const) {
      const broken = monitors([{ name: "broken", measure: () => given as number }]);
      await expect(build(1).fit(rows, { epochs: 1, monitors: broken })).rejects.toThrow(message);
    }
  });

  it("cannot take the place of a figure that records have anyway, or of one another's", async () => {
    const plain = await build(1).fit(rows, { epochs: 1, validation: rows });
    const names = Object.keys(plain.epochs[0]!);
    expect(names).toContain("freeEnergyGap");
    for (const name of [...names, "layer", ""]) {
      expect(() => monitors([{ name, measure: () => 1 }]), name).toThrow(
        /^Cannot create monitors: expected .*name/,
      );
    }
    const twice = ["one", "other"].map((name) => ({ name, measure: () => ({ same: 1 }) }));
    await expect(build(1).fit(rows, { epochs: 1, monitors: monitors(twice) })).rejects.toThrow(
      'Cannot measure other: expected a figure by a name that no other has, got "same"',
    );
  });
});
