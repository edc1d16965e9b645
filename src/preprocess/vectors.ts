/** Σ aᵢ·bᵢ. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!;
  return sum;
}

/** a + factor·b, into a. */
export function addTo(a: Float64Array, factor: number, b: Float64Array): void {
  for (let index = 0; index < a.length; index++) a[index]! += factor * b[index]!;
}

/** Turns a and b by an angle: (a, b) becomes (cos·a − sin·b, sin·a + cos·b). */
export function rotate(a: Float64Array, b: Float64Array, tangent: number): void {
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  const sine = tangent * cosine;
  for (let index = 0; index < a.length; index++) {
    const [first, second] = [a[index]!, b[index]!];
    a[index] = cosine * first - sine * second;
    b[index] = sine * first + cosine * second;
  }
}
