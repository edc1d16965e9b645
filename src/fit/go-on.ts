import { checkInteger, rangeError, show } from "../check.ts";
import { reference } from "../engine/reference.ts";
import {
  checkLike,
  copyParameters,
  loadParameters,
  mapParameters,
  type Parameters,
  readerOf,
} from "../parameters.ts";
import { takeSeed } from "../random/seed.ts";
import type { CheckedFitOptions } from "./fit-options.ts";
import type { Job } from "./job.ts";
import { type Kept, keep, putBack } from "./kept.ts";
import { type Place, readPlace } from "./place.ts";
import type { RunState } from "./run-state.ts";

/** What moves in a run beside the parameters. */
export interface Course {
  readonly place: Place;
  /** What the optimizer remembers. */
  readonly optimizer: unknown;
  /** The values of the best epoch, in the engine's memory, where early stopping watches. */
  readonly best: Parameters | undefined;
  /** The values that the model had, in its own precision. */
  readonly originals: readonly Parameters[];
}

/** Where a run stands. */
export function stateOf(job: Job, options: Omit<CheckedFitOptions, "onEpoch">, course: Course): RunState {
  const { place, optimizer, best, originals } = course;
  const { action, engine, all, memory, random } = job;
  const readOut = readerOf(engine, originals);
  const kept = (what: string, value: unknown): Kept =>
    keep(action, what, value, (matrix) => readOut(matrix, ""));
  return {
    about: aboutOf(job, options),
    place: kept("the place of the run", place),
    values: mapParameters(all, (matrix, name) => readOut(matrix, name)),
    ...(best && { best: mapParameters(best, (matrix, name) => readOut(matrix, name)) }),
    optimizer: kept(`what ${options.optimizer.name} remembers`, { state: optimizer }),
    ...(memory && { memory: kept("what the sampler remembers", memory) }),
    random: random.position,
    modelSeed: job.model.seed!, // what runs with one has a seed
  };
}

/** Puts a job where a run stood, and its model with it; whatever does not fit is refused before anything is changed. */
export function goOn(
  job: Job,
  options: Omit<CheckedFitOptions, "onEpoch">,
  course: Course,
  state: RunState,
): Course {
  const { action, engine, all, own, memory, random } = job;
  const about = aboutOf(job, options);
  const told = (state.about ?? {}) as Readonly<Record<string, Kept>>;
  for (const name of Object.keys({ ...told, ...about })) {
    const [then, now] = [told[name], about[name]];
    if (JSON.stringify(then) === JSON.stringify(now)) continue;
    if (name.endsWith(OF_STREAM) && then === undefined) continue; // of the first version, which did not keep it
    throw rangeError(action, `the run to go on with ${name} ${show(then)}`, show(now));
  }
  const place = readPlace(action, state, options.metrics);
  const position = checkInteger(action, "random of the run", state.random, { min: 0 });
  const read = (name: "values" | "best", like: Parameters): readonly [Parameters, Parameters] => {
    const values = (state[name] ?? {}) as Parameters;
    checkLike(action, `the run to have in its ${name}`, values, like);
    return [values, loadParameters(action, engine, values)];
  };
  const [values, loaded] = read("values", all);
  const [bestValues, best] = course.best ? read("best", course.best) : [];
  const remembered = { state: course.optimizer };
  const puts = [
    putBack(action, engine, `what ${options.optimizer.name} remembers`, remembered, state.optimizer),
    putBack(action, engine, "memory", memory ?? {}, state.memory ?? {}),
  ];
  takeSeed(action, job.model, state.modelSeed);
  for (const put of puts) put();
  copyParameters(engine, loaded, all);
  copyParameters(reference, values, own);
  if (best) copyParameters(engine, best, course.best!);
  random.position = position;
  return {
    ...course,
    place,
    optimizer: remembered.state,
    originals: bestValues ? [values, bestValues] : [values],
  };
}

const OF_STREAM = " of the stream";

const aboutStream = (about: Readonly<Record<string, Kept>> = {}): Readonly<Record<string, Kept>> =>
  Object.fromEntries(Object.entries(about).map(([name, value]) => [`${name}${OF_STREAM}`, value]));

/** What has to stay the same from one part of a run to the next. */
function aboutOf(job: Job, options: Omit<CheckedFitOptions, "onEpoch">): Readonly<Record<string, Kept>> {
  const { about, engine, layer, examples, sampler, stream } = job;
  const { seed, optimizer, batchSize, shuffle, metrics, earlyStopping, epochs } = options;
  return {
    ...about,
    ...{ engine: engine.name, seed, optimizer: optimizer.name, figures: metrics },
    ...(stream ? { examples: "a stream", ...aboutStream(stream.about) } : { examples, batchSize, shuffle }),
    ...(earlyStopping && { monitor: earlyStopping.monitor }),
    ...(sampler === undefined ? {} : { sampler }),
    ...(layer === undefined ? {} : { RBM: layer, epochs }), // the RBMs above were trained on its features
  };
}
