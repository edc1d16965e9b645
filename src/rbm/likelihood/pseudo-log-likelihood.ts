import { softplus } from "../../activation/softplus.ts";
import { checkInteger, rangeError, show } from "../../check.ts";
import { atOnce } from "../../fit/pauses.ts";
import { type AbstractMatrix, Matrix, type MatrixLike } from "../../matrix/matrix.ts";
import { type Seed, toSeed } from "../../random/seed.ts";
import { RandomStream } from "../../random/stream.ts";
import { checkEnergy } from "../../units/check-energy.ts";
import { forEachRow, mean } from "../machine/blocks.ts";
import { hiddenFields } from "../machine/conditionals.ts";
import type { Machine, RBMValues } from "../machine/machine.ts";
import { checkRBM, type MeasureOptions, measure, measuringEngine, readVisible } from "./measure.ts";

/** Options of `pseudoLogLikelihood`. */
export interface PseudoLogLikelihoodOptions extends MeasureOptions {
  /** How many units of each example are flipped, drawn without replacement. Default: all of them, which is exact. */
  readonly flips?: number | undefined;
  /** Decides which units are flipped. Default: drawn anew. */
  readonly seed?: Seed | undefined;
}

/**
 * The pseudo-log-likelihood, the mean over examples of Σᵢ log P(vᵢ | the other visible units). Each term takes two
 * free energies and no partition function: log P(vᵢ | v₋ᵢ) = log σ(F(v with vᵢ flipped) − F(v)).
 *
 * With `flips` fewer than the visible units it is an unbiased estimate: that many random units of each example, scaled
 * by visible / flips. One flip is scikit-learn's figure. Values between 0 and 1 are flipped to 1 − v by the same
 * formula, and then it is no probability.
 *
 * @param rbm - A machine with binary visible units.
 * @param data - (examples, visible), in [0, 1].
 * @param options - The number of flips, the seed of their choice, and the engine.
 * @returns The mean over examples, in nats.
 * @throws RangeError if the visible units are not binary, or if the data has another width or values out of range.
 * @example
 * pseudoLogLikelihood(rbm, images, { flips: 1, seed: 7 }); // -90.65
 *
 * @see Besag, "Statistical analysis of non-lattice data", The Statistician 24 (1975); for RBMs: Marlin, Swersky,
 * Chen, de Freitas, "Inductive principles for restricted Boltzmann machine learning", AISTATS 2010, section 4.3.
 */
export function pseudoLogLikelihood(
  rbm: RBMValues,
  data: MatrixLike,
  options: PseudoLogLikelihoodOptions = {},
): number {
  const action = "compute the pseudo-log-likelihood";
  const { visibleUnits, parameters } = checkRBM(action, rbm);
  const kind = measuringEngine(action, options, ["flips", "seed"]);
  checkEnergy(action, visibleUnits);
  if (show(visibleUnits.states) !== "[0, 1]") {
    throw rangeError(action, "bernoulli visible units, which can be flipped", visibleUnits.name);
  }
  const visible = parameters.weights.rows;
  const { flips = visible, seed } = options;
  checkInteger(action, "flips", flips, { min: 1, max: visible });
  const random = new RandomStream(toSeed(action, seed), "flips");
  const examples = readVisible(action, "data", rbm, data, kind); // (examples, visible)
  const compute = (machine: Machine): number => {
    const sums = atOnce(
      forEachRow(machine.engine, examples, (rows) =>
        sumOfConditionals(machine, rows, unitsToFlip(rows.rows, visible, flips, random)),
      ),
    );
    return (visible / flips) * mean(sums);
  };
  return measure(action, rbm, kind, compute);
}

/** Σ log P(vᵢ | v₋ᵢ) over one unit i of each row per flip: (rows, 1). */
function sumOfConditionals(
  machine: Machine,
  rows: AbstractMatrix,
  flips: readonly Uint32Array[],
): AbstractMatrix {
  const { engine, hiddenUnits, hiddenOwn, parameters } = machine;
  const { weights, visibleBias } = parameters;
  const biases = engine.load(visibleBias.transpose()); // (visible, 1)
  const fields = hiddenFields(machine, rows); // (rows, hidden)
  const summedOut = hiddenUnits.logPartition(engine, fields, hiddenOwn); // (rows, 1)
  const sums = engine.zeros(rows.rows, 1);
  for (const units of flips) {
    engine.scope(() => {
      const change = engine.load(changes(rows, units)); // 1 − 2v, from v to 1 − v: (rows, 1)
      const moved = engine.multiplyColumn(engine.gatherRows(weights, units), change); // (rows, hidden)
      const flipped = hiddenUnits.logPartition(engine, engine.add(fields, moved), hiddenOwn); // (rows, 1)
      const visibleGain = engine.multiply(engine.gatherRows(biases, units), change); // (rows, 1)
      const gain = engine.add(visibleGain, engine.subtract(flipped, summedOut)); // F(v) − F(v flipped)
      engine.subtract(sums, engine.activate(softplus, gain), sums); // log σ(−gain) = −softplus(gain)
    });
  }
  return sums;
}

function changes(rows: AbstractMatrix, units: Uint32Array): Matrix {
  return Matrix.columnVector(Array.from(units, (unit, row) => 1 - 2 * rows.get(row, unit)));
}

/** For each flip, one unit of each row; no row has a unit twice. All units in turn where all are flipped. */
function unitsToFlip(rows: number, visible: number, flips: number, random: RandomStream): Uint32Array[] {
  if (flips === visible) return Array.from({ length: flips }, (_, unit) => new Uint32Array(rows).fill(unit));
  const chosen = Array.from({ length: flips }, () => new Uint32Array(rows));
  const order = Uint32Array.from({ length: visible }, (_, unit) => unit);
  for (let row = 0; row < rows; row++) {
    for (let flip = 0; flip < flips; flip++) {
      const other = flip + random.integer(visible - flip); // Fisher and Yates, as far as it is needed
      const unit = order[other]!;
      order[other] = order[flip]!;
      order[flip] = unit;
      chosen[flip]![row] = unit;
    }
  }
  return chosen;
}
