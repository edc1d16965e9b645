import { sigmoid } from "../../activation/sigmoid.ts";
import { classicUniform } from "../../initializer/classic-uniform.ts";
import { glorotUniform, logisticGlorot } from "../../initializer/glorot.ts";
import type { Initializer } from "../../initializer/initializer.ts";
import { isometricLogistic } from "../../initializer/isometric-logistic.ts";
import { normal } from "../../initializer/normal.ts";
import { orthogonal } from "../../initializer/orthogonal.ts";
import { dense } from "../../layers/dense.ts";
import type { Arm } from "../arm.ts";
import { hiddenLayers, networkOf } from "../ground.ts";

/** A logistic net whose weights an initializer draws. */
function randomStart(name: string, description: string, initializer: Initializer, ...tags: string[]): Arm {
  return Object.freeze({
    name,
    description,
    kind: "random start",
    tags,
    start: (ground) => ({
      network: networkOf(
        ground,
        hiddenLayers(ground, (fan) => dense({ ...fan, activation: sigmoid, initializer })),
      ),
    }),
  } satisfies Arm);
}

/** The start of the years before 2006: U(±1/√n). */
export const classical: Arm = randomStart(
  "classical",
  "logistic net, weights from U(±1/√n), the start of the years before 2006",
  classicUniform,
  "classical",
);

/** Weights so small that every unit starts at one half. */
export const smallNormal: Arm = randomStart(
  "small normal",
  "logistic net, weights from N(0, 0.01²)",
  normal({ std: 0.01 }),
);

export const glorot: Arm = randomStart("glorot", "logistic net, Glorot's uniform weights", glorotUniform);

export const fourGlorot: Arm = randomStart(
  "4x glorot",
  "logistic net, four times Glorot's weights, for the slope of a quarter",
  logisticGlorot,
);

export const orthogonalStart: Arm = randomStart(
  "orthogonal",
  "logistic net, orthogonal weights",
  orthogonal(),
);

export const isometric: Arm = randomStart(
  "isometric",
  "logistic net that computes what an orthogonal tanh net does",
  isometricLogistic(),
  "isometric",
);
