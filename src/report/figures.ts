import { errorByDepth } from "../plots/error-by-depth.ts";
import { gradientByLayer } from "../plots/gradient-by-layer.ts";
import { type LearningAxes, learningCurves } from "../plots/learning-curves.ts";
import type { Plot } from "../plots/plot.ts";
import { spectra } from "../plots/spectra.ts";
import { twoFactors } from "../plots/two-factors.ts";
import { evidenceFrom, meanOf, testErrorOf } from "../study/statistics/evidence.ts";
import type { CurvePoint, StudiedLayer, TrialResult } from "../study/trial-result.ts";

/** The arms that are drawn where a study has many, and few lines can be told apart. */
const DRAWN = ["classical", "4x glorot", "isometric", "rbm", "rbm permuted", "relu", "standardized"];
const MOST = 7;

/** A plot of the report, and what to see in it. */
export interface Figure {
  readonly name: string;
  readonly plot: Plot;
  readonly caption: string;
}

/** Every plot of a study, from the trials that are compared. */
export function figuresOf(results: readonly TrialResult[]): Figure[] {
  const { reference, of, trials } = evidenceFrom(results);
  const present = [...new Set(trials.map(({ spec }) => spec.arm))];
  const usual = DRAWN.filter((arm) => present.includes(arm));
  const arms = [...usual, ...present.filter((arm) => !usual.includes(arm))].slice(
    0,
    Math.max(usual.length, MOST),
  );
  const drawn = arms.length > MOST || usual.length >= 4 ? usual : arms;
  const bySeed = (arm: string): readonly TrialResult[] => [...of(arm).values()];
  const nets = `nets of ${reference.depth} hidden layers, before training`;
  const figures: Figure[] = [];
  if (reference.depth > 1) {
    figures.push({
      name: "gradient-by-layer",
      plot: gradientByLayer(byArm(drawn, (arm) => ({ layers: meanLayers(bySeed(arm)) }))),
      caption: `What is left of the error signal on its way down: ${nets}, geometric means over seeds.`,
    });
    figures.push({
      name: "two-factors",
      plot: twoFactors(drawn.map((arm) => ({ start: arm, ...meanFactors(bySeed(arm)) }))),
      caption: `Why: what the slopes leave times what the weights make of it, per layer. Below the dashed line the gradient vanishes; ${nets}.`,
    });
  }
  const depths = [...new Set(trials.map(({ spec }) => spec.depth))].sort((a, b) => a - b);
  if (depths.length > 1) {
    const errors = drawn.flatMap((arm) =>
      depths.map((depth) => ({
        ...{ arm, depth },
        errors: [...of(arm, { ...reference, depth }).values()].map(testErrorOf),
      })),
    );
    figures.push({
      name: "error-by-depth",
      plot: errorByDepth(errors.filter((each) => each.errors.length > 0)),
      caption:
        "Where each arm breaks down: the test error by depth, the mean over seeds, with each seed as a dot.",
    });
  }
  const curves = (axes: LearningAxes, at: keyof CurvePoint): Plot =>
    learningCurves(
      drawn.flatMap((arm) =>
        bySeed(arm).flatMap(({ curve }) =>
          curve
            .filter((point) => at !== "cost" || point.epoch > 0)
            .map((point) => ({ run: arm, at: point[at], value: point.testError })),
        ),
      ),
      axes,
    );
  figures.push(
    {
      name: "curves-by-epoch",
      plot: curves({ title: "Test error by epoch", at: "epoch", value: "test error", shares: true }, "epoch"),
      caption: `Fine-tuning of ${reference.depth} hidden layers, means over seeds.`,
    },
    {
      name: "curves-by-cost",
      plot: curves(
        {
          ...{ title: "Test error by total cost", value: "test error", shares: true, logarithmic: true },
          at: "multiplications, pretraining included",
        },
        "cost",
      ),
      caption: "The same against everything that was spent: pretraining counts.",
    },
  );
  const measured = drawn.filter((arm) => bySeed(arm)[0]?.jacobians !== undefined);
  if (measured.length > 0) {
    figures.push({
      name: "spectra",
      plot: spectra(byArm(measured, (arm) => bySeed(arm)[0]!.jacobians!)),
      caption:
        "How unevenly the directions of an error signal shrink: smallest, mean and largest singular value of each layer's Jacobian, first seed; cut off below 1e-6.",
    });
  }
  return figures;
}

function byArm<Value>(arms: readonly string[], value: (arm: string) => Value): Record<string, Value> {
  return Object.fromEntries(arms.map((arm) => [arm, value(arm)]));
}

/** The geometric means over seeds of rms δ, layer by layer. */
function meanLayers(trials: readonly TrialResult[]): Pick<StudiedLayer, "path" | "errorBeforeActivation">[] {
  const layers = trials.map(({ gradients }) =>
    gradients[0]!.layers.filter((layer) => layer.errorBeforeActivation !== undefined),
  );
  return layers[0]!.map(({ path }, index) => ({
    path,
    errorBeforeActivation: geometric(layers.map((each) => each[index]!.errorBeforeActivation!)),
  }));
}

function meanFactors(trials: readonly TrialResult[]): { slopes: number; weights: number } {
  const perLayer = (part: "survivingBySlopes" | "survivingByWeights"): number =>
    geometric(trials.map(({ gradients, spec }) => gradients[0]![part]! ** (1 / (spec.depth - 1))));
  return { slopes: perLayer("survivingBySlopes"), weights: perLayer("survivingByWeights") };
}

function geometric(values: readonly number[]): number {
  return Math.exp(meanOf(values.map((value) => Math.log(value))));
}
