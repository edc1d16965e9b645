// How smooth a page stays while 784-500-500-10 is made, pretrained and trained on its main thread.

import { DBN, Matrix, Network } from "layerwise";
import { send } from "./send.ts";

/** The longest task and the longest gap between two frames during something, and how long that took, all in milliseconds. */
interface Smoothness {
  readonly longestTask: number;
  readonly longTasks: number;
  readonly longestGap: number;
  readonly took: number;
}

const tasks: number[] = [];
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) tasks.push(duration);
}).observe({ type: "longtask" });

/** Waits until the browser has said of all tasks how long they took. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 300));

async function during(work: () => unknown): Promise<Smoothness> {
  await settled();
  tasks.length = 0;
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
  await work();
  const took = performance.now() - began;
  isOver = true;
  await settled();
  return { longestTask: Math.max(0, ...tasks), longTasks: tasks.length, longestGap, took };
}

async function report(): Promise<Record<string, Smoothness>> {
  const inputs = new Matrix(
    Array.from({ length: 2000 }, (_, row) =>
      Float64Array.from({ length: 784 }, (_, column) => ((row * 31 + column * 17) % 97) / 96),
    ),
  );
  const labels = Array.from({ length: 2000 }, (_, row) => row % 10);
  const sizes = [784, 500, 500, 10];
  const figures: Record<string, Smoothness> = {};
  for (const threads of [1, 2]) {
    const name = (what: string): string => `${what}, threads: ${threads}`;
    let network!: Network;
    figures[name("new Network")] = await during(() => {
      network = Network.fromSizes(sizes, { seed: 1, threads });
    });
    figures[name("network.fit")] = await during(() =>
      network.fit(inputs, labels, { epochs: 2, batchSize: 100 }),
    );
    let dbn!: DBN;
    figures[name("new DBN")] = await during(() => {
      dbn = new DBN({ sizes: sizes.slice(0, 3), seed: 1, threads });
    });
    figures[name("dbn.pretrain")] = await during(() => dbn.pretrain(inputs, { epochs: 1, batchSize: 100 }));
  }
  return figures;
}

send(report());
