import { rangeError } from "../check.ts";
import { Matrix } from "../matrix/matrix.ts";
import { panelNodes } from "../rbm/likelihood/gauss-legendre.ts";
import type { Measure } from "./measure.ts";

/** The logarithm of a density at some states, up to a constant, and what is to be integrated under it at each. */
export interface Integrands {
  readonly scores: ArrayLike<number>;
  readonly factors: readonly ArrayLike<number>[];
}

/** States of an interval with their weights, and what was found there. */
interface Panel extends Integrands {
  readonly low: number;
  readonly high: number;
  readonly places: readonly number[];
  readonly weights: readonly number[];
}

/** How far the first interval reaches to both sides, and how far at most it is doubled. */
const REACH = 30;
const FURTHEST = 2 ** 40;

/** A density that is so many nats below its largest value adds nothing. */
const NEGLIGIBLE = 80;

const FIRST_PANELS = 32;
const MOST_PANELS = 4096;

/** Halving a panel may change each of the integrals by this share of it. */
const TOLERANCE = 1e-10;

/**
 * States from a range and what each counts in integrals under a density, by Gauss and Legendre's rule in panels that are halved until
 * two refinements agree: around sharp peaks and kinks they are narrow. The ends of a wide range are approached by doubling, as far as the
 * density is there.
 *
 * @see Press, Teukolsky, Vetterling, Flannery, "Numerical recipes", 3rd edition (2007), sections 4.6 and 4.7.
 */
export function adaptiveMeasure(
  action: string,
  range: { readonly min: number; readonly max: number },
  at: (states: Matrix) => Integrands,
): Measure {
  const evaluate = (intervals: readonly (readonly [number, number])[]): Panel[] => {
    const nodes = intervals.map(([low, high]) => ({ low, high, ...panelNodes(low, high, 1) }));
    const { scores, factors } = at(Matrix.columnVector(nodes.flatMap(({ places }) => places)));
    return nodes.map((panel, index) => {
      const points = panel.places.length;
      const part = (all: ArrayLike<number>): number[] =>
        Array.prototype.slice.call(all, index * points, (index + 1) * points);
      return { ...panel, scores: part(scores), factors: factors.map(part) };
    });
  };
  const [low, high] = reachOf(range, (states) => Array.from(at(Matrix.columnVector(states)).scores));
  const width = (high - low) / FIRST_PANELS;
  let active = evaluate(
    Array.from({ length: FIRST_PANELS }, (_, panel) => [low + panel * width, low + (panel + 1) * width]),
  );
  const done: Panel[] = [];
  while (active.length > 0) {
    if (done.length + active.length > MOST_PANELS) {
      const expected = `a density that ${MOST_PANELS} panels from ${low} to ${high} tell, or a measure`;
      throw rangeError(action, expected, `a steeper one near ${active[0]!.low}`);
    }
    const halves = evaluate(
      active.flatMap((panel) => {
        const middle = (panel.low + panel.high) / 2;
        return [
          [panel.low, middle],
          [middle, panel.high],
        ] as const;
      }),
    );
    const all = [...done, ...halves];
    const largest = all.reduce((most, { scores }) => maximum(scores, most), Number.NEGATIVE_INFINITY);
    const sizes = all.map((panel) => integralsOf(panel, largest, Math.abs));
    const totals = sizes[0]!.map((_, index) => sizes.reduce((sum, each) => sum + each[index]!, 0));
    const next: Panel[] = [];
    for (const [index, panel] of active.entries()) {
      const pair = halves.slice(2 * index, 2 * index + 2);
      const [left, right] = pair.map((half) => integralsOf(half, largest));
      const agrees = integralsOf(panel, largest).every(
        (sum, each) => !(Math.abs(left![each]! + right![each]! - sum) > TOLERANCE * totals[each]!),
      );
      (agrees ? done : next).push(...pair);
    }
    active = next;
  }
  const places = done.flatMap((panel) => panel.places);
  return { states: Matrix.columnVector(places), shares: done.flatMap(({ weights }) => weights) };
}

/** The integral of each factor over a panel, in units of the largest density. */
function integralsOf(
  { scores, factors, weights }: Panel,
  largest: number,
  size: (value: number) => number = (value) => value,
): number[] {
  const shares = weights.map((weight, node) => weight * Math.exp(scores[node]! - largest));
  return factors.map((factor) => shares.reduce((sum, share, node) => sum + share * size(factor[node]!), 0));
}

/** The interval of a range that holds the density: its ends are doubled until it is negligible there. */
function reachOf(
  { min, max }: { readonly min: number; readonly max: number },
  scoresAt: (states: number[]) => number[],
): readonly [number, number] {
  const center = Math.min(max, Math.max(min, 0));
  let [below, above] = [REACH, REACH];
  for (;;) {
    const [low, high] = [Math.max(min, center - below), Math.min(max, center + above)];
    const { places } = panelNodes(low, high, FIRST_PANELS);
    const [atLow, atHigh, ...scores] = scoresAt([low, high, ...places]);
    const least = maximum(scores, Number.NEGATIVE_INFINITY) - NEGLIGIBLE;
    const [isLowOpen, isHighOpen] = [low > min && atLow! > least, high < max && atHigh! > least];
    if (!(isLowOpen || isHighOpen) || Math.max(below, above) >= FURTHEST) return [low, high];
    if (isLowOpen) below *= 2;
    if (isHighOpen) above *= 2;
  }
}

function maximum(values: ArrayLike<number>, least: number): number {
  let most = least;
  for (let index = 0; index < values.length; index++) most = Math.max(most, values[index]!);
  return most;
}
