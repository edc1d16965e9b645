import { fileURLToPath } from "node:url";
import { threadsOf } from "../measure/comparison-tables.mjs";
import { goalsTable } from "../measure/goals.mjs";
import { COLUMNS, writeRows } from "../measure/rows.mjs";
import { run } from "../measure/run.mjs";
import { summarize } from "../measure/statistics.mjs";
import { table, withSpread } from "../measure/table.mjs";
import { layerwise } from "../systems/all.mjs";

const ROWS = 60_000;
const MEGABYTE = 1e6;
const DATA = (4 * ROWS * COLUMNS) / MEGABYTE;
const ROOM = 150;
const RUNS = 3;

const program = fileURLToPath(new URL("../systems/memory.mjs", import.meta.url));
const WAYS = [
  { source: "float32", what: "a matrix over one Float32Array" },
  { source: "loadMnist", what: "what loadMnist gives" },
];

/** The most memory that a run on all of MNIST ever had, in RAM. */
export async function measure() {
  const { directory } = await writeRows(ROWS);
  const measured = [];
  for (const { source, what } of WAYS) {
    if (source === "loadMnist" && !process.env.MNIST_DIR) continue;
    for (const { threads } of layerwise) {
      const job = JSON.stringify({ source, directory, rows: ROWS, threads });
      const answers = [];
      let failure;
      for (let count = 0; count < RUNS && !failure; count++) {
        const { answer, notRun } = await run([process.execPath, program, job]);
        if (answer) answers.push(answer);
        failure = notRun;
      }
      measured.push({ what, threads, failure, ...(!failure && peaksOf(answers)) });
    }
  }
  const goals = measured.map(({ what, threads, peak }) => ({
    what: `${what}, ${threadsOf({ threads })}: peak`,
    direction: "at most",
    bound: DATA + ROOM,
    unit: "MB",
    measured: peak,
  }));
  const text = [
    `An RBM 784×500 on ${ROWS} rows, one epoch: resident memory in MB, the median of ${RUNS} processes.`,
    `The data in float32 take ${DATA.toFixed(0)} MB.`,
    "",
    table(
      ["data", "threads", "peak before the run", "peak in all"],
      measured.map(({ what, threads, loaded, peak, failure }) => [
        what,
        String(threads),
        failure ? "not run" : withSpread(loaded),
        failure ? failure : withSpread(peak),
      ]),
    ),
    "",
    goalsTable(goals),
  ].join("\n");
  return { title: "Memory", text, data: { measured, goals } };
}

function peaksOf(answers) {
  return {
    loaded: summarize(answers.map(({ loaded }) => loaded)),
    peak: summarize(answers.map(({ peak }) => peak)),
  };
}
