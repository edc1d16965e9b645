import type { AbstractMatrix } from "../../matrix/matrix.ts";
import { hiddenFields, visibleFields } from "./conditionals.ts";
import type { Machine, RBMValues } from "./machine.ts";

/**
 * E(v, h) = selfEnergy(v) + selfEnergy(h) − v·W·hᵀ of each row: (batch, 1).
 *
 * @example
 * const machine = machineOn("compute", reference, new RBM({ visible: 3, hidden: 2, seed: 1 }));
 * energy(machine, new Matrix([[1, 0, 1]]), new Matrix([[1, 0]])); // (1, 1)
 */
export function energy(machine: Machine, visible: AbstractMatrix, hidden: AbstractMatrix): AbstractMatrix {
  const { engine, visibleUnits, hiddenUnits, visibleOwn, hiddenOwn, parameters } = machine;
  const interaction = engine.rowSums(engine.multiply(engine.product(visible, parameters.weights), hidden)); // (batch, 1)
  const visibleEnergy = visibleUnits.selfEnergy(engine, visible, visibleOwn); // (batch, 1)
  const hiddenEnergy = hiddenUnits.selfEnergy(engine, hidden, hiddenOwn); // (batch, 1)
  return engine.subtract(engine.add(visibleEnergy, hiddenEnergy), interaction);
}

/**
 * F(v) = −log Σₕ exp(−E(v, h)) of each row: (batch, 1).
 *
 * @example
 * const machine = machineOn("compute", reference, new RBM({ visible: 3, hidden: 2, seed: 1 }));
 * freeEnergy(machine, new Matrix([[1, 0, 1]])); // (1, 1)
 */
export function freeEnergy(machine: Machine, visible: AbstractMatrix): AbstractMatrix {
  const { engine, visibleUnits, hiddenUnits, visibleOwn, hiddenOwn } = machine;
  const visibleEnergy = visibleUnits.selfEnergy(engine, visible, visibleOwn); // (batch, 1)
  const summedOut = hiddenUnits.logPartition(engine, hiddenFields(machine, visible), hiddenOwn); // (batch, 1)
  return engine.subtract(visibleEnergy, summedOut);
}

/** −log ∫ exp(−E(v, h)) dv of each row: the free energy of hidden states, (batch, 1). */
export function hiddenFreeEnergy(machine: Machine, hidden: AbstractMatrix): AbstractMatrix {
  const { engine, visibleUnits, hiddenUnits, visibleOwn, hiddenOwn } = machine;
  const hiddenEnergy = hiddenUnits.selfEnergy(engine, hidden, hiddenOwn); // (batch, 1)
  const summedOut = visibleUnits.logPartition(engine, visibleFields(machine, hidden), visibleOwn); // (batch, 1)
  return engine.subtract(hiddenEnergy, summedOut);
}

/** Whether the units of both sides have an energy: without one there is no likelihood. */
export function hasEnergy({ visibleUnits, hiddenUnits }: RBMValues): boolean {
  return !(visibleUnits.improper ?? hiddenUnits.improper);
}
