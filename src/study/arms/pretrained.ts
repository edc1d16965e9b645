import { sigmoid } from "../../activation/sigmoid.ts";
import { classicUniform } from "../../initializer/classic-uniform.ts";
import { dense } from "../../layers/dense.ts";
import type { AbstractMatrix } from "../../matrix/matrix.ts";
import type { RBM } from "../../rbm/rbm.ts";
import type { Arm, Start } from "../arm.ts";
import { type Ground, hiddenLayers, networkOf } from "../ground.ts";
import type { StackVariation } from "../rbm-stack.ts";

/** What an RBM gives to a layer: weights (inputs, outputs) and bias (1, outputs), or some of them. */
export type HandedOver = { readonly weights?: AbstractMatrix; readonly bias?: AbstractMatrix };

/** A logistic net that takes from each RBM what `handOver` says; what is missing starts classically. */
export async function startFromStack(
  ground: Ground,
  variation: StackVariation,
  handOver: (rbm: RBM, layer: number) => HandedOver,
): Promise<Start> {
  const { rbms, gates, cost } = await ground.stack(variation);
  const given: Record<string, AbstractMatrix> = {};
  for (const [layer, rbm] of rbms.entries()) {
    const { weights, bias } = handOver(rbm, layer);
    if (weights) given[`${layer}.weights`] = weights;
    if (bias) given[`${layer}.bias`] = bias;
  }
  const layers = hiddenLayers(ground, (fan) =>
    dense({ ...fan, activation: sigmoid, initializer: classicUniform }),
  );
  return { network: networkOf(ground, layers, given), cost, rbms: gates };
}

/** Weights and hidden biases of an RBM, as a layer takes them over. */
export const everything = ({ parameters }: RBM): HandedOver => ({
  weights: parameters.weights,
  bias: parameters.hiddenBias,
});

/** All layers from a stack of RBMs. */
export const rbm: Arm = Object.freeze({
  name: "rbm",
  description: "logistic net, every layer from a stack of RBMs",
  kind: "pretrained",
  tags: ["rbm", "unsupervised"],
  start: (ground) => startFromStack(ground, {}, everything),
} satisfies Arm);

/** RBMs that were trained for so many epochs. */
function dose(epochs: number): Arm {
  return Object.freeze({
    name: `rbm ${epochs} ${epochs === 1 ? "epoch" : "epochs"}`,
    description: `the same with RBMs after ${epochs} ${epochs === 1 ? "epoch" : "epochs"}`,
    kind: "control",
    tags: ["dose"],
    start: (ground) => startFromStack(ground, { epochs }, everything),
  } satisfies Arm);
}

/** How the effect grows with the training of the RBMs. */
export const doses: readonly Arm[] = [dose(0), dose(1), dose(5)];
