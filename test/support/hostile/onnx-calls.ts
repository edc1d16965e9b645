import { Pipeline } from "../../../src/data/index.ts";
import { DBN, Network, RBM, softmax, standardize } from "../../../src/index.ts";
import { fromOnnx, toOnnx } from "../../../src/io/index.ts";
import { type ValidCall, valid } from "./valid.ts";

const network = (): Network => Network.fromSizes([3, 4, 2], { seed: 1, engine: "reference" });
const preparation = standardize.fit([
  [1, 2, 3],
  [4, 5, 7],
]);

/** ONNX out of each kind of model, and in. */
export const onnxCalls: readonly ValidCall[] = [
  valid("toOnnx", toOnnx, () => [network()]),
  valid("toOnnx", toOnnx, () => [new RBM({ visible: 3, hidden: 2, seed: 1, engine: "reference" })]),
  valid("toOnnx", toOnnx, () => [new DBN({ sizes: [3, 2], seed: 1, engine: "reference" })]),
  valid("toOnnx", toOnnx, () => [new Pipeline({ model: network(), preparation, classNames: ["a", "b"] })]),
  valid("fromOnnx", fromOnnx, () => [
    toOnnx(network()),
    { head: softmax, seed: 1, engine: "wasm", threads: 1 },
  ]),
];
