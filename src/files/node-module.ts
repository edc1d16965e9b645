import { rangeError } from "../check.ts";

/** The modules of Node that are asked for by name. */
interface NodeModules {
  readonly "node:fs": typeof import("node:fs");
  readonly "node:fs/promises": typeof import("node:fs/promises");
  readonly "node:os": typeof import("node:os");
  readonly "node:path": typeof import("node:path");
}

/**
 * A module that Node, Deno and Bun have. The process is asked for it, so that no bundler for pages meets its name; in a page, which has
 * no files, the action is refused.
 */
export function nodeModule<Name extends keyof NodeModules>(action: string, name: Name): NodeModules[Name] {
  const { process } = globalThis as { process?: Partial<Pick<NodeJS.Process, "getBuiltinModule">> };
  const found = process?.getBuiltinModule?.(name) as NodeModules[Name] | undefined;
  if (found !== undefined) return found;
  throw rangeError(action, "a runtime with files", "a page, which has bytes alone");
}
