import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { pages, programs } from "./support/doc-programs.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "layerwise-docs-"));

afterEach(() => vi.restoreAllMocks());
afterAll(() => rmSync(scratch, { recursive: true }));

describe("The documentation", () => {
  it("has programs in README.md and in docs/", () => {
    const places = programs.map(({ page }) => page);
    expect(places).toContain("README.md");
    expect(places.some((page) => page.startsWith("docs/"))).toBe(true);
  });

  it.each(programs.map((program) => ({ ...program, name: `${program.page}:${program.line}` })))(
    "$name runs, and prints what it says it prints",
    async ({ name, code }) => {
      const file = join(scratch, `${name.replaceAll(/\W+/g, "-")}.ts`);
      writeFileSync(file, code);
      const printed: string[] = [];
      vi.spyOn(console, "log").mockImplementation((...values) => printed.push(values.join(" ")));
      await import(/* @vite-ignore */ file);
      const promised = promisedBy(code);
      expect(printed.filter((line) => promised.includes(line))).toEqual(promised);
    },
  );

  it.each(pages)("$path links to files and headings that exist", ({ path, text }) => {
    const targets = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)/gm)]
      .map(([, inline, reference]) => (inline ?? reference)!)
      .filter((target) => !/^(https?|mailto):/.test(target));
    const broken = targets.filter((target) => !exists(path, target));
    expect(broken).toEqual([]);
  });
});

/**
 * The output that the comments of a program promise: values behind a `console.log`, and lines of comment behind the
 * last statement. Other comments explain.
 */
function promisedBy(code: string): string[] {
  const lines = code.trimEnd().split("\n");
  const end = lines.findLastIndex((line) => !line.startsWith("// ")) + 1;
  const inline = lines
    .slice(0, end)
    .flatMap((line) => /console\.log\(.*\); \/\/ (.*)$/.exec(line)?.[1] ?? []);
  const isValue = (text: string): boolean => /^(true|false|[-+.\de]+)( (true|false|[-+.\de]+))*$/.test(text);
  return [...inline.filter(isValue), ...lines.slice(end).map((line) => line.slice("// ".length))];
}

function withoutCode(text: string): string {
  return text.replaceAll(/^```.*?^```$/gms, "").replaceAll(/`[^`\n]*`/g, "");
}

/** Whether a relative link of a page leads to a file, and its anchor to a heading of that file. */
function exists(page: string, target: string): boolean {
  const [path, anchor] = target.split("#") as [string, string?];
  const file = path === "" ? join(root, page) : join(root, dirname(page), path);
  if (relative(root, file).startsWith("..") || !existsSync(file)) return false;
  if (anchor === undefined || !file.endsWith(".md")) return true;
  return headingsOf(readFileSync(file, "utf8")).includes(anchor);
}

/** The anchors that GitHub gives the headings of a page. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
