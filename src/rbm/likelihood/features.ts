import { rangeError } from "../../check.ts";
import { reference } from "../../engine/reference.ts";
import { Matrix } from "../../matrix/matrix.ts";
import { blocksOf } from "../../units/blocks.ts";
import { checkEnergy } from "../../units/check-energy.ts";
import { checkedUnits } from "../../units/checked-units.ts";
import { partsOf } from "../../units/parts.ts";
import type { Units } from "../../units/units.ts";
import type { RBMValues } from "../machine/machine.ts";
import { ownParametersOf } from "../machine/parameters.ts";

/** A visible unit of however many columns, with its states, or with the interval that holds next to all of its density. */
export interface Feature {
  readonly start: number;
  readonly columns: number;
  readonly states?: readonly (readonly number[])[];
  readonly interval?: readonly [low: number, high: number];
  /** Whether the states are the whole numbers from one end of the interval to the other. */
  readonly isDiscrete?: boolean;
}

/** So many whole numbers, or standard deviations, beyond the outermost means nothing is left, not of an exponential tail either: e⁻⁴⁰. */
const FAR = 40;

/** The change of a field over which the change of the mean is the variance. */
const STEP = 1e-4;

/** The visible units of a machine, one by one. */
export function featuresOf(action: string, rbm: RBMValues): Feature[] {
  const { visibleUnits, parameters } = rbm;
  const { low, high } = outermost(action, rbm);
  const featuresIn = (units: Units, start: number, columns: number): Feature[] => {
    checkEnergy(action, units);
    const parts = partsOf(action, units, columns);
    if (parts) return parts.flatMap((part) => featuresIn(part.units, start + part.start, part.columns));
    const blocks = blocksOf(action, units, columns);
    if (blocks) {
      let at = start;
      return blocks.map(({ states }) => {
        const width = states[0]!.length;
        at += width;
        return { start: at - width, columns: width, states };
      });
    }
    if (units.blocks) {
      throw rangeError(action, "visible units whose states can be listed", `${units.name} units`);
    }
    const { range, isDiscrete = false } = units;
    return Array.from({ length: columns }, (_, index) => {
      const column = start + index;
      const beyond = isDiscrete ? FAR : 0;
      const least = Math.max(range.min, low[column]! - beyond);
      const most = Math.min(range.max, high[column]! + beyond);
      const interval = isDiscrete
        ? ([Math.ceil(least), Math.floor(most)] as const)
        : ([least, most] as const);
      return { start: column, columns: 1, interval, isDiscrete };
    });
  };
  return featuresIn(visibleUnits, 0, parameters.weights.rows);
}

/** For each column, how far out the hidden units can drive it: the outermost means, and as much again as their tails reach. */
function outermost(
  action: string,
  { visibleUnits, hiddenUnits, parameters }: RBMValues,
): {
  readonly low: readonly number[];
  readonly high: readonly number[];
} {
  const { min, max } = hiddenUnits.range;
  const { weights, visibleBias } = parameters;
  const columns = weights.rows;
  if (!Number.isFinite(max - min)) {
    // then the visible range is bounded
    return {
      low: new Array<number>(columns).fill(Number.NEGATIVE_INFINITY),
      high: new Array<number>(columns).fill(Number.POSITIVE_INFINITY),
    };
  }
  const own = ownParametersOf("visible", parameters);
  const { means } = checkedUnits(action, visibleUnits);
  const reached = (side: -1 | 1): number[] => {
    const fields = visibleBias.to1DArray().map((bias, unit) =>
      weights.getRow(unit).reduce((sum, weight) => {
        return sum + side * Math.max(side * weight * min, side * weight * max);
      }, bias),
    );
    const meansAt = (step: number): number[] =>
      means(reference, Matrix.rowVector(fields.map((field) => field + step)), own).to1DArray();
    const [mean, above, below] = [meansAt(0), meansAt(STEP), meansAt(-STEP)];
    return mean.map((value, unit) => {
      const variance = Math.max(0, (above[unit]! - below[unit]!) / (2 * STEP));
      return value + side * FAR * Math.sqrt(variance);
    });
  };
  return { low: reached(-1), high: reached(1) };
}
