import { identity } from "../activation/identity.ts";
import { ofLibrary } from "../check/own-name.ts";
import { meanSquaredError } from "../loss/mean-squared-error.ts";
import type { Head } from "./head.ts";

/**
 * Regression: outputs y = z, trained by `meanSquaredError`.
 *
 * @example
 * linear.apply(reference, new Matrix([[2, -3]])); // [[2, -3]]
 *
 * @see Bishop, Pattern Recognition and Machine Learning, section 5.2.
 */
export const linear: Head = ofLibrary({
  name: "linear",
  targets: "numbers",
  loss: meanSquaredError,
  apply: (engine, logits) => engine.activate(identity, logits),
} satisfies Head);
