// TensorFlow.js: the RBM in core operations, the net in its layers library. The argument after the job names
// the backend.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import "@tensorflow/tfjs-backend-cpu";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { answer, timedEpochs, versionOf } from "./job.mjs";

const backend = process.argv[3];
const binaries = dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm"));
setWasmPaths(join(binaries, "/"));
await tf.setBackend(backend);
await tf.ready();

function rbm({ inputs }, job) {
  const { rows, sizes, seed } = job;
  const data = tf.tensor2d(inputs, [rows, sizes[0]]);
  const values = {
    weights: tf.variable(tf.randomNormal(sizes, 0, 0.01, "float32", seed)),
    visibleBias: tf.variable(tf.zeros([sizes[0]])),
    hiddenBias: tf.variable(tf.zeros([sizes[1]])),
  };
  const velocity = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, tf.variable(tf.zerosLike(value))]),
  );
  let error = tf.variable(tf.scalar(0));

  const train = (indices) =>
    tf.tidy(() => {
      const visible = tf.gather(data, tf.tensor1d(indices, "int32"));
      const gradients = contrast(values, visible, job, error);
      for (const [name, value] of Object.entries(values)) {
        const step = tf.mul(gradients[name], job.learningRate);
        velocity[name].assign(tf.add(tf.mul(velocity[name], job.momentum), step));
        value.assign(tf.add(value, velocity[name]));
      }
    });
  const measure = async () => {
    const [sum] = await error.data();
    error.dispose();
    error = tf.variable(tf.scalar(0));
    return sum / rows;
  };
  return timedEpochs(job, train, measure);
}

/** What CD-1 adds to each parameter, per unit of the learning rate; the squared error goes to `error`. */
function contrast({ weights, visibleBias, hiddenBias }, visible, { visibleStates, weightCost }, error) {
  const hiddenMeans = (states) =>
    tf.fused.matMul({ a: states, b: weights, bias: hiddenBias, activation: "sigmoid" });
  const draw = (means) => tf.cast(tf.less(tf.randomUniform(means.shape), means), "float32");

  const means = hiddenMeans(visible);
  const reconstruction = tf.fused.matMul({
    a: draw(means),
    b: weights,
    transposeB: true,
    bias: visibleBias,
    activation: "sigmoid",
  });
  error.assign(tf.add(error, tf.sum(tf.squaredDifference(visible, reconstruction))));
  const end = visibleStates === "means" ? reconstruction : draw(reconstruction);
  const endMeans = hiddenMeans(end);
  const count = visible.shape[0];
  const statistics = tf.sub(tf.matMul(visible, means, true), tf.matMul(end, endMeans, true));
  return {
    weights: tf.sub(tf.div(statistics, count), tf.mul(weights, weightCost)),
    visibleBias: tf.mean(tf.sub(visible, end), 0),
    hiddenBias: tf.mean(tf.sub(means, endMeans), 0),
  };
}

async function net({ inputs, labels }, { rows, epochs, batchSize, sizes, seed, learningRate, momentum }) {
  const model = sequential();
  for (const [index, units] of sizes.slice(1).entries()) {
    const last = index === sizes.length - 2;
    // Scale 16 draws from four times Glorot's limits.
    const start = { mode: "fanAvg", distribution: "uniform", scale: 16, seed };
    model.add(
      layers.dense({
        units,
        inputShape: [sizes[index]],
        activation: last ? "softmax" : "sigmoid",
        kernelInitializer: { className: "VarianceScaling", config: start },
      }),
    );
  }
  model.compile({ optimizer: tf.train.momentum(learningRate, momentum), loss: "categoricalCrossentropy" });
  const data = tf.tensor2d(inputs, [rows, sizes[0]]);
  const targets = tf.oneHot(tf.tensor1d(labels, "int32"), sizes.at(-1));
  const records = [];
  let began = 0;
  await model.fit(data, targets, {
    epochs,
    batchSize,
    shuffle: true,
    yieldEvery: "never",
    verbose: 0,
    callbacks: {
      onEpochBegin: () => {
        began = performance.now();
      },
      onEpochEnd: (_epoch, { loss }) => {
        records.push({ seconds: (performance.now() - began) / 1000, figure: loss });
      },
    },
  });
  return records;
}

await answer({ rbm, net }, () => versionOf("@tensorflow/tfjs-core"));
