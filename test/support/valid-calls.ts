import { blasCalls } from "./hostile/blas-calls.ts";
import { coreCalls } from "./hostile/core-calls.ts";
import { dataCalls } from "./hostile/data-calls.ts";
import { extendCalls } from "./hostile/extend-calls.ts";
import { ioCalls } from "./hostile/io-calls.ts";
import { modelCalls } from "./hostile/model-calls.ts";
import { onnxCalls } from "./hostile/onnx-calls.ts";
import { plotCalls } from "./hostile/plot-calls.ts";
import { pretrainingCalls } from "./hostile/pretraining-calls.ts";
import { rbmCalls } from "./hostile/rbm-calls.ts";
import { showCalls } from "./hostile/show-calls.ts";
import { studyCalls } from "./hostile/study-calls.ts";
import type { ValidCall } from "./hostile/valid.ts";

/** A valid call of every function, constructor and method that a user can reach. */
export const validCalls: readonly ValidCall[] = [
  ...blasCalls,
  ...coreCalls,
  ...modelCalls,
  ...dataCalls,
  ...ioCalls,
  ...onnxCalls,
  ...plotCalls,
  ...showCalls,
  ...pretrainingCalls,
  ...rbmCalls,
  ...extendCalls,
  ...studyCalls,
];

/**
 * What needs no call: plain objects that are handed to the library, which calls them with what it has checked, what ml-matrix exports, and
 * of layerwise/extend what works inside a run, on matrices in the memory of an engine, and trusts them.
 */
export const parts: readonly string[] = [
  ...["checkingEngine", "roundingCheckingEngine", "fit", "fitEpochs", "checkFitOptions", "fitOptionNames"],
  ...["prediction", "initializeSequence", "forwardSequence", "backwardSequence", "updateSequenceStatistics"],
  ...["loadParameters", "mapParameters", "zerosLike", "machineOn", "temperedOn", "energy", "freeEnergy"],
  ...[
    "gibbsSample",
    "hiddenGiven",
    "hiddenMeans",
    "sampleHidden",
    "visibleGiven",
    "visibleMeans",
    "sampleVisible",
  ],
  ...[
    "elu",
    "gelu",
    "hardTanh",
    "identity",
    "lecunTanh",
    "relu",
    "selu",
    "sigmoid",
    "silu",
    "softplus",
    "softsign",
  ],
  ...["tanh", "reference", "linear", "logistic", "softmax"],
  ...[
    "glorotNormal",
    "glorotUniform",
    "logisticGlorot",
    "heNormal",
    "heUniform",
    "lecunNormal",
    "lecunUniform",
  ],
  ...["classicUniform", "zeros", "logisticCrossEntropy", "meanSquaredError", "softmaxCrossEntropy"],
  ...[
    "bernoulliUnits",
    "gaussianUnits",
    "noisyRectifiedUnits",
    "rectifiedGaussianUnits",
    "spinUnits",
    "truncatedExponentialUnits",
    "AbstractMatrix",
    "Matrix",
    "WrapperMatrix1D",
    "missingTokens",
    "arms",
  ],
];

/** Methods without arguments. */
export const withoutArguments: readonly string[] = ["toJSON", "toParts", "toString", "uniform", "normal"];
