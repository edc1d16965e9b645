import { Matrix } from "../matrix/matrix.ts";

/**
 * The Q of A = QR with R's diagonal positive, by Householder's reflections. Only with this choice of signs is Q evenly distributed
 * when A is normal: a QR decomposition by itself leaves them to the algorithm.
 *
 * Column k of A is reflected onto an axis, and all columns behind it with it: aⱼ ← aⱼ − v·(vᵀaⱼ)/v_k. The same reflections in the
 * opposite order make Q of the axes. Every sum has the order of its rows, as ml-matrix takes it; its bits are those of ml-matrix.
 *
 * @see Householder, "Unitary triangularization of a nonsymmetric matrix", Journal of the ACM 5 (1958).
 * @see Mezzadri, "How to generate random matrices from the classical compact groups", Notices of the AMS 54 (2007).
 */
export function orthonormalColumns(a: Matrix): Matrix {
  const { rows, columns } = a;
  const reflections = Array.from({ length: columns }, (_, column) => Float64Array.from(a.getColumn(column)));
  const isMirrored = reflections.map((v, k) => {
    let norm = 0;
    for (let i = k; i < rows; i++) norm = hypotenuse(norm, v[i]!);
    if (norm === 0) return false;
    if (v[k]! < 0) norm = -norm;
    for (let i = k; i < rows; i++) v[i]! /= norm;
    v[k]! += 1;
    reflect(v, k, reflections, k + 1);
    return norm > 0;
  });
  const axes = reflections.map((_, k) => new Float64Array(rows).fill(1, k, k + 1));
  for (let k = columns - 1; k >= 0; k--) if (reflections[k]![k] !== 0) reflect(reflections[k]!, k, axes, k);
  const q = new Matrix(rows, columns);
  axes.forEach((axis, column) => {
    for (let row = 0; row < rows; row++) q.set(row, column, axis[row]! * (isMirrored[column] ? -1 : 1));
  });
  return q;
}

/** Reflects the columns from `first` on by v, from element k on, four at a time: their sums do not wait for one another. */
function reflect(v: Float64Array, k: number, columns: readonly Float64Array[], first: number): void {
  const spare = new Float64Array(v.length);
  for (let column = first; column < columns.length; column += 4) {
    const [a, b = spare, c = spare, d = spare] = columns.slice(column, column + 4) as [Float64Array];
    let [p, q, r, s] = [0, 0, 0, 0];
    for (let i = k; i < v.length; i++) {
      const x = v[i]!;
      p += x * a[i]!;
      q += x * b[i]!;
      r += x * c[i]!;
      s += x * d[i]!;
    }
    p = -p / v[k]!;
    q = -q / v[k]!;
    r = -r / v[k]!;
    s = -s / v[k]!;
    for (let i = k; i < v.length; i++) {
      const x = v[i]!;
      a[i]! += p * x;
      b[i]! += q * x;
      c[i]! += r * x;
      d[i]! += s * x;
    }
  }
}

/** √(a² + b²), without squares that overflow. */
function hypotenuse(a: number, b: number): number {
  const [less, more] = Math.abs(a) > Math.abs(b) ? [b, a] : [a, b];
  return more === 0 ? 0 : Math.abs(more) * Math.sqrt(1 + (less / more) * (less / more));
}
