/**
 * The quantile function of N(0, 1): the z below which a share `p` of the distribution lies, to about 1e-16.
 *
 * Only additions, products, quotients and square roots, whose bits IEEE 754 fixes, so that a seed draws the same
 * normals on every processor and in every runtime; `Math.log` would not promise that.
 *
 * @see Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37
 * (1988), PPND16.
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) return p === 0 ? -Infinity : p === 1 ? Infinity : NaN;
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.425 ** 2 - q * q;
    return (q * polynomial(CENTER_TOP, r)) / polynomial(CENTER_BOTTOM, r);
  }
  const r = Math.sqrt(-naturalLogarithm(q < 0 ? p : 1 - p));
  const magnitude =
    r <= 5
      ? polynomial(SHOULDER_TOP, r - 1.6) / polynomial(SHOULDER_BOTTOM, r - 1.6)
      : polynomial(TAIL_TOP, r - 5) / polynomial(TAIL_BOTTOM, r - 5);
  return q < 0 ? -magnitude : magnitude;
}

/** The polynomial Σ c[i]·xⁱ of degree 7, without a loop, which would take longer than the rest of a draw. */
function polynomial(c: readonly number[], x: number): number {
  return (
    ((((((c[7]! * x + c[6]!) * x + c[5]!) * x + c[4]!) * x + c[3]!) * x + c[2]!) * x + c[1]!) * x + c[0]!
  );
}

/** log x for 0 < x ≤ 1: x = m·2^e with m near 1, and log m = 2·artanh((m − 1)/(m + 1)) by its series. */
function naturalLogarithm(x: number): number {
  let mantissa = x;
  let exponent = 0;
  while (mantissa < Math.SQRT1_2) {
    mantissa *= 2;
    exponent -= 1;
  }
  const t = (mantissa - 1) / (mantissa + 1);
  let sum = 0;
  for (let power = 23; power >= 1; power -= 2) sum = sum * t * t + 1 / power;
  return 2 * t * sum + exponent * Math.LN2;
}

// |p − 0.5| ≤ 0.425, in 0.425² − q²
const CENTER_TOP = [
  3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
  45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
];
const CENTER_BOTTOM = [
  1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867,
  39307.89580009271061, 28729.085735721942674, 5226.495278852854561,
];

// √−log p ≤ 5, in √−log p − 1.6
const SHOULDER_TOP = [
  1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
  1.27045825245236838258, 0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4,
];
const SHOULDER_BOTTOM = [
  1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459,
  0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9,
];

// beyond, in √−log p − 5
const TAIL_TOP = [
  6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123,
  0.026532189526576123093, 0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
];
const TAIL_BOTTOM = [
  1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4,
  1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15,
];
