import { checkInteger, checkKeys } from "../../check.ts";
import type { Engine } from "../../engine/engine.ts";
import { withEngine } from "../../engine/with-engine.ts";
import { byRows } from "../../fit/by-rows.ts";
import { atOnce } from "../../fit/pauses.ts";
import type { AbstractMatrix, Matrix, RowsLike } from "../../matrix/matrix.ts";
import { type Seed, toSeed } from "../../random/seed.ts";
import { RandomStream } from "../../random/stream.ts";
import { toStates } from "../../units/to-states.ts";
import type { Units } from "../../units/units.ts";
import { checkRBM } from "../likelihood/measure.ts";
import type { RBM } from "../rbm.ts";
import { gibbsSample, reconstruct } from "./conditionals.ts";
import { checkedMachine, type Machine } from "./machine.ts";
import { readObserved } from "./missing.ts";

/** Options of `sampleGiven`. */
export interface SampleGivenOptions {
  /** Steps of each chain, ≥ 1. Default 1000. */
  readonly gibbsSteps?: number | undefined;
  /** Decides the draws. Default: the seed of the RBM. */
  readonly seed?: Seed | undefined;
}

/**
 * Fills in what is missing in each row: observed entries stay, and the others become their means given the hidden means that the observed
 * ones lead to. It is the prediction of a machine that was trained with `observed`, where a row has only the units that it shows.
 *
 * @param rbm - The machine.
 * @param visible - (rows, visible), or one row; which finite numbers stand in the place of missing entries does not matter.
 * @param observed - 1 where an entry is there, 0 where it is missing, in the same shape.
 * @returns (rows, visible)
 * @throws RangeError or TypeError if the width is wrong or an observed entry is out of the units' range.
 * @example
 * fillIn(new RBM({ visible: 3, hidden: 2, seed: 1 }), [[1, 0, 0]], [[1, 1, 0]]); // (1, 3)
 *
 * @see Salakhutdinov, Mnih, Hinton, "Restricted Boltzmann machines for collaborative filtering", ICML 2007, section 2.1.
 */
export function fillIn(rbm: RBM, visible: RowsLike, observed: RowsLike): Matrix {
  const given = readGiven("fill in missing entries", rbm, visible, observed);
  return computeGiven(rbm, given, (machine, states) => reconstruct(machine, states));
}

/**
 * Draws some visible units given the others: Gibbs sampling with the observed entries held, one chain for each row.
 *
 * The distribution is that of the whole machine, in which missing units are there and unknown; a machine trained on whole rows is meant.
 *
 * @param rbm - The machine.
 * @param visible - (rows, visible), or one row; which finite numbers stand in the place of missing entries does not matter.
 * @param observed - 1 where an entry is held, 0 where it is drawn, in the same shape.
 * @param options - Steps and seed.
 * @returns States, the held ones as they were: (rows, visible).
 * @throws RangeError or TypeError if the width is wrong or a held entry is out of the units' range.
 * @example
 * sampleGiven(new RBM({ visible: 3, hidden: 2, seed: 1 }), [[1, 0, 0]], [[1, 1, 0]], { gibbsSteps: 100 }); // (1, 3)
 */
export function sampleGiven(
  rbm: RBM,
  visible: RowsLike,
  observed: RowsLike,
  options: SampleGivenOptions = {},
): Matrix {
  const action = "sample given some units";
  const given = readGiven(action, rbm, visible, observed);
  checkKeys(action, options, ["gibbsSteps", "seed"]);
  const { gibbsSteps = 1000, seed = rbm.seed } = options;
  checkInteger(action, "gibbsSteps", gibbsSteps, { min: 1 });
  const random = new RandomStream(toSeed(action, seed), "samples given some units");
  return computeGiven(rbm, given, (machine, states, mask) => {
    const { engine } = machine;
    const { visibleUnits } = machine;
    const sample: Units["sample"] = (_, ...given) =>
      held(engine, states, visibleUnits.sample(engine, ...given), mask);
    const chains = engine.load(states);
    gibbsSample({ ...machine, visibleUnits: { ...visibleUnits, sample } }, chains, gibbsSteps, random);
    return chains;
  });
}

interface Given {
  readonly action: string;
  readonly visible: AbstractMatrix;
  readonly observed: AbstractMatrix;
}

function readGiven(action: string, rbm: RBM, visible: RowsLike, observed: RowsLike): Given {
  checkRBM(action, rbm);
  const { visible: columns, visibleUnits, engineKind } = rbm;
  const mask = readObserved(action, observed, 0);
  const shape = { columns, precision: engineKind.precision };
  return { action, visible: toStates(action, "visible", visible, visibleUnits, shape, mask), observed: mask };
}

/** What `f` makes of the missing entries, beside the observed ones, a block of rows at a time. */
function computeGiven(
  rbm: RBM,
  { action, visible, observed }: Given,
  f: (machine: Machine, states: AbstractMatrix, mask: AbstractMatrix) => AbstractMatrix,
): Matrix {
  return withEngine(rbm.engineKind, (engine) => {
    const machine = checkedMachine(action, engine, rbm);
    return atOnce(
      byRows(engine, visible, visible.columns, (states, indices) => {
        const mask = engine.gatherRows(observed, indices);
        return held(engine, states, f(machine, states, mask), mask);
      }),
    );
  });
}

/** Entries of `states` where the mask is 1, where the others are 0 there; of `made` elsewhere. */
function held(
  engine: Engine,
  states: AbstractMatrix,
  made: AbstractMatrix,
  mask: AbstractMatrix,
): AbstractMatrix {
  const others = engine.zip((value, there) => (there === 1 ? 0 : value), made, mask);
  return engine.add(states, others);
}
