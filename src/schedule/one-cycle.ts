import { checkKeys, checkNumber } from "../check.ts";
import type { Schedule } from "./schedule.ts";

/** Options of `oneCycle`. */
export interface OneCycleOptions {
  /** The greatest value, ≥ 0. */
  readonly peak: number;
  /** Epochs from start to end, > 0. */
  readonly epochs: number;
  /** The share of the epochs in which the rate rises, in (0, 1). Default 0.3. */
  readonly rise?: number | undefined;
  /** The value at the start, ≥ 0. Default peak / 25. */
  readonly from?: number | undefined;
  /** The value at the end and after it, ≥ 0. Default from / 10 000. */
  readonly final?: number | undefined;
}

/**
 * A rate that rises to its peak along half a cosine, falls along another far below where it started, and stays there. With
 * c(a, b, s) = b + (a − b)·(1 + cos(π·s)) / 2 and u = rise·epochs: r(t) = c(from, peak, t / u) until u, and
 * c(peak, final, min((t − u) / (epochs − u), 1)) from then on.
 *
 * @param options - The peak, the epochs, the share in which it rises, and the first and the final rate.
 * @returns A schedule.
 * @throws RangeError if a number is outside its range.
 * @example
 * const rate = oneCycle({ peak: 0.5, epochs: 20, rise: 0.25 });
 * rate.at(0); // 0.02
 * rate.at(5); // 0.5
 * rate.at(20); // 0.000002
 *
 * @see Smith, "A disciplined approach to neural network hyper-parameters: part 1", 2018, section 4.1, with cosines in
 * place of straight lines, as PyTorch has it.
 */
export function oneCycle(options: OneCycleOptions): Schedule {
  const action = "create oneCycle";
  checkKeys(action, options, ["peak", "epochs", "rise", "from", "final"]);
  const { peak, epochs, rise = 0.3 } = options;
  checkNumber(action, "peak", peak, { min: 0 });
  const { from = peak / 25 } = options;
  const { final = from / 1e4 } = options;
  checkNumber(action, "epochs", epochs, { above: 0 });
  checkNumber(action, "rise", rise, { above: 0, below: 1 });
  checkNumber(action, "from", from, { min: 0 });
  checkNumber(action, "final", final, { min: 0 });
  const top = rise * epochs;
  return Object.freeze({
    name: `oneCycle(peak=${peak}, epochs=${epochs}, rise=${rise}, from=${from}, final=${final})`,
    at: (epoch: number) =>
      epoch < top
        ? alongCosine(from, peak, epoch / top)
        : alongCosine(peak, final, Math.min((epoch - top) / (epochs - top), 1)),
  });
}

/** From `a` to `b` along half a cosine, at a share of the way. */
function alongCosine(a: number, b: number, share: number): number {
  return b + ((a - b) * (1 + Math.cos(Math.PI * share))) / 2;
}
