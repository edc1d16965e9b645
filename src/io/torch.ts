import { checkArray, checkKeys, checkMethods, checkRecord, rangeError, readSafely, show } from "../check.ts";
import type { Layer } from "../layers/layer.ts";
import { type AbstractMatrix, checkFinite, Matrix } from "../matrix/matrix.ts";
import { checkNetwork } from "../network/check-network.ts";
import type { Network } from "../network/network.ts";
import { narrowest } from "./container.ts";
import { checkLibraryLayers, type LayerValue, layerValues } from "./model/layer-values.ts";
import { refuseOptions } from "./no-options.ts";
import { matrixOver, type Tensor, toTensor, valuesOf } from "./tensor.ts";

/**
 * The module of a PyTorch model that is meant by a layer, by the place of the layer: `{ 0: "fc1", 2: "fc2" }`; inside a residual
 * layer `"3.0"`.
 */
export type TorchModules = Readonly<Record<string, string>>;

/** Options of `fromTorch`. */
export interface FromTorchOptions {
  /** The layers that are to have the values. */
  readonly layers: readonly Layer[];
  /** The module of each that has values. */
  readonly modules: TorchModules;
}

/** The values of layers, as `new Network` takes them. */
export interface NetworkValues {
  readonly parameters: Readonly<Record<string, Matrix>>;
  readonly statistics: Readonly<Record<string, Matrix>>;
}

/** What PyTorch calls the values of a module. */
const torchNames: Readonly<Record<string, string>> = {
  weights: "weight",
  gain: "weight",
  bias: "bias",
  runningMean: "running_mean",
  runningVariance: "running_var",
};

/**
 * Takes the values of layers out of the `state_dict` of a PyTorch model, saved there by `safetensors.torch.save_file`.
 *
 * `Linear` becomes `dense`: its weight is (outputs, inputs) there and transposed here, and where it has no bias that is zero.
 * `BatchNorm1d` becomes `batchNorm` and `LayerNorm` `layerNorm`, weight as gain. ε of these, momentum and activations are no part of a
 * `state_dict`: write them into `layers`. Tensors that no layer asks for are left alone.
 *
 * @param tensors - As `fromSafetensors(bytes).tensors` gives them.
 * @param options - The layers, and the module of each that has values.
 * @returns Their `parameters` and `statistics`, for `new Network({ layers, head, ...values })`.
 * @throws TypeError or RangeError if a layer has no module, or a tensor is missing, of another shape, or not finite.
 * @example
 * const tensors = { "fc.weight": { shape: [1, 2], values: Float32Array.of(1, 2) }, "fc.bias": { shape: [1], values: Float32Array.of(3) } };
 * const layers = [dense({ inputs: 2, outputs: 1 })];
 * const values = fromTorch(tensors, { layers, modules: { 0: "fc" } });
 * new Network({ layers, head: linear, ...values }).predict([[1, 1]]).to2DArray(); // [[6]]
 *
 * @see PyTorch, torch.nn.Linear, BatchNorm1d and LayerNorm, "Variables".
 */
export function fromTorch(
  tensors: Readonly<Record<string, Tensor>>,
  options: FromTorchOptions,
): NetworkValues {
  const action = "take values from PyTorch";
  checkKeys(action, options, ["layers", "modules"]);
  checkRecord(action, "tensors by name", tensors);
  const layers = checkArray(action, "layers to be a list of layers", options.layers);
  for (const [index, layer] of layers.entries()) {
    checkMethods(
      action,
      `layer ${index} to be a layer such as dense()`,
      layer,
      "forward",
      "backward",
      "toJSON",
    );
  }
  const values = readSafely(action, "layers such as dense()", () => {
    checkLibraryLayers(action, layers);
    return layerValues(action, layers);
  });
  const modules = checkModules(action, options.modules, values);
  const read = { parameters: {}, statistics: {} } as Record<LayerValue["group"], Record<string, Matrix>>;
  for (const value of values) {
    const name = `${modules[value.path]}.${torchNames[value.own]}`;
    const tensor = readSafely(action, "tensors by name", () => tensors[name]);
    read[value.group][value.name] = valueFrom(action, value, name, tensor, value.own === "bias");
  }
  return read;
}

/**
 * The values of a network as the tensors of a PyTorch model, for its `load_state_dict`: weights of dense layers transposed to (outputs, inputs),
 * float32 where that is exact, else float64.
 *
 * @param network - Its layers may be dense, batchNorm, layerNorm, dropout, and residual ones of these.
 * @param modules - The module of each layer that has values.
 * @returns Tensors by name, for `toSafetensors`; in PyTorch, `model.load_state_dict(load_file(path))`, with `strict=False` where there is
 * batch norm, whose `num_batches_tracked` is not among them.
 * @throws TypeError or RangeError if it is no network, or a layer has no module.
 * @example
 * const tensors = toTorch(network, { 0: "classifier" });
 * tensors["classifier.weight"].shape; // [10, 64]
 *
 * @see PyTorch, torch.nn.Linear, BatchNorm1d and LayerNorm, "Variables".
 */
export function toTorch(network: Network, modules: TorchModules): Readonly<Record<string, Tensor>>;
export function toTorch(
  network: Network,
  modules: TorchModules,
  options?: unknown,
): Readonly<Record<string, Tensor>> {
  const action = "give values to PyTorch";
  refuseOptions(action, options);
  checkNetwork(action, network);
  const values = readSafely(action, "a network", () => {
    checkLibraryLayers(action, network.layers);
    return layerValues(action, network.layers);
  });
  const known = checkModules(action, modules, values);
  const names = values.map(({ path, own }) => `${known[path]}.${torchNames[own]}`);
  const twice = names.find((name, place) => names.indexOf(name) < place);
  if (twice !== undefined) throw rangeError(action, "a module for each layer", `two for ${show(twice)}`);
  return Object.freeze(
    Object.fromEntries(
      values.map(({ name, own, group, shape }, place) => {
        const matrix: AbstractMatrix = network[group][name]!;
        checkFinite(action, name, matrix);
        const isWeights = own === "weights";
        const numbers = narrowest(valuesOf(isWeights ? matrix.transpose() : matrix));
        return [
          names[place],
          Object.freeze({ shape: isWeights ? [...shape].reverse() : shape, values: numbers }),
        ];
      }),
    ),
  );
}

/** Refuses modules that are none of a layer's, and a layer without one. */
function checkModules(action: string, modules: TorchModules, values: readonly LayerValue[]): TorchModules {
  const expected = "modules to be names by the places of layers";
  checkRecord(action, expected, modules);
  const known = readSafely(action, expected, () => ({ ...modules }));
  const paths = new Set(values.map(({ path }) => path));
  for (const [path, name] of Object.entries(known)) {
    if (!paths.has(path))
      throw rangeError(action, `modules of the layers ${[...paths].join(", ")}`, show(path));
    if (typeof name !== "string") throw rangeError(action, expected, `${show(name)} for layer ${path}`);
  }
  for (const path of paths) {
    if (!(path in known)) throw rangeError(action, `a module for layer ${path}`, show(known));
  }
  return known;
}

/** The matrix of a value: weights transposed, all others one row. */
function valueFrom(
  action: string,
  { own, shape, path, layer }: LayerValue,
  name: string,
  tensor: Tensor | undefined,
  isBias: boolean,
): Matrix {
  if (tensor === undefined) {
    if (isBias && layer.kind === "dense") return Matrix.zeros(1, shape[0]!);
    throw rangeError(action, `a tensor ${show(name)} for layer ${path}`, "none");
  }
  const there = own === "weights" ? [...shape].reverse() : shape;
  const { shape: found, values } = toTensor(action, show(name), tensor);
  if (found.join() !== there.join()) {
    throw rangeError(action, `${show(name)} of shape [${there.join(", ")}]`, `[${found.join(", ")}]`);
  }
  const matrix = matrixOver(action, name, own === "weights" ? there[0]! : 1, values);
  checkFinite(action, show(name), matrix);
  return own === "weights" ? matrix.transpose() : new Matrix(matrix);
}
