import { compare, fastest } from "../measure/compare.mjs";
import {
  learningTable,
  notRunLines,
  ratiosTable,
  threadsOf,
  timesTable,
} from "../measure/comparison-tables.mjs";
import { blasGoal, goalsTable, speedGoal } from "../measure/goals.mjs";
import { rbmJob } from "../measure/workloads.mjs";
import { pytorchAsInstalled, pytorchWithAvx512 } from "../systems/all.mjs";

const LAST = 6;

/**
 * Each way of reconstruction, in the first epoch, where half the hidden units are on, and after five epochs.
 */
const WAYS = [
  { visibleStates: "means", name: "means" },
  { visibleStates: "samples", name: "samples" },
];

/** Epochs of an RBM on every system. */
export async function measure({ rows, rounds, systems }) {
  const experiments = WAYS.map(({ visibleStates, name }) => ({
    name,
    job: rbmJob(rows.directory, visibleStates),
    figures: [1, LAST].map((epoch) => ({ name: `${name}, epoch ${epoch}`, epoch })),
  }));
  const results = await compare(systems, experiments, rounds);
  const figures = experiments.flatMap((experiment) => experiment.figures.map(({ name }) => name));
  const goals = goalsOf(results, figures);
  const ours = results.filter(({ name }) => name === "layerwise");
  const text = [
    `RBM 784×500 by CD-1, an epoch of 10,000 rows in batches of 100 (${rows.source}): seconds, the median`,
    `of ${rounds} rounds with the least and the greatest. The reconstruction is means or samples; fewer rows`,
    "are scaled up to 10,000.",
    "",
    timesTable(results, figures),
    "",
    ...notRunLines(results),
    ...ours.flatMap((compared) => [
      "",
      `Times as long as layerwise with ${threadsOf(compared)}:`,
      "",
      ratiosTable(results, compared, figures),
    ]),
    "",
    "Squared reconstruction error per row, in each epoch; on fewer rows it falls later:",
    "",
    learningTable(
      results,
      experiments.map(({ name }) => name),
    ),
    "",
    goalsTable(goals),
  ].join("\n");
  return { title: "RBM", text, data: { figures, results, goals } };
}

function goalsOf(results, figures) {
  const compared = results.findLast(({ name }) => name === "layerwise");
  if (!compared) return [];
  const pytorch = results.filter((result) =>
    [...pytorchAsInstalled, ...pytorchWithAvx512].some(({ name }) => name === result.name),
  );
  const named = (name) => results.find((result) => result.name === name);
  const alone = results.find(({ name, threads }) => name === "layerwise" && threads === 1);
  return [
    ...figures.map((figure) =>
      speedGoal("PyTorch", fastest(pytorch, figure), compared, figure, figure.startsWith("means") ? 1 : 1.5),
    ),
    ...figures.map((figure) => speedGoal("jax-js, wasm", named("jax-js, wasm"), compared, figure, 4)),
    ...figures.map((figure) => speedGoal("tfjs, wasm", named("tfjs, wasm"), compared, figure, 30)),
    ...(compared.threads === 1
      ? []
      : figures.map((figure) => speedGoal("layerwise", alone, compared, figure, 0.8 * compared.threads))),
    ...figures.map((figure) =>
      blasGoal(results, fastest(pytorch, figure), figure, figure.startsWith("means") ? 1 : 1.1),
    ),
  ];
}
