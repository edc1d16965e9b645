import type { Head } from "./head.ts";
import { linear } from "./linear.ts";
import { logistic } from "./logistic.ts";
import { softmax } from "./softmax.ts";

/** Every head of the library. */
export const heads: readonly Head[] = Object.freeze([softmax, logistic, linear]);
