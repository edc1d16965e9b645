import { existsSync, rmSync } from "node:fs";
import { removeLeftovers, writeWhole } from "../../files/write-whole.ts";
import type { TrialResult } from "../../study/trial-result.ts";
import { quarantine } from "./rejected-lines.ts";
import { removeClaims } from "./trial-claims.ts";
import { readTrials, type TrialFolder, trialFile } from "./trial-folder.ts";
import { partsIn, startPart } from "./trial-part.ts";

/**
 * The results of studies in a folder, which any number of processes may work in at once.
 *
 * Each process appends its results to a part of its own, a line of JSON per trial: each is safe as soon as it is there. (Which of them runs a
 * trial is said by its claim.) At its end it
 * puts all results of the folder, each once, into `trials.jsonl`, and does so again until no part has grown meanwhile. Then it
 * closes its part, and if no other is open it takes the parts away, of which `trials.jsonl` has every line.
 */
export interface TrialLog {
  /** What was there before, of this plan and of others. */
  readonly known: readonly TrialResult[];
  append(result: TrialResult): void;
  /** What is in the folder by now, by the ids of the trials. */
  read(): Promise<ReadonlyMap<string, TrialResult>>;
  /** Ends the log; `trials.jsonl` has these first and in this order, and behind them what else is in the folder. */
  finish(results: readonly TrialResult[]): Promise<void>;
}

/**
 * Opens the results in a folder. Lines that are no results go to `trials.rejected.jsonl`.
 *
 * @param warn - Told of each such line.
 */
export async function openTrialLog(directory: string, warn: (text: string) => void): Promise<TrialLog> {
  removeLeftovers(directory);
  const part = startPart(directory);
  const read = async (): Promise<TrialFolder> => {
    const folder = await readTrials(directory);
    quarantine(directory, folder.rejected, warn);
    return folder;
  };
  const { results: known } = await read();
  const own = new Map<string, TrialResult>();
  let isOpen = true;
  return {
    known: [...known.values()],
    append(result) {
      if (!isOpen) return; // a trial that ran on after the study was stopped
      own.set(result.id, result);
      part.append(lineOf(result));
    },
    read: async () => (await read()).results,
    async finish(results) {
      let folder: TrialFolder;
      do {
        folder = await read();
        const all = new Map([
          ...folder.results,
          ...own,
          ...results.map((result) => [result.id, result] as const),
        ]);
        if (all.size > 0) writeWhole(trialFile(directory), linesOf(results, all));
      } while (hasGrown(directory, folder));
      isOpen = false;
      part.close();
      takeAway(directory, folder);
    },
  };
}

/** Lets a folder be merged where its part of a study had nothing to do. */
export function markAsPart(directory: string): void {
  if (!existsSync(trialFile(directory))) writeWhole(trialFile(directory), "");
}

const lineOf = (result: TrialResult): string => `${JSON.stringify(result)}\n`;

/** These first, and behind them the others. */
function linesOf(first: readonly TrialResult[], all: ReadonlyMap<string, TrialResult>): string {
  const planned = new Set(first.map(({ id }) => id));
  const others = [...all.values()]
    .filter(({ id }) => !planned.has(id))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return [...first, ...others].map(lineOf).join("");
}

/** Whether a part has more than was read of it. */
function hasGrown(directory: string, { bytesOf }: TrialFolder): boolean {
  return partsIn(directory).some(({ owner, bytes }) => bytes !== (bytesOf.get(owner) ?? 0));
}

/** Takes away the parts that were read to their ends, unless a process may still write what it has read before. */
function takeAway(directory: string, { bytesOf }: TrialFolder): void {
  const parts = partsIn(directory);
  if (parts.some(({ isOpen }) => isOpen)) return;
  for (const { file, owner, bytes } of parts) if (bytes === bytesOf.get(owner)) rmSync(file, { force: true });
  removeClaims(directory);
}
