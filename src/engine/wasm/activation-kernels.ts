import * as operation from "../assembly/operations.ts";

/** An activation as a command names it. */
export interface ActivationKernel {
  readonly number: number;
  /** The slope of a leakyRelu; 0 for the others, which have none. */
  readonly parameter: number;
}

const kernels = new Map<string, ActivationKernel>(
  Object.entries({
    sigmoid: operation.SIGMOID,
    tanh: operation.TANH,
    lecunTanh: operation.LECUN_TANH,
    softsign: operation.SOFTSIGN,
    hardTanh: operation.HARD_TANH,
    relu: operation.RELU,
    elu: operation.ELU,
    selu: operation.SELU,
    softplus: operation.SOFTPLUS,
    gelu: operation.GELU,
    silu: operation.SILU,
    identity: operation.IDENTITY,
  }).map(([name, number]) => [name, { number, parameter: 0 }]),
);

/** The kernel of the library's activation of this name, such as `"leakyRelu(0.01)"`; undefined for any other name. */
export function activationKernel(name: string): ActivationKernel | undefined {
  const known = kernels.get(name);
  if (known !== undefined) return known;
  const slope = Number(/^leakyRelu\((.+)\)$/.exec(name)?.[1]); // NaN for any other name
  return Number.isFinite(slope) ? { number: operation.LEAKY_RELU, parameter: slope } : undefined;
}
