import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const read = (path: string): string => readFileSync(new URL(`../docs/${path}`, import.meta.url), "utf8");

describe("docs/rbm/make-figures.mjs", () => {
  it("makes every figure that lies beside it, and each stands on a page", () => {
    const made = [...read("rbm/make-figures.mjs").matchAll(/^ {2}async (\w+)\(\) \{$/gm)].map(
      ([, name]) => name!,
    );
    const files = readdirSync(new URL("../docs/rbm/", import.meta.url)).filter((file) =>
      file.endsWith(".svg"),
    );
    const shown = [...`${read("rbm.md")}${read("rbm-models.md")}`.matchAll(/\]\(rbm\/(\w+)\.svg\)/g)].map(
      ([, name]) => name!,
    );
    expect(files.map((file) => file.replace(".svg", "")).sort()).toEqual([...made].sort());
    expect([...shown].sort()).toEqual([...made].sort());
  });
});
