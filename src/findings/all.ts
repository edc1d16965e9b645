import type { Illness } from "./illness.ts";
import { constantOutputs } from "./illnesses/constant-outputs.ts";
import { deadUnits } from "./illnesses/dead-units.ts";
import { exploding } from "./illnesses/exploding.ts";
import { inputsOffCenter } from "./illnesses/inputs-off-center.ts";
import { inputsSize } from "./illnesses/inputs-size.ts";
import { inputsUnequal } from "./illnesses/inputs-unequal.ts";
import { labelsUntellable } from "./illnesses/labels-untellable.ts";
import { memorizing } from "./illnesses/memorizing.ts";
import { oneClass } from "./illnesses/one-class.ts";
import { plateau } from "./illnesses/plateau.ts";
import { rateTooLarge } from "./illnesses/rate-too-large.ts";
import { rateTooSmall } from "./illnesses/rate-too-small.ts";
import { saturation } from "./illnesses/saturation.ts";
import { underflow } from "./illnesses/underflow.ts";
import { unevenClasses } from "./illnesses/uneven-classes.ts";
import { vanishing } from "./illnesses/vanishing.ts";

/** Every illness, causes before what they cause: the data, the start, the run, what came out. */
export const illnesses: readonly Illness[] = Object.freeze([
  ...[labelsUntellable, inputsOffCenter, inputsUnequal, inputsSize, unevenClasses],
  ...[vanishing, exploding, underflow],
  ...[rateTooLarge, rateTooSmall, saturation, deadUnits],
  ...[constantOutputs, oneClass, plateau, memorizing],
]);
