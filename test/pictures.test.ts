import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const read = (path: string): string =>
  readFileSync(new URL(`../docs/pictures/${path}`, import.meta.url), "utf8");

describe("docs/pictures/make.mjs", () => {
  const figures = [...read("make.mjs").matchAll(/"([\w-]+\.svg)": "([^"]+\.svg)"/g)];

  it("has put every figure as it is now on a ground", () => {
    expect(figures.length).toBeGreaterThan(0);
    for (const [, picture, source] of figures) {
      const [ground] = /<rect width="100%" height="100%" fill="#fff"\/>/.exec(read(picture!))!;
      expect(read(picture!).replace(ground, "")).toBe(read(source!));
    }
  });
});
