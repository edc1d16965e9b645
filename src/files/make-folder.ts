import { nodeModule } from "./node-module.ts";

/** Makes a folder with all above it, or nothing; where the system makes none, a recursive mkdirSync may never return. */
export function makeFolder(path: string): void {
  const { existsSync, mkdirSync, rmdirSync } = nodeModule("make a folder", "node:fs");
  const { dirname } = nodeModule("make a folder", "node:path");
  const missing: string[] = []; // the outermost first
  for (let each = path; !existsSync(each) && each !== missing[0]; each = dirname(each)) missing.unshift(each);
  const made: string[] = [];
  try {
    for (const folder of missing) {
      if (existsSync(folder)) continue; // another process was faster
      mkdirSync(folder);
      made.unshift(folder);
    }
  } catch (error) {
    if (existsSync(path)) return;
    for (const folder of made) rmdirSync(folder);
    throw error;
  }
}
