// The same training with and without a probe, in turns within one process, so that little else differs.
import { GradientProbe, logisticGlorot, Network, sgd, sigmoid } from "../../../dist/index.js";
import { readRows } from "../measure/rows.mjs";
import { job, rowOf } from "./job.mjs";

const { rows, rounds, epochs, batchSize, sizes, learningRate, momentum, seed, threads } = job;
const { inputs, labels } = readRows(job.directory, rows);
const matrix = Array.from({ length: rows }, (_, row) => rowOf(inputs, row));

/** Seconds of all epochs of one training from the same start. */
async function timeTraining(probe) {
  const model = { activation: sigmoid, initializer: logisticGlorot, engine: "auto", threads, seed };
  const network = Network.fromSizes(sizes, model);
  const optimizer = sgd({ learningRate, momentum });
  const history = await network.fit(matrix, labels, {
    epochs,
    batchSize,
    optimizer,
    ...(probe && { probe }),
  });
  engine = history.engine;
  return history.epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
}
let engine = "";

/** The intervals of the probe, in updates: none, its default, and one that shows every look above the noise. */
const INTERVALS = { without: undefined, with: 100, everyUpdate: 1 };
const readings = { without: [], with: [], everyUpdate: [] };

const train = (which) => timeTraining(INTERVALS[which] && new GradientProbe({ every: INTERVALS[which] }));
await train("everyUpdate"); // a warm-up
for (let round = 0; round < rounds; round++) {
  const order = Object.keys(readings);
  if (round % 2 === 1) order.reverse();
  for (const which of order) readings[which].push(await train(which));
}
console.log(JSON.stringify({ engine, ...readings }));
