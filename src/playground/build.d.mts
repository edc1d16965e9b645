import type { Plugin } from "esbuild";

/** Bundles the page and its worker, and writes the page into a directory. */
export function buildPlayground(directory: string, plugins?: readonly Plugin[]): Promise<void>;
