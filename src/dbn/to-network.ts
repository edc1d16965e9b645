import type { Activation } from "../activation/activation.ts";
import { checkInteger, checkKeys } from "../check.ts";
import type { EngineKind } from "../engine/engine.ts";
import { defaultHead } from "../head/default-head.ts";
import type { Head } from "../head/head.ts";
import { glorotUniform } from "../initializer/glorot.ts";
import type { Initializer } from "../initializer/initializer.ts";
import { zeros } from "../initializer/zeros.ts";
import { dense } from "../layers/dense.ts";
import type { Matrix } from "../matrix/matrix.ts";
import { Network } from "../network/network.ts";
import type { Seed } from "../random/seed.ts";

/** Options of `toNetwork` of a stack. */
export interface ToNetworkOptions {
  /** The number of logits, ≥ 1. */
  readonly outputs: number;
  /** Default `softmax`, and `logistic` for one output. */
  readonly head?: Head | undefined;
  /** How many layers start as pretrained, counted from the data; the others start at random. Default: all. */
  readonly pretrainedLayers?: number | undefined;
  /** Where the others and the last layer start. Default `glorotUniform`. */
  readonly initializer?: Initializer | undefined;
  /** Decides those draws. Default: the seed of the stack. */
  readonly seed?: Seed | undefined;
}

/** What a layer of a network starts from: weights (inputs, outputs), bias (1, outputs), and the activation that it ends in. */
export interface PretrainedLayer {
  readonly weights: Matrix;
  readonly bias: Matrix;
  readonly activation: Activation;
}

/** A network whose first layers are copies of these, with a fresh layer on top. */
export function networkFromLayers(
  action: string,
  pretrained: readonly PretrainedLayer[],
  engine: EngineKind,
  defaultSeed: Seed,
  options: ToNetworkOptions,
): Network {
  checkKeys(action, options, ["outputs", "head", "pretrainedLayers", "initializer", "seed"]);
  const {
    outputs,
    head = defaultHead(options.outputs),
    initializer = glorotUniform,
    seed = defaultSeed,
    pretrainedLayers: count = pretrained.length,
  } = options;
  checkInteger(action, "pretrainedLayers", count, { min: 0, max: pretrained.length });
  const hidden = pretrained.map(({ weights, activation }, layer) =>
    dense({
      inputs: weights.rows,
      outputs: weights.columns,
      activation,
      initializer: layer < count ? zeros : initializer,
    }),
  );
  const top = dense({ inputs: pretrained.at(-1)!.weights.columns, outputs, initializer });
  const parameters: Record<string, Matrix> = {};
  for (const [layer, { weights, bias }] of pretrained.slice(0, count).entries()) {
    parameters[`${layer}.weights`] = weights;
    parameters[`${layer}.bias`] = bias;
  }
  return new Network({ layers: [...hidden, top], head, seed, engine, parameters });
}
