import { sigmoid } from "../../activation/sigmoid.ts";
import { checkArray, checkKeys, checkRecord, rangeError, readSafely, show } from "../../check.ts";
import type { PretrainOptions } from "../../dbn/pretrain.ts";
import { engineOptionNames } from "../../engine/select.ts";
import { fitOptionNames } from "../../fit/fit-options.ts";
import { checkHead } from "../../head/check-head.ts";
import type { FromSizesOptions } from "../../network/from-sizes.ts";
import type { NetworkFitOptions } from "../../network/prepare-fit.ts";
import type { PreprocessorKind } from "../../preprocess/preprocessor.ts";
import { asUnits } from "../../units/as-units.ts";
import type { Units } from "../../units/units.ts";
import type { Dataset } from "../dataset.ts";

/** Options of `Pipeline.fit`: those of `Network.fromSizes` and of `network.fit`, and what is around them. */
export interface PipelineFitOptions extends FromSizesOptions, Omit<NetworkFitOptions, "validation" | "seed"> {
  /**
   * How inputs are prepared, one kind or several in turn, or `false` for not at all. Default: `standardize`. Images with
   * pixels in [0, 1] stay as they are; with `pretrain`, or with binary `visibleUnits`, others are scaled into it by `minMax` with `clip`.
   */
  readonly preparation?: PreprocessorKind | readonly PreprocessorKind[] | false | undefined;
  /** The widths of the hidden layers, from the inputs on. Default [100]. */
  readonly hidden?: readonly number[] | undefined;
  /** Whether the hidden layers, then of logistic units, start from a stack of RBMs, or how that is trained. Default false. */
  readonly pretrain?: boolean | PretrainOptions | undefined;
  /**
   * With `pretrain`, the units of the inputs. Default `bernoulliUnits` for images and where a `preparation` that is given leaves all numbers in
   * [0, 1], else `gaussianUnits`: binary units see little of the numbers of a table.
   */
  readonly visibleUnits?: Units | undefined;
  /** Examples to evaluate after each epoch; they are prepared like those to train on. */
  readonly validation?: Dataset | undefined;
}

const modelOptionNames = ["activation", "initializer", "head", "seed", ...engineOptionNames];

const runOptionNames = [
  ...fitOptionNames.filter((name) => name !== "seed"),
  "sampleWeights",
  "classWeights",
  "validationFraction",
  "probe",
];

/** The options of the run and of the model, apart. */
export interface SortedOptions {
  readonly model: FromSizesOptions;
  readonly run: NetworkFitOptions;
  readonly hidden: readonly number[];
  /** Undefined where nothing is pretrained. */
  readonly pretrain: PretrainOptions | undefined;
}

/** Checks what no part of a pipeline checks for itself, and tells apart for which part each option is. */
export function sortOptions(action: string, options: PipelineFitOptions): SortedOptions {
  checkKeys(action, options, [
    "preparation",
    "hidden",
    "pretrain",
    "visibleUnits",
    "validation",
    ...modelOptionNames,
    ...runOptionNames,
  ]);
  const { hidden = [100], pretrain = false, activation, visibleUnits } = options;
  const widths = checkArray(action, "hidden to be a list of widths", hidden);
  if (typeof pretrain !== "boolean") {
    checkRecord(action, "pretrain to be true, false or the options of dbn.pretrain", pretrain);
  }
  if (options.head !== undefined) checkHead(action, options.head);
  if (visibleUnits !== undefined) asUnits(action, "visibleUnits", visibleUnits);
  if (pretrain === false && visibleUnits !== undefined) {
    throw rangeError(action, "visibleUnits only with pretrain", "them without");
  }
  if (pretrain !== false && activation !== undefined && activation.name !== sigmoid.name) {
    throw rangeError(action, "activation to be sigmoid where layers start from RBMs", show(activation.name));
  }
  const { signal } = options;
  return {
    model: pick(options, modelOptionNames),
    run: pick(options, runOptionNames),
    hidden: widths,
    pretrain:
      pretrain === false
        ? undefined
        : {
            ...(signal && { signal }),
            ...(pretrain === true ? {} : readSafely(action, "pretrain", () => ({ ...pretrain }))),
          },
  };
}

/** Those of the options with these names that are given. */
function pick(options: object, names: readonly string[]): object {
  return Object.fromEntries(
    Object.entries(options).filter(([name, value]) => names.includes(name) && value !== undefined),
  );
}
