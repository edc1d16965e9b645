import type { Engine } from "../../engine/engine.ts";
import type { AbstractMatrix, RowsLike } from "../../matrix/matrix.ts";
import { bernoulliUnits } from "../../units/bernoulli.ts";
import { toStates } from "../../units/to-states.ts";
import type { Units } from "../../units/units.ts";
import type { Machine } from "./machine.ts";

/**
 * The machine without the visible units that are missing in each row: their states are 0, so they say nothing to the hidden units, and
 * nothing is learned of them.
 *
 * @param observed - 1 where a unit is there, else 0: (rows, visible), for visible states in as many rows.
 *
 * @see Salakhutdinov, Mnih, Hinton, "Restricted Boltzmann machines for collaborative filtering", ICML 2007, section 2.
 */
export function withMissing(machine: Machine, observed: AbstractMatrix): Machine {
  return { ...machine, visibleUnits: presentUnits(machine.engine, machine.visibleUnits, observed) };
}

/** Units whose states and means are 0 where they are not there. */
export function presentUnits(engine: Engine, units: Units, there: AbstractMatrix): Units {
  const { meanGradients } = units;
  return {
    ...units,
    means: (_, ...given) => engine.multiply(units.means(engine, ...given), there),
    sample: (_, ...given) => engine.multiply(units.sample(engine, ...given), there),
    ...(meanGradients && { meanGradients: (_, fields, own) => meanGradients(engine, fields, own, there) }),
  };
}

/** Reads which entries are there, 1, and which are missing, 0: (rows, visible). */
export function readObserved(
  action: string,
  { visible: columns }: { readonly visible: number },
  observed: RowsLike,
): AbstractMatrix {
  const misfit = (row: ArrayLike<number>) => {
    const wrong = Array.from(row).find((entry) => entry !== 0 && entry !== 1);
    return wrong === undefined ? undefined : (["0 or 1", String(wrong)] as const);
  };
  return toStates(action, "observed", observed, { ...bernoulliUnits, misfit }, { columns });
}
