// The Worker: it trains, tells of each epoch, stops when told to, and hands the weights over without a copy.

import { loadDigits, Network } from "./browser.js";

const controller = new AbortController();
self.onmessage = () => controller.abort();

const epochs = 200;
const { inputs, labels } = await loadDigits();
const network = Network.fromSizes([64, 100, 10], { seed: 1 });
let aborted = false;
let error;
try {
  await network.fit(inputs, labels, {
    epochs,
    signal: controller.signal,
    onEpoch: ({ epoch, loss }) => self.postMessage({ epoch, epochs, loss }),
  });
} catch (reason) {
  aborted = controller.signal.aborted;
  if (!aborted) error = String(reason);
}

// What was learnt until then is in the network: one buffer for each matrix, which the page owns from here on.
const parameters = Object.fromEntries(
  Object.entries(network.parameters).map(([name, matrix]) => [
    name,
    { rows: matrix.rows, columns: matrix.columns, values: Float32Array.from(matrix.to1DArray()) },
  ]),
);
const buffers = Object.values(parameters).map(({ values }) => values.buffer);
self.postMessage({ aborted, error, parameters }, buffers);
