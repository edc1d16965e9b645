import { activationByName } from "../activation/by-name.ts";
import { causeOf } from "../check/cause.ts";
import { rangeError, show } from "../check.ts";
import type { Dataset } from "../data/dataset.ts";
import { isNetwork } from "../data/pipeline/parts.ts";
import type { Pipeline } from "../data/pipeline/pipeline.ts";
import { targetKindOf } from "../head/check-head.ts";
import { linear } from "../head/linear.ts";
import { softmax } from "../head/softmax.ts";
import { isPipeline } from "../io/model/model.ts";
import { fromOnnx } from "../io/onnx/from-onnx.ts";
import { fromSafetensors, type Safetensors } from "../io/safetensors.ts";
import { fromTorch } from "../io/torch.ts";
import { dense } from "../layers/dense.ts";
import { Network } from "../network/network.ts";
import type { NetDescription } from "../study/diagnose/net-description.ts";
import { literal, READ } from "./data-code.ts";
import { readModelFile } from "./model-file.ts";
import { readBytes } from "./read-bytes.ts";

/** A net to diagnose, with the data as it takes them. */
export interface NetToDiagnose {
  readonly net: Network | NetDescription;
  readonly dataset: Dataset;
  /** The lines of a program that read the net. */
  readonly lines: readonly string[];
  /** Those that make `dataset` of `raw`, where the net comes with a preparation. */
  readonly preparing?: readonly string[];
}

/**
 * Reads what `--net` names: a model of this library, its preparation included; ONNX; weights that PyTorch saved as safetensors, of dense
 * layers in the order of their names; or a description in JSON.
 */
export function readNet(action: string, file: string, dataset: Dataset, activation: string): NetToDiagnose {
  const bytes = readBytes(action, file);
  const head = dataset.labels ? "softmax" : "linear";
  if (/\.onnx$/i.test(file)) {
    const read = refusing(action, "a dense net in ONNX", file, () => fromOnnx(bytes));
    const isBare = targetKindOf(read.head) === "numbers" && dataset.labels !== undefined;
    const net = isBare ? fromOnnx(bytes, { head: softmax }) : read;
    const code = `const network = fromOnnx(readFileSync(${literal(file)})${isBare ? ", { head: softmax }" : ""});`;
    const imports = [
      'import { fromOnnx } from "layerwise/io";',
      ...(isBare ? ['import { softmax } from "layerwise";'] : []),
    ];
    return { net, dataset, lines: [READ, ...imports, code] };
  }
  const description = descriptionIn(bytes);
  if (description) return { net: description, dataset, lines: [] };
  const foreign = foreignTensors(bytes);
  if (foreign) return torchNet(action, file, foreign, dataset, activation, head);
  const { model } = readModelFile(
    action,
    file,
    "a model, ONNX, weights in safetensors or a description in JSON",
  );
  const load = ['import { loadModel } from "layerwise/io";'];
  if (isPipeline(model)) return pipelineNet(action, file, model, dataset);
  if (!isNetwork(model)) throw rangeError(action, "a net, and no RBMs, in --net", show(file));
  return { net: model, dataset, lines: [...load, `const network = await loadModel(${literal(file)});`] };
}

function pipelineNet(action: string, file: string, pipeline: Pipeline, dataset: Dataset): NetToDiagnose {
  if (!isNetwork(pipeline.model)) throw rangeError(action, "a net, and no RBMs, in --net", show(file));
  const told = pipeline.targetsOf(dataset);
  const isLabels = dataset.labels !== undefined;
  const { encoding: _, columnNames: __, shape: ___, ...rest } = dataset;
  const prepared = {
    ...rest,
    inputs: pipeline.prepare(dataset),
    ...(isLabels
      ? {
          labels: Int32Array.from(told as ArrayLike<number>),
          classes: pipeline.classNames?.length ?? dataset.classes!,
        }
      : { targets: told as Dataset["inputs"] }),
  };
  return {
    net: pipeline.model,
    dataset: prepared,
    lines: ["const network = pipeline.model;"],
    preparing: [
      'import { datasetFromRows } from "layerwise/data";',
      'import { loadModel } from "layerwise/io";',
      `const pipeline = await loadModel(${literal(file)});`,
      `const dataset = datasetFromRows(pipeline.prepare(raw), { ${isLabels ? "labels" : "targets"}: pipeline.targetsOf(raw) });`,
    ],
  };
}

/** A description in JSON: an object without a format. */
function descriptionIn(bytes: Uint8Array): NetDescription | undefined {
  try {
    const json = JSON.parse(new TextDecoder().decode(bytes));
    return typeof json === "object" && json !== null && !("format" in json) ? json : undefined;
  } catch {
    return undefined;
  }
}

/** The tensors of safetensors that this library did not write as a model. */
function foreignTensors(bytes: Uint8Array): Safetensors | undefined {
  try {
    const read = fromSafetensors(bytes);
    return (read.metadata.format ?? "").startsWith("layerwise/") ? undefined : read;
  } catch {
    return undefined;
  }
}

/** A net of the weights (outputs, inputs) of a file, as PyTorch has them, each with its bias. */
function torchNet(
  action: string,
  file: string,
  { tensors }: Safetensors,
  dataset: Dataset,
  activation: string,
  head: "softmax" | "linear",
): NetToDiagnose {
  const modules = Object.keys(tensors)
    .filter((name) => name.endsWith(".weight") && tensors[name]!.shape.length === 2)
    .map((name) => name.slice(0, -".weight".length))
    .sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  if (modules.length === 0)
    throw rangeError(action, "weights of dense layers, named *.weight", show(Object.keys(tensors)));
  const widths = modules.map((name) => tensors[`${name}.weight`]!.shape as readonly [number, number]);
  const byLayer = Object.fromEntries(modules.map((name, layer) => [String(layer), name]));
  const net = refusing(action, "the weights of dense layers in a row", file, () => {
    const layers = widths.map(([outputs, inputs], layer) =>
      dense({
        inputs,
        outputs,
        ...(layer < widths.length - 1 && { activation: activationByName(action, activation) }),
      }),
    );
    return new Network({
      layers,
      head: head === "softmax" ? softmax : linear,
      ...fromTorch(tensors, { layers, modules: byLayer }),
    });
  });
  const called = /^leakyRelu$/.test(activation) ? "leakyRelu()" : activation;
  const layerCode = ([outputs, inputs]: readonly [number, number], layer: number): string =>
    `  dense({ inputs: ${inputs}, outputs: ${outputs}${layer < widths.length - 1 ? `, activation: ${called}` : ""} }),`;
  return {
    net,
    dataset,
    lines: [
      READ,
      `import { ${["Network", "dense", head, ...(widths.length > 1 ? [activation.replace(/\(.*/, "")] : [])].join(", ")} } from "layerwise";`,
      'import { fromSafetensors, fromTorch } from "layerwise/io";',
      `const { tensors } = fromSafetensors(readFileSync(${literal(file)}));`,
      "const layers = [",
      ...widths.map(layerCode),
      "];",
      `const modules = ${literal(byLayer)};`,
      `const network = new Network({ layers, head: ${head}, ...fromTorch(tensors, { layers, modules }) });`,
    ],
  };
}

function refusing<Value>(action: string, expected: string, file: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw rangeError(action, `--net to hold ${expected}`, `${show(file)} (${causeOf(error)})`);
  }
}
