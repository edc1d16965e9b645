import type { CheckedEarlyStopping } from "./fit-options.ts";
import type { EpochRecord } from "./history.ts";
import { isAccuracy } from "./monitor.ts";

/** Watches one figure over the epochs and says which was best and when it has stopped improving. */
export class Watch {
  readonly #rule: CheckedEarlyStopping;
  #best = Number.POSITIVE_INFINITY;
  #bestEpoch = 0;
  /** What is to be beaten by the least change that counts. */
  #mark = Number.POSITIVE_INFINITY;
  #markEpoch = 0;

  constructor(rule: CheckedEarlyStopping) {
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
    if (cost < this.#mark - minimumChange) {
      this.#mark = cost;
      this.#markEpoch = record.epoch;
    }
    if (!(cost < this.#best)) return false;
    this.#best = cost;
    this.#bestEpoch = record.epoch;
    return true;
  }

  /** Whether the last improvement that counts is further back than patience allows. */
  isOver(record: EpochRecord): boolean {
    return record.epoch - this.#markEpoch >= this.#rule.patience;
  }
}
