import type { EarlyStopping } from "./fit-options.ts";
import type { EpochRecord } from "./history.ts";

/** Watches one figure over the epochs and says when it has stopped improving. */
export class Watch {
  readonly #rule: Required<EarlyStopping>;
  #best = Number.POSITIVE_INFINITY;
  #bestEpoch = 0;

  constructor(rule: Required<EarlyStopping>) {
    this.#rule = rule;
  }

  /** The epoch that was best so far, from 1. */
  get bestEpoch(): number {
    return this.#bestEpoch;
  }

  /** Takes in one epoch, and returns whether it is the best so far. */
  improves(record: EpochRecord): boolean {
    const { monitor, minimumChange } = this.#rule;
    const value = record[monitor]!;
    const cost = isAccuracy(monitor) ? -value : value;
    if (!(cost < this.#best - minimumChange)) return false;
    this.#best = cost;
    this.#bestEpoch = record.epoch;
    return true;
  }

  /** Whether the best epoch is further back than patience allows. */
  isOver(record: EpochRecord): boolean {
    return record.epoch - this.#bestEpoch >= this.#rule.patience;
  }
}

function isAccuracy(metric: string): boolean {
  return metric.toLowerCase().endsWith("accuracy");
}
