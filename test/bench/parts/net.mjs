import { compare, fastest } from "../measure/compare.mjs";
import {
  learningTable,
  notRunLines,
  ratiosTable,
  threadsOf,
  timesTable,
} from "../measure/comparison-tables.mjs";
import { blasGoal, goalsTable, speedGoal } from "../measure/goals.mjs";
import { netJob } from "../measure/workloads.mjs";
import { pytorchAsInstalled, pytorchWithAvx512 } from "../systems/all.mjs";

const FIGURE = "net epoch";

/** An epoch of a deep net on every system. */
export async function measure({ rows, rounds, systems }) {
  const experiments = [{ name: "net", job: netJob(rows.directory), figures: [{ name: FIGURE, epoch: 1 }] }];
  const results = await compare(systems, experiments, rounds);
  const goals = goalsOf(results);
  const ours = results.filter(({ name }) => name === "layerwise");
  const text = [
    "Net 784-500-500-2000-10, logistic layers, SGD with momentum, an epoch of 10,000 rows in batches of",
    `100 (${rows.source}): seconds, the median of ${rounds} rounds with the least and the greatest; fewer rows`,
    "are scaled up.",
    "",
    timesTable(results, [FIGURE]),
    "",
    ...notRunLines(results),
    ...ours.flatMap((compared) => [
      "",
      `Times as long as layerwise with ${threadsOf(compared)}:`,
      "",
      ratiosTable(results, compared, [FIGURE]),
    ]),
    "",
    "Loss in each epoch, in nats (of brain.js its squared error); on fewer rows it falls later:",
    "",
    learningTable(results, ["net"]),
    "",
    goalsTable(goals),
  ].join("\n");
  return { title: "Net", text, data: { figures: [FIGURE], results, goals } };
}

function goalsOf(results) {
  const compared = results.findLast(({ name }) => name === "layerwise");
  if (!compared) return [];
  const alone = results.find(({ name, threads }) => name === "layerwise" && threads === 1);
  const asStarted = pytorchAsInstalled.at(-1); // PyTorch takes all cores where nobody tells it otherwise
  const pytorch = results.find(
    ({ name, threads }) => name === asStarted.name && threads === asStarted.threads,
  );
  const tfjs = results.find(({ name }) => name === "tfjs, wasm");
  return [
    speedGoal("PyTorch", pytorch, compared, FIGURE, 1.7),
    speedGoal("tfjs, wasm", tfjs, compared, FIGURE, 20),
    ...(compared.threads === 1
      ? []
      : [speedGoal("layerwise", alone, compared, FIGURE, 0.8 * compared.threads)]),
    blasGoal(results, fastest(pytorchOf(results), FIGURE), FIGURE, 1.3),
  ];
}

/** The rows of PyTorch, however it was started. */
function pytorchOf(results) {
  const names = [...pytorchAsInstalled, ...pytorchWithAvx512].map(({ name }) => name);
  return results.filter(({ name }) => names.includes(name));
}
