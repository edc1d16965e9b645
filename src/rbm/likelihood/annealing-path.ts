import type { Engine } from "../../engine/engine.ts";
import { readMatrix } from "../../engine/read-matrix.ts";
import type { AbstractMatrix } from "../../matrix/matrix.ts";
import type { RandomStream } from "../../random/stream.ts";
import { gibbsSample } from "../machine/conditionals.ts";
import { freeEnergy } from "../machine/energy.ts";
import type { Machine } from "../machine/machine.ts";
import { temperedOn } from "../machine/tempered.ts";

/** From the base, whose partition function is known, to the machine, in steps of β. */
export interface AnnealingPath {
  readonly machine: Machine;
  readonly base: Machine;
  /** β of each machine on the way, 0 first and 1 last. */
  readonly betas: readonly number[];
}

/** log Z of a machine without interaction: that of both sides, each on its own. */
export function independentLogPartition(base: Machine): number {
  const { engine, visibleUnits, hiddenUnits, visibleOwn, hiddenOwn } = base;
  return engine.scope(() => {
    const visible = visibleUnits.logPartition(engine, visibleOwn.bias, visibleOwn); // (1, 1)
    const hidden = hiddenUnits.logPartition(engine, hiddenOwn.bias, hiddenOwn); // (1, 1)
    return visible.get(0, 0) + hidden.get(0, 0);
  });
}

/**
 * One step of chains along the path, in place: F at the one machine minus F at the other is added to the log-weights, on the way up before
 * a step of Gibbs sampling at the warmer one, on the way down after it.
 *
 * @returns The differences of the free energies, one for each chain.
 */
export function annealStep(
  { machine, base, betas }: AnnealingPath,
  index: number,
  direction: "up" | "down",
  visible: AbstractMatrix,
  random: RandomStream,
): Float64Array {
  const { engine } = machine;
  return engine.scope(() => {
    const [lower, upper] = [betas[index - 1]!, betas[index]!].map((beta) => temperedOn(machine, base, beta));
    if (direction === "down") gibbsSample(upper!, visible, 1, random);
    const [from, to] = direction === "up" ? [lower!, upper!] : [upper!, lower!];
    const change = differences(engine, freeEnergy(from, visible), freeEnergy(to, visible));
    if (direction === "up") gibbsSample(upper!, visible, 1, random);
    return change;
  });
}

/** a − b of two columns, in float64. */
function differences(engine: Engine, a: AbstractMatrix, b: AbstractMatrix): Float64Array {
  const [left, right] = [readMatrix(engine, a), readMatrix(engine, b)];
  return Float64Array.from({ length: a.rows }, (_, row) => left.get(row, 0) - right.get(row, 0));
}

/** So many β from 0 to 1, as close together as free energies differ much between the chains there. */
export function adaptedBetas(count: number, pilot: readonly number[], spreads: readonly number[]): number[] {
  const mean = spreads.reduce((sum, spread) => sum + spread, 0) / spreads.length;
  // A tenth of the mean everywhere, so that a stretch where the pilot saw nothing is not left out.
  const costs = spreads.map((spread) => spread + 0.1 * mean + Number.MIN_VALUE);
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  const betas = [0];
  let [segment, before] = [0, 0];
  for (let index = 1; index < count - 1; index++) {
    const wanted = (index / (count - 1)) * total;
    while (segment < costs.length - 1 && before + costs[segment]! < wanted) before += costs[segment++]!;
    const share = (wanted - before) / costs[segment]!;
    betas.push(pilot[segment]! + Math.min(1, share) * (pilot[segment + 1]! - pilot[segment]!));
  }
  return [...betas, 1];
}
