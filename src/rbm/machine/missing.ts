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

/** Reads which entries are there, 1, and which are missing, 0, in the shape of the data that they are for: at least so many in each row. */
export function readObserved(action: string, observed: RowsLike, least: 0 | 1): AbstractMatrix {
  const misfit = (row: ArrayLike<number>) => {
    const entries = Array.from(row);
    const wrong = entries.find((entry) => entry !== 0 && entry !== 1);
    if (wrong !== undefined) return ["0 or 1", `${wrong}`] as const;
    return least && !entries.includes(1) ? (["1 somewhere in every row", "none"] as const) : undefined;
  };
  return toStates(action, "observed", observed, { ...bernoulliUnits, misfit });
}
