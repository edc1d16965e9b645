import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runInChromium } from "./chromium.mjs";

const here = fileURLToPath(new URL("./", import.meta.url));
const packages = `${here}node_modules/`;

/** Installs the runtimes of package.json, unless they are there. Those that this platform has no build of are left out. */
export function installRuntimes() {
  if (existsSync(packages)) return;
  process.stderr.write("Installing the runtimes, once: about 700 MB.\n");
  spawnSync("npm", ["install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: here,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
}

/** The runtimes by name, each with a function that runs the programs in a directory and returns the report, if it is there. */
export function runtimes() {
  const workers = 1 + 3; // for 2 and for 4 threads
  const chromium = [process.env.CHROMIUM, "/usr/bin/chromium"].find((path) => path && existsSync(path));
  return [
    { name: "this Node", run: commandLine(process.execPath), workers },
    ...["20", "22", "24"].map((version) => ({
      name: `Node ${version}`,
      run: commandLine(find(`node-${version}/bin/node`)),
      workers,
    })),
    { name: "Deno", run: commandLine(find("@deno/*/deno"), "run"), workers },
    { name: "Bun", run: commandLine(find("@oven/*/bin/bun"), "run"), workers },
    {
      name: "Chromium",
      run: chromium && ((directory) => runInChromium(chromium, directory, true)),
      workers,
    },
    {
      name: "Chromium, page without shared memory",
      run: chromium && ((directory) => runInChromium(chromium, directory, false)),
      workers: 0,
    },
  ];
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
