// npm run hostile [-- --cases 30000 --processes 70 --seed 1]: calls everything with wrong values, hands it hostile files and parts,
// starts the command on full disks and kills it, and prints how that ends.
import { fork } from "node:child_process";
import { parseArgs } from "node:util";
import { withCampaign } from "../support/build-campaign.mjs";

const PATIENCE = { calls: 30, processes: 120 }; // seconds without a word after which a case hangs
const ENDINGS = ["clear", "accepted", "unclear", "silent", "hang", "crash"];
const FAULTS = ENDINGS.slice(2);

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "30000" },
    processes: { type: "string", default: "70" },
    seed: { type: "string", default: "1" },
  },
});
const table = new Map();
const seconds = new Map();
const faults = [];

await withCampaign("hostile", "test/hostile/campaign.ts", async (file) => {
  const began = performance.now();
  await Promise.all([runLane(file, "calls", values.cases), runLane(file, "processes", values.processes)]);
  console.log(`${Math.round((performance.now() - began) / 1000)} seconds`);
});

for (const { kind, ending, what, detail } of faults.slice(0, 50)) {
  console.log(`${ending} (${kind}): ${what}\n  ${detail}`);
}
const total = (counts) => ENDINGS.reduce((sum, ending) => sum + (counts[ending] ?? 0), 0);
const rows = [...table].map(([kind, counts]) => [
  kind,
  total(counts),
  ...ENDINGS.map((ending) => counts[ending] ?? 0),
  (seconds.get(kind) ?? 0).toFixed(1),
]);
for (const row of [["kind", "cases", ...ENDINGS, "seconds"], ...rows]) {
  console.log(row.map((cell, column) => String(cell).padEnd(column === 0 ? 22 : 10)).join(""));
}
process.exitCode = faults.length > 0 ? 1 : 0;

/** Runs all cases of a lane: one of calls within a process, one of processes that are started. */
async function runLane(program, lane, cases) {
  for (let next = 0; next !== undefined; ) next = await runFrom(program, lane, cases, next);
}

/** Runs the cases from this one on; returns where to go on after one that hung or crashed. */
function runFrom(program, lane, cases, first) {
  return new Promise((resolve) => {
    const child = fork(program, [lane, values.seed, cases, String(first)], {
      execArgv: ["--max-old-space-size=2000"],
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    let current;
    let hung = false;
    let watch = setTimeout(giveUp, 1000 * PATIENCE[lane]);
    child.on("message", (report) => {
      clearTimeout(watch);
      watch = setTimeout(giveUp, 1000 * PATIENCE[lane]);
      if (report.begins !== undefined) current = { ...report, at: performance.now() };
      else {
        const { kind, at } = current;
        seconds.set(kind, (seconds.get(kind) ?? 0) + (performance.now() - at) / 1000);
        count(current, report.ending, report.detail);
        current = undefined;
      }
    });
    child.on("exit", (code) => {
      clearTimeout(watch);
      if (current === undefined && code === 0) return resolve(undefined);
      if (current === undefined) throw new Error(`The campaign ended by itself, with ${code}`);
      count(current, hung ? "hang" : "crash", `exit code ${code}`);
      resolve(current.begins + 1);
    });
    function giveUp() {
      hung = true;
      child.kill("SIGKILL");
    }
  });
}

function count({ kind, what }, ending, detail) {
  if (!table.has(kind)) table.set(kind, {});
  const counts = table.get(kind);
  counts[ending] = (counts[ending] ?? 0) + 1;
  if (FAULTS.includes(ending)) faults.push({ kind, ending, what, detail });
}
