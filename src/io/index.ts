export type { FileBytes } from "./bytes.ts";
export { fromNpy, toNpy } from "./npy.ts";
export { matrixOfTensor, type Tensor, type TensorLike, type TensorValues } from "./tensor.ts";
