import { ofLibrary } from "../check/own-name.ts";
import { softmaxCrossEntropy } from "../loss/softmax-cross-entropy.ts";
import type { Head } from "./head.ts";

/**
 * One class out of several: outputs yⱼ = exp(zⱼ) / Σᵢ exp(zᵢ), trained by `softmaxCrossEntropy`.
 *
 * @example
 * softmax.apply(reference, new Matrix([[0, 0]])); // [[0.5, 0.5]]
 *
 * @see Bishop, Pattern Recognition and Machine Learning, section 4.3.4.
 */
export const softmax: Head = ofLibrary({
  name: "softmax",
  targets: "distribution",
  loss: softmaxCrossEntropy,
  apply: (engine, logits) => engine.softmax(logits),
} satisfies Head);
