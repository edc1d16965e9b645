import { rangeError } from "../check.ts";
import { type EngineOptions, engineOptionNames } from "../engine/select.ts";
import type { Initializer } from "../initializer/initializer.ts";
import type { RowsLike } from "../matrix/matrix.ts";
import type { Seed } from "../random/seed.ts";
import type { Units } from "../units/units.ts";
import type { GivenParameters } from "./machine/initial-parameters.ts";
import type { RBMValues } from "./machine/machine.ts";

/** Options of `new RBM`. */
export interface RBMOptions extends EngineOptions {
  /** Visible units, ≥ 1. */
  readonly visible: number;
  /** Hidden units, ≥ 1. */
  readonly hidden: number;
  /** Default `bernoulliUnits`. */
  readonly visibleUnits?: Units | undefined;
  /** Default `bernoulliUnits`. */
  readonly hiddenUnits?: Units | undefined;
  /** Where the weights start. Default `glorotNormal`; the biases start at zero. */
  readonly initializer?: Initializer | undefined;
  /** Values to start with instead, all or some of them; they are copied. */
  readonly parameters?: GivenParameters | undefined;
  /** Decides the first weights, and every draw that is not given a seed of its own. Default: drawn, and kept. */
  readonly seed?: Seed | undefined;
}

/** The names of those options, for the check that no option is misspelt. */
export const rbmOptionNames: readonly string[] = [
  "visible",
  "hidden",
  "visibleUnits",
  "hiddenUnits",
  "initializer",
  "parameters",
  "seed",
  ...engineOptionNames,
];

/** Refuses units that may be as far out as they like on both sides. */
export function checkBounded(
  action: string,
  { visibleUnits, hiddenUnits }: Pick<RBMValues, "visibleUnits" | "hiddenUnits">,
): void {
  if ([visibleUnits, hiddenUnits].some(({ range }) => Number.isFinite(range.max - range.min))) return;
  // exp(−E) has no finite integral once a singular value of the weights reaches 1
  const got = `${visibleUnits.name} and ${hiddenUnits.name}`;
  throw rangeError(action, "units of a bounded range, such as bernoulliUnits, on one side at least", got);
}

/** Options of a draw. */
export interface DrawOptions {
  /** Decides the draw. Default: the RBM's own seed, and how many such draws it has made before. */
  readonly seed?: Seed | undefined;
}

/** Options of `rbm.sample`. */
export interface SampleOptions extends DrawOptions {
  /** Samples to draw, each by a chain of its own, ≥ 1. Default: one, or one per row of `start`. */
  readonly count?: number | undefined;
  /** Steps of each chain, ≥ 1. Default 1000. */
  readonly gibbsSteps?: number | undefined;
  /** Where the chains start: (count, visible). Default: draws from the visible units with all hidden ones at zero. */
  readonly start?: RowsLike | undefined;
}
