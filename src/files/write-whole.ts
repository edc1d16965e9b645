import type { Stats } from "node:fs";
import { writeError } from "./file-error.ts";
import { nodeModule } from "./node-module.ts";
import { hasEnded, processName } from "./process-name.ts";

const modules = (): typeof import("node:fs") => nodeModule("write a file", "node:fs");

const LEFTOVER = /^\.layerwise-(.+)\.tmp$/;

/** What this process writes in a folder before it has its name. */
export function fileBeside(file: string): string {
  const { dirname, join } = nodeModule("write a file", "node:path");
  return join(dirname(file), `.layerwise-${processName()}.tmp`);
}

/**
 * Writes a file whole or not at all: beside it first, and then under its name. Where that fails, a full disk for one, the old
 * file is as it was. A link is followed, and a device or a pipe is written to.
 */
export function writeWhole(file: string, content: string | Uint8Array): void {
  const { realpathSync, statSync, writeFileSync } = modules();
  try {
    const old = statSync(file, { throwIfNoEntry: false });
    if (old && !old.isFile()) writeFileSync(file, content);
    else replace(old ? realpathSync(file) : file, content, old);
  } catch (error) {
    throw writeError(file, error);
  }
}

function replace(file: string, content: string | Uint8Array, old: Stats | undefined): void {
  const { chmodSync, closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } = modules();
  const beside = fileBeside(file);
  try {
    const descriptor = openSync(beside, "w");
    try {
      writeFileSync(descriptor, content);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    if (old) chmodSync(beside, old.mode);
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/** Takes away what processes have left in a folder that ended while they wrote. */
export function removeLeftovers(directory: string): void {
  const { readdirSync, rmSync } = modules();
  const { join } = nodeModule("write a file", "node:path");
  for (const name of readdirSync(directory)) {
    const [, owner] = LEFTOVER.exec(name) ?? [];
    if (owner !== undefined && hasEnded(owner)) rmSync(join(directory, name), { force: true });
  }
}
