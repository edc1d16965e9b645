import type { AbstractMatrix } from "../matrix/matrix.ts";
import type { RandomStream } from "../random/stream.ts";
import type { Machine } from "./machine.ts";

/** The fields of the hidden units, v·W + c: (batch, hidden). */
export function hiddenFields({ engine, parameters }: Machine, visible: AbstractMatrix): AbstractMatrix {
  return engine.affine(visible, parameters.weights, parameters.hiddenBias);
}

/** The fields of the visible units, h·Wᵀ + b: (batch, visible). */
export function visibleFields({ engine, parameters }: Machine, hidden: AbstractMatrix): AbstractMatrix {
  return engine.affineTransposed(hidden, parameters.weights, parameters.visibleBias);
}

/** E[h | v]: (batch, hidden). */
export function hiddenMeans(machine: Machine, visible: AbstractMatrix): AbstractMatrix {
  return machine.hiddenUnits.means(machine.engine, hiddenFields(machine, visible));
}

/** E[v | h]: (batch, visible). */
export function visibleMeans(machine: Machine, hidden: AbstractMatrix): AbstractMatrix {
  return machine.visibleUnits.means(machine.engine, visibleFields(machine, hidden));
}

/** h ~ P(h | v): (batch, hidden). */
export function sampleHidden(
  machine: Machine,
  visible: AbstractMatrix,
  random: RandomStream,
): AbstractMatrix {
  return machine.hiddenUnits.sample(machine.engine, hiddenMeans(machine, visible), random);
}

/** v ~ P(v | h): (batch, visible). */
export function sampleVisible(
  machine: Machine,
  hidden: AbstractMatrix,
  random: RandomStream,
): AbstractMatrix {
  return machine.visibleUnits.sample(machine.engine, visibleMeans(machine, hidden), random);
}

/** The means of the visible units given the means of the hidden ones: (batch, visible). */
export function reconstruct(machine: Machine, visible: AbstractMatrix): AbstractMatrix {
  return visibleMeans(machine, hiddenMeans(machine, visible));
}

/** The visible states of Markov chains, one per row, after so many steps of Gibbs sampling: h ~ P(h | v), v ~ P(v | h). */
export function gibbsSample(
  machine: Machine,
  visible: AbstractMatrix,
  steps: number,
  random: RandomStream,
): AbstractMatrix {
  let states = visible; // (chains, visible)
  for (let step = 0; step < steps; step++) {
    const hidden = sampleHidden(machine, states, random); // (chains, hidden)
    states = sampleVisible(machine, hidden, random);
  }
  return states;
}
