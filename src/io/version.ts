import { show } from "../check.ts";

/** The version of the library, which a model file names; a test compares it with package.json. */
export const VERSION = "0.1.0";

/** The version of a format in a file, and of a higher one than 1 what wrote it and what to do. */
export function showVersion(version: unknown, library = "a newer layerwise"): string {
  return Number(version) > 1
    ? `${show(version)}, which ${library.slice(0, 40)} wrote: update this one, ${VERSION}`
    : show(version);
}
