// Goes through the site that `npm run docs` made: says which links and pictures lead nowhere, and which functions are more
// than two clicks from the start page. The navigation at the side does not count as a way, nor do lists of an entry's names.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const CLICKS = 2;
const KINDS = ["classes", "functions", "variables"];

/** What is wrong with the site in a folder: a sentence for each fault. */
export function faultsOf(site) {
  const pages = new Map(
    readdirSync(site, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".html"))
      .map((path) => [path, readPage(site, path)]),
  );
  const broken = [...pages].flatMap(([path, { targets }]) =>
    targets
      .filter(({ file, anchor }) => {
        const page = pages.get(file);
        return page === undefined ? !existsSync(join(site, file)) : anchor && !page.anchors.has(anchor);
      })
      .map(({ href }) => `${path} leads to ${href}, which is not there`),
  );
  const clicks = clicksFrom("index.html", pages);
  const far = [...pages.keys()]
    .filter((path) => KINDS.includes(dirname(path)) && !(clicks.get(path) <= CLICKS))
    .map((path) => `${path} is more than ${CLICKS} clicks from the start page`);
  return [...new Set([...broken, ...far])];
}

/** The links and anchors of a page; `content` are the pages that its text leads to. */
function readPage(site, path) {
  const text = readFileSync(join(site, path), "utf8");
  const body = text.slice(
    text.indexOf('<main class="col-content">'),
    text.indexOf('<div class="col-sidebar">'),
  );
  const anchors = new Set([...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id));
  const targets = targetsIn(text, path);
  return { anchors, targets, content: targetsIn(body, path).map(({ file }) => file) };

  function targetsIn(html, page) {
    return [...html.matchAll(/\s(?:href|src)="([^"]+)"/g)]
      .map(([, href]) => href.replaceAll("&amp;", "&"))
      .filter((href) => !/^(https?|mailto|data):/.test(href))
      .map((href) => {
        const [target, anchor = ""] = href.split("#");
        const file = target === "" ? page : relative(site, join(site, dirname(page), decodeURI(target)));
        return { href, file, anchor: decodeURIComponent(anchor) };
      });
  }
}

/** How many clicks lead from a page to each other, without the lists of an entry's names. */
function clicksFrom(start, pages) {
  const clicks = new Map([[start, 0]]);
  for (const [path, count] of clicks) {
    for (const target of pages.get(path)?.content ?? []) {
      if (!clicks.has(target) && dirname(target) !== "modules" && target !== "modules.html") {
        clicks.set(target, count + 1);
      }
    }
  }
  return clicks;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const faults = faultsOf(process.argv[2] ?? fileURLToPath(new URL("../api", import.meta.url)));
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
