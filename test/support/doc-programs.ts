import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The pages of the repository. */
export const pages: readonly { readonly path: string; readonly text: string }[] = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...pagesIn("docs"),
].map((path) => ({
  path,
  text: readFileSync(join(root, path), "utf8"),
}));

/** A program of a page. */
export interface Program {
  readonly page: string;
  /** The line of the page where it starts. */
  readonly line: number;
  readonly code: string;
}

/** The programs of all pages. */
export const programs: readonly Program[] = pages.flatMap(({ path, text }) => programsOf(path, text));

function pagesIn(folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => `${folder}/${name}`);
}

/** The ```ts blocks of a page. A block with imports starts a program; one without goes on with that before it. */
function programsOf(page: string, text: string): Program[] {
  const found: Program[] = [];
  for (const block of text.matchAll(/^```ts\n(.*?)^```$/gms)) {
    const code = block[1]!;
    const before = found.at(-1);
    if (before !== undefined && !/^import /m.test(code)) {
      found[found.length - 1] = { ...before, code: before.code + code };
    } else {
      found.push({ page, line: text.slice(0, block.index).split("\n").length, code });
    }
  }
  return found;
}
