import type { Activation } from "../../activation/activation.ts";
import { lecunTanh } from "../../activation/lecun-tanh.ts";
import { relu } from "../../activation/relu.ts";
import { sigmoid } from "../../activation/sigmoid.ts";
import { tanh } from "../../activation/tanh.ts";
import { classicUniform } from "../../initializer/classic-uniform.ts";
import { glorotUniform } from "../../initializer/glorot.ts";
import { heNormal } from "../../initializer/he.ts";
import type { Initializer } from "../../initializer/initializer.ts";
import { lecunNormal } from "../../initializer/lecun.ts";
import { batchNorm } from "../../layers/batch-norm.ts";
import { dense } from "../../layers/dense.ts";
import { residual } from "../../layers/residual.ts";
import type { Arm } from "../arm.ts";
import { hiddenLayers, networkOf } from "../ground.ts";

/** Another activation, with the weights that were made for it. */
function otherActivation(
  name: string,
  description: string,
  activation: Activation,
  initializer: Initializer,
): Arm {
  return Object.freeze({
    name,
    description,
    kind: "cure",
    tags: ["activation", activation.name],
    start: (ground) => ({
      network: networkOf(
        ground,
        hiddenLayers(ground, (fan) => dense({ ...fan, activation, initializer })),
      ),
    }),
  } satisfies Arm);
}

export const tanhNet: Arm = otherActivation(
  "tanh",
  "tanh net, Glorot's uniform weights",
  tanh,
  glorotUniform,
);

export const lecunTanhNet: Arm = otherActivation(
  "lecun tanh",
  "1.7159·tanh(2z/3), LeCun's normal weights",
  lecunTanh,
  lecunNormal,
);

export const reluNet: Arm = otherActivation("relu", "ReLU net, He's normal weights", relu, heNormal);

/** Each logistic layer normalized over the batch. */
export const batchNormNet: Arm = Object.freeze({
  name: "batch norm",
  description: "classical logistic net, every layer's outputs normalized over the batch",
  kind: "cure",
  tags: ["normalization"],
  start: (ground) => ({
    network: networkOf(
      ground,
      hiddenLayers(ground, (fan) => [
        dense({ ...fan, activation: sigmoid, initializer: classicUniform }),
        batchNorm({ units: fan.outputs }),
      ]).flat(),
    ),
  }),
} satisfies Arm);

/** A way around each logistic layer but the first. */
export const residualNet: Arm = Object.freeze({
  name: "residual",
  description: "classical logistic net with a way around every layer but the first",
  kind: "cure",
  tags: ["paths"],
  start: (ground) => ({
    network: networkOf(
      ground,
      hiddenLayers(ground, (fan, index) => {
        const layer = dense({ ...fan, activation: sigmoid, initializer: classicUniform });
        return index === 0 ? layer : residual([layer]);
      }),
    ),
  }),
} satisfies Arm);
