export type { FileBytes } from "./bytes.ts";
export { loadModel, saveModel } from "./model/files.ts";
export type { Model } from "./model/model.ts";
export { modelFromBytes, modelToBytes, type SaveOptions } from "./model/model-bytes.ts";
export { fromNpy, toNpy } from "./npy.ts";
export { fromNpz, toNpz } from "./npz.ts";
export { fromSafetensors, type Safetensors, type SafetensorsOptions, toSafetensors } from "./safetensors.ts";
export { matrixOfTensor, type Tensor, type TensorLike, type TensorValues } from "./tensor.ts";
export { type FromTorchOptions, fromTorch, type NetworkValues, type TorchModules, toTorch } from "./torch.ts";
