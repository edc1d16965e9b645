import { checkArray, holds } from "../../check.ts";
import type { AbstractMatrix } from "../../matrix/matrix.ts";
import { fitKind } from "../../preprocess/check-preprocessor.ts";
import { inTurn } from "../../preprocess/in-turn.ts";
import type { Preprocessor, PreprocessorKind } from "../../preprocess/preprocessor.ts";
import { standardize } from "../../preprocess/standardize.ts";
import { bernoulliUnits } from "../../units/bernoulli.ts";
import { gaussianUnits } from "../../units/gaussian.ts";
import type { Units } from "../../units/units.ts";
import type { Dataset } from "../dataset.ts";
import { intoUnitInterval, isUnitImage, isWithinUnitInterval } from "../into-unit-interval.ts";
import type { PipelineFitOptions } from "./fit-options.ts";

/** Fits the preparation that was asked for, or the one that suits what takes the inputs. */
export function fitPreparation(
  action: string,
  dataset: Dataset,
  { preparation, pretrain = false, visibleUnits }: PipelineFitOptions,
): Preprocessor | undefined {
  const { inputs } = dataset;
  if (preparation === false) return undefined;
  if (preparation !== undefined) {
    const kind = holds(() => Array.isArray(preparation))
      ? inTurn(...checkArray(action, "preparation to be a list", preparation as readonly PreprocessorKind[]))
      : (preparation as PreprocessorKind);
    return fitKind(action, kind, inputs);
  }
  if (pretrain === false) return isUnitImage(dataset) ? undefined : standardize.fit(inputs);
  const isBounded = visibleUnits ? Number.isFinite(visibleUnits.range.max) : dataset.shape !== undefined;
  return isBounded ? intoUnitInterval(dataset) : standardize.fit(inputs);
}

/** The units that an RBM has on prepared inputs, where none are named. */
export function unitsFor(
  { shape }: Dataset,
  prepared: AbstractMatrix,
  { preparation, visibleUnits }: PipelineFitOptions,
): Units {
  if (visibleUnits !== undefined) return visibleUnits;
  const isBinary = shape !== undefined || preparation !== undefined;
  return isBinary && isWithinUnitInterval(prepared) ? bernoulliUnits : gaussianUnits;
}
