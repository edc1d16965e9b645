import { appendFileSync, existsSync, readFileSync, renameSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TrialResult } from "../study/trial-result.ts";

/** The results of a study in its folder, a line of JSON per trial: each is safe as soon as it is there. */
export interface TrialLog {
  /** What was there before. */
  readonly known: readonly TrialResult[];
  append(result: TrialResult): void;
  /** Puts the file in this order, and behind it results that belong to other plans. */
  finish(results: readonly TrialResult[]): void;
}

/** Where a study in this folder keeps its results. */
export function trialFile(directory: string): string {
  return join(directory, "trials.jsonl");
}

/** Opens the results in a folder. A last line that was cut off by the end of a process is taken away. */
export function openTrialLog(directory: string): TrialLog {
  const file = trialFile(directory);
  const known = existsSync(file) ? readWholeLines(file) : [];
  return {
    known,
    append: (result) => appendFileSync(file, `${JSON.stringify(result)}\n`),
    finish(results) {
      const planned = new Set(results.map(({ id }) => id));
      const others = known.filter(({ id }) => !planned.has(id)).sort((a, b) => (a.id < b.id ? -1 : 1));
      const lines = [...results, ...others].map((result) => `${JSON.stringify(result)}\n`);
      writeFileSync(`${file}.new`, lines.join(""));
      renameSync(`${file}.new`, file);
    },
  };
}

function readWholeLines(file: string): TrialResult[] {
  const bytes = readFileSync(file);
  const whole = bytes.lastIndexOf("\n") + 1;
  if (whole < bytes.length) truncateSync(file, whole);
  const lines = bytes.subarray(0, whole).toString("utf8").split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line) as TrialResult);
}
