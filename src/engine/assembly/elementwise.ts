// Element by element, four at a time, for the elements from `begin` to `end`. A last vector that reaches over the end
// falls into the room that every matrix has behind its last element.

/** into ← alpha·a + beta·b */
export function combine(
  alpha: f32,
  a: usize,
  beta: f32,
  b: usize,
  into: usize,
  begin: usize,
  end: usize,
): void {
  const alphas = f32x4.splat(alpha);
  const betas = f32x4.splat(beta);
  for (let at = begin * 4; at < end * 4; at += 16) {
    const product = f32x4.mul(alphas, v128.load(a + at));
    v128.store(into + at, f32x4.add(product, f32x4.mul(betas, v128.load(b + at))));
  }
}

/** into ← a ⊙ b */
export function multiply(a: usize, b: usize, into: usize, begin: usize, end: usize): void {
  for (let at = begin * 4; at < end * 4; at += 16) {
    v128.store(into + at, f32x4.mul(v128.load(a + at), v128.load(b + at)));
  }
}

/** into ← factor·a */
export function scale(factor: f32, a: usize, into: usize, begin: usize, end: usize): void {
  const factors = f32x4.splat(factor);
  for (let at = begin * 4; at < end * 4; at += 16) {
    v128.store(into + at, f32x4.mul(factors, v128.load(a + at)));
  }
}

/** into ← a */
export function copy(a: usize, into: usize, begin: usize, end: usize): void {
  memory.copy(into + begin * 4, a + begin * 4, (end - begin) * 4);
}

/** into ← alpha·a / (√(beta·b) + epsilon) */
export function divideByRoot(
  alpha: f32,
  a: usize,
  beta: f32,
  b: usize,
  epsilon: f32,
  into: usize,
  begin: usize,
  end: usize,
): void {
  const alphas = f32x4.splat(alpha);
  const betas = f32x4.splat(beta);
  const epsilons = f32x4.splat(epsilon);
  for (let at = begin * 4; at < end * 4; at += 16) {
    const root = f32x4.sqrt(f32x4.mul(betas, v128.load(b + at)));
    v128.store(into + at, f32x4.div(f32x4.mul(alphas, v128.load(a + at)), f32x4.add(root, epsilons)));
  }
}
