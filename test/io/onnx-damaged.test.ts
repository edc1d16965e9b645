import { readFileSync } from "node:fs";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Pipeline } from "../../src/data/index.ts";
import {
  dense,
  linear,
  type Network,
  RandomStream,
  relu,
  residual,
  standardize,
  tanh,
} from "../../src/index.ts";
import { fromOnnx, toOnnx } from "../../src/io/index.ts";
import type { OnnxFile, OnnxNode, OnnxTensor, OnnxValue } from "../../src/io/onnx/model.ts";
import { readOnnxFile } from "../../src/io/onnx/read-file.ts";
import { writeOnnxFile } from "../../src/io/onnx/write-file.ts";
import { anyNetwork, drawnNetwork } from "../support/any-network.ts";
import { apart } from "../support/apart.ts";
import { randomMatrix } from "../support/random-matrix.ts";

type Files = Readonly<Record<string, { readonly onnx: string }>>;
const fixtureOf = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), "utf8"));
const fixture = fixtureOf("onnx") as Readonly<Record<"activations" | "others" | "taken apart", Files>>;
const forms = fixtureOf("onnx-forms") as Readonly<Record<"from PyTorch" | "by hand", Files>>;
const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, "base64"));

describe("fromOnnx of what toOnnx writes", () => {
  it("reads any net again: its layers, its float32 numbers exactly, its outputs", () => {
    fc.assert(
      fc.property(anyNetwork, (network) => {
        const again = fromOnnx(toOnnx(network), { engine: "reference" });
        const rows = randomMatrix("rows", 5, network.inputs);
        expect(apart(again.predict(rows), network.predict(rows))).toBeLessThan(1e-12);
        const numbers = ({ parameters, statistics }: Network): number[] =>
          Object.values({ ...parameters, ...statistics }).flatMap((matrix) => matrix.to1DArray());
        expect(numbers(again)).toEqual(numbers(network));
      }),
      { numRuns: 300, seed: 21 },
    );
  });

  it("refuses what a pipeline prepares, by its node", () => {
    const model = drawnNetwork([dense({ inputs: 2, outputs: 2 })]);
    const preparation = standardize.fit([
      [1, 2],
      [3, 5],
    ]);
    expect(() => fromOnnx(toOnnx(new Pipeline({ model, preparation })))).toThrow('"preparation.Sub.0" (Sub)');
  });
});

/** A small net as a file, changed. */
const changed = (change: (file: OnnxFile) => OnnxFile): Uint8Array => {
  const network = drawnNetwork([
    dense({ inputs: 3, outputs: 4, activation: tanh }),
    dense({ inputs: 4, outputs: 2 }),
  ]);
  return writeOnnxFile(change(readOnnxFile(toOnnx(network))));
};
const withNodes = (change: (nodes: readonly OnnxNode[]) => readonly OnnxNode[]): Uint8Array =>
  changed((file) => ({ ...file, graph: { ...file.graph, nodes: change(file.graph.nodes) } }));
const node = (op: string, inputs: string[], outputs: string[]): OnnxNode => ({
  name: op,
  op,
  domain: "",
  inputs,
  outputs,
  attributes: {},
});

describe("fromOnnx refuses", () => {
  it.each<[string, () => Uint8Array, string]>([
    ["nothing", () => new Uint8Array(0), "a whole file in ONNX"],
    ["a text", () => new TextEncoder().encode('{"format":"layerwise/network"}'), "a whole file in ONNX"],
    ["half a file", () => changed((file) => file).subarray(0, 200), "a whole file in ONNX"],
    [
      "another version",
      () => changed((file) => ({ ...file, opsets: { "": 99 } })),
      "version 7 to 28, got 99",
    ],
    [
      "operators of somebody else",
      () => changed((file) => ({ ...file, opsets: { "com.own": 1 } })),
      "version 7 to 28, got undefined",
    ],
    [
      "two inputs",
      () =>
        changed((file) => ({
          ...file,
          graph: { ...file.graph, inputs: [...file.graph.inputs, { name: "z", elementType: 1, dims: [] }] },
        })),
      'one input and one output, got inputs ["inputs", "z"] and outputs ["probabilities"]',
    ],
    [
      "another width",
      () =>
        changed((file) => ({
          ...file,
          graph: { ...file.graph, inputs: [{ name: "inputs", elementType: 1, dims: ["batch", 5] }] },
        })),
      'node "0.Gemm.0" (Gemm) to take 5 numbers, as come before it, got 3',
    ],
    [
      "numbers that are missing",
      () =>
        changed((file) => ({
          ...file,
          graph: {
            ...file.graph,
            tensors: file.graph.tensors.map((tensor) => ({ ...tensor, bytes: tensor.bytes.subarray(4) })),
          },
        })),
      '48 bytes of numbers in "0.weights" for a shape of (3, 4), got 44',
    ],
    [
      "sizes whose product overflows",
      () =>
        changed((file) => ({
          ...file,
          graph: {
            ...file.graph,
            tensors: file.graph.tensors.map((tensor) => ({ ...tensor, dims: [2 ** 52, 2 ** 52] })),
          },
        })),
      "bytes of numbers in",
    ],
    [
      "negative sizes",
      () =>
        changed((file) => ({
          ...file,
          graph: {
            ...file.graph,
            tensors: file.graph.tensors.map((tensor) => ({ ...tensor, dims: [-3, -4] })),
          },
        })),
      "bytes of numbers in",
    ],
    [
      "numbers that are not finite",
      () =>
        changed((file) => ({
          ...file,
          graph: {
            ...file.graph,
            tensors: file.graph.tensors.map((tensor) => ({ ...tensor, bytes: tensor.bytes.map(() => 255) })),
          },
        })),
      '"0.weights" (3×4) to be finite, got NaN at row 0, column 0',
    ],
    [
      "numbers of another type",
      () =>
        changed((file) => ({
          ...file,
          graph: {
            ...file.graph,
            tensors: file.graph.tensors.map((tensor) => ({ ...tensor, elementType: 10 })),
          },
        })),
      'float32 numbers in "0.weights" (model.float() before the export makes them so), got float16',
    ],
    [
      "a setting that means something else",
      () =>
        withNodes((nodes) =>
          nodes.map((each) => (each.op === "Gemm" ? { ...each, attributes: { alpha: { float: 2 } } } : each)),
        ),
      'alpha of node "0.Gemm.0" (Gemm) to be one of 1, got 2',
    ],
    [
      "a setting that nobody knows",
      () => withNodes((nodes) => nodes.map((each) => ({ ...each, attributes: { transC: { integer: 1 } } }))),
      'without a setting "transC", got 1',
    ],
    [
      "an operator of somebody else",
      () => withNodes((nodes) => nodes.map((each) => ({ ...each, domain: "com.own" }))),
      'got node "0.Gemm.0" (com.own.Gemm)',
    ],
    [
      "a value from two places",
      () => withNodes((nodes) => [...nodes, nodes[0]!]),
      'each value to come from one place, got "0.Gemm.0" from two',
    ],
    ["a value from nowhere", () => withNodes((nodes) => nodes.slice(1)), '"inputs", which no node takes on'],
    [
      "a ring",
      () =>
        withNodes((nodes) => [
          node("Add", ["inputs", "b"], ["a"]),
          node("Relu", ["a"], ["b"]),
          ...nodes.slice(1),
        ]),
      "which no node takes on",
    ],
    [
      "nodes beside the way",
      () => withNodes((nodes) => [...nodes, node("Relu", ["other"], ["another"])]),
      'nodes between the input and the output, got node "Relu" (Relu)',
    ],
    [
      "ways around each other without end",
      () =>
        withNodes((nodes) => {
          const adds = Array.from({ length: 5000 }, (_, index) =>
            node("Add", ["inputs", index === 0 ? "0.Gemm.0" : `sum ${index - 1}`], [`sum ${index}`]),
          );
          return [...nodes.slice(0, 1), ...adds];
        }),
      "at most 32 ways around each other",
    ],
  ])("%s", (_, bytes, message) => {
    const read = (): Network => fromOnnx(bytes());
    expect(read).toThrow(/^Cannot read ONNX: expected /);
    expect(read).toThrow(message);
  });

  it("numbers in another file, and says how to export it whole", () => {
    const writer = new BinaryWriter();
    writer.tag(1, WireType.Varint).int64(8);
    const external = (): void => {
      writer.tag(5, WireType.LengthDelimited).fork();
      writer
        .tag(1, WireType.Varint)
        .int64(3)
        .tag(1, WireType.Varint)
        .int64(2)
        .tag(2, WireType.Varint)
        .int64(1);
      writer.tag(8, WireType.LengthDelimited).string("w").tag(14, WireType.Varint).int64(1);
      writer.tag(13, WireType.LengthDelimited).fork();
      writer
        .tag(1, WireType.LengthDelimited)
        .string("location")
        .tag(2, WireType.LengthDelimited)
        .string("w.data");
      writer.join().join();
    };
    const value = (field: number, name: string): void => {
      writer.tag(field, WireType.LengthDelimited).fork().tag(1, WireType.LengthDelimited).string(name);
      writer.tag(2, WireType.LengthDelimited).fork().tag(1, WireType.LengthDelimited).fork();
      writer.tag(1, WireType.Varint).int64(1);
      writer.join().join().join();
    };
    writer.tag(7, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.LengthDelimited).fork();
    for (const [field, text] of [
      [1, "x"],
      [1, "w"],
      [2, "y"],
      [4, "MatMul"],
    ] as const) {
      writer.tag(field, WireType.LengthDelimited).string(text);
    }
    writer.join();
    external();
    value(11, "x");
    value(12, "y");
    writer.join();
    writer.tag(8, WireType.LengthDelimited).fork().tag(2, WireType.Varint).int64(17).join();
    expect(() => fromOnnx(writer.finish())).toThrow(
      'expected the numbers of "w" in the file (export it with external_data=False, or save it again by onnx.save without external data), got external data',
    );
  });

  it("a constant that many layers share, before it is copied for each", () => {
    const square = drawnNetwork([dense({ inputs: 100, outputs: 100 })], linear);
    const file = readOnnxFile(toOnnx(square));
    const chain = Array.from({ length: 20_000 }, (_, index) =>
      node(
        "Gemm",
        [index === 0 ? "inputs" : `v${index}`, "0.weights", "0.bias"],
        [index === 19_999 ? "outputs" : `v${index + 1}`],
      ),
    );
    const bytes = writeOnnxFile({ ...file, graph: { ...file.graph, nodes: chain } });
    expect(() => fromOnnx(bytes)).toThrow("no more numbers in all layers than the file has bytes");
  });
});

describe("fromOnnx of a layer norm without a gain", () => {
  it("makes no more numbers than the file has bytes, however wide the file says that its input is", () => {
    // As exporters of opset 18 take it apart: the axes of a mean go into it.
    const nodes = [
      node("ReduceMean", ["x", "axes"], ["mean"]),
      node("Sub", ["x", "mean"], ["centered"]),
      node("Mul", ["centered", "centered"], ["square"]),
      node("ReduceMean", ["square", "axes"], ["variance"]),
      node("Add", ["variance", "epsilon"], ["sum"]),
      node("Sqrt", ["sum"], ["deviation"]),
      node("Div", ["centered", "deviation"], ["y"]),
    ];
    const tensor = (name: string, elementType: number, array: Float32Array | BigInt64Array): OnnxTensor => ({
      ...{ name, dims: array.length === 1 && elementType === 1 ? [] : [1], elementType, external: false },
      bytes: new Uint8Array(array.buffer),
    });
    const tensors = [tensor("axes", 7, BigInt64Array.of(-1n)), tensor("epsilon", 1, Float32Array.of(1e-5))];
    for (const width of [1e9, 2 ** 52, 40]) {
      const value = (name: string): OnnxValue => ({ name, elementType: 1, dims: ["batch", width] });
      const graph = { name: "norm", nodes, tensors, inputs: [value("x")], outputs: [value("y")] };
      const bytes = changed((file) => ({ ...file, opsets: { "": 18 }, graph }));
      if (width === 40) expect(fromOnnx(bytes).layers.map(({ kind }) => kind)).toEqual(["layerNorm"]);
      else expect(() => fromOnnx(bytes)).toThrow("no more numbers in all layers than the file has bytes");
    }
  });
});

describe("Damaged files in ONNX", () => {
  it("are refused clearly or read as a net, and none makes more numbers than it has bytes", () => {
    const random = new RandomStream(process.env.LAYERWISE_MUTATIONS ? Date.now() : 20, "damage");
    const whole = [
      toOnnx(
        drawnNetwork([
          dense({ inputs: 3, outputs: 3, activation: relu }),
          residual([dense({ inputs: 3, outputs: 3 })]),
        ]),
      ),
      ...[
        ...Object.values({ ...fixture.others, ...fixture["taken apart"] }),
        fixture.activations.gelu!,
        fixture.activations.hardTanh!,
        ...Object.values({ ...forms["from PyTorch"], ...forms["by hand"] }),
      ].map(({ onnx }) => bytesOf(onnx)),
    ];
    const rounds = Number(process.env.LAYERWISE_MUTATIONS ?? 4000);
    const endings = { refused: 0, read: 0 };
    for (let round = 0; round < rounds; round++) {
      const bytes = damaged(whole[round % whole.length]!, random);
      try {
        const { parameters, statistics } = fromOnnx(bytes, { engine: "reference", seed: 1 });
        const matrices = Object.values({ ...parameters, ...statistics });
        const numbers = matrices.reduce((sum, { rows, columns }) => sum + rows * columns, 0);
        expect(numbers).toBeLessThanOrEqual(2 * bytes.length);
        expect(matrices.every((matrix) => matrix.to1DArray().every(Number.isFinite))).toBe(true);
        endings.read++;
      } catch (error) {
        expect(error, `round ${round}`).toSatisfy(
          (each) => each instanceof RangeError || each instanceof TypeError,
        );
        expect((error as Error).message).toMatch(/^Cannot [\w ]+: expected /);
        endings.refused++;
      }
    }
    expect(endings.refused).toBeGreaterThan(0.375 * rounds);
  });
});

/** A copy that was cut off, with bits turned, bytes put in or taken out, or a piece of it twice. */
function damaged(bytes: Uint8Array, random: RandomStream): Uint8Array {
  const copy = Array.from(bytes);
  const times = 1 + random.integer(3);
  for (let time = 0; time < times; time++) {
    const place = random.integer(copy.length);
    const kind = random.integer(5);
    if (kind === 0) copy[place]! ^= 1 << random.integer(8);
    else if (kind === 1) copy[place] = random.integer(256);
    else if (kind === 2) copy.splice(place, 1 + random.integer(8));
    else if (kind === 3) copy.splice(place, 0, ...copy.slice(place, place + random.integer(64)));
    else copy.splice(random.integer(2) === 0 ? place : copy.length - random.integer(16));
    if (copy.length === 0) break;
  }
  return Uint8Array.from(copy);
}
