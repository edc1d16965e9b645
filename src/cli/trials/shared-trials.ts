import { setTimeout } from "node:timers/promises";
import { hashOf } from "../../study/hash.ts";
import type { TrialExecutor } from "../../study/run-study.ts";
import type { TrialResult } from "../../study/trial-result.ts";
import type { TrialSpec } from "../../study/trial-spec.ts";
import type { TrialClaims } from "./trial-claims.ts";
import type { TrialLog } from "./trial-log.ts";

/** Runs those of the trials that may be taken, each asked for when its turn comes. */
export type ClaimingExecutor = (
  specs: readonly TrialSpec[],
  take: (spec: TrialSpec) => boolean,
) => AsyncIterable<TrialResult>;

/** A folder where other processes work as well. */
interface SharedFolder {
  readonly log: TrialLog;
  readonly claims: TrialClaims;
  /** Told for how many trials of other processes this one waits. */
  readonly waiting: (trials: number) => void;
  /** Ends the waiting. */
  readonly signal?: AbortSignal | undefined;
}

/** Milliseconds between two looks at what other processes are at. */
const PAUSE = 250;

/**
 * Runs trials in a folder where other processes may be at the same ones: each is run by one of them, and the others wait for its
 * result, or take it over where its process ends without one, or its result is lost.
 */
export function sharedTrials(
  execute: ClaimingExecutor,
  { log, claims, waiting, signal }: SharedFolder,
): TrialExecutor {
  return async function* run(specs) {
    const ids = new Map(await Promise.all(specs.map(async (spec) => [spec, await hashOf(spec)] as const)));
    const idOf = (spec: TrialSpec): string => ids.get(spec)!;
    let missing = specs;
    for (;;) {
      const ended = new Set<string>();
      for await (const result of execute(missing, (spec) => claims.take(idOf(spec)))) {
        ended.add(result.id);
        yield result;
      }
      missing = missing.filter((spec) => !ended.has(idOf(spec)));
      if (missing.length === 0) return;
      waiting(missing.length);
      do await setTimeout(PAUSE, undefined, { signal });
      while (missing.every((spec) => claims.isRunning(idOf(spec))));
      const done = missing.filter((spec) => claims.isDone(idOf(spec))); // a result is there before its mark is
      const found = await log.read();
      for (const spec of done) if (!found.has(idOf(spec))) claims.reopen(idOf(spec));
      for (const spec of missing) {
        const result = found.get(idOf(spec));
        if (result) yield result;
      }
      missing = missing.filter((spec) => !found.has(idOf(spec)));
    }
  };
}
