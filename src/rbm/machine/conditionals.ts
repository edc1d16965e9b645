import { checkSize } from "../../matrix/check-size.ts";
import type { AbstractMatrix } from "../../matrix/matrix.ts";
import type { RandomStream } from "../../random/stream.ts";
import type { Conditional } from "../../units/units.ts";
import type { Machine } from "./machine.ts";

/** The fields of the hidden units, v·W + c: (batch, hidden). */
export function hiddenFields({ engine, parameters }: Machine, visible: AbstractMatrix): AbstractMatrix {
  return engine.affine(visible, parameters.weights, parameters.hiddenBias);
}

/** The fields of the visible units, h·Wᵀ + b: (batch, visible). */
export function visibleFields({ engine, parameters }: Machine, hidden: AbstractMatrix): AbstractMatrix {
  return engine.affineTransposed(hidden, parameters.weights, parameters.visibleBias);
}

/**
 * The hidden units given the visible ones.
 *
 * @example
 * const machine = machineOn("compute", reference, new RBM({ visible: 3, hidden: 2, seed: 1 }));
 * hiddenGiven(machine, new Matrix([[1, 0, 1]])).fields; // (1, 2)
 */
export function hiddenGiven(machine: Machine, visible: AbstractMatrix): Conditional {
  const fields = hiddenFields(machine, visible);
  return { fields, means: machine.hiddenUnits.means(machine.engine, fields, machine.hiddenOwn) };
}

/**
 * The visible units given the hidden ones.
 *
 * @example
 * const machine = machineOn("compute", reference, new RBM({ visible: 3, hidden: 2, seed: 1 }));
 * visibleGiven(machine, new Matrix([[1, 0]])).means; // (1, 3)
 */
export function visibleGiven(machine: Machine, hidden: AbstractMatrix): Conditional {
  const fields = visibleFields(machine, hidden);
  return { fields, means: machine.visibleUnits.means(machine.engine, fields, machine.visibleOwn) };
}

/**
 * E[h | v]: (batch, hidden).
 *
 * @example
 * const machine = machineOn("compute", reference, new RBM({ visible: 3, hidden: 2, seed: 1 }));
 * hiddenMeans(machine, new Matrix([[1, 0, 1]])); // (1, 2)
 */
export function hiddenMeans(machine: Machine, visible: AbstractMatrix): AbstractMatrix {
  return hiddenGiven(machine, visible).means;
}

/**
 * E[v | h]: (batch, visible).
 *
 * @example
 * const machine = machineOn("compute", reference, new RBM({ visible: 3, hidden: 2, seed: 1 }));
 * visibleMeans(machine, new Matrix([[1, 0]])); // (1, 3)
 */
export function visibleMeans(machine: Machine, hidden: AbstractMatrix): AbstractMatrix {
  return visibleGiven(machine, hidden).means;
}

/**
 * h ~ P(h | v): (batch, hidden).
 *
 * @example
 * const machine = machineOn("compute", reference, new RBM({ visible: 3, hidden: 2, seed: 1 }));
 * sampleHidden(machine, new Matrix([[1, 0, 1]]), new RandomStream(1, "draws")); // (1, 2)
 */
export function sampleHidden(
  machine: Machine,
  visible: AbstractMatrix,
  random: RandomStream,
): AbstractMatrix {
  const { engine, hiddenUnits, hiddenOwn } = machine;
  return hiddenUnits.sample(engine, hiddenGiven(machine, visible), hiddenOwn, random);
}

/**
 * v ~ P(v | h): (batch, visible).
 *
 * @example
 * const machine = machineOn("compute", reference, new RBM({ visible: 3, hidden: 2, seed: 1 }));
 * sampleVisible(machine, new Matrix([[1, 0]]), new RandomStream(1, "draws")); // (1, 3)
 */
export function sampleVisible(
  machine: Machine,
  hidden: AbstractMatrix,
  random: RandomStream,
): AbstractMatrix {
  const { engine, visibleUnits, visibleOwn } = machine;
  return visibleUnits.sample(engine, visibleGiven(machine, hidden), visibleOwn, random);
}

/** Draws from the visible units where all hidden ones are at zero: (count, visible). */
export function sampleVisibleAlone(machine: Machine, count: number, random: RandomStream): AbstractMatrix {
  const { engine, parameters } = machine;
  checkSize("sample", "samples", count, parameters.weights.rows);
  return sampleVisible(machine, engine.zeros(count, parameters.weights.columns), random);
}

/** The means of the visible units given the means of the hidden ones: (batch, visible). */
export function reconstruct(machine: Machine, visible: AbstractMatrix): AbstractMatrix {
  return visibleMeans(machine, hiddenMeans(machine, visible));
}

/**
 * Advances Markov chains, one per row, by so many steps of Gibbs sampling: h ~ P(h | v), v ~ P(v | h).
 *
 * @param visible - The states of the chains, which are overwritten: (chains, visible).
 * @example
 * const machine = machineOn("compute", reference, new RBM({ visible: 3, hidden: 2, seed: 1 }));
 * gibbsSample(machine, new Matrix([[1, 0, 1]]), 10, new RandomStream(1, "draws"));
 */
export function gibbsSample(
  machine: Machine,
  visible: AbstractMatrix,
  steps: number,
  random: RandomStream,
): void {
  const { engine } = machine;
  for (let step = 0; step < steps; step++) {
    engine.scope(() => {
      const hidden = sampleHidden(machine, visible, random); // (chains, hidden)
      engine.copy(sampleVisible(machine, hidden, random), visible);
    });
  }
}
