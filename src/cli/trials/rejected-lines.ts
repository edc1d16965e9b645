import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { appendWhole } from "../files/append-whole.ts";
import type { RejectedLine } from "./trial-folder.ts";

/** Of a file that holds something else not every line is worth a warning. */
const MOST_WARNINGS = 10;

/** Where lines go that are no results. */
export function rejectedFile(directory: string): string {
  return join(directory, "trials.rejected.jsonl");
}

/** Keeps lines that are no results apart, each with where it stood and why it was refused, and warns the first time. */
export function quarantine(
  directory: string,
  rejected: readonly RejectedLine[],
  warn: (text: string) => void,
): void {
  if (rejected.length === 0) return;
  const file = rejectedFile(directory);
  const kept = new Set(existsSync(file) ? readFileSync(file, "utf8").split("\n") : []);
  const lines: string[] = [];
  for (const one of rejected) {
    const entry = JSON.stringify(one);
    if (kept.has(entry)) continue;
    kept.add(entry);
    if (lines.length < MOST_WARNINGS) {
      warn(`${one.file}, line ${one.line}, is no result of a trial: ${one.because}. It is kept in ${file}.`);
    }
    lines.push(`${entry}\n`);
  }
  if (lines.length === 0) return;
  const unsaid = lines.length - MOST_WARNINGS;
  if (unsaid > 0) warn(`so are ${unsaid} more lines, which ${file} tells of.`);
  const descriptor = openSync(file, "a");
  try {
    appendWhole(descriptor, file, lines.join(""));
  } finally {
    closeSync(descriptor);
  }
}
