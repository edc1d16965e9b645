import {
  accessSync,
  constants,
  existsSync,
  realpathSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, sep } from "node:path";
import { rangeError, show } from "../../check.ts";
import { reasonOf } from "../../files/file-error.ts";
import { makeFolder } from "../../files/make-folder.ts";
import { fileBeside, removeLeftovers } from "../../files/write-whole.ts";

/**
 * Refuses before any work a file that could not be written after it, or that is one of those which are read, and clears away what
 * others left beside it.
 */
export function checkOutFile(action: string, file: string, read: readonly string[]): void {
  if (file === "" || /[/\\]$/.test(file)) throw rangeError(action, "--out to be a file", show(file));
  const there = refusing(action, "--out to be a file that can be written", file, () => stat(file));
  if (there?.isDirectory()) throw rangeError(action, "--out to be a file", show(file));
  if (there && read.some((each) => isSame(there, stat(each)))) {
    throw rangeError(action, "--out to be another file than those that are read", show(file));
  }
  if (there) {
    const expected = "--out to be a file that can be written";
    refusing(action, expected, file, () => accessSync(file, constants.W_OK));
    if (!there.isFile()) return; // a device or a pipe
  }
  refusing(action, "--out to be in a folder that can be written", file, () => tryFolder(dirname(file)));
}

/** Makes the folder of the results, and refuses before any work one where they could not be written. */
export function checkOutFolder(
  action: string,
  out: string,
  { files, folders }: { readonly files: readonly string[]; readonly folders: readonly string[] },
  option = "--out",
): void {
  const expected = `${option} to be a folder that can be written`;
  if (out === "") throw rangeError(action, expected, show(out));
  refusing(action, expected, out, () => {
    const there = stat(out);
    if (there && !there.isDirectory()) throw new Error("it is a file");
    makeFolder(out);
    tryFolder(out);
    for (const name of [...files, ...folders]) {
      const entry = stat(join(out, name));
      if (entry === undefined) continue;
      const expected = folders.includes(name) ? "folder" : "file";
      if (!(expected === "file" ? entry.isFile() : entry.isDirectory())) {
        throw new Error(`${name} in it is no ${expected}`);
      }
      accessSync(join(out, name), constants.W_OK);
    }
  });
  for (const folder of folders) if (existsSync(join(out, folder))) removeLeftovers(join(out, folder));
}

/** Makes the folder of checkpoints, and refuses before any work one where they could not be written, or where the model would lie. */
export function checkCheckpoints(action: string, folder: string, out: string): void {
  checkOutFolder(action, folder, { files: ["about.json"], folders: ["rbms"] }, "--checkpoints");
  const written = existsSync(out) ? realpathSync(out) : join(realpathSync(dirname(out)), basename(out));
  if (`${written}${sep}`.startsWith(join(realpathSync(folder), sep))) {
    throw rangeError(action, `--out to be outside of --checkpoints ${show(folder)}`, show(out));
  }
}

/** Whether two paths lead to one file, by whatever name. */
const isSame = (a: Stats, b: Stats | undefined): boolean =>
  b !== undefined && a.dev === b.dev && a.ino === b.ino;

const stat = (path: string): Stats | undefined => statSync(path, { throwIfNoEntry: false });

/** Writes an empty file and takes it away: only this tells of all that may forbid it. */
function tryFolder(directory: string): void {
  const probe = fileBeside(join(directory, "probe"));
  writeFileSync(probe, "");
  rmSync(probe);
  removeLeftovers(directory);
}

function refusing<Value>(action: string, expected: string, path: string, attempt: () => Value): Value {
  try {
    return attempt();
  } catch (error) {
    throw rangeError(action, expected, `${show(path)} (${reasonOf(error)})`);
  }
}
