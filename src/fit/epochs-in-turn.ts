import type { Seed } from "../random/seed.ts";
import { createHistory, type EpochRecord, type History } from "./history.ts";

type Training<Epoch extends EpochRecord> = AsyncGenerator<Epoch, History<Epoch>, void>;

/**
 * The epochs of several runs, one after the other, as those of one run: `what` names the layers in its warnings. A run is asked
 * for when the one before it has ended.
 */
export async function* epochsInTurn<Epoch extends EpochRecord>(
  runs: AsyncIterable<Training<Epoch>> | Iterable<Training<Epoch>>,
  seed: Seed,
  what: string,
): Training<Epoch> {
  const histories: History<Epoch>[] = [];
  for await (const run of runs) histories.push(yield* run);
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
