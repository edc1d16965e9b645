import { estimateOf, type Interval, intervalOf } from "../statistics/interval.ts";

/** A start beside the first: by how much deeper or less deep it trains, as a ratio. */
export interface DepthRatio extends Interval {
  readonly arm: string;
  /** The start that it is divided by. */
  readonly over: string;
}

const TAIL = 0.025;

/**
 * How each start but the first compares with the first, seed by seed. Depths are known to one step of the list, and taken to spread no
 * less than its least. Where one trains at no depth there is no ratio.
 */
export function depthRatios(
  starts: readonly { readonly arm: string; readonly depths: readonly number[] }[],
  tried: readonly number[],
): readonly DepthRatio[] {
  const first = starts[0]!;
  const steps = tried.slice(1).map((depth, below) => Math.log(depth / tried[below]!));
  const known = steps.length === 0 ? {} : { resolution: Math.min(...steps) };
  const ratio = (logarithm: number | null): number | null =>
    logarithm === null ? null : Math.exp(logarithm);
  return starts.slice(1).flatMap(({ arm, depths }) => {
    if ([...depths, ...first.depths].includes(0)) return [];
    const logarithms = depths.map((depth, seed) => Math.log(depth / first.depths[seed]!));
    const { mean, low, high } = intervalOf(estimateOf(logarithms, known), { below: TAIL, above: TAIL });
    return [{ arm, over: first.arm, mean: Math.exp(mean), low: ratio(low), high: ratio(high) }];
  });
}
