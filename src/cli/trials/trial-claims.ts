import { linkSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeError } from "../../files/file-error.ts";
import { makeFolder } from "../../files/make-folder.ts";
import { processName } from "../../files/process-name.ts";
import { partsIn } from "./trial-part.ts";

/** Which process in a folder runs which trial, so that no two run the same one. */
export interface TrialClaims {
  /** Takes a trial for this process; false where another one is at it, or has ended it. */
  take(id: string): boolean;
  /** Whether this process took it. */
  isOwn(id: string): boolean;
  /** Says that the result of a trial of this process is in the folder. */
  done(id: string): void;
  /** Whether a living process is at a trial. */
  isRunning(id: string): boolean;
  /** Whether somebody said that its result is in the folder. */
  isDone(id: string): boolean;
  /** Lets a trial be taken again whose result is not in the folder, though a process that has left said so: a line of a living one may still come. */
  reopen(id: string): void;
}

const folderOf = (directory: string): string => join(directory, "claims");

/** How often the folder of claims is made anew where another process takes it away, being empty, at the same moment. */
const TRIES = 10;

/**
 * The claims in a folder where this process has a part.
 *
 * `claims/ID` says who runs a trial. It is a link to `claims/PROCESS`, which holds the name of the process: to link is to make a name that was
 * not there, with its content, which one process alone can. When the result is in the folder, the claim becomes `claims/ID.done`. A process that was killed
 * leaves its claims. Who finds one becomes its heir by a link `claims/ID.heir`, again one alone, and puts it in the place of the claim.
 * Where the result of a trial that is done cannot be read, its mark is taken away.
 *
 * On a file system without links every trial is taken: two processes may run the same one, and its result counts once.
 */
export function openClaims(directory: string): TrialClaims {
  const me = processName();
  const own = new Set<string>();
  const nameOf = (id: string): string => join(folderOf(directory), id);
  const doneOf = (id: string): string => `${nameOf(id)}.done`;
  const isDone = (id: string): boolean => ownerIn(doneOf(id)) !== undefined;
  const card = makeCard(directory, me);

  /** Takes the trial of a process that has ended; false where another heir was faster. */
  function inherit(claim: string): boolean {
    const heir = `${claim}.heir`;
    const other = ownerIn(heir);
    if (other !== undefined && !isAtWork(directory, other)) rmSync(heir, { force: true });
    if (!link(card, heir)) return false;
    const owner = ownerIn(claim);
    if (owner === undefined || isAtWork(directory, owner)) {
      rmSync(heir, { force: true });
      return false;
    }
    renameSync(heir, claim);
    return true;
  }

  return {
    take(id) {
      const claim = nameOf(id);
      const owner = link(card, claim) ? me : ownerIn(claim);
      if (owner !== me && (owner === undefined || isAtWork(directory, owner) || !inherit(claim)))
        return false;
      if (isDone(id)) {
        rmSync(claim, { force: true }); // it ended between two looks
        return false;
      }
      own.add(id);
      return true;
    },
    isOwn: (id) => own.has(id),
    done(id) {
      if (ownerIn(nameOf(id)) === me) renameSync(nameOf(id), doneOf(id));
    },
    isRunning(id) {
      const owner = ownerIn(nameOf(id));
      return owner !== undefined && isAtWork(directory, owner);
    },
    isDone,
    reopen(id) {
      const owner = ownerIn(doneOf(id));
      if (owner !== undefined && !isAtWork(directory, owner)) rmSync(doneOf(id), { force: true });
    },
  };
}

/** Takes away the claims of processes that have left the folder, and with the last one the folder of claims. */
export function removeClaims(directory: string): void {
  const folder = folderOf(directory);
  for (const name of namesIn(folder)) {
    const owner = ownerIn(join(folder, name));
    if (owner !== undefined && !isAtWork(directory, owner)) rmSync(join(folder, name), { force: true });
  }
  try {
    rmdirSync(folder);
  } catch {} // none is there, or another process is at work
}

/** The file that the claims of this process are links to. */
function makeCard(directory: string, owner: string): string {
  const file = join(folderOf(directory), owner);
  for (let trial = 1; ; trial++) {
    try {
      makeFolder(folderOf(directory));
      writeFileSync(file, owner);
      return file;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT" || trial === TRIES)
        throw writeError(file, error);
    }
  }
}

const isAtWork = (directory: string, process: string): boolean =>
  partsIn(directory).some(({ owner, isOpen }) => isOpen && owner === process);

function link(card: string, name: string): boolean {
  try {
    linkSync(card, name);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "EEXIST"; // no links here
  }
}

function ownerIn(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
