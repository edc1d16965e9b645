import { run } from "./run.mjs";
import { pairwiseRatio, summarize } from "./statistics.mjs";

/** Rounds that a system with fewer rows takes part in. */
const ROUNDS_OF_THE_SLOW = 3;

/**
 * What to measure of a workload: a job for every system, and which of its epochs count.
 *
 * @typedef {object} Experiment
 * @property {string} name
 * @property {import("../systems/job.mjs").Job} job
 * @property {readonly { name: string, epoch: number }[]} figures - Epochs are counted from 1.
 *
 * The times of a figure, one per round, scaled to all rows; or why there are none.
 * @typedef {{ seconds: number[] } | { notRun: string }} Times
 *
 * @typedef {object} Measured
 * @property {string} name
 * @property {number} threads
 * @property {number} rows
 * @property {Record<string, Times>} times - By figure.
 * @property {Record<string, number[]>} learning - By experiment: the figure of each epoch of the first round.
 * @property {string} [version]
 * @property {string} [engine]
 */

/**
 * Measures systems side by side: in each round every system runs each experiment once, in the reverse order
 * in every other round, so that a machine that warms up or slows down is fair to all.
 *
 * @param {readonly import("../systems/all.mjs").System[]} allSystems - Those that have the workload are
 * measured.
 * @param {readonly Experiment[]} experiments
 * @param {number} rounds
 * @returns {Promise<Measured[]>}
 */
export async function compare(allSystems, experiments, rounds) {
  const { workload } = experiments[0].job;
  const systems = allSystems.filter(({ only }) => only === undefined || only === workload);
  const results = systems.map((system) => emptyResult(system, experiments));
  for (let round = 0; round < rounds; round++) {
    const order = [...systems.keys()];
    if (round % 2 === 1) order.reverse();
    for (const index of order) {
      const [system, result] = [systems[index], results[index]];
      if (system.rows && round >= ROUNDS_OF_THE_SLOW) continue;
      for (const experiment of experiments) {
        progress(`round ${round + 1} of ${rounds}: ${system.name}, ${experiment.name}`);
        await measure(system, experiment, result);
      }
    }
  }
  progress("");
  return results;
}

function emptyResult({ name, threads, rows }, experiments) {
  const { job } = experiments[0];
  const figures = experiments.flatMap((experiment) => experiment.figures.map((figure) => figure.name));
  return {
    name,
    threads,
    rows: rows?.[job.workload] ?? job.rows,
    times: Object.fromEntries(figures.map((figure) => [figure, { seconds: [] }])),
    learning: {},
  };
}

async function measure(system, { name, job, figures }, result) {
  if (figures.some((figure) => "notRun" in result.times[figure.name])) return;
  const { rows } = result;
  const ownJob = {
    ...job,
    ...system.options,
    threads: system.threads,
    rows,
    warmUpRows: wholeBatches(rows / 2, job.batchSize),
  };
  const command = [...system.command, JSON.stringify(ownJob), ...(system.rest ?? [])];
  const { answer, notRun } = system.missing
    ? { notRun: system.missing }
    : await run(command, system.environment);
  if (!answer) {
    for (const figure of figures) result.times[figure.name] = { notRun };
    return;
  }
  for (const figure of figures) {
    result.times[figure.name].seconds.push((answer.epochs[figure.epoch - 1].seconds * job.rows) / rows);
  }
  result.learning[name] ??= answer.epochs.map((epoch) => epoch.figure);
  if (answer.version) result.version = answer.version;
  if (answer.engine) result.engine = answer.engine;
}

/** As many of the rows as fill batches, or all of them where they do not fill one. */
function wholeBatches(rows, batchSize) {
  return rows < batchSize ? rows : rows - (rows % batchSize);
}

/** The summary of a system's times, or undefined where it was not run. */
export function summaryOf({ times }, figure) {
  const { seconds } = times[figure];
  return seconds && summarize(seconds);
}

/** How many times as long one system took as another, or undefined where one of them was not run. */
export function ratioOf(result, other, figure) {
  const [numerators, denominators] = [result.times[figure].seconds, other.times[figure].seconds];
  return numerators && denominators && pairwiseRatio(numerators, denominators);
}

/** The system with the least median among those that ran, or undefined. */
export function fastest(results, figure) {
  return results
    .filter((result) => summaryOf(result, figure))
    .sort((a, b) => summaryOf(a, figure).median - summaryOf(b, figure).median)[0];
}

/** One line on a terminal that the next one replaces. */
export function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}
