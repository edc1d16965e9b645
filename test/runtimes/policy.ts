// What the library does under the Content-Security-Policy of this page.

import { Network } from "layerwise";
import { learningCurves } from "layerwise/plots";
import { renderSvg } from "layerwise/show";
import { send } from "./send.ts";

/** What a page under a policy reports. */
interface PolicyReport {
  /** The engine that `"auto"` chose, and trained on. */
  readonly auto: string;
  /** The words in which `"wasm"` was refused, or that it was not. */
  readonly wasm: string;
  /** The first weights after training on two threads, or why not. */
  readonly loss: number;
  /** How a plot that was drawn begins. */
  readonly picture: string;
}

async function report(): Promise<PolicyReport> {
  const network = Network.fromSizes([8, 300, 200, 2], { seed: 1, threads: 2 });
  const inputs = Array.from({ length: 200 }, (_, row) =>
    Array.from({ length: 8 }, (_, column) => Math.sin(row * 8 + column)),
  );
  const labels = inputs.map((row) => (row[0]! > 0 ? 1 : 0));
  const history = await network.fit(inputs, labels, { epochs: 2, batchSize: 100 });
  const curve = history.epochs.map(({ epoch, loss }) => ({ run: "net", at: epoch, value: loss }));
  const svg = await renderSvg(learningCurves(curve, { title: "Loss", at: "epoch", value: "loss" }));
  const picture = svg.slice(0, 4);
  return { auto: history.engine, wasm: tryWasm(), loss: history.epochs.at(-1)!.loss, picture };
}

function tryWasm(): string {
  try {
    return Network.fromSizes([2, 1], { engine: "wasm" }).engine;
  } catch (error) {
    return String(error);
  }
}

send(report());
