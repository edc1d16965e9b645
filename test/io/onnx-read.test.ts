import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { linear, logistic, Network, softmax } from "../../src/index.ts";
import { fromOnnx, modelFromBytes, modelToBytes } from "../../src/io/index.ts";
import { Matrix } from "../../src/matrix/matrix.ts";
import { apart } from "../support/apart.ts";
import { engine } from "../support/engine-under-test.ts";

interface Exported {
  readonly onnx: string;
  readonly inputs: number[][];
  readonly outputs: number[][];
  /** The numbers of PyTorch's `state_dict`. */
  readonly state: Readonly<Record<string, number[]>>;
}
const fixture = JSON.parse(readFileSync(new URL("../fixtures/onnx.json", import.meta.url), "utf8")) as {
  readonly activations: Readonly<Record<string, Exported>>;
  readonly others: Readonly<
    Record<"normalized" | "layer norm" | "logistic" | "skip" | "opset 9" | "activation first", Exported>
  >;
  readonly refused: Readonly<Record<string, string>>;
  readonly "taken apart": Readonly<Record<string, Exported>>;
};
const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, "base64"));

/** Both round in float32, PyTorch and either engine: in units of the largest output. */
const BOUND = 1e-6;

const readNet = ({ onnx }: Exported): Network => fromOnnx(bytesOf(onnx), { engine, seed: 1 });
const expectOutputs = (network: Network, { inputs, outputs }: Exported): void =>
  expect(apart(network.predict(inputs), new Matrix(outputs))).toBeLessThan(BOUND);
const kindsOf = ({ layers }: Network): string[] =>
  layers.map(({ kind, activation }) => (activation ? `${kind} ${activation.name}` : kind));

describe("fromOnnx of what PyTorch exports", () => {
  it.each(Object.keys(fixture.activations))("reads %s and computes what PyTorch does", (name) => {
    const exported = fixture.activations[name]!;
    const network = readNet(exported);
    expect(kindsOf(network)).toEqual([`dense ${name}`, "dense identity"]);
    expect(network.head).toBe(linear);
    expectOutputs(network, exported);
  });

  it("has the numbers of the file exactly, a matrix of (outputs, inputs) turned over", () => {
    const exported = fixture.activations.tanh!;
    const { parameters } = readNet(exported);
    const { state } = exported;
    expect(parameters["0.weights"]!.transpose().to1DArray()).toEqual(state["0.weight"]);
    expect(parameters["0.bias"]!.to1DArray()).toEqual(state["0.bias"]);
    expect(parameters["1.weights"]!.transpose().to1DArray()).toEqual(state["2.weight"]);
    expect(parameters["1.bias"]!.to1DArray()).toEqual(state["2.bias"]);
  });

  it("reads batch norm with its statistics and settings, what flattens, what does nothing, no bias, softmax", () => {
    const exported = fixture.others.normalized;
    const network = readNet(exported);
    expect(kindsOf(network)).toEqual([
      "dense identity",
      "batchNorm",
      "activate relu",
      "dense identity",
      "batchNorm",
      "activate tanh",
      "dense identity",
    ]);
    expect(network.head).toBe(softmax);
    expect(network.layers[1]!.toJSON()).toEqual({
      kind: "batchNorm",
      units: 5,
      momentum: 0.2,
      epsilon: 1e-3,
    });
    const { parameters, statistics } = network;
    expect(statistics["1.runningMean"]!.to1DArray()).toEqual(exported.state["2.running_mean"]);
    expect(statistics["1.runningVariance"]!.to1DArray()).toEqual(exported.state["2.running_var"]);
    expect(parameters["1.gain"]!.to1DArray()).toEqual(exported.state["2.weight"]);
    expect(parameters["4.gain"]!.to1DArray()).toEqual([1, 1, 1, 1]);
    expect(parameters["6.bias"]!.to1DArray()).toEqual([0, 0, 0]);
    expectOutputs(network, exported);
  });

  it.each([
    ["layer norm", ["dense identity", "layerNorm", "activate gelu", "dense identity"], linear],
    ["logistic", ["dense tanh", "dense identity"], logistic],
    ["skip", ["dense identity", "residual", "dense identity"], linear],
    ["opset 9", ["dense identity", "batchNorm", "activate hardTanh", "dense identity"], softmax],
    ["activation first", ["activate gelu", "dense relu", "activate tanh"], linear],
  ] as const)("reads %s", (name, kinds, head) => {
    const exported = fixture.others[name];
    const network = readNet(exported);
    expect(kindsOf(network)).toEqual(kinds);
    expect(network.head).toBe(head);
    expectOutputs(network, exported);
  });

  it.each<[string, readonly string[], number]>([
    ["in opset 14", ["dense identity", "layerNorm", "activate gelu", "dense identity"], 1e-5],
    ["in opset 9", ["dense identity", "layerNorm", "activate tanh", "dense identity"], 1e-3],
    ["without a gain", ["dense identity", "layerNorm", "dense identity"], 1e-5],
    ["first, and in front of what is gone around", ["layerNorm", "residual", "dense identity"], 1e-5],
    ["twice", ["dense identity", "layerNorm", "layerNorm", "activate sigmoid"], 1e-5],
    ["by a reciprocal", ["dense identity", "layerNorm", "activate relu", "dense identity"], 1e-4],
    ["by two means, without a bias", ["dense identity", "layerNorm", "dense identity"], 1e-4],
  ])("puts a layer norm together that was taken apart %s", (name, kinds, epsilon) => {
    const exported = fixture["taken apart"][name]!;
    const network = fromOnnx(bytesOf(exported.onnx), { head: linear, engine, seed: 1 });
    expect(kindsOf(network)).toEqual(kinds);
    const norm = network.layers.find(({ kind }) => kind === "layerNorm")!;
    expect(norm.toJSON()).toMatchObject({ epsilon });
    expectOutputs(network, exported);
  });

  it("refuses what divides by the root of the mean square alone, which is no layer norm", () => {
    expect(() => fromOnnx(bytesOf(fixture["taken apart"]["by squares alone"]!.onnx))).toThrow(
      /^Cannot read ONNX: expected a dense net.* got node .*\(Pow\) and node .*\(Div\)/,
    );
  });

  it("reads a net that can be trained on, saved and read again", async () => {
    const exported = fixture.others.normalized;
    const network = readNet(exported);
    const labels = exported.outputs.map((row) => row.indexOf(Math.max(...row)));
    await network.fit(exported.inputs, labels, { epochs: 2 });
    const again = Network.fromJSON(JSON.parse(JSON.stringify(network)), { engine });
    expect(again.predict(exported.inputs)).toEqual(network.predict(exported.inputs));
    const kept = modelFromBytes(modelToBytes(network), { engine }) as Network;
    expect(kept.predict(exported.inputs)).toEqual(network.predict(exported.inputs));
  });

  it("puts the head that is asked for behind logits", () => {
    const exported = fixture.activations.relu!;
    const network = fromOnnx(bytesOf(exported.onnx), { head: softmax, engine });
    const logits = readNet(exported).predict(exported.inputs).to2DArray();
    const [first, second] = logits[0]! as [number, number];
    expect(network.predict(exported.inputs).get(0, 0)).toBeCloseTo(1 / (1 + Math.exp(second - first)), 5);
    const { onnx } = fixture.others.logistic;
    expect(kindsOf(fromOnnx(bytesOf(onnx), { head: logistic })).at(-1)).toBe("dense identity");
    expect(kindsOf(fromOnnx(bytesOf(onnx), { head: linear })).at(-1)).toBe("dense sigmoid");
    const own = { ...logistic, name: "own" };
    expect(kindsOf(fromOnnx(bytesOf(onnx), { head: own })).at(-1)).toBe("dense identity");
    expect(() => fromOnnx(bytesOf(fixture.others.normalized.onnx), { head: linear })).toThrow(
      'Cannot read ONNX: expected head to be softmax, as the file ends, got "linear"',
    );
  });

  it.each([
    ["Conv", "to be (batch, columns), or to be flattened first, as by nn.Flatten, got (batch, 1, 3, 3)"],
    ["LogSoftmax", 'head to be softmax, since node "/1/LogSoftmax" (LogSoftmax) ends the file, got none'],
    ["HardSigmoid", 'got node "/1/HardSigmoid" (HardSigmoid) with alpha 0.16666667'],
    ["PRelu", 'got node "/1/PRelu" (PRelu)'],
    ["Elu", 'got node "/1/Elu" (Elu) with alpha 0.5'],
    ["Clip", 'got node "/1/Clip" (Clip)'],
    ["Softplus", 'got node "/1/Softplus" (Softplus) and node "/1/Mul" (Mul)'],
    ["Mul", 'got node "/1/Mul" (Mul) and'],
    ["float64", 'expected the input "x" to be float32, got float64'],
    ["sequence", "to be (batch, columns), or to be flattened first, as by nn.Flatten, got (batch, 3, 4)"],
    [
      "training_mode",
      'expected training_mode of node "/1/BatchNormalization" (BatchNormalization) to be one of 0, got 1',
    ],
  ])("refuses %s by its name", (name, message) => {
    const read = (): Network => fromOnnx(bytesOf(fixture.refused[name]!));
    expect(read).toThrow("Cannot read ONNX: expected ");
    expect(read).toThrow(message);
  });
});
