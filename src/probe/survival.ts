import { formatNumber } from "../display/table.ts";
import type { GradientReport } from "./gradient-report.ts";
import { withinRange } from "./in-range.ts";
import type { LayerGradient } from "./layer-gradient.ts";

/** The figures of a report that say what is left of the error signal. */
export type Survival = Required<
  Pick<GradientReport, "surviving" | "survivingPerLayer" | "survivingBySlopes" | "survivingByWeights">
>;

/**
 * The same layers, and with each residual one the two factors of its attenuation: those of its branch and 1 and 1 of the way
 * around it, in a mean square weighted by what the weights pass on.
 */
export function withWaysAround(layers: readonly LayerGradient[]): readonly LayerGradient[] {
  const all = [...layers];
  for (let index = all.length - 1; index >= 0; index--) {
    const layer = all[index]!; // those inside it stand behind it
    const { kind, path, attenuation } = layer;
    const branch = inARow(all, `${path}.`);
    if (kind !== "residual" || attenuation === undefined || !branch.some(endsInSlope)) continue;
    const passed = product(branch.map(({ attenuation: passes = 0 }) => passes));
    const byWeights = passed / product(branch.map(slopeOf));
    const slopeFactor = passed === 0 ? 1 : Math.hypot(1, passed) / Math.hypot(1, byWeights);
    const weightFactor = attenuation / slopeFactor;
    all[index] = Object.freeze({ ...layer, slopeFactor, weightFactor });
  }
  return Object.freeze(all);
}

/** What is left of the error signal, and how much of that is due to the slopes and to the weights. */
export function survivalOf(layers: readonly LayerGradient[]): Partial<Survival> {
  const { hidden, between, fromDelta } = onTheWay(layers);
  const size = fromDelta ? "errorBeforeActivation" : "errorAfterActivation";
  const [first, last] = [hidden[0]?.[size], hidden.at(-1)?.[size]];
  if (hidden.length < 2 || first === undefined || !last) return {};
  const slopes = (fromDelta ? hidden.slice(0, -1) : hidden.slice(1)).map(slopeOf);
  const weights = between.slice(1).map(({ weightFactor, attenuation = 0 }) => weightFactor ?? attenuation);
  const whole = [first, last, first / last].every(hasDigits);
  const perStep = 1 / (hidden.length - 1);
  const factors = [...slopes, ...weights];
  const surviving = whole ? first / last : product(factors);
  const survivingBySlopes = product(slopes);
  return {
    surviving,
    survivingPerLayer: whole ? surviving ** perStep : product(factors.map((factor) => factor ** perStep)),
    survivingBySlopes,
    ...(survivingBySlopes > 0 && {
      survivingByWeights:
        whole && hasDigits(survivingBySlopes) ? surviving / survivingBySlopes : product(weights),
    }),
  };
}

/** From δ to δ a signal meets ‖W‖₂ of the layer above and the slope of the one below, so the slopes move by one layer. */
export function boundOf(layers: readonly LayerGradient[]): Pick<GradientReport, "survivingBound"> {
  const { hidden, between, fromDelta } = onTheWay(layers);
  const bounds = between.slice(1).flatMap(({ attenuationBound = [] }) => attenuationBound);
  const [first, last] = [hidden.at(0)?.maxSlope, hidden.at(-1)?.maxSlope];
  if (!fromDelta || hidden.length < 2 || !first || !last || bounds.length < between.length - 1) return {};
  return { survivingBound: (product(bounds) * first) / last };
}

/** What is left of the error signal, in a sentence and with its two factors. */
export function describeSurvival(report: Partial<Survival>): string {
  const [surviving, perLayer, bySlopes, byWeights] = [
    report.surviving,
    report.survivingPerLayer,
    report.survivingBySlopes,
    report.survivingByWeights,
  ].map((value) => value !== undefined && formatNumber(value, 3));
  return (
    `${surviving} of δ at the last hidden layer is left at the first (slopes ${bySlopes}` +
    `${byWeights ? ` × weights ${byWeights}` : ""}), ${perLayer} per layer.`
  );
}

/** The hidden layers, with all that lies between the first and the last of them, and whether both of these have a δ. */
function onTheWay(layers: readonly LayerGradient[]) {
  const row = inARow(layers);
  const hidden = row.filter(endsInSlope).slice(0, -1);
  const between = row.slice(row.indexOf(hidden[0]!), row.indexOf(hidden.at(-1)!) + 1);
  const fromDelta = [hidden.at(0), hidden.at(-1)].every((end) => end?.errorBeforeActivation !== undefined);
  return { hidden, between, fromDelta };
}

/** The layers whose path is this and an index: what a signal passes one after the other. */
function inARow(layers: readonly LayerGradient[], start = ""): readonly LayerGradient[] {
  return layers.filter(({ path }) => path.startsWith(start) && !path.slice(start.length).includes("."));
}

/** Whether it ends in an activation, or has a way through one beside the way around it. */
function endsInSlope({ errorBeforeActivation, slopeFactor }: LayerGradient): boolean {
  return (errorBeforeActivation ?? slopeFactor) !== undefined;
}

function slopeOf(layer: LayerGradient): number {
  return endsInSlope(layer) ? (layer.slopeFactor ?? 0) : 1;
}

/** The product of factors, by their logarithms where it or what comes on the way to it is out of range. */
function product(factors: readonly number[]): number {
  const plain = factors.reduce((result, factor) => result * factor, 1);
  if (hasDigits(plain) || factors.includes(0)) return plain;
  return withinRange(Math.exp(factors.reduce((sum, factor) => sum + Math.log(factor), 0)), 1);
}

function hasDigits(size: number): boolean {
  return size > 1e-290 && size < 1e290;
}
