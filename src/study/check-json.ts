import {
  checkArray,
  checkInteger,
  checkNumber,
  checkRecord,
  checkString,
  checkStrings,
  rangeError,
  readSafely,
} from "../check.ts";

/**
 * What JSON is to be: a finite number, a count ≥ 1, a whole number ≥ 0, a string, a list of at least one such, or an object with such
 * fields, of which those called with a question mark may be missing.
 */
export type Shape =
  | "number"
  | "count"
  | "whole"
  | "string"
  | "strings"
  | readonly [Shape]
  | { readonly [field: string]: Shape };

/** Returns JSON that was handed over, and refuses what has not this shape; further fields do no harm. */
export function checkJSON<Value>(action: string, name: string, value: Value, shape: Shape): Value {
  readSafely(action, `${name} as the study writes it`, () => checkShape(action, name, value, shape));
  return value;
}

function checkShape(action: string, name: string, value: unknown, shape: Shape): void {
  if (shape === "number") checkNumber(action, name, value);
  else if (shape === "count") checkInteger(action, name, value, { min: 1 });
  else if (shape === "whole") checkInteger(action, name, value, { min: 0 });
  else if (shape === "string") checkString(action, name, value);
  else if (shape === "strings") checkStrings(action, `${name} to be strings`, value as string[]);
  else if (isListShape(shape)) {
    const items = checkArray(action, `${name} to be a list`, value as unknown[]);
    if (items.length === 0) throw rangeError(action, `${name} to hold something`, "[]");
    for (const [index, item] of items.entries()) {
      checkShape(action, `${name}[${index}]`, item, shape[0]);
    }
  } else {
    const fields = checkRecord(action, `${name} to be an object`, value) as Readonly<Record<string, unknown>>;
    for (const [written, kind] of Object.entries(shape)) {
      const names = written === "*" ? Object.keys(fields) : [written.replace("?", "")];
      for (const field of names) {
        const mayMiss = written.endsWith("?") && fields[field] === undefined;
        if (!mayMiss) checkShape(action, `${field} of ${name}`, fields[field], kind);
      }
    }
  }
}

function isListShape(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}

const settings: Shape = {
  ...{ train: "count", validation: "count", test: "count", epochs: "whole", batchSize: "count" },
  ...{ engine: "string", probeExamples: "count", jacobianExamples: "count" },
  pretraining: { epochs: "whole", batchSize: "count", learningRate: "number", weightDecay: "number" },
};

/** What decides a trial. */
export const specShape: Shape = {
  ...{ version: "count", data: "string", purpose: "string", arm: "string", optimizer: "string" },
  ...{
    depth: "count",
    width: "count",
    labels: "count",
    times: "number",
    seed: "number",
    learningRate: "number",
    settings,
  },
};

/** What a trial measured, as far as every trial has it. */
export const resultShape: Shape = {
  id: "string",
  spec: specShape,
  curve: [
    {
      ...{ epoch: "whole", cost: "number", trainLoss: "number", trainError: "number" },
      ...{ validationLoss: "number", validationError: "number", testLoss: "number", testError: "number" },
    },
  ],
  gradients: [
    {
      ...{ epoch: "whole", loss: "number", layers: [{ path: "string" }] },
      ...{ "surviving?": "number", "survivingPerLayer?": "number" },
      ...{ "survivingBySlopes?": "number", "survivingByWeights?": "number" },
    },
  ],
  "frozen?": { testError: "number", validationError: "number", trainLoss: "number" },
  pretrainingCost: "number",
};

/** Everything that decides a study's trials. */
export const planShape: Shape = {
  data: {
    ...{ name: "string", fingerprint: "string", examples: "count", inputs: "count" },
    ...{ "classes?": "count", "targets?": "count", "chance?": { validation: "number", test: "number" } },
  },
  ...{
    budget: "string",
    arms: [{ name: "string", kind: "string", optimizer: "string", "tags?": "strings" }],
  },
  ...{ sweptArms: ["string"], longArms: ["string"], depths: ["count"], widths: ["count"], labels: ["count"] },
  ...{ times: ["number"], seeds: ["number"], settings },
  tuning: { rates: { "*": ["number"] }, seeds: ["number"], widenings: "whole" },
};
