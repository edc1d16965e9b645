// dnn: contrastive divergence on arrays of arrays. It draws the visible units, and has no momentum and no
// weight cost.
import dnn from "dnn";
import { answer, rowOf, timedEpochs, versionOf } from "./job.mjs";

function rbm({ inputs }, job) {
  const { rows, sizes, learningRate, visibleStates } = job;
  if (visibleStates === "means") throw new Error("always draws its visible units");
  const data = Array.from({ length: rows }, (_, row) => [...rowOf(inputs, row)]);
  const machine = new dnn.RBM({ input: data, n_visible: sizes[0], n_hidden: sizes[1] });
  machine.set("log level", 0);
  const some = data.slice(0, 50);
  const reconstructionError = () => {
    const errors = machine
      .reconstruct(some)
      .map((means, row) => means.reduce((sum, mean, pixel) => sum + (mean - some[row][pixel]) ** 2, 0));
    return errors.reduce((sum, error) => sum + error, 0) / some.length;
  };
  const train = (indices) =>
    machine.train({ input: Array.from(indices, (row) => data[row]), lr: learningRate, k: 1, epochs: 1 });
  return timedEpochs(job, train, () => reconstructionError);
}

await answer({ rbm }, () => versionOf("dnn"));
