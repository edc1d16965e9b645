import { expect, it } from "vitest";
import type { Job, JobEvaluation } from "../../src/extend/index.ts";
import * as extend from "../../src/extend/index.ts";
import { fit as coreFit } from "../../src/fit/fit.ts";
import type { Engine, Parameters } from "../../src/index.ts";
import { Run } from "../../src/index.ts";
import { bitsOf } from "../support/bits.ts";
import { type Center, centerJob, centerOptions, newCenter } from "../support/own-job.ts";

const whole = async (change: (job: Job) => Job = (job) => job): Promise<object> => {
  const model = newCenter();
  await extend.fit(extend.checkingEngine, (engine) => change(centerJob(model, engine)), centerOptions());
  return bitsOf(model.parameters);
};
const starting =
  (model: Center) =>
  (engine: Engine): Job =>
    centerJob(model, engine);

it("fit of layerwise/extend has the bits and the figures of the loop that it looks at", async () => {
  const [model, other] = [newCenter(), newCenter()];
  const history = await extend.fit(extend.checkingEngine, starting(model), centerOptions());
  const known = { model: other, action: "find a center", own: other.parameters };
  const plain = await coreFit(extend.checkingEngine, starting(other), centerOptions(), known);
  expect(bitsOf(model.parameters)).toEqual(bitsOf(other.parameters));
  const figures = ({ epochs }: typeof history) => epochs.map(({ seconds: _, ...figures }) => figures);
  expect(figures(history)).toEqual(figures(plain));
  expect(history.epochs[0]).toMatchObject({ spread: 2 });
});

it("a job of one's own takes its data as a stream, with the same bits", async () => {
  const model = newCenter();
  const inOrder = { ...centerOptions(), shuffle: false };
  const stream = {
    batches: 2,
    async *epoch() {
      yield Uint32Array.of(0, 1);
      yield Uint32Array.of(2, 3);
    },
  };
  await extend.fit(extend.checkingEngine, (engine) => ({ ...centerJob(model, engine), stream }), inOrder);
  const other = newCenter();
  await extend.fit(extend.checkingEngine, starting(other), inOrder);
  expect(bitsOf(model.parameters)).toEqual(bitsOf(other.parameters));
});

it("a job of one's own goes on with a run that was cut within an epoch, and behind its last batch", async () => {
  for (const batches of [1, 2, 3]) {
    const stop = new AbortController();
    let seen = 0;
    const onBatch = (): void => {
      seen += 1;
      if (seen === batches) stop.abort(new Error("enough"));
    };
    const run = new Run();
    const model = newCenter();
    const cut = { ...centerOptions({ run }), onBatch, signal: stop.signal };
    await expect(extend.fit(extend.checkingEngine, starting(model), cut)).rejects.toThrow("enough");
    const kept = Run.fromJSON(JSON.parse(JSON.stringify(run)));
    const other = newCenter();
    await extend.fit(extend.checkingEngine, starting(other), centerOptions({ run: kept }));
    expect(bitsOf(other.parameters)).toEqual(await whole());
  }
});

it("a job of one's own observes the very evaluation that it gave, and the updates that follow", async () => {
  const given: JobEvaluation[] = [];
  const seen: [JobEvaluation, Parameters][] = [];
  await whole((job) => ({
    ...job,
    evaluate: (...batch) => {
      given.push(job.evaluate(...batch));
      return given.at(-1)!;
    },
    observe: (evaluation, updates) => seen.push([evaluation, updates]),
  }));
  expect(seen.map(([evaluation]) => evaluation)).toEqual(given);
  expect(seen.every(([evaluation], index) => evaluation === given[index])).toBe(true);
  expect(seen.map(([, updates]) => Object.keys(updates))).toEqual(seen.map(() => ["center"]));
});

it("a job of one's own may be an object of a class with fields that nobody sees", async () => {
  class CenterJob {
    #job: Job;
    constructor(job: Job) {
      this.#job = job;
      const { evaluate: _, measure: __, examples: ___, ...fields } = job;
      Object.assign(this, fields);
    }
    get examples() {
      return this.#job.examples;
    }
    evaluate(...given: globalThis.Parameters<Job["evaluate"]>) {
      return this.#job.evaluate(...given);
    }
    measure(epoch: number) {
      return this.#job.measure(epoch);
    }
  }
  expect(await whole((job) => new CenterJob(job) as unknown as Job)).toEqual(await whole());
});

it("work of a job of one's own is done with pauses, and its result is that of the work", async () => {
  const done: string[] = [];
  const model = newCenter();
  const start = (engine: Engine): Job => ({
    ...centerJob(model, engine),
    *begin() {
      yield;
      done.push("begin");
      return {};
    },
    *measure(epoch) {
      yield;
      done.push(`measure ${epoch}`);
      return { spread: epoch };
    },
    *warnings() {
      yield;
      done.push("warnings");
      return ["It is a center."];
    },
  });
  const history = await extend.fit(extend.checkingEngine, start, centerOptions());
  expect(done).toEqual(["begin", "measure 1", "measure 2", "warnings"]);
  expect(history.epochs.map(({ spread }) => spread)).toEqual([1, 2]);
  expect(history.warnings).toContain("It is a center.");
});

it("a model of one's own is in one run at a time, and is let go when the iteration is left", async () => {
  const model = newCenter();
  const run = extend.fitEpochs(extend.checkingEngine, starting(model), centerOptions());
  await run.next();
  const second = extend.fit(extend.checkingEngine, starting(model), centerOptions());
  await expect(second).rejects.toThrow("Cannot find a center: expected no other run on this model");
  await run.return(undefined as never);
  await extend.fit(extend.checkingEngine, starting(model), centerOptions());
});
