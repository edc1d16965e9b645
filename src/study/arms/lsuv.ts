import { sigmoid } from "../../activation/sigmoid.ts";
import { reference } from "../../engine/reference.ts";
import { orthogonal } from "../../initializer/orthogonal.ts";
import { dense } from "../../layers/dense.ts";
import { type AbstractMatrix, Matrix } from "../../matrix/matrix.ts";
import { selectRows } from "../../matrix/storage.ts";
import type { Arm } from "../arm.ts";
import { hiddenLayers, networkOf } from "../ground.ts";

const EXAMPLES = 500;

/**
 * Layer-sequential unit variance: orthogonal weights, each layer scaled in turn until its weighted inputs have variance 1 over
 * examples and units.
 *
 * @see Mishkin, Matas, "All you need is a good init", ICLR 2016, algorithm 1.
 */
export const lsuv: Arm = Object.freeze({
  name: "lsuv",
  description: "logistic net, orthogonal weights scaled layer by layer to weighted inputs of variance 1",
  kind: "random start",
  start(ground) {
    const layers = hiddenLayers(ground, (fan) =>
      dense({ ...fan, activation: sigmoid, initializer: orthogonal() }),
    );
    const drawn = networkOf(ground, layers).parameters;
    const rows = Array.from({ length: Math.min(EXAMPLES, ground.inputs.rows) }, (_, row) => row);
    const given: Record<string, AbstractMatrix> = {};
    let x: AbstractMatrix = new Matrix(selectRows(ground.inputs, rows)); // (examples, inputs)
    for (const layer of layers.keys()) {
      const weights = drawn[`${layer}.weights`]!;
      const z = reference.product(x, weights); // (examples, outputs)
      const scale = 1 / Math.sqrt(variance(z));
      given[`${layer}.weights`] = reference.scale(scale, weights);
      x = reference.map((value) => sigmoid.apply(scale * value), z);
    }
    return { network: networkOf(ground, layers, given) };
  },
} satisfies Arm);

function variance(z: AbstractMatrix): number {
  const mean = reference.sum(z) / (z.rows * z.columns);
  return reference.sumOfSquares(z) / (z.rows * z.columns) - mean ** 2;
}
