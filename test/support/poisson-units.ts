import { Matrix, type Units } from "../../src/index.ts";

/** log Γ(s + 1) of a whole number, as a sum; of other numbers by Stirling's series from far out. */
export function logFactorial(s: number): number {
  let [x, sum] = [s + 1, 0];
  for (; x < 15; x++) sum -= Math.log(x);
  return (
    sum +
    (x - 0.5) * Math.log(x) -
    x +
    0.5 * Math.log(2 * Math.PI) +
    1 / (12 * x) -
    1 / (360 * x ** 3) +
    1 / (1260 * x ** 5)
  );
}

/** The first state below which a share of the draws from a Poisson distribution of this mean lies. */
function quantile(mean: number, uniform: number): number {
  let [state, chance] = [0, Math.exp(-mean)];
  for (let sum = chance; uniform >= sum && chance > 0; sum += chance) chance *= mean / ++state;
  return state;
}

/** Counts without an end: P(s) = exp(s·field − exp(field))/s!. */
export const poissonUnits: Units = {
  name: "poisson",
  states: undefined,
  isDiscrete: true,
  range: { min: 0, max: Number.POSITIVE_INFINITY },
  width: 1,
  middle: 1,
  means: (engine, fields) => engine.map(Math.exp, fields),
  sample(engine, { means }, _own, random) {
    const uniforms = Matrix.from1DArray(
      means.rows,
      means.columns,
      random.uniforms(means.rows * means.columns),
    );
    return engine.zip(quantile, means, engine.load(uniforms));
  },
  selfEnergy: (engine, states, { bias }) =>
    engine.subtract(
      engine.rowSums(engine.map(logFactorial, states)),
      engine.productRightTransposed(states, bias),
    ),
  logPartition: (engine, fields) => engine.rowSums(engine.map(Math.exp, fields)),
};
