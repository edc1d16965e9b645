// The slopes of the activations in src/activation, elementwise as in activation.ts. `last` is the end of
// `into`.

import { sigmoid } from "./activation";
import { exponential, exponentialOfFourThirds, gaussian } from "./exponential";
import { magnitude } from "./magnitude";
import { DENSITY_AT_ZERO, distanceFromMean, distribution } from "./normal-distribution";
import * as activation from "./operations";

/** into ← f′(z), where y = f(z) and `parameter` is the slope of a leakyRelu. */
export function slope(
  f: i32,
  z: usize,
  y: usize,
  into: usize,
  parameter: f32,
  begin: usize,
  end: usize,
): void {
  const last = into + end * 4;
  z += begin * 4;
  y += begin * 4;
  into += begin * 4;
  if (f == activation.SIGMOID) sigmoidSlope(y, into, last);
  else if (f == activation.TANH) tanhSlope(y, into, last);
  else if (f == activation.LECUN_TANH) lecunTanhSlope(z, into, last);
  else if (f == activation.SOFTSIGN) softsignSlope(z, into, last);
  else if (f == activation.HARD_TANH) hardTanhSlope(z, into, last);
  else if (f == activation.RELU) stepSlope(z, into, last, 0);
  else if (f == activation.LEAKY_RELU) stepSlope(z, into, last, parameter);
  else if (f == activation.ELU) eluSlope(z, into, last);
  else if (f == activation.SELU) seluSlope(z, into, last);
  else if (f == activation.SOFTPLUS) sigmoid(z, into, z + (last - into));
  else if (f == activation.GELU) geluSlope(z, into, last);
  else if (f == activation.SILU) siluSlope(z, into, last);
  else identitySlope(into, last);
}

/** y·(1 − y) */
function sigmoidSlope(y: usize, into: usize, last: usize): void {
  do {
    const value = v128.load(y);
    v128.store(into, f32x4.mul(value, f32x4.sub(f32x4.splat(1), value)));
    y += 16;
    into += 16;
  } while (into < last);
}

/** 1 − y² = (1 − y)·(1 + y), whose factors are nearly exact, which y² is not. */
function tanhSlope(y: usize, into: usize, last: usize): void {
  const one = f32x4.splat(1);
  do {
    const value = v128.load(y);
    v128.store(into, f32x4.mul(f32x4.sub(one, value), f32x4.add(one, value)));
    y += 16;
    into += 16;
  } while (into < last);
}

/**
 * h·s / cosh²(s·z) with the height h = 1.7159 and the steepness s = 2/3, which is 4·h·s·e / (1 + e)² with e = e^(−4/3·|z|): from
 * z, since of h·s·(1 − (y/h)²) nothing is left where y has been rounded to h.
 */
export function lecunTanhSlope(z: usize, into: usize, last: usize): void {
  const one = f32x4.splat(1);
  do {
    const e = exponentialOfFourThirds(f32x4.sub(f32x4.splat(0), magnitude(v128.load(z))));
    const sum = f32x4.add(one, e);
    v128.store(into, f32x4.mul(f32x4.div(e, f32x4.mul(sum, sum)), f32x4.splat(8.0 / 3 * 1.7159)));
    z += 16;
    into += 16;
  } while (into < last);
}

/** 1 / (1 + |z|)² */
function softsignSlope(z: usize, into: usize, last: usize): void {
  const one = f32x4.splat(1);
  do {
    const sum = f32x4.add(one, magnitude(v128.load(z)));
    v128.store(into, f32x4.div(one, f32x4.mul(sum, sum)));
    z += 16;
    into += 16;
  } while (into < last);
}

/** 1 for |z| < 1, else 0 */
function hardTanhSlope(z: usize, into: usize, last: usize): void {
  const one = f32x4.splat(1);
  do {
    v128.store(into, v128.and(one, f32x4.lt(magnitude(v128.load(z)), one)));
    z += 16;
    into += 16;
  } while (into < last);
}

/** 1 for z > 0, else `below` */
function stepSlope(z: usize, into: usize, last: usize, below: f32): void {
  const others = f32x4.splat(below);
  do {
    v128.store(into, v128.bitselect(f32x4.splat(1), others, f32x4.gt(v128.load(z), f32x4.splat(0))));
    z += 16;
    into += 16;
  } while (into < last);
}

/** 1 for z > 0, else eᶻ */
export function eluSlope(z: usize, into: usize, last: usize): void {
  do {
    const x = v128.load(z);
    v128.store(into, v128.bitselect(f32x4.splat(1), exponential(x), f32x4.gt(x, f32x4.splat(0))));
    z += 16;
    into += 16;
  } while (into < last);
}

/** λ for z > 0, else λ·α·eᶻ */
export function seluSlope(z: usize, into: usize, last: usize): void {
  do {
    const x = v128.load(z);
    const below = f32x4.mul(exponential(x), f32x4.splat(1.7580993408473768));
    const above = f32x4.splat(1.0507009873554805);
    v128.store(into, v128.bitselect(above, below, f32x4.gt(x, f32x4.splat(0))));
    z += 16;
    into += 16;
  } while (into < last);
}

/** Φ(z) + z·φ(z) */
export function geluSlope(z: usize, into: usize, last: usize): void {
  do {
    const x = v128.load(z);
    const a = distanceFromMean(x);
    const g = gaussian(a);
    const density = f32x4.mul(g, f32x4.splat(DENSITY_AT_ZERO));
    v128.store(into, f32x4.add(distribution(x, a, g), f32x4.mul(x, density)));
    z += 16;
    into += 16;
  } while (into < last);
}

/** σ(z)·(1 + z·σ(−z)), where with e = e^−|z| the larger of the two is 1/(1 + e) and the smaller e/(1 + e). */
export function siluSlope(z: usize, into: usize, last: usize): void {
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  do {
    const x = v128.load(z);
    const e = exponential(f32x4.sub(zero, magnitude(x)));
    const larger = f32x4.div(one, f32x4.add(one, e));
    const smaller = f32x4.mul(e, larger);
    const negative = f32x4.lt(x, zero);
    const here = v128.bitselect(smaller, larger, negative);
    const opposite = v128.bitselect(larger, smaller, negative);
    v128.store(into, f32x4.mul(here, f32x4.add(one, f32x4.mul(x, opposite))));
    z += 16;
    into += 16;
  } while (into < last);
}

/** 1 */
function identitySlope(into: usize, last: usize): void {
  do {
    v128.store(into, f32x4.splat(1));
    into += 16;
  } while (into < last);
}
