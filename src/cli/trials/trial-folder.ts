import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { rangeError, show } from "../../check.ts";
import type { TrialResult } from "../../study/trial-result.ts";
import { readTrialLine } from "./trial-line.ts";
import { partsIn } from "./trial-part.ts";

/** A line that is no result, and why. */
export interface RejectedLine {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly because: string;
  readonly text: string;
}

/** What folders hold of results. */
export interface TrialFolder {
  /** Each trial once, by its id. */
  readonly results: ReadonlyMap<string, TrialResult>;
  readonly rejected: readonly RejectedLine[];
  /** How many bytes were read of the part of each process. */
  readonly bytesOf: ReadonlyMap<string, number>;
}

/** A line of a file, and the result that it is. */
interface FoundResult extends Omit<RejectedLine, "because"> {
  readonly result: TrialResult;
}

/** Where a study in this folder keeps its results. */
export function trialFile(directory: string): string {
  return join(directory, "trials.jsonl");
}

/** Whether there are results in a folder. */
export function holdsTrials(directory: string): boolean {
  return existsSync(trialFile(directory)) || partsIn(directory).some(({ bytes }) => bytes > 0);
}

/**
 * Reads the results in folders: those of the processes in it, then its `trials.jsonl`. In this order, since what a process takes
 * away stands in `trials.jsonl` before. Of two results of one trial that differ neither is taken.
 */
export async function readTrials(...directories: readonly string[]): Promise<TrialFolder> {
  const found: FoundResult[] = [];
  const rejected: RejectedLine[] = [];
  const bytesOf = new Map<string, number>();
  for (const directory of directories) {
    for (const { file, owner } of partsIn(directory)) {
      const bytes = read(file);
      if (bytes === undefined) continue;
      bytesOf.set(owner, bytes.length);
      await readLines(file, bytes, found, rejected, true);
    }
    const whole = read(trialFile(directory));
    if (whole) await readLines(trialFile(directory), whole, found, rejected, false);
  }
  return { results: eachOnce(found, rejected), rejected, bytesOf };
}

function read(file: string): Buffer | undefined {
  try {
    if (!statSync(file).isFile()) throw rangeError("read results", "a file", show(file)); // a pipe would never end
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined; // taken away meanwhile
    throw error;
  }
}

/** A part may end in the middle of a line: its process has ended there, or is writing it. */
async function readLines(
  file: string,
  bytes: Buffer,
  found: FoundResult[],
  rejected: RejectedLine[],
  mayBeCut: boolean,
): Promise<void> {
  const lines = new TextDecoder().decode(bytes).split(/\r?\n/); // without a byte order mark
  for (const [index, text] of lines.entries()) {
    if (text.trim() === "") continue;
    const line = index + 1;
    try {
      found.push({ file, line, text, result: await readTrialLine(text) });
    } catch (error) {
      if (mayBeCut && line === lines.length) continue;
      rejected.push({ file, line, because: (error as Error).message, text });
    }
  }
}

function eachOnce(found: readonly FoundResult[], rejected: RejectedLine[]): Map<string, TrialResult> {
  const byId = new Map<string, FoundResult[]>();
  for (const one of found) {
    const same = byId.get(one.result.id);
    if (same) same.push(one);
    else byId.set(one.result.id, [one]);
  }
  const results = new Map<string, TrialResult>();
  for (const [id, same] of byId) {
    const [first, ...others] = same.map(({ result }) => JSON.stringify(result));
    if (others.every((other) => other === first)) results.set(id, same[0]!.result);
    else {
      const because = "expected one result of a trial, got several that differ";
      rejected.push(...same.map(({ file, line, text }) => ({ file, line, because, text })));
    }
  }
  return results;
}
