import type { Seed } from "../random/seed.ts";
import { createHistory, type EpochRecord, type History } from "./history.ts";

/**
 * The epochs of several runs, one after the other, as those of one run: `what` names the layers in its warnings. A run is asked
 * for when the one before it has ended.
 */
export async function* epochsInTurn<Epoch extends EpochRecord>(
  runs: Iterable<AsyncGenerator<Epoch, History<Epoch>, void>>,
  seed: Seed,
  what: string,
): AsyncGenerator<Epoch, History<Epoch>, void> {
  const histories: History<Epoch>[] = [];
  for (const run of runs) histories.push(yield* run);
  return createHistory({
    epochs: Object.freeze(histories.flatMap((history) => history.epochs)),
    ending: histories.at(-1)!.ending,
    seed,
    settings: Object.freeze(histories.flatMap((history) => history.settings)),
    warnings: Object.freeze(
      histories.flatMap(({ warnings, settings: [used] }) =>
        warnings.map((warning) => `${what} ${used!.layer}: ${warning}`),
      ),
    ),
    engine: [...new Set(histories.map((history) => history.engine))].join(", "),
  });
}
