// How smooth a page stays while 784-500-500-10 is made, pretrained and trained on its main thread.

import { DBN, Matrix, Network } from "layerwise";
import { send } from "./send.ts";

/** The longest gap between two frames during something, and how long that took, in milliseconds. */
interface Smoothness {
  readonly what: string;
  readonly longestGap: number;
  readonly took: number;
}

/** Waits until a page has nothing left to do. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 300));

/** Does some work in tasks of its own, between two marks of which the browser's trace tells. */
async function during(what: string, work: () => unknown): Promise<Smoothness> {
  await settled();
  let last = performance.now();
  let longestGap = 0;
  let isOver = false;
  const frame = (): void => {
    const now = performance.now();
    longestGap = Math.max(longestGap, now - last);
    last = now;
    if (!isOver) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  const began = performance.now();
  await new Promise((resolve) => setTimeout(resolve));
  performance.mark(`begin ${what}`);
  await work();
  performance.mark(`end ${what}`);
  const took = performance.now() - began;
  isOver = true;
  await settled();
  return { what, longestGap, took };
}

async function report(): Promise<readonly Smoothness[]> {
  const query = new URLSearchParams(location.search);
  const options = { seed: 1, threads: Number(query.get("threads")) };
  const inputs = new Matrix(
    Array.from({ length: 2000 }, (_, row) =>
      Float64Array.from({ length: 784 }, (_, column) => ((row * 31 + column * 17) % 97) / 96),
    ),
  );
  if (query.get("model") === "dbn") {
    let dbn!: DBN;
    return [
      await during("new DBN", () => {
        dbn = new DBN({ sizes: [784, 500, 500], ...options });
      }),
      await during("dbn.pretrain", () => dbn.pretrain(inputs, { epochs: 1, batchSize: 100 })),
    ];
  }
  const labels = Array.from({ length: 2000 }, (_, row) => row % 10);
  let network!: Network;
  return [
    await during("new Network", () => {
      network = Network.fromSizes([784, 500, 500, 10], options);
    }),
    await during("network.fit", () => network.fit(inputs, labels, { epochs: 2, batchSize: 100 })),
  ];
}

send(report());
