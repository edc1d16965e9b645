import type { Activation } from "./activation.ts";
import { elu } from "./elu.ts";
import { gelu } from "./gelu.ts";
import { hardTanh } from "./hard-tanh.ts";
import { identity } from "./identity.ts";
import { leakyRelu } from "./leaky-relu.ts";
import { lecunTanh } from "./lecun-tanh.ts";
import { relu } from "./relu.ts";
import { selu } from "./selu.ts";
import { sigmoid } from "./sigmoid.ts";
import { silu } from "./silu.ts";
import { softplus } from "./softplus.ts";
import { softsign } from "./softsign.ts";
import { tanh } from "./tanh.ts";

/**
 * Every activation of the library, `leakyRelu` with its default slope. What is listed here is found by its name and
 * covered by the conformance test.
 *
 * @example
 * activations.map(({ name, maxSlope }) => `${name}: ${maxSlope}`);
 */
export const activations: readonly Activation[] = Object.freeze([
  sigmoid,
  tanh,
  lecunTanh,
  softsign,
  hardTanh,
  relu,
  leakyRelu(),
  elu,
  selu,
  softplus,
  gelu,
  silu,
  identity,
]);
