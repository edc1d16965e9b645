import type { Engine } from "../../engine/engine.ts";
import type { AbstractMatrix, RowsLike } from "../../matrix/matrix.ts";
import type { RandomStream } from "../../random/stream.ts";
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
  return { ...machine, visibleUnits: present(machine.engine, machine.visibleUnits, observed) };
}

/**
 * The machine without some of its hidden units, drawn anew for each of so many rows: each is dropped with the probability `dropout`.
 *
 * @see Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov, "Dropout: a simple way to prevent neural networks from overfitting",
 * Journal of Machine Learning Research 15 (2014), section 8.
 */
export function withDropout(machine: Machine, rows: number, dropout: number, random: RandomStream): Machine {
  const { engine, hiddenUnits, parameters } = machine;
  const shares = engine.map(() => 1 - dropout, engine.zeros(rows, parameters.weights.columns));
  return { ...machine, hiddenUnits: present(engine, hiddenUnits, engine.bernoulli(shares, random)) };
}

/** Units whose states and means are 0 where they are not there. */
function present(engine: Engine, units: Units, there: AbstractMatrix): Units {
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
