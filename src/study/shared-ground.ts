import type { Dataset } from "../data/dataset.ts";
import { countParameters } from "../fit/model-line.ts";
import type { AbstractMatrix } from "../matrix/matrix.ts";
import type { Arm, Start } from "./arm.ts";
import { arms } from "./arms/all.ts";
import { GrowingStack, type RBMStack, type StackVariation } from "./rbm-stack.ts";
import { copyOf } from "./run-trial.ts";
import type { TrialGround } from "./start-trial.ts";
import { partData, type TrialData } from "./trial-data.ts";
import type { TrialSpec } from "./trial-spec.ts";

/** So many numbers are kept for trials to come: 128 MB in single precision. */
const MOST_KEPT = 2 ** 25;

/** The starts of the study's own arms: they are the same at every learning rate. */
const alike = new Set(arms.map(({ start }) => start));

/**
 * What the trials of one seed and width have in common, made when it is first asked for: the parts of the data, the stacks of RBMs,
 * and the starts that cost more than to draw weights. It changes no result.
 */
export class SharedGround implements TrialGround {
  readonly data: TrialData;
  readonly #stacks = new Map<string, GrowingStack>();
  readonly #starts = new Map<Arm["start"], Map<string, Start>>();
  #size: number;
  #startsSize = 0;

  constructor(dataset: Dataset, spec: Pick<TrialSpec, "seed" | "settings">) {
    this.data = partData(dataset, spec);
    const { train, validation, test } = this.data;
    this.#size = sum([train, validation, test].map(({ inputs }) => sizeOf(inputs)));
  }

  /** How many numbers it holds. */
  get size(): number {
    return this.#size + this.#startsSize;
  }

  /** The lowest RBMs of the stack that varies so. */
  stack(spec: TrialSpec, variation: StackVariation): Promise<RBMStack> {
    const key = JSON.stringify(variation);
    let stack = this.#stacks.get(key);
    if (stack === undefined) {
      const { inputs } = this.data.train;
      stack = new GrowingStack(spec, inputs, variation);
      this.#stacks.set(key, stack);
      this.#size += spec.width * (inputs.rows + inputs.columns + spec.depth * spec.width); // features and weights
    }
    return stack.take(spec.depth);
  }

  /** The start of an arm, which `make` makes where there is none yet, with a net that is the trial's alone. */
  async start(arm: Arm, spec: TrialSpec, make: () => Promise<Start>): Promise<Start> {
    if (!alike.has(arm.start) || arm.prepare !== undefined) return make();
    const key = JSON.stringify([spec.depth, spec.labels]);
    const made = this.#starts.get(arm.start)?.get(key) ?? (await make());
    if (!made.cost || !this.#keep(arm, key, made)) return made;
    return { ...made, network: copyOf(made.network, spec) };
  }

  /** Keeps a start for the trials to come, unless there is no room, and returns whether it is kept. */
  #keep({ start }: Arm, key: string, made: Start): boolean {
    const starts = this.#starts.get(start) ?? new Map<string, Start>();
    if (starts.has(key)) return true;
    const size = countParameters(made.network.parameters);
    if (this.#startsSize + size > MOST_KEPT) return false;
    this.#startsSize += size;
    this.#starts.set(start, starts.set(key, made));
    return true;
  }
}

/** The grounds that trials have stood on, those that were used last and as far as there is room: a study comes back to them. */
export class SharedGrounds {
  readonly #kept = new Map<string, SharedGround>();
  readonly #most: number;

  /** @param most - How many numbers are kept beside the ground that is asked for. */
  constructor(most: number = MOST_KEPT) {
    this.#most = most;
  }

  /** The ground of a trial. */
  of(dataset: Dataset, spec: TrialSpec): SharedGround {
    const { seed, width, settings } = spec;
    const key = JSON.stringify({ seed, width, settings });
    const ground = this.#kept.get(key) ?? new SharedGround(dataset, spec);
    this.#kept.delete(key);
    this.#kept.set(key, ground); // the last is the one that was used last
    for (const oldest of this.#kept.keys()) {
      if (oldest === key || this.#size() <= this.#most) break;
      this.#kept.delete(oldest);
    }
    return ground;
  }

  #size(): number {
    return sum([...this.#kept.values()].map(({ size }) => size));
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const sizeOf = ({ rows, columns }: AbstractMatrix): number => rows * columns;
