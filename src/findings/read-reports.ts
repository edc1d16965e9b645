import { checkArray, checkNumber, checkString, readSafely, show, typeError } from "../check.ts";
import type { GradientReport } from "../probe/gradient-report.ts";
import type { LayerGradient } from "../probe/layer-gradient.ts";

/** The figures of a layer that may be there, and those of a report. */
const OF_LAYER = [
  ...["errorBeforeActivation", "errorBelow", "slopeFactor", "weightFactor", "attenuation"],
  ...["predictedAttenuation", "attenuationBound", "weightGradientNorm", "biasGradientNorm", "signalToNoise"],
  ...["meanSlope", "maxSlope", "saturatedShare", "deadShare"],
  ...["activationMean", "activationSpread", "updateToWeightRatio"],
] as const;
const OF_REPORT = [
  ...["surviving", "survivingPerLayer", "survivingBySlopes", "survivingByWeights", "survivingBound"],
] as const;

const EXPECTED = "reports of a GradientProbe";

/** Copies of reports that a caller handed over, with what is asked of them, or of a single one. */
export function readReports(
  action: string,
  reports: GradientReport | readonly GradientReport[],
): readonly GradientReport[] {
  return readSafely(action, EXPECTED, () => {
    const list = Array.isArray(reports) ? checkArray(action, EXPECTED, reports) : [reports as GradientReport];
    return list.map((report) => readReport(action, report));
  });
}

function readReport(action: string, report: GradientReport): GradientReport {
  if (typeof report !== "object" || report === null) throw typeError(action, EXPECTED, show(report));
  const layers = checkArray<LayerGradient>(action, EXPECTED, report.layers as LayerGradient[]);
  const { moment } = report;
  return {
    loss: checkNumber(action, "loss of a report", report.loss),
    ...figuresOf(action, report, OF_REPORT),
    ...(moment !== undefined && { moment }),
    layers: layers.map((layer) => readLayer(action, layer)),
  };
}

function readLayer(action: string, layer: LayerGradient): LayerGradient {
  if (typeof layer !== "object" || layer === null) throw typeError(action, EXPECTED, show(layer));
  const { path, kind, activation, errorAfterActivation } = layer;
  return {
    ...(figuresOf(action, layer, OF_LAYER) as LayerGradient),
    path: checkString(action, "path of a layer", path),
    kind: checkString(action, "kind of a layer", kind),
    ...(activation !== undefined && { activation: checkString(action, "activation of a layer", activation) }),
    errorAfterActivation: checkNumber(action, "errorAfterActivation", errorAfterActivation),
  };
}

/** The figures of these names that are there. */
function figuresOf<Names extends readonly string[]>(
  action: string,
  record: object,
  names: Names,
): Readonly<Partial<Record<Names[number], number>>> {
  const read = record as Readonly<Record<string, unknown>>;
  const found: Record<string, number> = {};
  for (const name of names) {
    const value = read[name];
    if (value !== undefined) found[name] = checkNumber(action, name, value);
  }
  return found as Partial<Record<Names[number], number>>;
}
