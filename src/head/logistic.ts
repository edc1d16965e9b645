import { sigmoid } from "../activation/sigmoid.ts";
import { ofLibrary } from "../check/own-name.ts";
import { logisticCrossEntropy } from "../loss/logistic-cross-entropy.ts";
import type { Head } from "./head.ts";

/**
 * Independent yes-or-no outputs: yⱼ = 1 / (1 + exp(−zⱼ)), trained by `logisticCrossEntropy`.
 *
 * @example
 * logistic.apply(reference, new Matrix([[0, 0]])); // [[0.5, 0.5]]
 *
 * @see Bishop, Pattern Recognition and Machine Learning, section 5.2.
 */
export const logistic: Head = ofLibrary({
  name: "logistic",
  targets: "probabilities",
  loss: logisticCrossEntropy,
  apply: (engine, logits) => engine.activate(sigmoid, logits),
} satisfies Head);
