// brain.js: logistic units at the output too, squared error, and an update after every row.
import { createRequire } from "node:module";
import { answer, rowOf, timedEpochs, versionOf } from "./job.mjs";

const { NeuralNetwork } = createRequire(import.meta.url)("brain.js");

function net({ inputs, labels }, job) {
  const { sizes, rows, learningRate, momentum } = job;
  const model = new NeuralNetwork({ hiddenLayers: sizes.slice(1, -1), activation: "sigmoid" });
  const oneHot = (label) => Array.from({ length: sizes.at(-1) }, (_, index) => (index === label ? 1 : 0));
  const data = Array.from({ length: rows }, (_, row) => ({
    input: rowOf(inputs, row),
    output: oneHot(labels[row]),
  }));
  let error = 0;
  const train = (indices) => {
    const batch = Array.from(indices, (row) => data[row]);
    error += model.train(batch, { iterations: 1, learningRate, momentum }).error * batch.length;
  };
  const measure = () => {
    const mean = error / rows;
    error = 0;
    return mean;
  };
  return timedEpochs(job, train, measure);
}

await answer({ net }, () => versionOf("brain.js"));
