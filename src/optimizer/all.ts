import { adaGrad } from "./ada-grad.ts";
import { adam } from "./adam.ts";
import { adamW } from "./adam-w.ts";
import { iRpropPlus } from "./irprop.ts";
import type { Optimizer } from "./optimizer.ts";
import { rmsProp } from "./rms-prop.ts";
import { sgd } from "./sgd.ts";

/** Every optimizer of the library, with its default settings. */
export const optimizers: readonly Optimizer[] = Object.freeze([
  sgd(),
  adam(),
  adamW(),
  rmsProp(),
  adaGrad(),
  iRpropPlus(),
]);
