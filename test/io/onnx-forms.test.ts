import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { softmax } from "../../src/index.ts";
import { fromOnnx } from "../../src/io/index.ts";
import { Matrix } from "../../src/matrix/matrix.ts";
import { apart } from "../support/apart.ts";
import { engine } from "../support/engine-under-test.ts";

interface Form {
  readonly onnx: string;
  readonly inputs: number[][];
  readonly outputs: number[][];
}
const fixture = JSON.parse(
  readFileSync(new URL("../fixtures/onnx-forms.json", import.meta.url), "utf8"),
) as Readonly<Record<"from PyTorch" | "converted" | "by hand", Readonly<Record<string, Form>>>> & {
  readonly refused: Readonly<Record<string, string>>;
};
const { refused, "from PyTorch": fromTorch, converted, "by hand": byHand } = fixture;
const { log_softmax: logarithms, ...others } = fromTorch;
const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, "base64"));

/** Both round in float32, ONNX Runtime and either engine: in units of the largest output. */
const BOUND = 1e-6;

describe("fromOnnx of the forms that exporters write", () => {
  const forms = Object.entries({ ...others, ...byHand }).concat(
    Object.entries(converted).map(([opset, form]) => [`a net that was converted to opset ${opset}`, form]),
  );
  it.each(forms)("reads %s and computes what ONNX Runtime does", (_, { onnx, inputs, outputs }) => {
    const network = fromOnnx(bytesOf(onnx), { engine, seed: 1 });
    expect(apart(network.predict(inputs), new Matrix(outputs))).toBeLessThan(BOUND);
  });

  it("reads LogSoftmax at the end where the head is to be softmax, whose probabilities have these logarithms", () => {
    const { onnx, inputs, outputs } = logarithms!;
    const network = fromOnnx(bytesOf(onnx), { head: softmax, engine, seed: 1 });
    const expected = new Matrix(outputs.map((row) => row.map(Math.exp)));
    expect(apart(network.predict(inputs), expected)).toBeLessThan(BOUND);
  });

  it.each([
    ["alpha", 'alpha of node "y" (Gemm) to be one of 1, got 0.5'],
    ["beta", 'beta of node "y" (Gemm) to be one of 1, got 2'],
    ["transA", 'transA of node "y" (Gemm) to be one of 0, got 1'],
    ["one bias for all", 'a row "B" of 3 numbers for node "y" (Gemm), got a shape of ()'],
    ["a bias for each row", 'a row "B" of 3 numbers for node "y" (Gemm), got a shape of (3, 1)'],
    ["Reshape to other rows", 'node "f" (Reshape) to keep rows of 4 numbers, got (-1, 2)'],
    ["Reshape to a batch that is not fixed", 'node "f" (Reshape) to keep rows of 4 numbers, got (5, -1)'],
    ["Reshape to three sizes", 'node "f" (Reshape) to (rows, columns), got another shape'],
    ["Reshape to no rows", 'allowzero of node "f" (Reshape) to be one of 0, got 1'],
    ["Dropout in training", 'node "d" (Dropout) as at prediction'],
    ["Cast to float64", 'to of node "y" (Cast) to be one of 1, got 11'],
    ["Swish with another alpha", 'got node "y" (Swish) with alpha 2'],
    ["an operator of Microsoft", 'got node "y" (com.microsoft.Gelu)'],
    ["a function of the file", 'got node "y" (own.Line)'],
    ["Softmax over examples", 'axis of node "y" (Softmax) to be one of 1, -1, got 0'],
  ])("refuses %s by its name", (name, message) => {
    const read = (): unknown => fromOnnx(bytesOf(refused[name]!));
    expect(read).toThrow("Cannot read ONNX: expected ");
    expect(read).toThrow(message);
  });
});
