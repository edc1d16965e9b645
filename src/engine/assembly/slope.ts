// The slopes of the activations in src/activation, for the elements from `begin` to `end`, as in activation.ts.

import { exponential, gaussian } from "./exponential";
import { logistic } from "./logistic";
import { DENSITY_AT_ZERO, distribution, magnitude } from "./normal-distribution";
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
  const last = z + end * 4;
  z += begin * 4;
  y += begin * 4;
  into += begin * 4;
  switch (f) {
    case activation.SIGMOID:
      for (; z < last; z += 16, y += 16, into += 16) v128.store(into, sigmoidSlope(v128.load(y)));
      return;
    case activation.TANH:
      for (; z < last; z += 16, y += 16, into += 16) v128.store(into, tanhSlope(v128.load(y)));
      return;
    case activation.LECUN_TANH:
      for (; z < last; z += 16, y += 16, into += 16) v128.store(into, lecunTanhSlope(v128.load(y)));
      return;
    case activation.SOFTSIGN:
      for (; z < last; z += 16, into += 16) v128.store(into, softsignSlope(v128.load(z)));
      return;
    case activation.HARD_TANH:
      for (; z < last; z += 16, into += 16) v128.store(into, hardTanhSlope(v128.load(z)));
      return;
    case activation.RELU:
      for (; z < last; z += 16, into += 16) v128.store(into, stepBetween(v128.load(z), 0, 1));
      return;
    case activation.LEAKY_RELU:
      for (; z < last; z += 16, into += 16) v128.store(into, stepBetween(v128.load(z), parameter, 1));
      return;
    case activation.ELU:
      for (; z < last; z += 16, into += 16) v128.store(into, eluSlope(v128.load(z)));
      return;
    case activation.SELU:
      for (; z < last; z += 16, into += 16) v128.store(into, seluSlope(v128.load(z)));
      return;
    case activation.SOFTPLUS:
      for (; z < last; z += 16, into += 16) v128.store(into, logistic(v128.load(z)));
      return;
    case activation.GELU:
      for (; z < last; z += 16, into += 16) v128.store(into, geluSlope(v128.load(z)));
      return;
    case activation.SILU:
      for (; z < last; z += 16, into += 16) v128.store(into, siluSlope(v128.load(z)));
      return;
    case activation.IDENTITY:
      for (; z < last; z += 16, into += 16) v128.store(into, f32x4.splat(1));
      return;
    default:
      unreachable();
  }
}

/** y·(1 − y) */
@inline
function sigmoidSlope(y: v128): v128 {
  return f32x4.mul(y, f32x4.sub(f32x4.splat(1), y));
}

/** 1 − y² = (1 − y)·(1 + y), where unlike y² the factors are nearly exact. */
@inline
function tanhSlope(y: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.mul(f32x4.sub(one, y), f32x4.add(one, y));
}

/**
 * h·s·(1 − (y/h)²) = (s/h)·(h − y)·(h + y) with the height h = 1.7159 and the steepness s = 2/3. Near saturation the rounding
 * of h would be all there is of h − |y|, so h is taken in two parts.
 */
@inline
function lecunTanhSlope(y: v128): v128 {
  const high = f32x4.splat(1.7159);
  const low = f32x4.splat((1.7159 - f64(f32(1.7159))) as f32);
  const less = f32x4.add(f32x4.sub(high, y), low);
  const more = f32x4.add(f32x4.add(high, y), low);
  return f32x4.mul(f32x4.mul(less, more), f32x4.splat(2 / 3 / 1.7159));
}

/** 1 / (1 + |z|)² */
@inline
function softsignSlope(z: v128): v128 {
  const one = f32x4.splat(1);
  const sum = f32x4.add(one, f32x4.abs(z));
  return f32x4.div(one, f32x4.mul(sum, sum));
}

/** 1 for |z| < 1, else 0 */
@inline
function hardTanhSlope(z: v128): v128 {
  const one = f32x4.splat(1);
  return v128.and(one, f32x4.lt(f32x4.abs(z), one));
}

/** `above` for z > 0, else `below` */
@inline
function stepBetween(z: v128, below: f32, above: f32): v128 {
  return v128.bitselect(f32x4.splat(above), f32x4.splat(below), f32x4.gt(z, f32x4.splat(0)));
}

/** 1 for z > 0, else eᶻ */
@inline
function eluSlope(z: v128): v128 {
  return v128.bitselect(f32x4.splat(1), exponential(z), f32x4.gt(z, f32x4.splat(0)));
}

/** λ for z > 0, else λ·α·eᶻ */
@inline
function seluSlope(z: v128): v128 {
  const above = f32x4.splat(1.0507009873554805);
  const below = f32x4.mul(exponential(z), f32x4.splat(1.7580993408473768));
  return v128.bitselect(above, below, f32x4.gt(z, f32x4.splat(0)));
}

/** Φ(z) + z·φ(z) */
@inline
function geluSlope(z: v128): v128 {
  const a = magnitude(z);
  const g = gaussian(a);
  const density = f32x4.mul(g, f32x4.splat(DENSITY_AT_ZERO));
  return f32x4.add(distribution(z, a, g), f32x4.mul(z, density));
}

/** σ(z)·(1 + z·σ(−z)), where the smaller of σ(z) and σ(−z) is e/(1 + e) and the other one 1/(1 + e) with e = e^−|z|. */
@inline
function siluSlope(z: v128): v128 {
  const one = f32x4.splat(1);
  const e = exponential(f32x4.neg(f32x4.abs(z)));
  const larger = f32x4.div(one, f32x4.add(one, e));
  const smaller = f32x4.mul(e, larger);
  const negative = f32x4.lt(z, f32x4.splat(0));
  const here = v128.bitselect(smaller, larger, negative);
  const opposite = v128.bitselect(larger, smaller, negative);
  return f32x4.mul(here, f32x4.add(one, f32x4.mul(z, opposite)));
}
