/** softplus(x) = log(1 + eˣ) as max(x, 0) + log1p(e^−|x|), which never overflows. */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
