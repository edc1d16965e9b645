// The values of the activations in src/activation, for the elements from `begin` to `end`, as in elementwise.ts. Each
// loop is written out, so that no choice is made per vector.

import { exponential, exponentialLessOne, gaussian } from "./exponential";
import { hyperbolicTangent } from "./hyperbolic-tangent";
import { logarithmOfOnePlus } from "./logarithm";
import { logistic } from "./logistic";
import { distribution, magnitude } from "./normal-distribution";
import * as activation from "./operations";

/** into ← f(z), where `parameter` is the slope of a leakyRelu. */
export function activate(f: i32, z: usize, into: usize, parameter: f32, begin: usize, end: usize): void {
  const last = z + end * 4;
  z += begin * 4;
  into += begin * 4;
  switch (f) {
    case activation.SIGMOID:
      for (; z < last; z += 16, into += 16) v128.store(into, logistic(v128.load(z)));
      return;
    case activation.TANH:
      for (; z < last; z += 16, into += 16) v128.store(into, hyperbolicTangent(v128.load(z)));
      return;
    case activation.LECUN_TANH:
      for (; z < last; z += 16, into += 16) v128.store(into, lecunTanh(v128.load(z)));
      return;
    case activation.SOFTSIGN:
      for (; z < last; z += 16, into += 16) v128.store(into, softsign(v128.load(z)));
      return;
    case activation.HARD_TANH:
      for (; z < last; z += 16, into += 16) v128.store(into, hardTanh(v128.load(z)));
      return;
    case activation.RELU:
      for (; z < last; z += 16, into += 16) v128.store(into, relu(v128.load(z)));
      return;
    case activation.LEAKY_RELU:
      for (; z < last; z += 16, into += 16) v128.store(into, leakyRelu(v128.load(z), parameter));
      return;
    case activation.ELU:
      for (; z < last; z += 16, into += 16) v128.store(into, elu(v128.load(z)));
      return;
    case activation.SELU:
      for (; z < last; z += 16, into += 16) v128.store(into, selu(v128.load(z)));
      return;
    case activation.SOFTPLUS:
      for (; z < last; z += 16, into += 16) v128.store(into, softplus(v128.load(z)));
      return;
    case activation.GELU:
      for (; z < last; z += 16, into += 16) v128.store(into, gelu(v128.load(z)));
      return;
    case activation.SILU:
      for (; z < last; z += 16, into += 16) v128.store(into, silu(v128.load(z)));
      return;
    case activation.IDENTITY:
      memory.copy(into, z, last - z);
      return;
    default:
      unreachable();
  }
}

/** 1.7159·tanh(2z/3) */
@inline
function lecunTanh(z: v128): v128 {
  const tanh = hyperbolicTangent(f32x4.mul(z, f32x4.splat(2 / 3)));
  return f32x4.mul(tanh, f32x4.splat(1.7159));
}

/** z / (1 + |z|) */
@inline
function softsign(z: v128): v128 {
  return f32x4.div(z, f32x4.add(f32x4.splat(1), f32x4.abs(z)));
}

/** max(−1, min(z, 1)) */
@inline
function hardTanh(z: v128): v128 {
  return f32x4.pmax(f32x4.pmin(z, f32x4.splat(1)), f32x4.splat(-1));
}

/** max(z, 0), in the order that keeps NaN; adding 0 makes −0 into 0. */
@inline
function relu(z: v128): v128 {
  const zero = f32x4.splat(0);
  return f32x4.add(f32x4.pmax(z, zero), zero);
}

/** z for z > 0, else slope·z */
@inline
function leakyRelu(z: v128, slope: f32): v128 {
  return v128.bitselect(z, f32x4.mul(z, f32x4.splat(slope)), f32x4.gt(z, f32x4.splat(0)));
}

/** z for z > 0, else eᶻ − 1 */
@inline
function elu(z: v128): v128 {
  const zero = f32x4.splat(0);
  return v128.bitselect(z, exponentialLessOne(f32x4.pmin(z, zero)), f32x4.gt(z, zero));
}

/** λ·z for z > 0, else λ·α·(eᶻ − 1) */
@inline
function selu(z: v128): v128 {
  const zero = f32x4.splat(0);
  const above = f32x4.mul(z, f32x4.splat(1.0507009873554805));
  const below = f32x4.mul(exponentialLessOne(f32x4.pmin(z, zero)), f32x4.splat(1.7580993408473768));
  return v128.bitselect(above, below, f32x4.gt(z, zero));
}

/** max(z, 0) + log(1 + e^−|z|) */
@inline
function softplus(z: v128): v128 {
  const e = exponential(f32x4.neg(f32x4.abs(z)));
  return f32x4.add(f32x4.pmax(z, f32x4.splat(0)), logarithmOfOnePlus(e));
}

/** z·Φ(z) */
@inline
function gelu(z: v128): v128 {
  const a = magnitude(z);
  return f32x4.mul(z, distribution(z, a, gaussian(a)));
}

/** z·σ(z) = z / (1 + e⁻ᶻ), which unlike the product keeps its precision where σ(z) becomes subnormal. */
@inline
function silu(z: v128): v128 {
  return f32x4.div(z, f32x4.add(f32x4.splat(1), exponential(f32x4.neg(z))));
}
