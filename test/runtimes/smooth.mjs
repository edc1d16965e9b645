// node test/runtimes/smooth.mjs: how long the longest task of a page's main thread is, in Chromium, while a net is made and trained.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { browsers } from "./browsers.mjs";
import { buildPrograms } from "./build.mjs";
import { isolation, runInBrowser } from "./page.mjs";

const chromium = browsers.find(({ name }) => name === "Chromium");
if (chromium.path === undefined) {
  process.stdout.write("skipped: Chromium is not installed\n");
  process.exit();
}
const directory = await mkdtemp(join(tmpdir(), "layerwise-smooth-"));
await buildPrograms(directory);
const figures = await runInBrowser(chromium, [directory], "smooth.html", isolation);
for (const [what, { longestTask, longTasks, longestGap, took }] of Object.entries(figures)) {
  const [task, gap, all] = [longestTask, longestGap, took].map(
    (milliseconds) => `${milliseconds.toFixed(0)} ms`,
  );
  process.stdout.write(
    `${what.padEnd(28)} longest task ${task.padStart(8)}  tasks over 50 ms ${String(longTasks).padStart(4)}  longest gap of frames ${gap.padStart(8)}  in ${all}\n`,
  );
}
await rm(directory, { recursive: true });
