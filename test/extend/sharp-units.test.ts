import { describe, expect, it } from "vitest";
import { checkUnits } from "../../src/extend/index.ts";
import { type Engine, Matrix, reference, type Units } from "../../src/index.ts";
import { engine } from "../support/engine-under-test.ts";

type Own = Parameters<Units["selfEnergy"]>[2];

/** A density on one side of 0: its integral, its mean times that, and the draw at a uniform. */
interface Side {
  readonly total: (a: number) => number;
  readonly moment: (a: number) => number;
  readonly draw: (a: number, uniform: number) => number;
}

/** exp(a·s) on [0, end]. */
const upTo = (end: number): Side => ({
  total: (a) => (a === 0 ? end : Math.expm1(a * end) / a),
  moment: (a) => (a === 0 ? end ** 2 / 2 : (Math.exp(a * end) * (a * end - 1) + 1) / a ** 2),
  draw: (a, uniform) => (a === 0 ? uniform * end : Math.log1p(uniform * Math.expm1(a * end)) / a),
});

/** exp(a·s) on [0, ∞), for a < 0. */
const endless: Side = {
  total: (a) => -1 / a,
  moment: (a) => 1 / a ** 2,
  draw: (a, uniform) => Math.log1p(-uniform) / a,
};

const energyOf =
  (own: (state: number) => number): Units["selfEnergy"] =>
  (on: Engine, states, { bias }: Own) =>
    on.subtract(on.rowSums(on.map(own, states)), on.productRightTransposed(states, bias));

/** p(s) ∝ exp(s·f − rate·|s|). */
function laplace(rate: number, side: Side, range: Units["range"], error = 0): Units {
  const total = (f: number): number => side.total(f - rate) + side.total(-f - rate);
  const draw = (f: number, uniform: number): number => {
    const below = side.total(-f - rate) / total(f);
    return uniform < below
      ? -side.draw(-f - rate, uniform / below)
      : side.draw(f - rate, (uniform - below) / (1 - below));
  };
  return {
    name: `laplace ${rate}`,
    states: undefined,
    range,
    means: (on, fields) => on.map((f) => (side.moment(f - rate) - side.moment(-f - rate)) / total(f), fields),
    sample(on, { fields }, _own, random) {
      const { rows, columns } = fields;
      const uniforms = on.load(Matrix.from1DArray(rows, columns, random.uniforms(rows * columns)));
      return on.zip(draw, fields, uniforms);
    },
    selfEnergy: energyOf((s) => rate * Math.abs(s)),
    logPartition: (on, fields) => on.rowSums(on.map((f) => Math.log(total(f)) + error, fields)),
  };
}

const within = (end: number, rate: number, error?: number): Units =>
  laplace(rate, upTo(end), { min: -end, max: end }, error);
const everywhere = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };
const open = (rate: number, error?: number): Units => laplace(rate, endless, everywhere, error);

/** Gaussian units of a standard deviation: p(s) ∝ exp(s·f − s²/2σ²). */
const gaussian = (spread: number, error = 0): Units => ({
  name: `gaussian ${spread}`,
  states: undefined,
  range: everywhere,
  means: (on, fields) => on.scale(spread ** 2, fields),
  sample: (on, { means }, _own, random) =>
    on.combine(1, means, spread, on.gaussian(on.zeros(means.rows, means.columns), random)),
  selfEnergy: energyOf((s) => s ** 2 / (2 * spread ** 2)),
  logPartition: (on, fields) =>
    on.rowSums(
      on.map((f) => (spread * f) ** 2 / 2 + Math.log(spread * Math.sqrt(2 * Math.PI)) + error, fields),
    ),
});

/** Laplace units that learn their rate. */
const learned: Units = {
  ...open(20),
  name: "learned laplace",
  ownParameters: (units) => ({ rate: { initial: new Matrix(1, units).fill(20), min: 10 } }),
  means: (on, fields, { rate }) =>
    on.zip((f, r) => (2 * f) / (r * r - f * f), fields, spreadOver(on, rate!, fields)),
  sample: (on, { fields }, { rate }, random) => {
    const uniforms = on.load(Matrix.from1DArray(fields.rows, 1, random.uniforms(fields.rows)));
    const r = rate!.get(0, 0);
    return on.zip(
      (f, uniform) =>
        uniform < (r - f) / (2 * r)
          ? Math.log((uniform * 2 * r) / (r - f)) / (r + f)
          : -Math.log(((1 - uniform) * 2 * r) / (r + f)) / (r - f),
      fields,
      uniforms,
    );
  },
  selfEnergy: (on, states, { bias, rate }) =>
    on.subtract(
      on.productRightTransposed(on.map(Math.abs, states), rate!),
      on.productRightTransposed(states, bias),
    ),
  logPartition: (on, fields, { rate }) =>
    on.rowSums(on.zip((f, r) => Math.log((2 * r) / (r * r - f * f)), fields, spreadOver(on, rate!, fields))),
  gradients: (on, states) => ({ rate: on.map(Math.abs, states) }),
  meanGradients: (on, fields, { rate }) => ({
    rate: on.zip((f, r) => (r * r + f * f) / (r * (r * r - f * f)), fields, spreadOver(on, rate!, fields)),
  }),
};

/** A row in as many rows as these. */
function spreadOver(on: Engine, row: Matrix | Own["bias"], like: Own["bias"]): Own["bias"] {
  return on.addRow(on.zeros(like.rows, like.columns), row);
}

describe("checkUnits", () => {
  it.each([0.05, 1, 20, 200])("passes Laplace units of rate %d, to the ends of their range", (rate) => {
    for (const end of [1, 10]) checkUnits(within(end, rate));
  });

  it.each([20, 200, 2000])("passes Laplace units of rate %d without ends", (rate) => {
    checkUnits(open(rate));
    checkUnits(open(rate), { engine });
  });

  it("passes units that learn the rate of a sharp peak", () => {
    checkUnits(learned);
  });

  it.each([1e-3, 1, 100])("passes Gaussian units of standard deviation %d", (spread) => {
    checkUnits(gaussian(spread));
  });

  it("passes units whose range lies away from 0", () => {
    const [min, max] = [100, 101];
    const { moment, total, draw } = upTo(1);
    checkUnits({
      name: "far",
      states: undefined,
      range: { min, max },
      means: (on, fields) => on.map((f) => min + moment(f) / total(f), fields),
      sample(on, { fields }, _own, random) {
        const uniforms = on.load(Matrix.from1DArray(fields.rows, 1, random.uniforms(fields.rows)));
        return on.zip((f, uniform) => min + draw(f, uniform), fields, uniforms);
      },
      selfEnergy: energyOf(() => 0),
      logPartition: (on, fields) => on.rowSums(on.map((f) => f * min + Math.log(total(f)), fields)),
    });
  });

  it.each([
    ...[0.05, 1, 20, 200].map((rate) => within(10, rate, 1e-4)),
    ...[20, 200].map((rate) => open(rate, 1e-4)),
    ...[1e-3, 1].map((spread) => gaussian(spread, 1e-4)),
    ...[20, 200].map((rate) => open(rate, 1e-6)),
  ])("refuses $name units whose logarithm of the partition function is a little off", (units) => {
    const at = units.logPartition(reference, new Matrix([[0]]), { bias: new Matrix([[0]]) }).get(0, 0);
    expect(() => checkUnits(units)).toThrow(
      new RegExp(`Cannot check units: expected logPartition to be -?\\d.*, got ${String(at).slice(0, 12)}`),
    );
  });

  it("refuses Laplace units whose mean is that of another rate", () => {
    const { means } = open(20.001);
    expect(() => checkUnits({ ...open(20), means })).toThrow("expected the mean of column 0 to be");
  });

  it("refuses a density that no panels tell, and says where", () => {
    let calls = 0;
    const selfEnergy: Units["selfEnergy"] = (on, states, { bias }) => {
      calls += 1;
      const noise = on.map((s) => Math.sin(1e6 * s) * (1 + (calls % 2)), states);
      return on.subtract(on.rowSums(noise), on.productRightTransposed(states, bias));
    };
    expect(() => checkUnits({ ...within(10, 1), selfEnergy })).toThrow(
      /Cannot check units: expected a density that 4096 panels from -10 to 10 tell, or a measure, got a steeper one near /,
    );
  });
});
