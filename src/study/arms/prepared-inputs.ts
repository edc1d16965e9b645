import { prepareInputs } from "../../preprocess/prepare-inputs.ts";
import { standardize } from "../../preprocess/standardize.ts";
import type { Arm } from "../arm.ts";
import { whiteningCost } from "../cost.ts";
import { classical } from "./random-starts.ts";

/** Directions this much smaller than a standardized column are noise, and are not blown up. */
const EPSILON = 0.1;

export const standardized: Arm = Object.freeze({
  name: "standardized",
  description: "the classical net on inputs of mean 0 and variance 1",
  kind: "inputs",
  prepare: ({ inputs }) => ({ preprocessor: standardize.fit(inputs), cost: inputs.rows * inputs.columns }),
  start: classical.start,
} satisfies Arm);

/** @see LeCun, Bottou, Orr, Müller, "Efficient BackProp", 1998, section 4.3. */
export const whitened: Arm = Object.freeze({
  name: "whitened",
  description: "the classical net on uncorrelated inputs of mean 0 and variance 1, as LeCun et al. advise",
  kind: "inputs",
  prepare: ({ inputs }) => ({
    preprocessor: prepareInputs.fit(inputs, { epsilon: EPSILON }),
    cost: whiteningCost(inputs.rows, inputs.columns),
  }),
  start: classical.start,
} satisfies Arm);
