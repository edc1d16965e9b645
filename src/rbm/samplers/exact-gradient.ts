import { checkKeys, rangeError } from "../../check.ts";
import type { Engine } from "../../engine/engine.ts";
import { readMatrix } from "../../engine/read-matrix.ts";
import { checkSize } from "../../matrix/check-size.ts";
import { type AbstractMatrix, Matrix } from "../../matrix/matrix.ts";
import { statesFrom } from "../../units/blocks.ts";
import { LogSum, sideToEnumerate } from "../likelihood/enumeration.ts";
import { hiddenGiven, visibleGiven } from "../machine/conditionals.ts";
import type { NegativePhase, Sampler } from "./sampler.ts";

const MOST_STATES = 2 ** 14;

/** What `exactGradient` keeps: all states of the side that is gone through, (states, units). */
export interface EnumeratedStates {
  readonly states: AbstractMatrix;
}

/**
 * The exact gradient of the likelihood, for small machines: the negative phase is a sum over all states of the side with the fewer of
 * them, each with its probability exp(−F)/Z, and the other side is summed (or integrated) out in closed form. Nothing is drawn.
 *
 * An update costs as many rows as there are states, 2ⁿ for n binary units.
 *
 * @returns A sampler, for machines with at most 2¹⁴ states on one side; `fit` refuses others before anything is changed.
 * @throws TypeError if it is given an option.
 * @example
 * await new RBM({ visible: 64, hidden: 4, seed: 1 }).fit(images, { epochs: 2, sampler: exactGradient() });
 *
 * @see Melchior, Fischer, Wiskott, "How to center deep Boltzmann machines", Journal of Machine Learning Research 17 (2016), section 5,
 * which trains by it; the gradient: Hinton, "A practical guide to training restricted Boltzmann machines", 2010, equation 5.
 */
export function exactGradient(options: Readonly<Record<string, never>> = {}): Sampler<EnumeratedStates> {
  checkKeys("create exactGradient", options, []);
  const action = "compute the exact gradient";
  return Object.freeze({
    name: "exactGradient",
    begin(machine) {
      const side = sideToEnumerate(action, machine, MOST_STATES);
      const added = machine.hiddenUnits.meanGradients && Object.keys(machine.hiddenOwn).length > 1;
      if (side.side === "hidden" && added) {
        const got = `${machine.hiddenUnits.name} units`;
        throw rangeError(
          action,
          "hidden units with no parameters but their biases, or fewer visible states",
          got,
        );
      }
      const { rows, columns } = machine.parameters.weights;
      checkSize(action, "states", side.count, Math.max(rows, columns));
      return { states: machine.engine.load(statesFrom(side.blocks, 0, side.count)) };
    },
    negativePhase(machine, { states }) {
      const { freeEnergy, side } = sideToEnumerate(action, machine, MOST_STATES);
      const { engine } = machine;
      const shares = sharesOf(engine, freeEnergy(machine, states)); // (states, 1)
      if (side === "visible") {
        const { fields, means } = hiddenGiven(machine, states);
        return { visible: states, hiddenFields: fields, hiddenMeans: means, shares } satisfies NegativePhase;
      }
      const { fields, means } = visibleGiven(machine, states);
      return { visible: means, visibleFields: fields, hiddenMeans: states, shares };
    },
  } satisfies Sampler<EnumeratedStates>);
}

/** exp(−F)/Z of each state: (states, 1). */
function sharesOf(engine: Engine, freeEnergies: AbstractMatrix): AbstractMatrix {
  const energies = readMatrix(engine, freeEnergies).to1DArray();
  const sum = new LogSum();
  for (const energy of energies) sum.add(-energy);
  const logPartition = sum.value();
  return engine.load(Matrix.columnVector(energies.map((energy) => Math.exp(-energy - logPartition))));
}
