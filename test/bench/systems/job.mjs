import { readFileSync } from "node:fs";
import { seededUniform, shuffledOrder } from "../measure/random.mjs";
import { COLUMNS, readRows } from "../measure/rows.mjs";

/**
 * What this process is to do, its only argument.
 *
 * @typedef {object} Job
 * @property {"rbm" | "net"} workload
 * @property {string} directory - Where the rows are.
 * @property {number} rows - The rows of an epoch.
 * @property {number} warmUpRows - The rows of an epoch before, which is thrown away: the just-in-time compiler,
 * which V8 is done with after some fifty updates, and the start of threads are not what is measured.
 * @property {number} epochs
 * @property {number} batchSize
 * @property {number} threads
 * @property {number} seed
 * @property {number} learningRate
 * @property {number} momentum
 * @property {number[]} sizes - Widths of the layers; of an RBM, those of the visible and the hidden one.
 * @property {number} [weightCost] - Of an RBM.
 * @property {"means" | "samples"} [visibleStates] - Of an RBM.
 *
 * What an epoch took, and a figure that shows that it was trained: the mean squared reconstruction error per
 * row, summed over the pixels, or the mean loss in nats.
 * @typedef {{ seconds: number, figure: number }} Epoch
 */

/** @type {Job} */
export const job = JSON.parse(process.argv[2] ?? "{}");

/**
 * Runs a workload twice, for one epoch to warm up and then in full, and prints what the second run took; or why
 * it cannot be run, on the last line of the errors.
 *
 * @param {Record<string, (rows: ReturnType<typeof readRows>, job: Job) => Promise<Epoch[]>>} workloads
 * @param {() => object} about - What else is to be known of the run: a version, an engine.
 */
export async function answer(workloads, about = () => ({})) {
  await runTwice(workloads, about).catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}

async function runTwice(workloads, about) {
  const run = workloads[job.workload];
  if (!run) throw new Error(`has no ${job.workload}`);
  await run(readRows(job.directory, job.warmUpRows), { ...job, rows: job.warmUpRows, epochs: 1 });
  const epochs = await run(readRows(job.directory, job.rows), job);
  console.log(JSON.stringify({ ...about(), epochs }));
}

/**
 * Times epochs of batches in a new random order each, for a system that leaves the loop to its user.
 *
 * @param {Job} job
 * @param {(indices: Int32Array) => void} train - Trains on one batch.
 * @param {() => number | Promise<number>} measure - Waits until all is done, and gives the figure of the
 * epoch; a system whose figure costs time returns a function that computes it, which is not timed.
 * @returns {Promise<Epoch[]>}
 */
export async function timedEpochs({ rows, batchSize, epochs, seed }, train, measure) {
  const uniform = seededUniform(seed);
  const records = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    const began = performance.now();
    const order = shuffledOrder(rows, uniform);
    for (let start = 0; start < rows; start += batchSize) train(order.subarray(start, start + batchSize));
    const measured = await measure();
    const seconds = (performance.now() - began) / 1000;
    records.push({ seconds, figure: typeof measured === "function" ? await measured() : measured });
  }
  return records;
}

/** The version of a package that is measured. */
export function versionOf(name) {
  const { dependencies } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return { version: dependencies[name] };
}

/** One row of the inputs. */
export function rowOf(inputs, row) {
  return inputs.subarray(row * COLUMNS, (row + 1) * COLUMNS);
}

/** The rows of a batch, one after the other. */
export function gather(inputs, indices) {
  const batch = new Float32Array(indices.length * COLUMNS);
  for (const [position, row] of indices.entries()) batch.set(rowOf(inputs, row), position * COLUMNS);
  return batch;
}

/** First weights drawn from U(−limit, limit): four times Glorot's, as befits logistic layers. */
export function logisticWeights(inputs, outputs, uniform) {
  const limit = 4 * Math.sqrt(6 / (inputs + outputs));
  return Float32Array.from({ length: inputs * outputs }, () => limit * (2 * uniform() - 1));
}
