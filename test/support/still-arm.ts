import { normal, sigmoid } from "../../src/index.ts";
import { dense } from "../../src/layers/dense.ts";
import { type Arm, hiddenLayers, networkOf } from "../../src/study/index.ts";

/** A logistic net of next to no weights, which trains with one hidden layer and with no more. */
export const still: Arm = {
  ...{ name: "still", description: "no weights", kind: "random start" },
  start: (ground) => ({
    network: networkOf(
      ground,
      hiddenLayers(ground, (fan) =>
        dense({ ...fan, activation: sigmoid, initializer: normal({ std: 1e-6 }) }),
      ),
    ),
  }),
};
