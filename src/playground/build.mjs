// Builds the playground as one page, with the notices of all that is in it: dist/playground/index.html and NOTICES.txt.

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

const root = fileURLToPath(new URL("../../", import.meta.url));
const source = (name) => join(root, "src/playground", name);

/** Bundles the page and its worker, and writes the page into a directory. */
export async function buildPlayground(directory, plugins = []) {
  const worker = await bundle("experiment/worker.ts", plugins);
  const page = await bundle("page/main.tsx", plugins);
  const css = await transform(readFileSync(source("page.css"), "utf8"), { loader: "css", minify: true });
  const notices = noticesOf([...worker.inputs, ...page.inputs]);
  const scripts = { notices, worker: worker.code, program: page.code };
  const style = css.code.trim();
  let html = readFileSync(source("page.html"), "utf8")
    .replace("HASHES", hashOf(inScript(page.code)))
    .replace("STYLE", hashOf(style))
    .replace("<style>", () => `<style>${style}`);
  for (const [id, text] of Object.entries(scripts)) {
    html = html.replace(`id="${id}">`, () => `id="${id}">${inScript(text)}`);
  }
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "index.html"), html);
  writeFileSync(join(directory, "NOTICES.txt"), notices);
}

/** One file in strict scripts' form, and the files that went into it. */
async function bundle(entry, plugins) {
  const { outputFiles, metafile } = await build({
    entryPoints: [source(entry)],
    absWorkingDir: root,
    tsconfig: join(root, "tsconfig.json"),
    ...{ bundle: true, minify: true, format: "iife", target: "es2022", platform: "browser", charset: "utf8" },
    external: ["node:*"],
    define: { PAPA_BROWSER_CONTEXT: "true" },
    legalComments: "none", // whole notices stand in the page
    treeShaking: true,
    ...{ write: false, metafile: true, logLevel: "error", plugins },
  });
  return { code: outputFiles[0].text.trim(), inputs: Object.keys(metafile.inputs) };
}

/** The licenses of the library and of every package that one of these files belongs to. */
function noticesOf(files) {
  const packages = files.flatMap((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []);
  const folders = [".", ...[...new Set(packages)].sort()];
  return folders.map(noticeOf).join(`\n${"-".repeat(80)}\n\n`);
}

function noticeOf(folder) {
  const path = join(root, folder);
  const { name, version, license } = JSON.parse(readFileSync(join(path, "package.json"), "utf8"));
  const file = readdirSync(path).find((each) => /^(licen[sc]e|copying)(\.\w+)?$/i.test(each));
  const readme = readdirSync(path).find((each) => /^readme/i.test(each));
  const text = file
    ? readFileSync(join(path, file), "utf8")
    : `License: ${license}\n\n${/##* license[\s\S]*/i.exec(readme ? readFileSync(join(path, readme), "utf8") : "")?.[0] ?? ""}`;
  return `${name} ${version}\n\n${text.trim()}\n`;
}

/** A text that does not end the element that it stands in. */
function inScript(text) {
  return text.replaceAll(/<\/(script)/gi, "<\\/$1").replaceAll("<!--", "<\\!--");
}

function hashOf(text) {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
