/** Places and weights of a rule that integrates over an interval. */
export interface Nodes {
  readonly places: readonly number[];
  readonly weights: readonly number[];
}

const POINTS = 16;

/**
 * The rule of Gauss and Legendre of 16 points in each of so many equal panels, exact for polynomials of degree 31.
 *
 * @see Press, Teukolsky, Vetterling, Flannery, "Numerical recipes", 3rd edition (2007), section 4.6.
 */
export function panelNodes(low: number, high: number, panels: number): Nodes {
  const unit = unitNodes();
  const half = (high - low) / panels / 2;
  const centers = Array.from({ length: panels }, (_, panel) => low + (2 * panel + 1) * half);
  return {
    places: centers.flatMap((center) => unit.places.map((place) => center + half * place)),
    weights: centers.flatMap(() => unit.weights.map((weight) => half * weight)),
  };
}

/** The rule in [−1, 1]: the zeros of the Legendre polynomial, by Newton's method. */
function unitNodes(): Nodes {
  const places: number[] = [];
  const weights: number[] = [];
  for (let index = 0; index < POINTS; index++) {
    let x = Math.cos((Math.PI * (index + 0.75)) / (POINTS + 0.5));
    let slope = 0;
    for (let step = 0; step < 8; step++) {
      let [before, value] = [0, 1]; // of the degrees −1 and 0
      for (let degree = 1; degree <= POINTS; degree++)
        [before, value] = [value, ((2 * degree - 1) * x * value - (degree - 1) * before) / degree];
      slope = (POINTS * (x * value - before)) / (x * x - 1);
      x -= value / slope;
    }
    places.push(x);
    weights.push(2 / ((1 - x * x) * slope * slope));
  }
  return { places, weights };
}
