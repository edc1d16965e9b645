import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { writeError } from "../../files/file-error.ts";
import { hasEnded, processName } from "../../files/process-name.ts";
import { appendWhole } from "../files/append-whole.ts";

/** `trials-<process>.jsonl`, and `trials-<process>.closed.jsonl` once its process writes nothing in the folder any more. */
const PART = /^trials-(.+-\d+-\w+)(\.closed)?\.jsonl$/;

/** Milliseconds; a process of another machine that has written nothing for so long is taken for ended. */
const A_WEEK = 7 * 24 * 3600 * 1000;

/** A file that one process appends results to, and no other writes. */
export interface TrialPart {
  /** Appends a line, all of it or nothing. */
  append(line: string): void;
  /** Says that this process writes nothing in the folder any more. */
  close(): void;
}

/** A part as it stands in a folder. */
export interface FoundPart {
  readonly file: string;
  /** The process. */
  readonly owner: string;
  readonly bytes: number;
  /** Whether its process may still write in the folder. */
  readonly isOpen: boolean;
}

/** Starts a part: from now on the other processes in the folder know of this one. */
export function startPart(directory: string): TrialPart {
  const file = join(directory, `trials-${processName()}.jsonl`);
  const closed = file.replace(/\.jsonl$/, ".closed.jsonl");
  if (existsSync(closed)) renameSync(closed, file);
  const written: string[] = [];
  let descriptor = openPart(file);
  return {
    append(line) {
      written.push(line);
      if (fstatSync(descriptor).nlink > 0) appendWhole(descriptor, file, line);
      else {
        closeSync(descriptor); // somebody took the file away
        descriptor = openPart(file);
        appendWhole(descriptor, file, written.join(""));
      }
    },
    close() {
      closeSync(descriptor);
      const bytes = statSync(file, { throwIfNoEntry: false })?.size;
      if (bytes === 0) rmSync(file);
      else if (bytes !== undefined) renameSync(file, closed);
    },
  };
}

/** The parts in a folder, those of ended processes among them. */
export function partsIn(directory: string): FoundPart[] {
  return readdirSync(directory)
    .sort()
    .flatMap((name) => {
      const [, owner, closed] = PART.exec(name) ?? [];
      const file = join(directory, name);
      const found = statSync(file, { throwIfNoEntry: false });
      if (owner === undefined || found === undefined) return [];
      const isForgotten = Date.now() - found.mtimeMs > A_WEEK;
      const isOpen = closed === undefined && !hasEnded(owner) && !isForgotten;
      return [{ file, owner, bytes: found.size, isOpen }];
    });
}

function openPart(file: string): number {
  try {
    return openSync(file, "a");
  } catch (error) {
    throw writeError(file, error);
  }
}
