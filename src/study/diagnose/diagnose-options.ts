import {
  checkFunction,
  checkInteger,
  checkKeys,
  checkMethods,
  checkNumber,
  checkOneOf,
  checkString,
} from "../../check.ts";
import type { InputsName, Recipe } from "./recipe.ts";
import type { LoadingCode } from "./recipe-code.ts";
import { type Trainer, trainerByName } from "./trainers.ts";

/** Options of `diagnose`: how the net is trained, and how much work is done. */
export interface DiagnoseOptions {
  /** `"sgd"`, `"momentum"`, `"nesterov"`, `"adam"` (default) or `"rmsprop"`. */
  readonly optimizer?: string | undefined;
  /** Its learning rate. Default: 0.1 of `"sgd"`, 0.01 of `"momentum"`, else 0.001. */
  readonly rate?: number | undefined;
  /** Default: as `fit` has it for as many examples, so far as the budget goes. */
  readonly epochs?: number | undefined;
  /** Default: as `fit` has it for as many examples. */
  readonly batchSize?: number | undefined;
  /** How the net is handed its inputs: `"as they are"` (default), `"standardized"` or `"in [0, 1]"`. */
  readonly inputs?: InputsName | undefined;
  /** The work that may be done, in seconds of a core of a plain machine; it is counted in multiplications and not by a clock. Default 60. */
  readonly budget?: number | undefined;
  /** Decides all draws. Default 1. */
  readonly seed?: number | undefined;
  /** What defines `dataset` and the net that was handed over, at the head of programs. Default nothing: they are there. */
  readonly load?: LoadingCode | undefined;
  /** Called before each run, with what it is, how many runs have ended and how many there are. */
  readonly onRun?: ((what: string, ended: number, all: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Options with what was left out. */
export interface CheckedDiagnoseOptions {
  readonly trainer: Trainer;
  readonly rate: number;
  readonly epochs: number | undefined;
  readonly batchSize: number | undefined;
  readonly inputs: Recipe["inputs"];
  readonly budget: number;
  readonly seed: number;
  readonly load: LoadingCode;
  readonly onRun: NonNullable<DiagnoseOptions["onRun"]>;
  readonly signal: AbortSignal | undefined;
}

const NAMES = [
  "optimizer",
  "rate",
  "epochs",
  "batchSize",
  "inputs",
  "budget",
  "seed",
  "load",
  "onRun",
  "signal",
];
const INPUTS: readonly InputsName[] = ["as they are", "standardized", "in [0, 1]"];
/** An hour. */
const MOST_SECONDS = 3600;
const MOST_EPOCHS = 1_000_000;
const LARGEST_SEED = 2 ** 31;

/** Checks options once, at the door. */
export function checkDiagnoseOptions(action: string, options: DiagnoseOptions): CheckedDiagnoseOptions {
  checkKeys(action, options, NAMES);
  const { optimizer = "adam", epochs, batchSize, inputs = "as they are", budget = 60, seed = 1 } = options;
  const { load = {}, onRun = () => {}, signal } = options;
  const trainer = trainerByName(action, optimizer);
  const { rate = trainer.rate } = options;
  checkNumber(action, "rate", rate, { above: 0 });
  if (epochs !== undefined) checkInteger(action, "epochs", epochs, { min: 1, max: MOST_EPOCHS });
  if (batchSize !== undefined) checkInteger(action, "batchSize", batchSize, { min: 1 });
  checkOneOf(action, "inputs", inputs, INPUTS);
  checkNumber(action, "budget", budget, { above: 0, max: MOST_SECONDS });
  checkInteger(action, "seed", seed, { min: 0, max: LARGEST_SEED });
  checkFunction(action, "onRun", onRun);
  checkKeys(action, load, ["dataset", "network"]);
  const { dataset = "", network = "" } = load;
  checkString(action, "dataset of load", dataset);
  checkString(action, "network of load", network);
  if (signal !== undefined) {
    checkMethods(action, "signal to be the signal of an AbortController", signal, "throwIfAborted");
  }
  return {
    trainer,
    rate,
    epochs,
    batchSize,
    inputs,
    budget,
    seed,
    load: { dataset, network },
    onRun,
    signal,
  };
}
