/** From here on Stirling's series is exact to the last digits. */
const FAR = 10;

/** log Γ(s + 1), which is log s! of an integer, for s ≥ 0. */
export function logFactorial(s: number): number {
  if (s < FAR) return logFactorial(s + 1) - Math.log(s + 1);
  const x = s + 1;
  const r = 1 / (x * x);
  const series = (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r / 1188)))) / x;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
}
