import { sigmoid } from "../../activation/sigmoid.ts";
import { isometricLogistic } from "../../initializer/isometric-logistic.ts";
import { dense } from "../../layers/dense.ts";
import { type AbstractMatrix, Matrix } from "../../matrix/matrix.ts";
import type { Network } from "../../network/network.ts";
import { GradientProbe } from "../../probe/gradient-probe.ts";
import type { Arm } from "../arm.ts";
import { type Ground, hiddenLayers, networkOf } from "../ground.ts";
import { everything, startFromStack } from "./pretrained.ts";

const EXAMPLES = 500;
/** The gains that are looked through, and how often the range is halved. */
const [LEAST, MOST, HALVINGS] = [0.1, 1.5, 20];

/**
 * A random start that keeps as much of the gradient as the RBMs do: the isometric one with the gain of its orthogonal weights
 * lowered, or raised, until as much of the error signal survives from the last hidden layer to the first.
 */
export const sameSurvival: Arm = Object.freeze({
  name: "same survival",
  description:
    "random isometric weights of a gain at which as much of the gradient survives as with the RBMs",
  kind: "control",
  tags: ["same survival"],
  async start(ground) {
    const { network: pretrained, cost, rbms } = await startFromStack(ground, {}, everything);
    const wanted = survivalOf(pretrained, ground);
    const start = (gain: number): Network =>
      networkOf(
        ground,
        hiddenLayers(ground, (fan) =>
          dense({ ...fan, activation: sigmoid, initializer: isometricLogistic({ gain }) }),
        ),
      );
    let [low, high] = [LEAST, MOST];
    for (let halving = 0; halving < HALVINGS && wanted !== undefined; halving++) {
      const gain = Math.sqrt(low * high);
      if (survivalOf(start(gain), ground)! < wanted) low = gain;
      else high = gain;
    }
    return { network: start(wanted === undefined ? 1 : high), ...(cost && { cost }), ...(rbms && { rbms }) };
  },
} satisfies Arm);

/** What survives from the last hidden layer to the first; undefined where there are not two of them. */
function survivalOf(network: Network, { inputs, classes, targets }: Ground): number | undefined {
  const x: AbstractMatrix = inputs.subMatrix(0, Math.min(EXAMPLES, inputs.rows) - 1, 0, inputs.columns - 1);
  const { surviving } = new GradientProbe().measure(network, x, anyTargets(x.rows, classes, targets));
  return surviving;
}

/** The direction of the error at the outputs makes little of a difference to what survives, and a start knows no targets. */
function anyTargets(
  examples: number,
  classes: number,
  targets: number | undefined,
): Int32Array | AbstractMatrix {
  if (targets !== undefined) return Matrix.zeros(examples, targets);
  return Int32Array.from({ length: examples }, (_, example) => example % classes);
}
