import type { Optimizer } from "../../optimizer/optimizer.ts";
import { sgd } from "../../optimizer/sgd.ts";
import { cosine } from "../../schedule/cosine.ts";
import { piecewise } from "../../schedule/piecewise.ts";
import type { Units } from "../../units/units.ts";
import type { RBMValues } from "../machine/machine.ts";
import type { Sampler } from "../samplers/sampler.ts";

/**
 * SGD with momentum 0.5 for five epochs and 0.9 from then on, without momentum where chains go on from update to update, and the learning
 * rate
 *
 *     0.1                              between binary units,
 *     0.06 / √(binary units), falling to 0 as half a cosine, where the other side is real-valued,
 *
 * divided by the square of the width of the range that the units of each side have: 1 of binary units. A state that is scaled by it takes
 * weights that are smaller and gradients that are larger by so much. Counts of n trials have the width √n: as n units that share their
 * weights, they move the fields n times as far, by gradients n times as large.
 *
 * Nothing bounds a real-valued reconstruction, so it needs smaller steps. Each binary unit adds to it, and all of them follow the
 * same error: the more there are, the smaller the step of each must be. The noise of their draws does not average out at a
 * constant rate, hence the fall.
 *
 * With momentum 0.9 the steps come to ten times the rate. Chains that start from the data follow; those that go on from one update to the next
 * are left behind, and the weights run away from what they stand for.
 *
 * @see Tieleman, "Training restricted Boltzmann machines using approximations to the likelihood gradient", ICML 2008, section 3: without
 * momentum.
 * @see Hinton, "A practical guide to training restricted Boltzmann machines", 2010, sections 7, 9 and 13.2.
 */
export function defaultOptimizer(
  { visibleUnits, hiddenUnits, parameters }: RBMValues,
  epochs: number,
  { isPersistent }: Pick<Sampler, "isPersistent"> = {},
): Optimizer {
  const momentum = isPersistent ? 0 : piecewise({ values: [0.5, 0.9], until: [5] });
  const [ofVisible, ofHidden] = [widthOf(visibleUnits), widthOf(hiddenUnits)];
  const size = (ofVisible ?? 1) * (ofHidden ?? 1);
  if (ofVisible && ofHidden) return sgd({ learningRate: 0.1 / size ** 2, momentum });
  const { rows: visible, columns: hidden } = parameters.weights;
  const rate = 0.06 / Math.sqrt(ofVisible ? visible : hidden) / size ** 2;
  return sgd({ learningRate: cosine({ rate, epochs: Math.max(1, epochs) }), momentum });
}

/** The width of the range that states lie in, if it has one, or what units say instead. */
function widthOf({ range, width = range.max - range.min }: Units): number | undefined {
  return Number.isFinite(width) ? width : undefined;
}
