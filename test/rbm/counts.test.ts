import { describe, expect, it } from "vitest";
import { checkUnits } from "../../src/extend/index.ts";
import { RBM, type Units } from "../../src/index.ts";
import {
  featureLogLikelihoods,
  mixedUnits,
  monitors,
  pseudoLikelihoodMonitor,
  spinUnits,
} from "../../src/rbm/index.ts";
import { engine, expectWithin, isFloat64 } from "../support/engine-under-test.ts";
import { binaryStates } from "../support/enumerate.ts";
import { logFactorial, poissonUnits } from "../support/poisson-units.ts";

const rows = [
  [0, 1, 2],
  [3, 0, 1],
  [2, 2, 5],
  [0, 0, 200],
];
const weights = [
  [0.3, -0.2],
  [0.1, 0.2],
  [-0.1, 0.3],
];
const visibleBias = [0.2, 0.1, -6];

const build = (visibleUnits: Units, bias = visibleBias): RBM =>
  new RBM({
    ...{ visible: 3, hidden: 2, visibleUnits, seed: 1, engine },
    parameters: { weights, visibleBias: [bias] },
  });

/**
 * log P(vᵢ | v₋ᵢ) of counts, whose sum over all states is the closed Σₛ exp(s·f)/s! = exp(exp(f)) for each state of the hidden units; the
 * terms of the other columns are the same above and below.
 */
function conditional(row: readonly number[], column: number): number {
  const logSum = (terms: readonly number[]): number => {
    const largest = Math.max(...terms);
    return largest + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - largest), 0));
  };
  const score = (h: readonly number[], of: (field: number) => number): number =>
    row.reduce((sum, state, unit) => {
      const field = weights[unit]!.reduce((product, weight, k) => product + weight * h[k]!, 0);
      return sum + (unit === column ? of(field + visibleBias[unit]!) : state * field);
    }, 0);
  const hidden = binaryStates(2);
  const here = hidden.map((h) => score(h, (field) => row[column]! * field));
  const all = hidden.map((h) => score(h, Math.exp));
  return logSum(here) - logFactorial(row[column]!) - logSum(all);
}

const near = isFloat64 ? 1e-10 : 2e-5;

describe("units that count without an end", () => {
  it("have log-likelihoods of features that are sums over whole numbers, at whatever count", () => {
    const found = featureLogLikelihoods(build(poissonUnits), rows, { engine });
    for (const column of [0, 1, 2]) {
      const expected = rows.reduce((sum, row) => sum + conditional(row, column), 0) / rows.length;
      expectWithin(found[column], expected, near * Math.abs(expected), `column ${column}`);
    }
  });

  it("take the same way in mixed units and in the monitor", async () => {
    const mixed = mixedUnits([
      { units: poissonUnits, columns: 2 },
      { units: spinUnits, columns: 1 },
    ]);
    const data = rows.map(([a, b], row) => [a!, b!, row % 2 === 0 ? 1 : -1]);
    const rbm = build(mixed);
    const found = featureLogLikelihoods(rbm, data, { engine });
    const expected = data.reduce((sum, row) => sum + conditional(row, 0), 0) / data.length;
    expectWithin(found[0], expected, near * Math.abs(expected));
    const { epochs } = await rbm.fit(data, { epochs: 1, monitors: monitors([pseudoLikelihoodMonitor()]) });
    const after = featureLogLikelihoods(rbm, data, { engine }).reduce((sum, each) => sum + each, 0);
    expectWithin(epochs[0]!.pseudoLogLikelihood, after, (isFloat64 ? 1e-12 : 1e-5) * Math.abs(after));
  });

  it("refuse numbers between, and more states than can be summed over", () => {
    expect(() => featureLogLikelihoods(build(poissonUnits), [[0, 1.5, 2]], { engine })).toThrow(
      "expected states of poisson units, got 1.5 at row 0, column 1",
    );
    expect(() => featureLogLikelihoods(build(poissonUnits, [0, 0, 30]), [[0, 1, 2]], { engine })).toThrow(
      "expected at most 32768 whole numbers that hidden units reach in column 2, got those from ",
    );
  });

  it("pass their check, which finds counts that are not declared and numbers that are none", () => {
    checkUnits(poissonUnits);
    checkUnits(poissonUnits, { engine });
    const { isDiscrete: _, ...silent } = poissonUnits;
    expect(() => checkUnits(silent)).toThrow(
      "Cannot check units: expected isDiscrete of units whose draws are all whole numbers, got undefined",
    );
    const between: Units = { ...poissonUnits, sample: (on, { means }) => on.scale(0.7, means) };
    expect(() => checkUnits(between)).toThrow(
      "expected draws that are whole numbers, as isDiscrete says, got ",
    );
  });
});

describe("checkUnits", () => {
  it("refuses draws that are none of the states, on the engine and in float32 alone", () => {
    const between: Units = {
      ...spinUnits,
      name: "between",
      sample: (on, { means }) => means && on.zeros(means.rows, means.columns),
    };
    expect(() => checkUnits(between)).toThrow(
      "expected draws of the states that are listed in float64, got 0",
    );
    // A third of a tenth, three times: the state in float64, and not the float32 of it.
    const drifting: Units = {
      ...spinUnits,
      name: "drifting",
      sample: (on, given, own, random) =>
        on.precision === "float64"
          ? spinUnits.sample(on, given, own, random)
          : on.scale(1 - 2 ** -20, spinUnits.sample(on, given, own, random)),
    };
    expect(() => checkUnits(drifting)).toThrow(
      "expected draws of the states that are listed in float32, got ",
    );
  });
});
