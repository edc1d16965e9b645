import { bypassesIt } from "./bypass-claim.ts";
import type { ClaimRule } from "./claim-rule.ts";
import { permutedDoes, spectrumDoes, survivalDoes } from "./control-claims.ts";
import { beatsRivals } from "./few-labels-claim.ts";
import { changesTheAttenuation, isometricKeepsIt, vanishesAsPredicted } from "./gradient-claims.ts";
import { layerRatesAreEnough, optimizerIsEnough, timeIsEnough } from "./optimizer-claims.ts";
import { rbmsAreBetter, transferHelps, unsupervisedIsBetter } from "./other-pretraining-claims.ts";
import {
  generalizesBetter,
  helpsWithFewLabels,
  hurtsSmallNets,
  optimizesBetter,
  pretrainingHelps,
  regularizes,
} from "./pretraining-claims.ts";
import { goodStartIsCheaper, preparedInputsHelp, reluRemovesIt } from "./rival-claims.ts";
import { varyLess } from "./spread-claim.ts";

/** Every claim, in the order of the report. */
export const claimRules: readonly ClaimRule[] = [
  ...[pretrainingHelps, vanishesAsPredicted, changesTheAttenuation, bypassesIt],
  ...[permutedDoes, spectrumDoes, survivalDoes],
  ...[isometricKeepsIt, reluRemovesIt, optimizerIsEnough, layerRatesAreEnough, timeIsEnough],
  ...[preparedInputsHelp, goodStartIsCheaper],
  ...[
    optimizesBetter,
    generalizesBetter,
    regularizes,
    helpsWithFewLabels,
    beatsRivals,
    hurtsSmallNets,
    varyLess,
  ],
  ...[unsupervisedIsBetter, rbmsAreBetter, transferHelps],
];
