import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { accessibilityTrials } from "./accessibility.mjs";
import { browsers } from "./browsers.mjs";
import { built } from "./build.mjs";
import { bundlers } from "./bundlers.mjs";
import { freshProject, inProject } from "./installed.mjs";
import { isolation, runInBrowser } from "./page.mjs";

const here = fileURLToPath(new URL("./", import.meta.url));
const packages = `${here}node_modules/`;
const examples = fileURLToPath(new URL("../../examples/page/", import.meta.url));

const playground = `${built}playground/`;

const workers = 1 + 3; // for 2 and for 4 threads
const strict = (script) => `default-src 'none'; connect-src 'self'; script-src 'self'${script}`;

/** Installs what package.json names, unless it is there. What this platform has no build of is left out. */
export function installRuntimes() {
  if (existsSync(packages)) return;
  process.stderr.write("Installing the runtimes and bundlers, once: about 800 MB.\n");
  spawnSync("npm", ["install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: here,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
}

/**
 * Everything that is tried: a place, its version, what runs there, and a function that does it with the programs in a directory, undefined
 * where the place is not installed. It returns a report of bits, which are compared, or the words to show.
 */
export function trials() {
  const lines = ["20", "22", "24", "26"];
  const nodes = lines.map((line) => ["Node", find(`node-${line}/bin/node`), line]);
  const installed = lines.map((line) => withVersion(find(`node-${line}/bin/node`), line));
  const compilers = ["5.0", "5.5", "5.9", "6.0", "7.0"].map((line) =>
    withVersion(find(`typescript-${line}/bin/tsc`), line),
  );
  const others = [
    ["Deno", find("@deno/*/deno"), "run"],
    ["Bun", find("@oven/*/bin/bun")],
  ];
  const all = { what: "training on 1, 2 and 4 threads", workers };
  const project = freshProject();
  process.once("exit", () => project.remove());
  return [
    ...[["this Node", process.execPath], ...nodes].map(([place, path, line]) => ({
      ...{ place, version: withVersion(path, line).version, ...all },
      run: commandLine(path),
    })),
    ...others.map(([place, path, ...words]) => ({
      ...{ place, version: path && versionOf(path), ...all },
      run: commandLine(path, ...words),
    })),
    ...inProject(project, installed, compilers),
    ...browsers.flatMap((browser) => inBrowser(browser)),
    ...accessibilityTrials(versionOf),
    ...bundlers(packages).map(({ name, version, run }) => ({
      ...{ place: name, what: "builds all entries for a page, without a warning" },
      run: existsSync(packages + name)
        ? async () => {
            await run();
            return { version: await version(), said: "built" };
          }
        : undefined,
    })),
  ];
}

/** What is tried in a browser. */
function inBrowser(browser) {
  const page = (what, name, headers, more) => ({
    ...{ place: browser.name, version: browser.path && versionOf(browser.path), what },
    missing: browser.missing,
    run:
      browser.path &&
      (async (directory) => {
        const folders = more.folders ?? [directory, built, examples];
        const report = await runInBrowser(browser, folders, name, headers);
        return more.said ? { said: more.said(report) } : report;
      }),
    ...more,
  });
  const policy = (text) => ({ ...isolation, "content-security-policy": text });
  return [
    page("bundled page, with threads", "send-report.html", isolation, {
      workers: browser.sharesMemory ? workers : 0,
    }),
    page("bundled page, without shared memory", "send-report.html", {}, { workers: 0 }),
    page("import map, no bundler", "unbundled.html", isolation, {
      workers: browser.sharesMemory ? workers : 0,
    }),
    page("strict CSP", "policy.html", policy(strict("")), {
      said: ({ auto, wasm, picture }) =>
        check(
          auto === "reference" && wasm.includes("'wasm-unsafe-eval'") && picture === "<svg",
          `"auto" trains on ${auto}`,
        ),
    }),
    page("CSP with 'wasm-unsafe-eval', no worker-src", "policy.html", policy(strict(" 'wasm-unsafe-eval'")), {
      said: ({ auto, picture }) => check(auto === "wasm" && picture === "<svg", `"auto" trains on ${auto}`),
    }),
    page("the playground", "watch-playground.html", isolation, {
      folders: [here, playground],
      said: ({ said }) => check(said !== undefined, said),
    }),
    page("Worker with progress and abort", "index.html?try", isolation, {
      said: ({ progress, aborted, rows }) =>
        check(progress > 1 && aborted && rows === 64, `${progress} reports, then aborted`),
    }),
  ];
}

function check(holds, said) {
  if (!holds) throw new Error(said);
  return said;
}

/** A program with its version, or with the line of versions that it would be of. */
function withVersion(path, line) {
  return { path, version: path ? versionOf(path) : line };
}

export function versionOf(path) {
  const words = path.endsWith("MiniBrowser") ? [] : ["--version"];
  const program = words.length > 0 ? path : "dpkg-query";
  const options = words.length > 0 ? words : ["-s", "webkit2gtk-driver"];
  const { stdout } = spawnSync(program, options, { encoding: "utf8" });
  return /\d+(\.\d+)+/.exec(stdout ?? "")?.[0];
}

/** The path of an installed file, where `*` stands for the package of the platform; undefined if there is none. */
export function find(pattern) {
  const [before, after] = pattern.split("*");
  if (after === undefined) return existsSync(packages + before) ? packages + before : undefined;
  if (!existsSync(packages + before)) return undefined;
  return readdirSync(packages + before)
    .map((platform) => packages + before + platform + after)
    .find(existsSync);
}

/** Runs a program in a process of its own, which has to end by itself without a word of complaint. */
function commandLine(path, ...words) {
  if (path === undefined) return undefined;
  return (directory) =>
    new Promise((resolve, reject) => {
      const child = spawn(path, [...words, `${directory}/print-report.mjs`]);
      const timer = setTimeout(() => child.kill("SIGKILL"), 300_000);
      let output = "";
      let errors = "";
      child.stdout.on("data", (text) => {
        output += text;
      });
      child.stderr.on("data", (text) => {
        errors += text;
      });
      child.on("error", reject);
      child.on("close", (code, signal) => {
        clearTimeout(timer);
        if (code === 0 && errors === "") resolve(JSON.parse(output));
        else reject(new Error(`ended with ${signal ?? code}: ${errors || output}`));
      });
    });
}
