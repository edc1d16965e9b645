// layerwise through its public API, from the built package.
import {
  chain,
  contrastiveDivergence,
  logisticGlorot,
  Network,
  RBM,
  sgd,
  sigmoid,
  weightDecay,
} from "../../../dist/index.js";
import { answer, job, rowOf } from "./job.mjs";

const { engine = "auto", threads, seed } = job;
const model = { engine, threads, seed };

/** The times are those of the history that the user gets. */
function epochsOf(history, figure) {
  ran = history.engine;
  return history.epochs.map((record) => ({ seconds: record.seconds, figure: record[figure] }));
}
let ran = "";

async function rbm({ inputs }, { rows, epochs, batchSize, sizes, ...settings }) {
  const machine = new RBM({ visible: sizes[0], hidden: sizes[1], ...model });
  const { learningRate, momentum, weightCost, visibleStates } = settings;
  const history = await machine.fit(matrix(inputs, rows), {
    epochs,
    batchSize,
    sampler: contrastiveDivergence({ visibleStates }),
    optimizer: chain(weightDecay(weightCost), sgd({ learningRate, momentum })),
  });
  return epochsOf(history, "reconstructionError");
}

async function net({ inputs, labels }, { rows, epochs, batchSize, sizes, learningRate, momentum }) {
  const network = Network.fromSizes(sizes, { activation: sigmoid, initializer: logisticGlorot, ...model });
  const optimizer = sgd({ learningRate, momentum });
  const history = await network.fit(matrix(inputs, rows), labels, { epochs, batchSize, optimizer });
  return epochsOf(history, "loss");
}

function matrix(inputs, rows) {
  return Array.from({ length: rows }, (_, row) => rowOf(inputs, row));
}

await answer({ rbm, net }, () => ({ engine: ran }));
