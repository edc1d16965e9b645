// node test/runtimes/smooth.mjs: how long the longest task of a page's main thread is, in Chromium, while a net is made and trained.
// A task's processor time leaves out what the thread waited for a processor, so that it tells of the task under load too.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { browsers, chromiumFlags } from "./browsers.mjs";
import { buildPrograms } from "./build.mjs";
import { isolation, whileServed } from "./page.mjs";

const LONG = 50; // milliseconds, from which a page no longer feels smooth
const categories = ["blink.user_timing", "disabled-by-default-devtools.timeline"];

const { path: executablePath } = browsers.find(({ name }) => name === "Chromium");
if (executablePath === undefined) {
  process.stdout.write("skipped: Chromium is not installed\n");
  process.exit();
}
const directory = await mkdtemp(join(tmpdir(), "layerwise-smooth-"));
await buildPrograms(directory);
for (const threads of [1, 2]) {
  for (const model of ["network", "dbn"]) {
    const { figures, events } = await whileServed([directory], isolation, (address, answer) =>
      visit(`${address}/smooth.html?model=${model}&threads=${threads}`, answer),
    );
    for (const figure of figures)
      print(`${figure.what}, threads: ${threads}`, figure, tasksOf(events, figure.what));
  }
}
await rm(directory, { recursive: true });

/** Opens an address in a browser of its own, in which nothing is compiled yet, and returns what the page says and the trace of it. */
async function visit(address, answer) {
  const browser = await chromium.launch({ executablePath, args: chromiumFlags });
  try {
    const page = await browser.newPage();
    await browser.startTracing(page, { categories });
    await page.goto(address);
    const figures = await answer;
    const { traceEvents } = JSON.parse(await browser.stopTracing());
    return { figures, events: traceEvents };
  } finally {
    await browser.close();
  }
}

/** The tasks of the page's main thread between its two marks, each with its time on the clock and on the processor in milliseconds. */
function tasksOf(events, what) {
  const [from, to] = ["begin", "end"].map((mark) => events.find(({ name }) => name === `${mark} ${what}`));
  const isTask = ({ name, ph, tid, ts, dur }) =>
    name === "RunTask" && ph === "X" && tid === from.tid && ts + dur >= from.ts && ts <= to.ts;
  return events.filter(isTask).map(({ dur, tdur }) => ({ clock: dur / 1000, processor: tdur / 1000 }));
}

function print(what, { longestGap, took }, tasks) {
  const show = (milliseconds) => `${milliseconds.toFixed(0).padStart(4)} ms`;
  const longest = (by) => Math.max(...tasks.map((task) => task[by]));
  const columns = [
    what.padEnd(24),
    `longest task ${show(longest("clock"))}`,
    `on the processor ${show(longest("processor"))}`,
    `tasks over ${LONG} ms ${String(tasks.filter(({ clock }) => clock > LONG).length).padStart(3)}`,
    `longest gap of frames ${show(longestGap)}`,
    `in ${show(took)}`,
  ];
  process.stdout.write(`${columns.join("  ")}\n`);
}
