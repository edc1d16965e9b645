/** Rows of an epoch, and of a batch. */
export const ROWS = 10_000;
export const BATCH_SIZE = 100;

const shared = { rows: ROWS, batchSize: BATCH_SIZE, seed: 1 };

/**
 * An RBM by CD-1, from weights N(0, 0.01²) and biases of zero, so that half its hidden units are on at first.
 *
 * @param {string} directory - Where the rows are.
 * @param {"means" | "samples"} visibleStates - What the reconstruction is. The hidden states that drive it
 * are drawn.
 */
export function rbmJob(directory, visibleStates, changes = {}) {
  return {
    ...shared,
    workload: "rbm",
    directory,
    epochs: 6,
    sizes: [784, 500],
    learningRate: 0.1,
    momentum: 0.5,
    weightCost: 0.0002,
    visibleStates,
    ...changes,
  };
}

/**
 * A net of logistic layers under a softmax, by SGD with momentum. A rate of 0.1 diverges at first on few
 * rows.
 */
export function netJob(directory, changes = {}) {
  return {
    ...shared,
    workload: "net",
    directory,
    epochs: 2,
    sizes: [784, 500, 500, 2000, 10],
    learningRate: 0.01,
    momentum: 0.9,
    ...changes,
  };
}
