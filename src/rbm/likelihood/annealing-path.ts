import type { Engine } from "../../engine/engine.ts";
import { readMatrix } from "../../engine/read-matrix.ts";
import type { AbstractMatrix } from "../../matrix/matrix.ts";
import { mapParameters } from "../../parameters.ts";
import type { RandomStream } from "../../random/stream.ts";
import type { OwnParameters, Units } from "../../units/units.ts";
import type { Machine } from "../machine/machine.ts";

/** From the base, which has no weights and a partition function that is known, to the machine, in steps of β. */
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

/** The machine at one β, whose weights are β·W since those of the base are zero: only rows of parameters are made for it. */
interface Rung {
  readonly beta: number;
  readonly visibleOwn: OwnParameters;
  readonly hiddenOwn: OwnParameters;
}

function rungAt({ machine, base }: AnnealingPath, beta: number): Rung {
  const { engine } = machine;
  const between = (side: "visibleOwn" | "hiddenOwn"): OwnParameters =>
    mapParameters(machine[side], (matrix, name) =>
      engine.combine(1 - beta, base[side][name]!, beta, matrix),
    ) as unknown as OwnParameters;
  return { beta, visibleOwn: between("visibleOwn"), hiddenOwn: between("hiddenOwn") };
}

/**
 * One step of chains along the path, in place: F at the one machine minus F at the other is added to the log-weights, on the way up before
 * a step of Gibbs sampling at the colder one, on the way down after it. The products with W serve both machines.
 *
 * @returns The differences of the free energies, one for each chain.
 */
export function annealStep(
  path: AnnealingPath,
  index: number,
  direction: "up" | "down",
  visible: AbstractMatrix,
  random: RandomStream,
): Float64Array {
  const { machine, betas } = path;
  const { engine, visibleUnits, hiddenUnits, parameters } = machine;
  const { weights } = parameters;
  return engine.scope(() => {
    const [lower, upper] = [rungAt(path, betas[index - 1]!), rungAt(path, betas[index]!)];
    const fieldsAt = ({ beta, hiddenOwn }: Rung, products: AbstractMatrix): AbstractMatrix =>
      engine.addRow(engine.scale(beta, products), hiddenOwn.bias); // β·v·W + c: (chains, hidden)
    const freeEnergyAt = (rung: Rung, products: AbstractMatrix): AbstractMatrix =>
      engine.subtract(
        visibleUnits.selfEnergy(engine, visible, rung.visibleOwn),
        hiddenUnits.logPartition(engine, fieldsAt(rung, products), rung.hiddenOwn),
      ); // (chains, 1)
    const sample = (products: AbstractMatrix): void => {
      const { beta, visibleOwn, hiddenOwn } = upper;
      const draw = (units: Units, fields: AbstractMatrix, own: OwnParameters): AbstractMatrix =>
        units.sample(engine, { fields, means: units.means(engine, fields, own) }, own, random);
      const hidden = draw(hiddenUnits, fieldsAt(upper, products), hiddenOwn); // (chains, hidden)
      const back = engine.productRightTransposed(hidden, weights, undefined, beta); // β·h·Wᵀ: (chains, visible)
      engine.copy(draw(visibleUnits, engine.addRow(back, visibleOwn.bias), visibleOwn), visible);
    };
    const products = engine.product(visible, weights); // (chains, hidden)
    if (direction === "down") {
      sample(products);
      const after = engine.product(visible, weights);
      return differences(engine, freeEnergyAt(upper, after), freeEnergyAt(lower, after));
    }
    const change = differences(engine, freeEnergyAt(lower, products), freeEnergyAt(upper, products));
    sample(products);
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
