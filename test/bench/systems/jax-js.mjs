// jax-js: one compiled function per update. An array is counted: `.ref` keeps it for another use.
import { blockUntilReady, jit, nn, numpy as np, random, valueAndGrad } from "@jax-js/jax";
import { seededUniform } from "../measure/random.mjs";
import { COLUMNS } from "../measure/rows.mjs";
import { answer, gather, logisticWeights, timedEpochs, versionOf } from "./job.mjs";

function rbm({ inputs }, job) {
  const { sizes, rows, batchSize, seed } = job;
  const step = jit((state, visible, hiddenKey, visibleKey) =>
    contrastiveDivergence(job, state, visible, hiddenKey, visibleKey),
  );
  const start = {
    weights: random.normal(random.key(seed), sizes).mul(0.01),
    visibleBias: np.zeros([sizes[0]]),
    hiddenBias: np.zeros([sizes[1]]),
  };
  return train(job, {
    state: { values: start, velocities: zerosLike(start) },
    step: (state, indices, count) =>
      step(state, batch(inputs, indices), random.key(2 * count), random.key(2 * count + 1)),
    scale: batchSize / rows,
  });
}

/** One update of all parameters, and the squared error of the reconstruction per row. */
function contrastiveDivergence(job, { values, velocities }, visible, hiddenKey, visibleKey) {
  const { weights, visibleBias, hiddenBias } = values;
  const count = visible.shape[0];
  const hiddenMeans = (states) => nn.sigmoid(np.matmul(states, weights.ref).add(hiddenBias.ref));
  const draw = (key, means) => np.less(random.uniform(key, means.shape), means).astype(np.float32);

  const means = hiddenMeans(visible.ref);
  const states = draw(hiddenKey, means.ref);
  const reconstruction = nn.sigmoid(np.matmul(states, np.transpose(weights.ref)).add(visibleBias.ref));
  const error = np.square(visible.ref.sub(reconstruction.ref)).sum().div(count);
  const end = job.visibleStates === "means" ? reconstruction : draw(visibleKey, reconstruction);
  const endMeans = hiddenMeans(end.ref);
  const statistics = np
    .matmul(np.transpose(visible.ref), means.ref)
    .sub(np.matmul(np.transpose(end.ref), endMeans.ref));
  const ascent = {
    weights: statistics.div(count).sub(weights.ref.mul(job.weightCost)),
    visibleBias: visible.sub(end).mean(0),
    hiddenBias: means.sub(endMeans).mean(0),
  };
  return [moved(job, values, velocities, ascent, 1), error];
}

function net({ inputs, labels }, job) {
  const { sizes, rows, batchSize, seed } = job;
  const uniform = seededUniform(seed);
  const start = sizes.slice(1).map((outputs, index) => ({
    weights: np.array(logisticWeights(sizes[index], outputs, uniform)).reshape([sizes[index], outputs]),
    bias: np.zeros([outputs]),
  }));
  const loss = (layers, x, targets) => {
    const logits = layers.reduce((activity, { weights, bias }, index) => {
      const fields = np.matmul(activity, weights).add(bias);
      return index === layers.length - 1 ? fields : nn.sigmoid(fields);
    }, x);
    return nn.logSoftmax(logits).mul(targets).sum().div(-x.shape[0]);
  };
  const step = jit(({ values, velocities }, x, targets) => {
    const [value, gradients] = valueAndGrad(loss)(refs(values), x, targets);
    const layers = values.map((layer, index) => moved(job, layer, velocities[index], gradients[index], -1));
    const state = {
      values: layers.map((layer) => layer.values),
      velocities: layers.map((layer) => layer.velocities),
    };
    return [state, value];
  });
  return train(job, {
    state: { values: start, velocities: start.map(zerosLike) },
    step: (state, indices) => step(state, batch(inputs, indices), oneHot(labels, indices, sizes.at(-1))),
    scale: batchSize / rows,
  });
}

/** v ← μ·v ± η·g, θ ← θ + v, for a record of parameters. */
function moved({ learningRate, momentum }, values, velocities, gradients, sign) {
  const names = Object.keys(values);
  const next = Object.fromEntries(
    names.map((name) => [name, velocities[name].mul(momentum).add(gradients[name].mul(sign * learningRate))]),
  );
  return {
    values: Object.fromEntries(names.map((name) => [name, values[name].add(next[name].ref)])),
    velocities: next,
  };
}

/** Times epochs of a function from a state to the next one and a figure of the batch. */
function train(job, { state, step, scale }) {
  let current = state;
  let count = 0;
  let figures = [];
  const trainBatch = (indices) => {
    const [next, figure] = step(current, indices, count++);
    current = next;
    figures.push(figure);
  };
  const measure = async () => {
    await blockUntilReady(current);
    const numbers = await Promise.all(figures.map((figure) => figure.jsAsync()));
    figures = [];
    return numbers.reduce((sum, number) => sum + number, 0) * scale;
  };
  return timedEpochs(job, trainBatch, measure);
}

function batch(inputs, indices) {
  return np.array(gather(inputs, indices)).reshape([indices.length, COLUMNS]);
}

function oneHot(labels, indices, classes) {
  const targets = new Float32Array(indices.length * classes);
  for (const [position, row] of indices.entries()) targets[position * classes + labels[row]] = 1;
  return np.array(targets).reshape([indices.length, classes]);
}

function zerosLike(record) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, np.zeros(value.shape)]));
}

function refs(layers) {
  return layers.map(({ weights, bias }) => ({ weights: weights.ref, bias: bias.ref }));
}

await answer({ rbm, net }, () => versionOf("@jax-js/jax"));
