import type { Initializer } from "./initializer.ts";
import { scaledNormal, scaledUniform } from "./scaled.ts";

/**
 * Weights from N(0, 1 / inputs): a unit whose inputs have variance one gets a weighted input of variance one.
 *
 * @example
 * lecunNormal.draw({ inputs: 64, outputs: 30 }, new RandomStream(42, "weights")).weights; // (64, 30)
 *
 * @see LeCun, Bottou, Orr, Müller, "Efficient BackProp", 1998, section 4.6.
 */
export const lecunNormal: Initializer = /* @__PURE__ */ scaledNormal("lecunNormal", ({ inputs }) =>
  Math.sqrt(1 / inputs),
);

/**
 * Weights from U(−a, a) with a = √(3 / inputs): the variance 1 / inputs of `lecunNormal` in a uniform distribution.
 *
 * @example
 * lecunUniform.draw({ inputs: 64, outputs: 30 }, new RandomStream(42, "weights")).weights; // (64, 30)
 *
 * @see LeCun, Bottou, Orr, Müller, 1998, section 4.6.
 */
export const lecunUniform: Initializer = /* @__PURE__ */ scaledUniform("lecunUniform", ({ inputs }) =>
  Math.sqrt(3 / inputs),
);
