// ml-fnn: softmax cross-entropy on ml-matrix, by gradient descent without momentum. Version 5.0.0 has tanh
// units whatever `activation` says, and first weights that are all positive.
import FeedForwardNeuralNetworks from "ml-fnn";
import { Matrix } from "ml-matrix";
import { answer, rowOf, timedEpochs, versionOf } from "./job.mjs";

function net({ inputs, labels }, job) {
  const model = new FeedForwardNeuralNetworks({
    hiddenLayers: job.sizes.slice(1, -1),
    iterations: 1,
    learningRate: job.learningRate / job.batchSize, // its gradients are sums over the batch
    regularization: Number.MIN_VALUE, // zero would mean the default
    activation: "logistic",
  });
  const train = (indices) => {
    // Classes are numbered as they occur in a batch, so that each batch must show them in the same order.
    const sorted = Array.from(indices).sort((a, b) => labels[a] - labels[b]);
    model.train(
      matrix(inputs, sorted),
      sorted.map((row) => labels[row]),
    );
  };
  const some = Array.from(labels.subarray(0, 100).keys());
  const logLoss = () => {
    const probabilities = model.propagate(matrix(inputs, some));
    return some.reduce((sum, row) => sum - Math.log(probabilities.get(row, labels[row])), 0) / some.length;
  };
  return timedEpochs(job, train, () => logLoss);
}

function matrix(inputs, rows) {
  return new Matrix(rows.map((row) => Array.from(rowOf(inputs, row))));
}

await answer({ net }, () => versionOf("ml-fnn"));
