/**
 * P(T > t) of Student's t with so many degrees of freedom, t ≥ 0, as a finite sum.
 *
 * @see Abramowitz, Stegun, "Handbook of mathematical functions", 1964, 26.7.3 and 26.7.4.
 */
export function studentShare(degrees: number, t: number): number {
  const angle = Math.atan(t / Math.sqrt(degrees));
  const square = Math.cos(angle) ** 2;
  const odd = degrees % 2 === 1;
  let [term, sum] = [1, degrees > 1 ? 1 : 0];
  for (let index = odd ? 3 : 2; index < degrees; index += 2) {
    term *= (square * (index - 1)) / index;
    sum += term;
  }
  const within = odd
    ? (2 / Math.PI) * (angle + Math.sin(angle) * Math.cos(angle) * sum)
    : Math.sin(angle) * sum;
  return (1 - within) / 2;
}

const BISECTIONS = 60;

/** The t that leaves this share beyond it: below one half. */
export function studentQuantile(degrees: number, share: number): number {
  let [low, high] = [0, 1];
  while (studentShare(degrees, high) > share) high *= 2;
  for (let bisection = 0; bisection < BISECTIONS; bisection++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (studentShare(degrees, middle) > share) low = middle;
    else high = middle;
  }
  return high;
}
