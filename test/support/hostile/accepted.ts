import { isDeepStrictEqual } from "node:util";
import { isMatrix } from "../../../src/matrix/matrix.ts";
import type { Change, Path } from "./try-case.ts";
import type { ValidCall } from "./valid.ts";

/** Options that take both numbers and strings, by name; so do the arguments with these places. */
const numbersAndStrings = [
  "seed",
  "modelSeed",
  "RandomStream 0",
  "encoding.encode 0.0.age",
  "pipeline.predict 0.0.age",
  "classificationReport 0.0",
  "classificationReport 1.0",
];

/** Lists that may be empty, by name, and arguments with these places. */
const mayBeEmpty = [
  ...[
    "frozen",
    "tags",
    "optimizers",
    "activations",
    "heads",
    "layers",
    "preprocessors",
    "units",
    "ignore",
    "tokens",
    "classes",
    "known",
    "errors",
  ],
  ...[
    "errorByDepth 0",
    "twoFactors 0",
    "inThisThread 1",
    "trialRunner 1",
    "hiddenLayers 0.sizes",
    "planStudy 1.times",
    "depthsPlot 0.arms.0.depths",
    "speedPlot 0.arms.0.speeds",
    "phasePlot 0.arms",
    "phasePlot 0.contours",
    "phasePlot 0.contours.0.points",
  ],
  ...[
    "gradientByLayer 0.start.layers",
    "gradientOverTime 0",
    "rbmSpectraPlot 0.moments",
    "gradientOverTime 0.0.layers",
  ],
  ...["spectra 0.start.layers", "conclude 1", "learningCurves 0", "Pipeline.fit 1.hidden"],
];

/** Records of any texts. */
const texts = ['{ length: "3" }', '{ klass: "Matrix" }'];

/** Single cases, each with its reason. */
const others: Readonly<Record<string, readonly string[]>> = {
  "depthContours 0.0": ["Infinity"], // the edge of chaos
  "toNpy 0": ["a shared array"], // one row of numbers, and so below
  "toNpz 0.a": ["a shared array"],
  "toSafetensors 0.a": ["a shared array"],
  "matrixOfTensor 0": ["a shared array"],
  "toSafetensors 1.metadata": texts,
  "modelToBytes 1.provenance": texts,
  "saveModel 1.provenance": texts,
  "Pipeline.fit 1.pretrain": ["true", "false"], // or options
  "Pipeline.fit 1.preparation": ["false"], // for none
  "datasetFromCsv 1.categorical": ["true"], // all columns of words
  "datasetFromCsv 1.ignore": ['""'], // the column without a name
  "tableEncodingFromJSON 0.ignore": ['["a"]'],
  "pipeline.predict 0.0": ["a shared array"], // rows of numbers
  "dbn.pretrain 1.layers": ["[undefined]"], // no changes for the first
  "stackedAutoencoders.pretrain 1.layers": ["[undefined]"],
};

/**
 * Whether a call is right to succeed with this value: nothing else may be accepted. Where the valid value is a number any finite one is
 * of its kind, for a string any string, and so on; what of these is out of range is for the tests of each function.
 */
export function isAccepted(call: ValidCall, { path, value }: Change): boolean {
  const { label } = value;
  const place = `${call.name} ${path.join(".")}`;
  if (label === "undefined") return true; // what is undefined is left out
  if (others[place]?.includes(label)) return true;
  if (place === "conclude 0" || place === "conclude 0.data") return true; // a plan is passed on; its data may be missing
  if (place === "network.forward 1.random") return true; // where nothing is drawn nobody reads it
  const right = valueAt(call.given(), path);
  const made = value.make();
  if (typeof made === "number" && !Number.isFinite(made)) return false;
  if (/^runSpecs (0|1\.known\.0\.spec)\b./.test(`${place}.`) && (isJSON(made) || label.startsWith("a proxy")))
    return true;
  const isEither = [place, path.at(-1)].some((name) => numbersAndStrings.includes(String(name)));
  if (isEither && ["number", "string"].includes(typeof made)) return true;
  if (Array.isArray(right)) {
    if (label === "[]") return [place, path.at(-1)].some((name) => mayBeEmpty.includes(String(name)));
    if (label === '["a"]') return typeof right[0] === "string";
    return label === "a shared array" || label === "a proxy whose every field is 5";
  }
  if (isMatrix(right)) return label === "a shared array";
  if (typeof right === "object" && right !== null) {
    return ["{}", "an object without prototype", "a proxy whose every field is 5"].includes(label);
  }
  return typeof made === typeof right;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce((at, key) => (at as Readonly<Record<string | number, unknown>>)[key], value);
}

/** Whether JSON brings a value back as it is; −0 comes back as 0. */
function isJSON(value: unknown): boolean {
  try {
    return value === 0 || isDeepStrictEqual(JSON.parse(JSON.stringify(value)), structuredClone(value));
  } catch {
    return false;
  }
}
