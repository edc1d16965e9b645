import type { TrialSpec } from "./trial-spec.ts";

/** So many looks show when a long run leaves its plateau. */
const FEWEST_LOOKS = 30;

/** How long a trial trains, and after how many epochs its net is looked at. */
export interface Looks {
  readonly epochs: number;
  /** Epochs from one look to the next; the last is at the end. */
  readonly every: number;
  /** How many there are behind the start. */
  readonly count: number;
}

/**
 * When a trial's net is looked at. With fewer labels an epoch has fewer updates: more of them make the same training, and one look
 * stands for them. Of a run of several times the epochs there are about thirty looks, or as many as of a simple one.
 */
export function looksOf(
  { labels, times, settings }: Pick<TrialSpec, "labels" | "times" | "settings">,
  fullBatch = 1,
): Looks {
  const updates = (examples: number): number => Math.ceil(examples / settings.batchSize);
  const repeats = Math.max(1, Math.round(updates(settings.train) / updates(labels))) * fullBatch;
  const simple = Math.ceil(settings.epochs * times);
  const every = Math.max(1, Math.floor(simple / Math.max(settings.epochs, FEWEST_LOOKS)));
  return { epochs: simple * repeats, every: every * repeats, count: Math.ceil(simple / every) };
}
