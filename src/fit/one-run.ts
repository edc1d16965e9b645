import { rangeError } from "../check.ts";
import type { Trained } from "./job.ts";

/**
 * Models in training, with their runs: a second run on the same parameters would undo the first one's work. A run whose iterator nobody
 * has any more holds its model no longer.
 */
const running = new WeakMap<object, WeakRef<object>>();

/**
 * Holds a model for a run.
 *
 * @returns What lets the model go.
 * @throws RangeError if another run on this model is in progress.
 */
export function holdModel(trained: Trained): () => void {
  if (running.get(trained.model)?.deref()) {
    const got = "one in progress; finish it, or end it by return() of its iterator";
    throw rangeError(trained.action, "no other run on this model", got);
  }
  running.set(trained.model, new WeakRef(trained));
  return () => running.delete(trained.model);
}
