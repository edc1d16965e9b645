import {
  checkFunction,
  checkInteger,
  checkMethods,
  checkRecord,
  checkString,
  checkThat,
  rangeError,
  readSafely,
} from "../check.ts";
import type { CheckedFitOptions } from "../fit/fit-options.ts";
import type { Job, Trained } from "../fit/job.ts";
import type { Source } from "../fit/stream.ts";
import { checkLike, type Parameters } from "../parameters.ts";
import { checkMatrices } from "./check-evaluation.ts";
import { checkedFunctions, type JobFunctions } from "./checked-functions.ts";

/** What is known of a job before it starts, refused where it is none. */
export function checkTrained<Known extends Trained>(doing: string, expected: string, trained: Known): Known {
  return readSafely(doing, expected, () => {
    const { model, action, own } = checkRecord(doing, expected, trained);
    checkString(doing, "action of what is trained", action);
    checkThat(action, "model to be an object", model, () => Object(model) === model);
    checkMatrices(action, "own", own);
    return trained;
  });
}

/**
 * A job of somebody's own: its fields are read once and refused where they are none, and its functions where they give something else
 * than they should.
 */
export function checkedJob(
  doing: string,
  job: Job,
  { metrics, run }: Pick<CheckedFitOptions, "metrics" | "run">,
  trained: Trained | undefined,
): Job {
  const expected = "start to return a job";
  return readSafely(doing, expected, () => {
    const { model, action, own } = checkTrained(doing, expected, job);
    if (trained && trained.model !== model)
      throw rangeError(action, "model of the job to be the one that is trained", "another one");
    const fields = checkedFields(action, job);
    const { parameters, statistics, all } = fields;
    const values = { ...parameters, ...statistics };
    checkHolds(action, "all", all, values);
    checkHolds(action, "own", own, run ? all : values);
    return { model, action, own, ...fields, ...checkedFunctions(action, job, metrics) };
  });
}

/** The fields that are no functions. */
function checkedFields(action: string, job: Job): Omit<Job, keyof Trained | JobFunctions> {
  const { engine, examples, stream, layer, sampler, about, weights, memory, random } = job;
  const { parameters, statistics, all } = job;
  checkMethods(action, "engine of the job to be an engine", engine, "scope", "load");
  if (stream === undefined) checkInteger(action, "examples of the job", examples, { min: 1 });
  if (layer !== undefined) checkInteger(action, "layer of the job", layer, { min: 0 });
  if (sampler !== undefined) checkString(action, "sampler of the job", sampler);
  const hasTexts = (): boolean =>
    Object.values(checkRecord(action, "texts", about)).every((text) => typeof text === "string");
  checkThat(action, "about of the job to be texts by name", about, hasTexts);
  if (weights !== undefined) checkMethods(action, "weights of the job to be a set of names", weights, "has");
  if (memory !== undefined) checkRecord(action, "memory of the job to be a record", memory);
  const isRandom = (): boolean =>
    Number.isSafeInteger(random.position) && typeof random.uniform === "function";
  checkThat(action, "random of the job to be a RandomStream", random, isRandom);
  for (const [name, matrices] of Object.entries({ parameters, statistics, all }))
    checkMatrices(action, `${name} of the job`, matrices);
  return {
    ...{ engine, examples, about, parameters, statistics, all, random, weights },
    stream: stream === undefined ? stream : checkedStream(action, stream),
    ...(layer !== undefined && { layer }),
    ...(sampler !== undefined && { sampler }),
    ...(memory !== undefined && { memory }),
  };
}

/** Refuses a record of the job without a matrix in the shape of each of these; it may have others. */
function checkHolds(action: string, what: string, record: Parameters, values: Parameters): void {
  const held = Object.fromEntries(Object.keys(values).map((name) => [name, record[name]!]));
  checkLike(action, `${what} of the job to have`, held, values);
}

function checkedStream(action: string, stream: Source<Uint32Array>): Source<Uint32Array> {
  const { batches, about } = checkRecord(action, "stream of the job to be { batches, epoch }", stream);
  if (batches !== undefined) checkInteger(action, "batches of the stream", batches, { min: 1 });
  if (about !== undefined) checkRecord(action, "about of the stream to be a record", about);
  checkFunction(action, "epoch of the stream", stream.epoch);
  const isIterable = (given: object): boolean =>
    typeof given === "object" && (Symbol.asyncIterator in given || Symbol.iterator in given);
  return {
    ...{ batches, about },
    epoch: (...which) =>
      checkThat(action, "epoch of the stream to give batches", stream.epoch(...which), isIterable),
  };
}
