import { checkInteger, checkKeys, rangeError } from "../../check.ts";
import type { Engine } from "../../engine/engine.ts";
import { checkSize } from "../../matrix/check-size.ts";
import type { AbstractMatrix } from "../../matrix/matrix.ts";
import type { OwnParameters, Units } from "../../units/units.ts";
import { hiddenFields, hiddenMeans, visibleFields } from "../machine/conditionals.ts";
import type { Machine } from "../machine/machine.ts";
import type { Sampler } from "./sampler.ts";

/** Options of `meanField`. */
export interface MeanFieldOptions {
  /**
   * How many terms of the expansion in the weights are taken: 1 is naive mean field, 2 the equations of Thouless, Anderson and Palmer, 3 one
   * term more. Default 2.
   */
  readonly order?: 1 | 2 | 3 | undefined;
  /** Iterations towards the fixed points per update, ≥ 1. Default 3. */
  readonly iterations?: number | undefined;
  /** Fixed points that are followed, each from an example, ≥ 1. Default 100. */
  readonly chains?: number | undefined;
}

/** The means of all units at the fixed points that are followed. */
export interface FixedPoints {
  /** (chains, visible) */
  readonly visible: AbstractMatrix;
  /** (chains, hidden) */
  readonly hidden: AbstractMatrix;
}

/**
 * Mean field: instead of drawing states, follows the means m of all units to fixed points of the free energy, expanded in the weights at
 * fixed means. With the variance κ₂(m) and the third cumulant κ₃(m) of a unit of mean m, iterations set
 *
 *     field of j = cⱼ + Σᵢ Wᵢⱼ·mᵢ + ½Wᵢⱼ²·κ₂(mᵢ)·κ₂′(mⱼ) + ⅙Wᵢⱼ³·κ₃(mᵢ)·κ₃′(mⱼ)
 *
 * on both sides in turn, and the gradient takes ⟨vᵢ·hⱼ⟩ = mᵢ·mⱼ + Wᵢⱼ·κ₂(mᵢ)·κ₂(mⱼ) + ½Wᵢⱼ²·κ₃(mᵢ)·κ₃(mⱼ): the second terms from order
 * 2 on, the third ones at order 3. Fixed points start at examples and go on from update to update. Nothing is drawn after that. The
 * equations hold while weights are small; where they have no stable fixed point, means go to and fro.
 *
 * @param options - Order, iterations and chains.
 * @returns A sampler, for Bernoulli and spin units; `fit` refuses others before anything is changed.
 * @throws RangeError if an option is out of range.
 * @example
 * await rbm.fit(images, { epochs: 1, sampler: meanField({ order: 2, chains: 50 }) });
 *
 * @see Gabrié, Tramel, Krzakala, "Training restricted Boltzmann machines via the Thouless-Anderson-Palmer free energy", NIPS 2015, equations
 * 7 to 11; the expansion: Plefka, "Convergence condition of the TAP equation for the infinite-ranged Ising spin glass model", Journal of
 * Physics A 15 (1982).
 */
export function meanField(options: MeanFieldOptions = {}): Sampler<FixedPoints> {
  const action = "create meanField";
  checkKeys(action, options, ["order", "iterations", "chains"]);
  const { order = 2, iterations = 3, chains = 100 } = options;
  checkInteger(action, "order", order, { min: 1, max: 3 });
  checkInteger(action, "iterations", iterations, { min: 1 });
  checkInteger(action, "chains", chains, { min: 1 });

  return Object.freeze({
    name: `meanField(order=${order}, iterations=${iterations}, chains=${chains})`,
    isPersistent: true,
    begin(machine, data, random) {
      sidesOf(machine);
      checkSize(action, "chains", chains, data.columns);
      const examples = Array.from({ length: chains }, () => random.integer(data.rows));
      const visible = machine.engine.gatherRows(data, examples);
      return { visible, hidden: machine.engine.load(hiddenMeans(machine, visible)) };
    },
    negativePhase(machine, points) {
      const { engine, parameters } = machine;
      const { visible, hidden } = points;
      const [ofVisible, ofHidden] = sidesOf(machine);
      const powers = [parameters.weights]; // W, W² and W³
      while (powers.length < order) powers.push(engine.multiply(powers.at(-1)!, parameters.weights));
      for (let iteration = 0; iteration < iterations; iteration++) {
        engine.scope(() => {
          const corrected = (
            fields: AbstractMatrix,
            [from, ofOther]: readonly [AbstractMatrix, Side],
            [to, side]: readonly [AbstractMatrix, Side],
            product: Engine["product"],
          ): void => {
            let sum = fields;
            for (let term = 2; term <= order; term++) {
              const [other, own] = [ofOther.cumulants[term - 2]!, side.cumulants[term - 2]!];
              const sums = product(engine.map(other.at, from), powers[term - 1]!); // Σ Wᵗ·κ(m)
              const factor = term === 2 ? 1 / 2 : 1 / 6;
              sum = engine.combine(1, sum, factor, engine.multiply(sums, engine.map(own.slope, to)));
            }
            engine.copy(side.units.means(engine, sum, side.own), to);
          };
          const [v, h] = [[visible, ofVisible] as const, [hidden, ofHidden] as const];
          corrected(hiddenFields(machine, visible), v, h, engine.product);
          corrected(visibleFields(machine, hidden), h, v, engine.productRightTransposed);
        });
      }
      const share = 1 / visible.rows;
      let correlations = engine.productLeftTransposed(visible, hidden, undefined, share);
      for (let term = 2; term <= order; term++) {
        const [v, h] = [ofVisible, ofHidden].map(({ cumulants }) => cumulants[term - 2]!.at);
        const together = engine.productLeftTransposed(
          engine.map(v!, visible),
          engine.map(h!, hidden),
          undefined,
          term === 2 ? share : share / 2,
        );
        correlations = engine.add(correlations, engine.multiply(powers[term - 2]!, together)); // (visible, hidden)
      }
      return { visible, hiddenMeans: hidden, correlations };
    },
  } satisfies Sampler<FixedPoints>);
}

/** A cumulant of a unit as a function of its mean, and its derivative. */
interface Cumulant {
  readonly at: (mean: number) => number;
  readonly slope: (mean: number) => number;
}

interface Side {
  readonly units: Units;
  readonly own: OwnParameters;
  /** The variance and the third cumulant. */
  readonly cumulants: readonly [Cumulant, Cumulant];
}

function sidesOf({ visibleUnits, hiddenUnits, visibleOwn, hiddenOwn }: Machine): readonly [Side, Side] {
  return [
    { units: visibleUnits, own: visibleOwn, cumulants: cumulantsOf(visibleUnits) },
    { units: hiddenUnits, own: hiddenOwn, cumulants: cumulantsOf(hiddenUnits) },
  ];
}

/** Those of units with two states a and b. */
function cumulantsOf({ name, states, blocks }: Units): readonly [Cumulant, Cumulant] {
  if (blocks || states?.length !== 2) {
    const expected = "units of two states, bernoulliUnits or spinUnits, whose mean says all of them";
    throw rangeError("follow mean fields", expected, `${name} units`);
  }
  const [a, b] = states as readonly [number, number];
  const variance = (m: number): number => (m - a) * (b - m);
  const skew = (m: number): number => a + b - 2 * m;
  return [
    { at: variance, slope: skew },
    { at: (m) => variance(m) * skew(m), slope: (m) => skew(m) ** 2 - 2 * variance(m) },
  ];
}
