import type { AbstractMatrix } from "../../matrix/matrix.ts";
import { hiddenFields, visibleFields } from "./conditionals.ts";
import type { Machine } from "./machine.ts";

/** E(v, h) = selfEnergy(v) + selfEnergy(h) − v·W·hᵀ of each row: (batch, 1). */
export function energy(machine: Machine, visible: AbstractMatrix, hidden: AbstractMatrix): AbstractMatrix {
  const { engine, visibleUnits, hiddenUnits, parameters } = machine;
  const { weights, visibleBias, hiddenBias } = parameters;
  const interaction = engine.rowSums(engine.multiply(engine.product(visible, weights), hidden)); // (batch, 1)
  const visibleEnergy = visibleUnits.selfEnergy(engine, visible, visibleBias); // (batch, 1)
  const hiddenEnergy = hiddenUnits.selfEnergy(engine, hidden, hiddenBias); // (batch, 1)
  return engine.subtract(engine.add(visibleEnergy, hiddenEnergy), interaction);
}

/** F(v) = −log Σₕ exp(−E(v, h)) of each row: (batch, 1). */
export function freeEnergy(machine: Machine, visible: AbstractMatrix): AbstractMatrix {
  const { engine, visibleUnits, hiddenUnits, parameters } = machine;
  const { visibleBias, hiddenBias } = parameters;
  const visibleEnergy = visibleUnits.selfEnergy(engine, visible, visibleBias); // (batch, 1)
  const summedOut = hiddenUnits.logPartition(engine, hiddenFields(machine, visible), hiddenBias); // (batch, 1)
  return engine.subtract(visibleEnergy, summedOut);
}

/** −log ∫ exp(−E(v, h)) dv of each row: the free energy of hidden states, (batch, 1). */
export function hiddenFreeEnergy(machine: Machine, hidden: AbstractMatrix): AbstractMatrix {
  const { engine, visibleUnits, hiddenUnits, parameters } = machine;
  const { visibleBias, hiddenBias } = parameters;
  const hiddenEnergy = hiddenUnits.selfEnergy(engine, hidden, hiddenBias); // (batch, 1)
  const summedOut = visibleUnits.logPartition(engine, visibleFields(machine, hidden), visibleBias); // (batch, 1)
  return engine.subtract(hiddenEnergy, summedOut);
}
