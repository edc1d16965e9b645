import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
// @ts-expect-error: a script of its own, without types
import { faultsOf } from "../docs/site/check.mjs";
// @ts-expect-error: a script of its own, without types
import { accessible } from "../docs/site/make-accessible.mjs";

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
    `<main class="col-content">${content}</main><div class="col-sidebar">${sidebar}</div>`,
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

describe("accessible", () => {
  const page = (content: string): string =>
    `<div class="col-content">\n${content}</div>\n<div class="col-sidebar">\n<div class="page-menu"><h3>Here</h3></div></div>`;

  it("makes the content the main part, and says what the menu is", () => {
    expect(accessible(page("<p>text</p>"))).toMatch(
      /^<main class="col-content">\n<p>text<\/p><\/main>\n<div class="col-sidebar">\n<div class="page-menu" role="complementary" /,
    );
  });

  it("leaves one title where a page has its own", () => {
    const title = `<div class="tsd-page-title">\n<h1>layerwise</h1></div>\n`;
    const own = `<div class="tsd-panel tsd-typography"><h1 id="own">own</h1></div>`;
    expect(accessible(page(title + own)).match(/<h1/g)).toHaveLength(1);
    expect(accessible(page(title))).toContain("<h1>layerwise</h1>");
  });

  it("counts headings from what they stand under", () => {
    const text = "<h1>a</h1><h4>b</h4><h5>c</h5><h3>d</h3><h2>e</h2><h4>f</h4><h1>g</h1>";
    const levels = [...accessible(text).matchAll(/<h(\d)(?: aria-level="(\d)")?/g)].map(([, size, level]) =>
      Number(level ?? size),
    );
    expect(levels).toEqual([1, 2, 3, 2, 2, 3, 1]);
  });

  it("wraps tables for the keyboard, makes an empty head no head, and takes links out of summaries", () => {
    const text = accessible(
      `<table><tr><th></th><th>a</th></tr></table><summary><h2>Methods<a href="#methods" class="tsd-anchor-icon">#</a></h2></summary>`,
    );
    expect(text).toContain(
      `tabindex="0" aria-label="Table"><table><tr><td></td><th>a</th></tr></table></div>`,
    );
    expect(text).toMatch(/<summary><h2[^>]*>Methods<\/h2><\/summary>$/);
  });
});
