import { fileURLToPath } from "node:url";
import { progress } from "../measure/compare.mjs";
import { goalsTable } from "../measure/goals.mjs";
import { run } from "../measure/run.mjs";
import { summarize } from "../measure/statistics.mjs";
import { table, withSpread } from "../measure/table.mjs";
import { netJob } from "../measure/workloads.mjs";

const program = fileURLToPath(new URL("../systems/probe.mjs", import.meta.url));

/** A net as in the other parts, a deep one, and one so small that a look costs more than the arithmetic. */
const NETS = [
  { name: "784-500-500-2000-10", rows: 5000, epochs: 2 },
  { name: "784-100-100-100-100-100-100-10", rows: 10_000, epochs: 4 },
  { name: "784-30-30-30-10", rows: 10_000, epochs: 8 },
];

/** Training with a probe at its default interval, one update in a hundred, against training without. */
export async function measure({ rows: { directory }, rounds }) {
  const results = [];
  for (const { name, rows, epochs } of NETS) {
    progress(`probe: ${name}`);
    const sizes = name.split("-").map(Number);
    const job = { ...netJob(directory, { rows, sizes, epochs }), rounds, threads: 1 };
    const { answer, notRun } = await run([process.execPath, program, JSON.stringify(job)]);
    results.push(answer ? { name, ...answer } : { name, notRun });
  }
  progress("");
  const ran = results.filter(({ notRun }) => !notRun);
  const overheads = ran.map((result) => ({ ...result, overhead: overheadOf(result) }));
  const goals = overheads.map(({ name, overhead }) => ({
    what: `overhead of the probe, ${name}`,
    direction: "at most",
    bound: 5,
    unit: "%",
    measured: overhead,
  }));
  const text = [
    "Training in batches of 100 with a probe that looks at one update in a hundred, its default, against the same",
    `without, on one thread, in turns: seconds, of ${rounds} rounds. The overhead is a hundredth of what looking at`,
    "every update adds, from the least times; beside it what the default adds by itself within a round, the median",
    "with the least and the greatest: the noise of the machine, where it is the larger of the two.",
    "",
    table(
      ["net", "without", "with", "every update", "overhead, %", "by itself, %"],
      overheads.map(({ name, without, with: watched, everyUpdate, overhead }) => [
        name,
        ...[without, watched, everyUpdate].map((seconds) => withSpread(summarize(seconds))),
        withSpread(overhead),
        withSpread(summarize(watched.map((seconds, round) => 100 * (seconds / without[round] - 1)))),
      ]),
    ),
    "",
    ...results.filter(({ notRun }) => notRun).map(({ name, notRun }) => `${name}: not run, ${notRun}`),
    goalsTable(goals),
  ].join("\n");
  return { title: "Probe", text, data: { results: overheads, goals } };
}

/** The interval of a probe that is not told another. */
const INTERVAL = 100;

function overheadOf({ without, everyUpdate }) {
  return summarize([percentMore(everyUpdate, without) / INTERVAL]);
}

/** In percent, of the least readings: noise only ever adds time, so they come nearest to what the work takes. */
function percentMore(seconds, reference) {
  return 100 * (Math.min(...seconds) / Math.min(...reference) - 1);
}
