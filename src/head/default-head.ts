import type { Head } from "./head.ts";
import { logistic } from "./logistic.ts";
import { softmax } from "./softmax.ts";

/** The head of so many outputs where none is named: yes or no of one, one class out of several. */
export function defaultHead(outputs: number): Head {
  return outputs === 1 ? logistic : softmax;
}
