import type { Seed } from "../random/seed.ts";
import { createHistory, type EpochRecord, type History } from "./history.ts";

type Training<Epoch extends EpochRecord> = AsyncGenerator<Epoch, History<Epoch>, void>;

/**
 * The epochs of several runs, one after the other, as those of one run: `what` names the layers in its warnings. A run is asked
 * for when the one before it has ended. One that is there begins at once, so that the model takes no other meanwhile.
 */
export async function* epochsInTurn<Epoch extends EpochRecord>(
  runs: Iterable<Training<Epoch> | Promise<Training<Epoch>>>,
  seed: Seed,
  what: string,
): Training<Epoch> {
  const histories: History<Epoch>[] = [];
  for (const run of runs) histories.push(yield* "then" in run ? await run : run);
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
