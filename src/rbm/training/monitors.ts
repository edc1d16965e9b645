import { causeOf } from "../../check/cause.ts";
import { isPlain } from "../../check/is-plain.ts";
import {
  checkArray,
  checkFunction,
  checkInteger,
  checkKeys,
  checkMethods,
  checkString,
  isNotFiniteError,
  notFiniteError,
  rangeError,
  show,
  typeError,
} from "../../check.ts";
import type { Engine } from "../../engine/engine.ts";
import { DEEPEST } from "../../fit/kept.ts";
import type { Work } from "../../fit/pauses.ts";
import { isMatrix } from "../../matrix/matrix.ts";
import type { Seed } from "../../random/seed.ts";
import { RandomStream } from "../../random/stream.ts";
import type { Machine } from "../machine/machine.ts";
import type { MonitoredData, Watching } from "./watching.ts";

/**
 * Measures a figure of an RBM at the end of epochs, which stands in its records and its history. A plain frozen object: what it remembers
 * from one epoch to the next lives in what `begin` returns, and is kept in a run.
 *
 * What takes its time is a generator, which says by `yield` where the event loop may run and a signal may end it. Matrices that it makes on
 * the engine while it measures last until its next `yield`; what it remembers it changes behind the last one, since a run may be left at any.
 */
export interface Monitor<Memory = unknown> {
  /** What the figure is called: `"logLikelihood"`. */
  readonly name: string;
  /** Every how many epochs it is measured, ≥ 1. Default 1. */
  readonly every?: number | undefined;
  /** What it remembers before the first update, plain data whose matrices are copied. It may refuse the machine or the data. */
  begin?(machine: Machine, data: MonitoredData, random: RandomStream): Memory | Work<Memory>;
  /** The figure, or several by their names. `random` is a stream of its own, so that a run draws the same with it and without. */
  measure(
    machine: Machine,
    data: MonitoredData,
    memory: Memory,
    random: RandomStream,
  ): Figures | Work<Figures>;
}

/** A figure, or several by their names. */
export type Figures = number | Readonly<Record<string, number>>;

/**
 * Monitors for the training of an RBM: figures that are measured at the end of epochs beside the reconstruction error. They stand in the
 * records, in the table of the history and in its plots, and change no bit of the training.
 *
 * @param list - The monitors, each of another name: `pseudoLikelihoodMonitor()`, `likelihoodMonitor()`, or `{ name, every, measure }` of
 *   your own.
 * @returns What `rbm.fit` takes as `monitors`.
 * @throws RangeError or TypeError if one of them is no monitor, or two have one name, or that of a figure which records have anyway, such as
 *   `"loss"`. A run ends with such an error, which names the epoch, where a monitor gives what is no finite number.
 * @example
 * const length = { name: "weightLength", every: 2, measure: ({ engine, parameters }) => engine.sumOfSquares(parameters.weights) ** 0.5 };
 * const { epochs } = await rbm.fit(images, { epochs: 2, monitors: monitors([length]) });
 * epochs.length; // 2
 */
export function monitors(list: readonly Monitor[]): Watching {
  const action = "create monitors";
  const checked = checkArray(action, "a list of monitors", list).map((monitor: Monitor) => {
    checkMethods(action, "monitors such as likelihoodMonitor()", monitor, "measure");
    if (monitor.begin !== undefined) checkFunction(action, "begin of a monitor", monitor.begin);
    checkKeys(action, monitor, ["name", "every", "begin", "measure"]);
    checkName(action, checkString(action, "name of a monitor", monitor.name), []);
    checkInteger(action, `every of ${monitor.name}`, monitor.every ?? 1, { min: 1 });
    return monitor;
  });
  const names = checked.map(({ name }) => name);
  if (new Set(names).size < names.length)
    throw rangeError(action, "monitors of different names", names.join(", "));
  const streamOf = (seed: Seed, purpose: string): RandomStream =>
    new RandomStream(seed, `monitor ${purpose}`);
  return Object.freeze({
    name: names.join(", "),
    *begin(machine, data, seed) {
      const memory: Record<string, unknown> = {};
      for (const monitor of checked) {
        const begun = monitor.begin?.(machine, data, streamOf(seed, monitor.name));
        memory[monitor.name] = inMemory(machine.engine, (isWork(begun) ? yield* begun : begun) ?? null);
      }
      return memory;
    },
    *observe(machine, data, memory, seed, epoch) {
      const remembered = memory as { epoch?: Measured } & Record<string, unknown>;
      const due = checked.filter(({ every = 1 }) => epoch % every === 0);
      const before = remembered.epoch?.epoch === epoch ? remembered.epoch : undefined;
      const figures: Record<string, number> = { ...before?.figures };
      for (const [place, monitor] of due.entries()) {
        if (place < (before?.monitors ?? 0)) continue;
        const { name } = monitor;
        const found = yield* measured(machine.engine, name, epoch, () =>
          monitor.measure(machine, data, memory[name], streamOf(seed, `${name}, epoch ${epoch}`)),
        );
        const isRecord = typeof found === "object" && found !== null && !Array.isArray(found);
        const all = Object.entries(isRecord ? found : { [name]: found });
        if (all.length === 0) throw typeError(`measure ${name}`, "a number, or numbers by name", show(found));
        for (const [figure, value] of all) {
          checkName(`measure ${name}`, figure, Object.keys(figures));
          if (typeof value !== "number")
            throw typeError(`measure ${name}`, `${figure} to be a number`, show(value));
          if (!Number.isFinite(value)) {
            const expected = `${figure} to be finite`;
            throw notFiniteError(`measure ${name}`, expected, `${value} at epoch ${epoch}; ${ADVICE}`);
          }
          figures[figure] = value;
        }
        if (due.length > 1) remembered.epoch = { epoch, monitors: place + 1, figures: { ...figures } };
      }
      return figures;
    },
  } satisfies Watching);
}

/** What a monitor remembers, its matrices copied: a run that goes on writes into them, and must not write into those of a caller. */
function inMemory(engine: Engine, memory: unknown, depth = 0): unknown {
  if (isMatrix(memory))
    return engine.gatherRows(
      memory,
      Array.from({ length: memory.rows }, (_, row) => row),
    );
  if (depth === DEEPEST) return memory; // which a run refuses
  const inside = (each: unknown): unknown => inMemory(engine, each, depth + 1);
  if (Array.isArray(memory)) return memory.map(inside);
  if (!isPlain(memory)) return memory;
  return Object.fromEntries(Object.entries(memory).map(([name, each]) => [name, inside(each)]));
}

/** What a run can do about parameters by which numbers go out of range. */
const ADVICE = "parameters that grow so far call for a smaller learning rate";

/** Whether a value is work that may be interrupted. */
function isWork<Result>(value: Result | Work<Result>): value is Work<Result> {
  const work = Object(value) as Partial<Work<Result>>;
  return typeof work.next === "function" && Symbol.iterator in work; // a generator, and none of promises
}

/** What a monitor measures, each step of it in a scope; where it finds that it cannot, the error says when that was. */
function* measured<Found>(
  engine: Engine,
  name: string,
  epoch: number,
  measure: () => Found | Work<Found>,
): Work<Found> {
  try {
    const found = engine.scope(measure);
    if (!isWork(found)) return found;
    for (;;) {
      const step = engine.scope(() => found.next());
      if (step.done) return step.value;
      yield;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const advice = isNotFiniteError(error) ? `; ${ADVICE}` : "";
    const got = `none (${causeOf(error)}${advice})`;
    throw Object.assign(rangeError(`measure ${name}`, `a figure of epoch ${epoch}`, got), { cause: error });
  }
}

/**
 * What was measured of an epoch so far, by how many monitors. It stands beside what these remember, under a name that none may have: a run that was
 * left between two monitors does not ask the first one again, whose memory has moved on.
 */
interface Measured {
  readonly epoch: number;
  readonly monitors: number;
  readonly figures: Readonly<Record<string, number>>;
}

/** What an RBM's records, and those of a stack, call their own figures. */
const taken: readonly string[] = [
  ...["layer", "epoch", "loss", "reconstructionError", "validationReconstructionError", "freeEnergyGap"],
  ...["learningRate", "seconds"],
];

/** Refuses a name that a record has already, or another monitor. */
function checkName(action: string, name: string, others: readonly string[]): void {
  if (name !== "" && name !== "__proto__" && ![...taken, ...others].includes(name)) return;
  throw rangeError(action, "a figure by a name that no other has", show(name));
}
