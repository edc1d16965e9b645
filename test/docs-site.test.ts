import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
// @ts-expect-error: a script of its own, without types
import { faultsOf } from "../docs/site/check.mjs";

let site: string;

beforeEach(() => {
  site = mkdtempSync(join(tmpdir(), "layerwise-site-"));
  mkdirSync(join(site, "functions"));
  writeFileSync(join(site, "picture.svg"), "<svg/>");
});
afterEach(() => rmSync(site, { recursive: true }));

function write(path: string, content: string, sidebar = ""): void {
  writeFileSync(
    join(site, path),
    `<div class="col-content">${content}</div><div class="col-sidebar">${sidebar}</div>`,
  );
}

describe("faultsOf", () => {
  it("finds none where links, anchors and pictures are there", () => {
    write("index.html", `<h1 id="top"></h1><img src="picture.svg"><a href="functions/fit.html#fit">fit</a>`);
    write("functions/fit.html", `<h1 id="fit"></h1><a href="../index.html#top">back</a>`);
    expect(faultsOf(site)).toEqual([]);
  });

  it.each(["none.svg", "functions/none.html", "functions/fit.html#none"])("finds %s missing", (target) => {
    write("index.html", `<a href="functions/fit.html">fit</a><a href="${target}">none</a>`);
    write("functions/fit.html", "");
    expect(faultsOf(site)).toEqual([`index.html leads to ${target}, which is not there`]);
  });

  it("counts the clicks to a function without those of the navigation", () => {
    write("index.html", `<a href="guide.html">guide</a>`, `<a href="functions/fit.html">fit</a>`);
    write("guide.html", `<a href="further.html">further</a>`);
    write("further.html", `<a href="functions/fit.html">fit</a>`);
    write("functions/fit.html", "");
    expect(faultsOf(site)).toEqual(["functions/fit.html is more than 2 clicks from the start page"]);
    write("guide.html", `<a href="functions/fit.html">fit</a>`);
    expect(faultsOf(site)).toEqual([]);
  });
});
