import { logisticCrossEntropy } from "./logistic-cross-entropy.ts";
import type { Loss } from "./loss.ts";
import { meanSquaredError } from "./mean-squared-error.ts";
import { softmaxCrossEntropy } from "./softmax-cross-entropy.ts";

/** Every loss of the library. */
export const losses: readonly Loss[] = Object.freeze([
  softmaxCrossEntropy,
  logisticCrossEntropy,
  meanSquaredError,
]);
