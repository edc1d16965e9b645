import {
  checkFormat,
  checkFunction,
  checkKeys,
  checkMethods,
  checkRecord,
  checkThat,
  rangeError,
  readSafely,
  show,
  typeError,
} from "../check.ts";
import { showing } from "../display/displayed.ts";
import { isMatrix } from "../matrix/matrix.ts";
import { type MatrixJSON, matrixFromJSON, matrixToJSON } from "../matrix/matrix-json.ts";
import { mapParameters } from "../parameters.ts";
import type { Seed } from "../random/seed.ts";
import type { EpochRecord } from "./history.ts";
import { keep } from "./kept.ts";
import type { Place } from "./place.ts";
import { putTogether, type TakenApart, takeApart } from "./run-json.ts";
import type { RunState } from "./run-state.ts";

/** A run in JSON. Its matrices are exact to the bit. */
export interface RunJSON {
  readonly format: "layerwise/run";
  readonly version: 1;
  readonly description: unknown;
  readonly tensors: Readonly<Record<string, MatrixJSON>>;
}

/**
 * A run of training that can be left and gone on with: parameters, what the optimizer remembers, time, the order of examples, the draws
 * of layers, chains, and what early stopping and rates have seen. A `fit` with an empty run begins it; one that was cut, by leaving
 * `epochs`, by a `signal`, by an error of a callback or by a smaller number of `epochs`, goes on to the same bits as if it had not been.
 *
 * The run brings its parameters: a model that goes on is overwritten by them, and by the seed of the one that the run began with,
 * so any of the same layers will do. Going on needs the engine, the seed, the optimizer and the sizes that the run began with, and data
 * in the same order; epochs and rates may change.
 *
 * @example
 * const run = new Run();
 * const network = Network.fromSizes([2, 3, 2], { seed: 1 });
 * await network.fit([[0, 1], [1, 0]], [0, 1], { epochs: 3, run });
 * const saved = JSON.stringify(run); // kept in a file, until tomorrow
 * await network.fit([[0, 1], [1, 0]], [0, 1], { epochs: 5, run: Run.fromJSON(JSON.parse(saved)) });
 */
export class Run {
  static readonly name = "Run"; // a bundler renames a class that names itself
  #state: RunState | undefined;
  #live: (() => RunState) | undefined;
  /**
   * Called after each epoch, once the callback of `fit` is done.
   *
   * @internal
   */
  onEpoch?: ((record: EpochRecord) => unknown) | undefined;

  constructor(...none: readonly never[]) {
    if (none.length > 0) throw typeError("create a run", "no arguments", show(none[0]));
    showing(this, () => ({ title: `Run, ${standOf(this.state)}` }));
  }

  /** Reads what `toJSON` gave. Whether it fits is seen when a model goes on with it. */
  static fromJSON(json: RunJSON): Run {
    const action = "read a run from JSON";
    return readSafely(action, "a run as toJSON writes it", () => {
      checkFormat(action, json, "layerwise/run", ["description", "tensors"]);
      const tensors = checkRecord(action, "tensors to be a record", json.tensors);
      const read = ([name, matrix]: [string, MatrixJSON]) => [
        name,
        matrixFromJSON(action, show(name), matrix),
      ];
      return Run.fromParts({
        description: json.description,
        tensors: Object.fromEntries(Object.entries(tensors).map(read)),
      });
    });
  }

  /** Puts a run together from what `toParts` gave. */
  static fromParts(parts: TakenApart): Run {
    const action = "put a run together";
    return readSafely(action, "what toParts gave", () => {
      checkKeys(action, parts, ["description", "tensors"]);
      for (const [name, matrix] of Object.entries(
        checkRecord(action, "tensors to be matrices by name", parts.tensors),
      )) {
        checkThat(action, `tensor ${show(name)} to be a matrix`, matrix, isMatrix);
      }
      const run = new Run();
      const whole = putTogether(action, parts) as { readonly state?: RunState };
      checkKeys(action, whole, ["state"]);
      const { state } = whole;
      if (state !== undefined) run.keep(state);
      return run;
    });
  }

  /** Where the run stands, between two batches or at its end; undefined before its beginning. */
  get state(): RunState | undefined {
    return this.#live ? this.#live() : this.#state;
  }

  /** Whether a model is being trained in this run. */
  get isLive(): boolean {
    return this.#live !== undefined;
  }

  /** Names every matrix and describes the rest in JSON, for a file of any format; `fromParts` reads both. */
  toParts(): TakenApart {
    const { state } = this;
    return takeApart(state === undefined ? {} : { state });
  }

  /** The run in JSON, exact to the bit. */
  toJSON(): RunJSON {
    const { description, tensors } = this.toParts();
    return {
      format: "layerwise/run",
      version: 1,
      description,
      tensors: mapParameters(tensors, matrixToJSON),
    };
  }

  /**
   * Lets the run stand where `live` says, until it is kept.
   *
   * @internal
   */
  follow(live: () => RunState): void {
    this.#live = checkFunction("follow a run", "live", live);
  }

  /**
   * Leaves the run where it stands, or where it stood before if there is no state.
   *
   * @internal
   */
  keep(state: RunState | undefined = this.#state): void {
    const action = "keep a run";
    this.#state =
      state === undefined
        ? state
        : readSafely(action, "state to be plain data", () =>
            checkRecord(
              action,
              "state to be a record",
              keep(action, "state", state, (matrix) => matrix) as RunState,
            ),
          );
    this.#live = undefined;
  }
}

/** Where a run stands, in words: of each layer of a stack the epochs. */
function standOf(state: RunState | undefined): string {
  if (state === undefined) return "not begun";
  const parts = [state.layers ?? state].flat() as readonly { readonly place?: Partial<Place> }[];
  return `epochs done: ${parts.map((part) => part?.place?.epoch ?? 0).join(", ")}`;
}

/** Refuses what is no run, and one in which a model is being trained. */
export function checkIdle(action: string, run: Run): Run {
  checkMethods(action, "run to be a run, such as new Run()", run, "follow", "keep");
  if (run.isLive) throw rangeError(action, "a run in which no model is trained", "one in progress");
  return run;
}

/** The seed of a run that has begun: what goes on takes no other. */
export function seedOf(action: string, run: Run | undefined): Seed | undefined {
  const checked = run === undefined ? run : checkIdle(action, run);
  return (checked?.state?.about as { readonly seed?: Seed } | undefined)?.seed;
}

/** The runs that are of one model alone, and once it is known that model. */
const modelOf = new WeakMap<Run, object | undefined>();

/** From now on one model alone may be trained in a run: the first one that is. */
export function keepToOneModel(run: Run): void {
  modelOf.set(run, undefined);
}

/** Refuses a second model where the run is of one alone. */
export function checkModel(action: string, run: Run, model: object): void {
  if (!modelOf.has(run)) return;
  if ((modelOf.get(run) ?? model) !== model) {
    const expected = "the model that was trained in this run before, since each has checkpoints of its own";
    throw rangeError(action, expected, "another one");
  }
  modelOf.set(run, model);
}
