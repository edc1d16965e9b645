// The values of the activations in src/activation, elementwise as in elementwise.ts: from z, where the first
// element lies, to `last`, where the last one ends. The loops test at their end, since V8 leaves the
// constants in registers only then.

import { atLeast, atMost, exponential, exponentialLessOne, gaussian } from "./exponential";
import { hyperbolicTangent } from "./hyperbolic-tangent";
import { logarithmOfOnePlus } from "./logarithm";
import { logistic, opposite } from "./logistic";
import { magnitude } from "./magnitude";
import { distanceFromMean, distribution } from "./normal-distribution";
import * as activation from "./operations";

/** into ← f(z), where `parameter` is the slope of a leakyRelu. */
export function activate(f: i32, z: usize, into: usize, parameter: f32, begin: usize, end: usize): void {
  const last = z + end * 4;
  z += begin * 4;
  into += begin * 4;
  if (f == activation.SIGMOID) sigmoid(z, into, last);
  else if (f == activation.TANH) tanh(z, into, last);
  else if (f == activation.LECUN_TANH) lecunTanh(z, into, last);
  else if (f == activation.SOFTSIGN) softsign(z, into, last);
  else if (f == activation.HARD_TANH) hardTanh(z, into, last);
  else if (f == activation.RELU) relu(z, into, last);
  else if (f == activation.LEAKY_RELU) leakyRelu(z, into, last, parameter);
  else if (f == activation.ELU) elu(z, into, last);
  else if (f == activation.SELU) selu(z, into, last);
  else if (f == activation.SOFTPLUS) softplus(z, into, last);
  else if (f == activation.GELU) gelu(z, into, last);
  else if (f == activation.SILU) silu(z, into, last);
  else memory.copy(into, z, last - z);
}

/** σ(z) */
export function sigmoid(z: usize, into: usize, last: usize): void {
  do {
    v128.store(into, logistic(v128.load(z)));
    z += 16;
    into += 16;
  } while (z < last);
}

/** tanh z */
export function tanh(z: usize, into: usize, last: usize): void {
  do {
    v128.store(into, hyperbolicTangent(v128.load(z)));
    z += 16;
    into += 16;
  } while (z < last);
}

/** 1.7159·tanh(2z/3) */
export function lecunTanh(z: usize, into: usize, last: usize): void {
  do {
    const y = hyperbolicTangent(f32x4.mul(v128.load(z), f32x4.splat(2.0 / 3)));
    v128.store(into, f32x4.mul(y, f32x4.splat(1.7159)));
    z += 16;
    into += 16;
  } while (z < last);
}

/** z / (1 + |z|) */
function softsign(z: usize, into: usize, last: usize): void {
  do {
    const x = v128.load(z);
    v128.store(into, f32x4.div(x, f32x4.add(f32x4.splat(1), magnitude(x))));
    z += 16;
    into += 16;
  } while (z < last);
}

/** max(−1, min(z, 1)) */
function hardTanh(z: usize, into: usize, last: usize): void {
  do {
    v128.store(into, f32x4.pmax(f32x4.pmin(v128.load(z), f32x4.splat(1)), f32x4.splat(-1)));
    z += 16;
    into += 16;
  } while (z < last);
}

/** max(z, 0), with the operands in the order that keeps NaN; adding 0 makes −0 into 0. */
function relu(z: usize, into: usize, last: usize): void {
  const zero = f32x4.splat(0);
  do {
    v128.store(into, f32x4.add(f32x4.pmax(v128.load(z), zero), zero));
    z += 16;
    into += 16;
  } while (z < last);
}

/** z for z > 0, else slope·z */
function leakyRelu(z: usize, into: usize, last: usize, slope: f32): void {
  const slopes = f32x4.splat(slope);
  do {
    const x = v128.load(z);
    v128.store(into, v128.bitselect(x, f32x4.mul(x, slopes), f32x4.gt(x, f32x4.splat(0))));
    z += 16;
    into += 16;
  } while (z < last);
}

/** z for z > 0, else eᶻ − 1 */
export function elu(z: usize, into: usize, last: usize): void {
  do {
    const x = v128.load(z);
    const below = exponentialLessOne(atLeast(f32x4.pmin(x, f32x4.splat(0))));
    v128.store(into, v128.bitselect(x, below, f32x4.gt(x, f32x4.splat(0))));
    z += 16;
    into += 16;
  } while (z < last);
}

/** λ·z for z > 0, else λ·α·(eᶻ − 1) */
export function selu(z: usize, into: usize, last: usize): void {
  do {
    const x = v128.load(z);
    const above = f32x4.mul(x, f32x4.splat(1.0507009873554805));
    const below = exponentialLessOne(atLeast(f32x4.pmin(x, f32x4.splat(0))));
    const scaled = f32x4.mul(below, f32x4.splat(1.7580993408473768));
    v128.store(into, v128.bitselect(above, scaled, f32x4.gt(x, f32x4.splat(0))));
    z += 16;
    into += 16;
  } while (z < last);
}

/** max(z, 0) + log(1 + e^−|z|) */
export function softplus(z: usize, into: usize, last: usize): void {
  const zero = f32x4.splat(0);
  do {
    const x = v128.load(z);
    const e = exponential(f32x4.sub(zero, magnitude(x)));
    v128.store(into, f32x4.add(f32x4.pmax(x, zero), logarithmOfOnePlus(e)));
    z += 16;
    into += 16;
  } while (z < last);
}

/** z·Φ(z) */
export function gelu(z: usize, into: usize, last: usize): void {
  do {
    const x = v128.load(z);
    const a = distanceFromMean(x);
    v128.store(into, f32x4.mul(x, distribution(x, a, gaussian(a))));
    z += 16;
    into += 16;
  } while (z < last);
}

/** z·σ(z) = z / (1 + e⁻ᶻ), which unlike the product keeps its precision where σ(z) becomes subnormal. */
export function silu(z: usize, into: usize, last: usize): void {
  do {
    const x = v128.load(z);
    v128.store(into, f32x4.div(x, f32x4.add(f32x4.splat(1), exponential(atMost(opposite(x))))));
    z += 16;
    into += 16;
  } while (z < last);
}
