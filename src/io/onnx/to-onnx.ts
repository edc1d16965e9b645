import { checkThat, readSafely } from "../../check.ts";
import type { Pipeline } from "../../data/pipeline/pipeline.ts";
import { checkModel, isAutoencoders, isPipeline, type Model } from "../model/model.ts";
import { refuseOptions } from "../no-options.ts";
import { VERSION } from "../version.ts";
import { type GraphInProgress, startGraph } from "./graph.ts";
import { ElementType, IR_VERSION, type OnnxValue, OPSET } from "./model.ts";
import { writeOnnxFile } from "./write-file.ts";
import { type WrittenModel, writeModel } from "./write-model.ts";
import { writeInverse, writeTransform } from "./write-preparation.ts";

const INPUT = "inputs";

/**
 * Writes a trained model as a file that ONNX Runtime and others run: in Node, in a page, in Python, in C#. It has one input,
 * `inputs`, float32 (batch, columns) with any batch, and one output, float32 (batch, width):
 *
 * | model | output | what |
 * |---|---|---|
 * | a net with a softmax or logistic head | `probabilities` | what `predict` gives; the class is the largest |
 * | a net with a linear head | `outputs` | what `predict` gives |
 * | an RBM | `features` | its `hiddenMeans` |
 * | a DBN | `features` | what `transform` gives: the means of its top hidden units |
 *
 * A pipeline takes its raw rows of numbers: its preparation goes first, and `targetScaling` last, so that numbers come in their
 * own units. How a table becomes numbers, words and gaps, is not in the graph: encode its rows before, `pipeline.encoding` does.
 * The names of classes, columns and targets are in the metadata, each as JSON, under `classNames`, `columnNames`, `targetNames`.
 *
 * The file has IR version 8 and opset 17, of 2022. All is float32; the constant that a preparation takes off has the digits of two.
 * Batch norm runs on its running statistics, and dropout is gone.
 *
 * @param model - A Network, RBM, DBN or Pipeline, made of parts of the library.
 * @returns The bytes of an `.onnx` file.
 * @throws RangeError if an activation, a layer, a head, units or a preparation is one's own, and if a number has no float32 or
 * there are more than 2·10⁹ bytes of them. TypeError if it is no such model.
 * @example
 * const bytes = toOnnx(Network.fromSizes([4, 8, 3], { seed: 1 })); // write it to network.onnx
 * fromOnnx(bytes).layers.length; // 2
 *
 * @see ONNX, "Open Neural Network Exchange Intermediate Representation (ONNX IR) Specification", and "ONNX Operators".
 */
export function toOnnx(model: Model): Uint8Array;
export function toOnnx(model: Model, options?: unknown): Uint8Array {
  const action = "write ONNX";
  const expected = "a Network, an RBM, a DBN or a Pipeline";
  refuseOptions(action, options);
  return readSafely(action, expected, () => {
    checkThat(action, expected, checkModel(action, model, expected), () => !isAutoencoders(model));
    if (isPipeline(model)) return writePipeline(action, model);
    const graph = startGraph(action);
    const written = writeModel(graph, model, INPUT);
    return finish(graph, written, written.inputs, written.kind, {});
  });
}

function writePipeline(action: string, pipeline: Pipeline): Uint8Array {
  const { model, preparation, targetScaling, columns, columnNames, classNames, targetNames } = pipeline;
  const graph = startGraph(action);
  const prepared = preparation ? writeTransform(graph, preparation, INPUT) : INPUT;
  const written = writeModel(graph, model, prepared);
  const output = targetScaling ? writeInverse(graph, targetScaling, written.output) : written.output;
  const names = Object.entries({ columnNames, classNames, targetNames });
  const metadata = names.flatMap(([key, list]) => (list ? [[key, JSON.stringify(list)]] : []));
  const what = `pipeline of a ${written.kind}${pipeline.encoding ? "; its inputs are columns of the encoded table" : ""}`;
  return finish(graph, { ...written, output }, columns, what, Object.fromEntries(metadata));
}

/** Writes the file: what goes in and comes out, and where it is from. */
function finish(
  { nodes, tensors }: GraphInProgress,
  { kind, outputs, output, outputName }: WrittenModel,
  inputs: number,
  what: string,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const value = (name: string, width: number): OnnxValue => ({
    name,
    elementType: ElementType.float32,
    dims: ["batch", width],
  });
  const named = nodes.map((node) => (node.outputs[0] === output ? { ...node, outputs: [outputName] } : node));
  return writeOnnxFile({
    irVersion: IR_VERSION,
    opsets: { "": OPSET },
    producer: "layerwise",
    producerVersion: VERSION,
    description: `A layerwise ${what}: ${INPUT} (batch, ${inputs}) give ${outputName} (batch, ${outputs}).`,
    metadata: { model: kind, ...metadata },
    graph: {
      name: kind,
      nodes: named,
      tensors,
      inputs: [value(INPUT, inputs)],
      outputs: [value(outputName, outputs)],
    },
  });
}
