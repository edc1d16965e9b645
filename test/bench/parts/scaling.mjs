import { compare, summaryOf } from "../measure/compare.mjs";
import { notRunLines, threadsOf } from "../measure/comparison-tables.mjs";
import { digits, table } from "../measure/table.mjs";
import { netJob, rbmJob } from "../measure/workloads.mjs";
import { layerwise, pytorchWithAvx512 } from "../systems/all.mjs";

/** Enough for a median, as each point is one of a curve. */
const ROUNDS = 3;
const ROWS = 5000;

const BATCH_SIZES = [10, 50, 100, 500, 1000];
const WIDTHS = [100, 200, 500, 1000, 2000];
const DEPTHS = [1, 2, 4, 8];

/**
 * How the cost of an epoch grows, per row: one thing changes at a time, and the rest is as in the other
 * parts.
 */
export async function measure({ rows, rounds }) {
  const { directory } = rows;
  const one = { rows: ROWS, epochs: 1 };
  const sweeps = [
    sweep("RBM 784×500, batch", BATCH_SIZES, (batchSize) =>
      rbmJob(directory, "samples", { ...one, batchSize }),
    ),
    sweep("RBM 784×h, batch 100, h", WIDTHS, (hidden) =>
      rbmJob(directory, "samples", { ...one, sizes: [784, hidden] }),
    ),
    sweep("net 784-500-500-2000-10, batch", BATCH_SIZES, (batchSize) =>
      netJob(directory, { ...one, batchSize }),
    ),
    sweep("net 784-w-w-10, w", WIDTHS, (width) =>
      netJob(directory, { ...one, sizes: [784, width, width, 10] }),
    ),
    sweep("net 784-500-…-500-10, hidden layers", DEPTHS, (depth) =>
      netJob(directory, { ...one, sizes: [784, ...Array(depth).fill(500), 10] }),
    ),
  ];
  const systems = [...layerwise, pytorchWithAvx512[0], pytorchWithAvx512.at(-1)];
  const sections = [];
  for (const { name, experiments } of sweeps) {
    const results = await compare(systems, experiments, Math.min(rounds, ROUNDS));
    sections.push({ name, points: experiments.map((experiment) => pointOf(experiment, results)), results });
  }
  const text = [
    "Microseconds per row of an epoch, the median. RBMs with drawn visible states.",
    ...sections.flatMap(({ name, points, results }) => [
      "",
      sweepTable(name, points, results),
      ...notRunLines(results).slice(0, 1),
    ]),
  ].join("\n");
  return { title: "Scaling", text, data: sections.map(({ name, points }) => ({ name, points })) };
}

function sweep(name, values, job) {
  return {
    name,
    experiments: values.map((value) => ({
      name: String(value),
      job: job(value),
      figures: [{ name: String(value), epoch: 1 }],
    })),
  };
}

function pointOf({ name }, results) {
  const microseconds = results.map((result) => {
    const summary = summaryOf(result, name);
    return summary && (1e6 * summary.median) / ROWS;
  });
  return { value: Number(name), microseconds };
}

function sweepTable(name, points, results) {
  const alone = results.findIndex((result) => result.name === "layerwise" && result.threads === 1);
  const together = results.findLastIndex((result) => result.name === "layerwise");
  return table(
    [
      name,
      ...results.map((result) => `${result.name.split(",")[0]}, ${threadsOf(result)}`),
      "1 thread ÷ all",
    ],
    points.map(({ value, microseconds }) => [
      String(value),
      ...microseconds.map((time) => (time === undefined ? "not run" : digits(time))),
      digits(microseconds[alone] / microseconds[together]),
    ]),
  );
}
