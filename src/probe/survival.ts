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
    const passed = product(branch.map(attenuationOf));
    const byWeights = passed / product(branch.map(slopeOf));
    const slopeFactor = passed === 0 ? 1 : withinRange(Math.hypot(1, passed) / Math.hypot(1, byWeights), 1);
    const weightFactor = withinRange(attenuation / slopeFactor, attenuation);
    all[index] = Object.freeze({ ...layer, slopeFactor, weightFactor });
  }
  return Object.freeze(all);
}

/** What is left of the error signal, and how much of that is due to the slopes and to the weights. */
export function survivalOf(layers: readonly LayerGradient[]): Partial<Survival> {
  const { hidden, between, fromDelta } = onTheWay(layers);
  const [first, last] = [hidden.at(0), hidden.at(-1)];
  const size = fromDelta ? "errorBeforeActivation" : "errorAfterActivation";
  if (hidden.length < 2 || !last?.[size]) return {};
  const slopes = (fromDelta ? hidden.slice(0, -1) : hidden.slice(1)).map(slopeOf);
  const [bySlopes, surviving] = [product(slopes), first![size]! / last[size]];
  const steps = hidden.length - 1;
  if ([first![size]!, last[size], surviving, bySlopes].every((figure) => figure > 1e-290 && figure < 1e290)) {
    return {
      surviving,
      survivingPerLayer: surviving ** (1 / steps),
      survivingBySlopes: bySlopes,
      survivingByWeights: surviving / bySlopes,
    };
  }
  const factors = fromDelta
    ? [slopeOf(first!), ...between.slice(1, -1).map(attenuationOf), last.weightFactor ?? 0]
    : between.slice(1).map(attenuationOf);
  const [all, ofSlopes] = [sumOfLogarithms(factors), sumOfLogarithms(slopes)];
  return {
    surviving: exponential(all),
    survivingPerLayer: exponential(all / steps),
    survivingBySlopes: exponential(ofSlopes),
    ...(bySlopes !== 0 || Number.isFinite(ofSlopes)
      ? { survivingByWeights: exponential(all - ofSlopes) }
      : {}),
  };
}

/** From δ to δ a signal meets ‖W‖₂ of the layer above and the slope of the one below, so the slopes move by one layer. */
export function boundOf(layers: readonly LayerGradient[]): Pick<GradientReport, "survivingBound"> {
  const { hidden, between, fromDelta } = onTheWay(layers);
  const bounds = between.slice(1).flatMap(({ attenuationBound = [] }) => attenuationBound);
  const [first, last] = [hidden.at(0)?.maxSlope, hidden.at(-1)?.maxSlope];
  if (!fromDelta || hidden.length < 2 || !first || !last || bounds.length < between.length - 1) return {};
  return { survivingBound: withinRange((product(bounds) * first) / last, Math.min(...bounds)) };
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

function attenuationOf({ attenuation = 0 }: LayerGradient): number {
  return attenuation;
}

function product(factors: readonly number[]): number {
  return factors.reduce((result, factor) => result * factor, 1);
}

function sumOfLogarithms(factors: readonly number[]): number {
  return factors.reduce((sum, factor) => sum + Math.log(factor), 0);
}

/** eˣ, which is not 0 for any number, however small. */
function exponential(x: number): number {
  return withinRange(Math.exp(x), Number.isFinite(x) ? 1 : 0);
}
