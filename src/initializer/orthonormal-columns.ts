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
  const columns = a
    .transpose()
    .to2DArray()
    .map((column) => Float64Array.from(column));
  const signs = columns.map((v, k) => {
    let norm = 0;
    for (let i = k; i < v.length; i++) norm = hypotenuse(norm, Math.abs(v[i]!));
    if (v[k]! < 0) norm = -norm;
    if (norm !== 0) {
      for (let i = k; i < v.length; i++) v[i]! /= norm;
      v[k]! += 1;
    }
    reflect(v, k, columns, k + 1);
    return norm > 0 ? -1 : 1;
  });
  const axes = columns.map((v, k) => new Float64Array(v.length).fill(1, k, k + 1));
  for (let k = axes.length - 1; k >= 0; k--) reflect(columns[k]!, k, axes, k);
  return new Matrix(axes).transpose().mulRowVector(signs);
}

/** Reflects the columns from `first` on by v, from element k on, four at a time: their sums do not wait for one another. */
function reflect(v: Float64Array, k: number, columns: readonly Float64Array[], first: number): void {
  if (v[k] === 0) return; // a column of zeros
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
    [p, q, r, s] = [p, q, r, s].map((sum) => -sum / v[k]!) as [number, number, number, number];
    for (let i = k; i < v.length; i++) {
      const x = v[i]!;
      a[i]! += p * x;
      b[i]! += q * x;
      c[i]! += r * x;
      d[i]! += s * x;
    }
  }
}

/** √(a² + b²) of a, b ≥ 0, without squares that overflow. */
function hypotenuse(a: number, b: number): number {
  const more = Math.max(a, b);
  const ratio = Math.min(a, b) / more;
  return more && more * Math.sqrt(1 + ratio * ratio);
}
