import { causeOf } from "../../check/cause.ts";
import { checkRecord, message, rangeError, readSafely, show } from "../../check.ts";
import { makeFolder } from "../../files/make-folder.ts";
import { nodeModule } from "../../files/node-module.ts";
import { removeLeftovers, writeWhole } from "../../files/write-whole.ts";
import type { Run } from "../../fit/run.ts";
import { runFromBytes } from "./run-bytes.ts";

/** A folder of checkpoints. */
export interface Folder {
  /** The names of checkpoints, the oldest first. */
  list(): readonly string[];
  has(name: string): boolean;
  read(name: string): Run;
  write(name: string, content: Uint8Array | string): void;
  remove(name: string): void;
  /** Refuses a folder of a run that these texts do not describe. */
  checkAbout(about: Readonly<Record<string, string>>): void;
  writeAbout(about: Readonly<Record<string, string>>): void;
}

const NAME = /^checkpoint-(\d{6,12})\.safetensors$/;
const ABOUT = "about.json";

/** The number of a checkpoint, 0 where there is none. */
export function numberOf(name: string | undefined): number {
  return Number(NAME.exec(name ?? "")?.[1] ?? 0);
}

/** The name of a checkpoint. */
export function nameOf(number: number): string {
  return `checkpoint-${String(number).padStart(6, "0")}.safetensors`;
}

/** Opens a folder of checkpoints, and makes it where there is none. */
export async function openFolder(action: string, directory: string): Promise<Folder> {
  const { existsSync, readdirSync, readFileSync, rmSync } = nodeModule(action, "node:fs");
  const { join } = nodeModule(action, "node:path");
  const path = (name: string): string => join(directory, name);
  const refusing = <Value>(attempt: () => Value): Value => {
    try {
      return attempt();
    } catch (error) {
      const got = `${show(directory)} (${causeOf(error)})`;
      throw rangeError(action, "directory to be a folder that can be written", got);
    }
  };
  refusing(() => {
    makeFolder(directory);
    removeLeftovers(directory);
  });
  const reading = <Value>(name: string, read: (bytes: Uint8Array) => Value): Value => {
    try {
      return read(readFileSync(path(name)));
    } catch (error) {
      const got = `${show(path(name))} (${causeOf(error)}); take it away to go on without it`;
      throw new RangeError(message(action, "checkpoints that can be read", got), { cause: error });
    }
  };
  return {
    list: () =>
      refusing(() => readdirSync(directory))
        .filter((name) => NAME.test(name))
        .sort((a, b) => numberOf(a) - numberOf(b)),
    has: (name) => existsSync(path(name)),
    read: (name) => reading(name, runFromBytes),
    write: (name, content) => writeWhole(path(name), content),
    remove: (name) => rmSync(path(name), { force: true }),
    checkAbout(about) {
      if (!existsSync(path(ABOUT))) {
        const got = `${show(directory)}, which has checkpoints and does not`;
        throw rangeError(action, `a folder that says in ${ABOUT} what its run is of, or no about`, got);
      }
      const kept = reading(ABOUT, textsOf);
      const name = Object.keys({ ...kept, ...about }).find((each) => kept[each] !== about[each]);
      if (name === undefined) return;
      const expected = `the run to go on with ${name} ${show(kept[name])}, as ${show(path(ABOUT))} says (another run takes another folder)`;
      throw rangeError(action, expected, show(about[name]));
    },
    writeAbout: (about) => writeWhole(path(ABOUT), `${JSON.stringify(about, undefined, 2)}\n`),
  };
}

function textsOf(bytes: Uint8Array): Record<string, unknown> {
  const action = "read what a run is about";
  const expected = "texts by name, in JSON";
  return readSafely(action, expected, () =>
    checkRecord(action, expected, JSON.parse(new TextDecoder().decode(bytes))),
  );
}
