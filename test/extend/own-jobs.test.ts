import { describe, expect, it } from "vitest";
import type { Job, JobEvaluation } from "../../src/extend/index.ts";
import * as extend from "../../src/extend/index.ts";
import { type Engine, Matrix } from "../../src/index.ts";
import { type Center, centerJob, centerOptions, newCenter } from "../support/own-job.ts";
import { describeSeams, type Seam, watch } from "../support/seams.ts";

type Part = Partial<Record<"evaluate" | "measure" | "begin" | "warnings" | "start", unknown>>;
type Inner = Partial<JobEvaluation>;

const started = (model: Center, engine: Engine, part: object): Job => ({
  ...centerJob(model, engine),
  ...part,
});
const fitWith = (part: object) => {
  const model = watch(newCenter());
  return extend.fit(extend.checkingEngine, (engine) => started(model, engine, part), centerOptions());
};
/** The same job with something else in what `evaluate` gives. */
const evaluating = (engine: Engine, model: Center, change: object): Job => {
  const job = centerJob(model, engine);
  return { ...job, evaluate: (...given) => ({ ...job.evaluate(...given), ...change }) };
};

const seams: Readonly<Record<string, Seam>> = {
  "a job": {
    part: (): Part => ({}),
    functions: ["evaluate", "begin", "measure", "warnings"],
    allows: { measure: ["an empty object"], warnings: ["undefined", "null"] },
    uses: { fit: fitWith },
  },
  "the start of a job": {
    part: (): Part => ({}),
    functions: ["start"],
    allows: {},
    uses: {
      fit: ({ start }: { start: () => never }) => extend.fit(extend.checkingEngine, start, centerOptions()),
    },
  },
  "an evaluation out of range": {
    part: (): Inner => ({ loss: Number.NaN }),
    functions: ["locateOverflow"],
    allows: {},
    uses: {
      fit(change: Inner) {
        const model = watch(newCenter());
        return extend.fit(
          extend.checkingEngine,
          (engine) => evaluating(engine, model, change),
          centerOptions(),
        );
      },
    },
  },
};
describeSeams(seams);

const text = "much" as never;
const nothing = undefined as never;

describe("A job of one's own", () => {
  const wrongFields: readonly (readonly [fields: Partial<Job>, said: string])[] = [
    [{ model: text }, 'model to be an object, got "much"'],
    [{ action: nothing }, "action of what is trained to be a string, got undefined"],
    [{ own: nothing }, "own to be matrices by name, got undefined"],
    [{ own: {} }, 'own of the job to have "center", 1×1, got undefined'],
    [{ own: { center: new Matrix(2, 1) } }, 'own of the job to have "center", 1×1, got 2×1'],
    [{ engine: nothing }, "engine of the job to be an engine, got undefined"],
    [{ examples: text }, 'examples of the job to be an integer ≥ 1, got "much"'],
    [{ examples: 0 }, "examples of the job to be an integer ≥ 1, got 0"],
    [{ layer: text }, 'layer of the job to be an integer ≥ 0, got "much"'],
    [{ sampler: 3 as never }, "sampler of the job to be a string, got 3"],
    [{ about: nothing }, "about of the job to be texts by name, got undefined"],
    [{ about: { size: 3 as never } }, "about of the job to be texts by name, got { size }"],
    [{ parameters: nothing }, "parameters of the job to be matrices by name, got undefined"],
    [{ parameters: { center: text } }, "parameters of the job to be matrices by name, got { center }"],
    [{ statistics: nothing }, "statistics of the job to be matrices by name, got undefined"],
    [{ all: nothing }, "all of the job to be matrices by name, got undefined"],
    [{ all: {} }, 'all of the job to have "center", 1×1, got undefined'],
    [{ weights: text }, 'weights of the job to be a set of names, got "much"'],
    [{ memory: text }, 'memory of the job to be a record, got "much"'],
    [{ random: nothing }, "random of the job to be a RandomStream, got undefined"],
    [{ stream: text }, 'stream of the job to be { batches, epoch }, got "much"'],
    [{ stream: { epoch: nothing, batches: 1 } }, "epoch of the stream to be a function, got undefined"],
    [{ stream: { epoch: () => text, batches: 1 } }, 'epoch of the stream to give batches, got "much"'],
    [
      { stream: { epoch: () => [text] as never, batches: 1 } },
      "a batch of the stream to be a list of indices",
    ],
    [{ stream: { epoch: () => nothing, batches: 0 } }, "batches of the stream to be an integer ≥ 1, got 0"],
    [{ evaluate: nothing }, "evaluate of the job to be a function, got undefined"],
    [{ measure: text }, 'measure of the job to be a function, got "much"'],
    [{ begin: text }, 'begin of the job to be a function, got "much"'],
    [{ observe: text }, 'observe of the job to be a function, got "much"'],
    [{ warnings: text }, 'warnings of the job to be a function, got "much"'],
    [
      { begin: async function* () {} as never },
      "begin to be a generator that is not asynchronous, got a promise",
    ],
    [{ measure: async function* () {} as never }, "measure to be a generator that is not asynchronous"],
    [{ measure: () => ({ epoch: 7 }) }, 'what every record has by itself, got "epoch"'],
    [{ measure: () => ({ spread: text }) }, "what measure returns to be numbers by name, got { spread }"],
    [{ measure: () => ({ spread: Number.NaN }) }, "spread to be finite, got NaN"],
    [
      {
        *measure() {
          yield;
          return text;
        },
      },
      'what measure returns to be numbers by name, got "much"',
    ],
    [{ warnings: () => [3 as never] }, "warnings to return a list of sentences, got [3]"],
  ];
  it.each(wrongFields.map(([fields, said]) => [said, fields] as const))(
    "is held to %s",
    async (said, fields) => {
      const model = newCenter();
      const run = extend.fit(
        extend.checkingEngine,
        (engine) => started(model, engine, fields),
        centerOptions(),
      );
      await expect(run).rejects.toThrow(/^Cannot (find a center|run a job): expected /);
      await expect(run).rejects.toThrow(said);
    },
  );

  const wrongEvaluations: readonly (readonly [fields: Partial<JobEvaluation>, said: string])[] = [
    [{ loss: text }, 'loss of evaluate to be a number, got "much"'],
    [{ loss: nothing }, "loss of evaluate to be a number, got undefined"],
    [{ loss: Promise.resolve(1) as never }, "loss of evaluate to be a number, got a promise; await it"],
    [{ loss: Number.NaN }, "where the center is the first whose values went out of range"],
    [{ gradients: nothing }, "gradients of evaluate to be matrices by name, got undefined"],
    [
      { gradients: Promise.resolve({}) as never },
      "gradients of evaluate to be matrices by name, got a promise",
    ],
    [{ gradients: {} }, 'a gradient of "center", 1×1, got undefined'],
    [{ gradients: { center: new Matrix(2, 1) } }, 'a gradient of "center", 1×1, got 2×1'],
    [{ weight: -1 }, "weight of evaluate to be a finite number ≥ 0, got -1"],
    [{ weight: Number.NaN }, "weight of evaluate to be a finite number ≥ 0, got NaN"],
    [{ metrics: nothing }, "metrics of evaluate to be numbers by name, got undefined"],
    [{ metrics: { loss: text } }, "metrics of evaluate to be numbers by name, got { loss }"],
    [{ metrics: { lost: 1 } }, 'each name in metrics to be one of "loss", got "lost"'],
    [{ metrics: {} }, 'a figure "loss" of evaluate or of measure, got ["spread"]'],
    [{ locateOverflow: nothing }, "locateOverflow of evaluate to be a function, got undefined"],
    [{ updateStatistics: text }, 'updateStatistics of evaluate to be a function, got "much"'],
  ];
  it.each(wrongEvaluations.map(([fields, said]) => [said, fields] as const))(
    "is held to %s",
    async (said, fields) => {
      const model = newCenter();
      const run = extend.fit(
        extend.checkingEngine,
        (engine) => evaluating(engine, model, fields),
        centerOptions(),
      );
      await expect(run).rejects.toThrow(`Cannot find a center: expected `);
      await expect(run).rejects.toThrow(said);
    },
  );

  it("is held to what is known of it before it starts", async () => {
    const model = newCenter();
    const start = (engine: Engine): Job => centerJob(model, engine);
    const known = { model, action: "find a center", own: model.parameters };
    const wrong = [
      [{ ...known, model: newCenter() }, "model of the job to be the one that is trained, got another one"],
      [{ ...known, own: text }, 'own to be matrices by name, got "much"'],
      [text, 'trained to be { model, action, own }, got "much"'],
    ] as const;
    for (const [trained, said] of wrong)
      await expect(extend.fit(extend.checkingEngine, start, centerOptions(), trained)).rejects.toThrow(said);
    await extend.fit(extend.checkingEngine, start, centerOptions(), known);
  });

  it("says what is no start, no options and no engine", async () => {
    const start = (engine: Engine): Job => centerJob(newCenter(), engine);
    await expect(extend.fit(extend.checkingEngine, text, centerOptions())).rejects.toThrow(
      'start to be a function, got "much"',
    );
    const options = { epochs: 3 } as never;
    await expect(extend.fit(extend.checkingEngine, start, options)).rejects.toThrow(
      "options to be what checkFitOptions returns",
    );
    await expect(extend.fit(text, start, centerOptions())).rejects.toThrow(
      'kind to be a kind of engines, got "much"',
    );
  });
});
