import { errorByDepth } from "../plots/error-by-depth.ts";
import { gradientByLayer } from "../plots/gradient-by-layer.ts";
import { type LearningPoint, learningCurves } from "../plots/learning-curves.ts";
import type { Plot } from "../plots/plot.ts";
import { spectra } from "../plots/spectra.ts";
import { twoFactors } from "../plots/two-factors.ts";
import { type Evidence, evidenceFrom, meanOf, testErrorOf } from "../study/statistics/evidence.ts";
import type { StudyPlan } from "../study/study-plan.ts";
import type { StudiedLayer, TrialResult } from "../study/trial-result.ts";
import { capital } from "./capital.ts";
import { drawnArms, longArms, MOST_LINES, rivalArms } from "./drawn-arms.ts";

/** A plot of the report, and what to see in it. */
export interface Figure {
  readonly name: string;
  readonly plot: Plot;
  readonly caption: string;
  /** The arms in it, to be explained beside it. */
  readonly arms: readonly string[];
}

/** Every plot of a study, from the trials that are compared. */
export function figuresOf(results: readonly TrialResult[], plan: StudyPlan): Figure[] {
  const evidence = evidenceFrom(results, plan);
  const figures = [
    gradientFigure,
    factorFigure,
    depthFigure,
    costFigure,
    longFigure,
    epochFigure,
    spectraFigure,
  ];
  return figures.flatMap((figure) => figure(evidence) ?? []);
}

type DrawFigure = (evidence: Evidence) => Figure | undefined;

const bySeed = ({ of }: Evidence, arm: string): readonly TrialResult[] => [...of(arm).values()];

/** Whether the gradient is told layer by layer: an arm may start a net of one hidden layer whatever the depth of the others. */
const isDeep =
  (evidence: Evidence) =>
  (arm: string): boolean =>
    bySeed(evidence, arm).every(({ gradients }) => gradients[0]!.survivingBySlopes !== undefined);

const nets = ({ reference }: Evidence): string => `nets of ${reference.depth} hidden layers, before training`;

const gradientFigure: DrawFigure = (evidence) => {
  if (evidence.reference.depth < 2) return undefined;
  const arms = drawnArms(evidence, isDeep(evidence));
  return {
    ...{ name: "gradient-by-layer", arms },
    plot: gradientByLayer(byArm(arms, (arm) => ({ layers: meanLayers(bySeed(evidence, arm)) }))),
    caption:
      "How much of the error signal is left on its way from the outputs (left) down to the lowest layer (right). The scale counts factors: " +
      `a straight line that falls is a gradient that vanishes. ${capital(nets(evidence))}, geometric means over seeds.`,
  };
};

const factorFigure: DrawFigure = (evidence) => {
  if (evidence.reference.depth < 2) return undefined;
  const arms = drawnArms(evidence, isDeep(evidence));
  return {
    ...{ name: "two-factors", arms },
    plot: twoFactors(arms.map((arm) => ({ start: arm, ...meanFactors(bySeed(evidence, arm)) }))),
    caption:
      "Why: in each layer the error signal is multiplied by the slope factor (to the right: more is left) and by the weight factor " +
      `(up: more is passed on). On the dashed line the product is 1 and nothing is lost; below it the gradient vanishes. ${capital(nets(evidence))}.`,
  };
};

const depthFigure: DrawFigure = (evidence) => {
  const { reference, trials, of } = evidence;
  const depths = [...new Set(trials.map(({ spec }) => spec.depth))].sort((a, b) => a - b);
  if (depths.length < 2) return undefined;
  const at = (arm: string, depth: number) => [...of(arm, { ...reference, depth }).values()];
  const arms = drawnArms(evidence, (arm) => depths.filter((depth) => at(arm, depth).length > 0).length > 1);
  const errors = arms.flatMap((arm) =>
    depths.map((depth) => ({ arm, depth, errors: at(arm, depth).map(testErrorOf) })),
  );
  return {
    ...{ name: "error-by-depth", arms },
    plot: errorByDepth(errors.filter((each) => each.errors.length > 0)),
    caption:
      "Where each start breaks down: the test error by depth, the mean over seeds, with each seed as a dot. A line at the top has learnt " +
      "nothing.",
  };
};

/** An arm that was trained for several times the epochs is drawn to its long end. */
const costFigure: DrawFigure = (evidence) => {
  const long = longArms(evidence);
  const rivals = rivalArms(evidence);
  const arms = rivals.length > 0 ? rivals : drawnArms(evidence);
  const points = arms.flatMap((arm) =>
    long.setting.times > 1 && long.arms.includes(arm)
      ? curvesOf([...evidence.of(arm, long.setting).values()], `${arm}, ${long.setting.times}×`, "cost")
      : curvesOf(bySeed(evidence, arm), arm, "cost"),
  );
  const times = long.setting.times > 1 ? ` ${long.setting.times}× is a run of so many times the epochs.` : "";
  return {
    ...{ name: "error-by-cost", arms },
    plot: learningCurves(
      points.filter(({ at }) => at > 0),
      {
        ...{ title: "Test error by total cost", value: "test error", shares: true, logarithmic: true },
        at: "multiplications, pretraining included",
      },
    ),
    caption:
      "What each way costs to the end: the test error against everything that was spent, which for a pretrained net begins with its " +
      `pretraining. To the left and down is better.${times} ${capital(trained(evidence))}.`,
  };
};

const longFigure: DrawFigure = (evidence) => {
  const { arms: all, setting } = longArms(evidence);
  const arms = [...new Set([...rivalArms(evidence).filter((arm) => all.includes(arm)), ...all])].slice(
    0,
    MOST_LINES,
  );
  if (setting.times === 1 || arms.length === 0) return undefined;
  const points = arms.flatMap((arm) =>
    [...evidence.of(arm, setting).values()].flatMap(({ curve }) =>
      curve.map(({ epoch, testError }) => ({
        ...{ run: arm, value: testError },
        at: (epoch / curve.at(-1)!.epoch) * setting.times,
      })),
    ),
  );
  return {
    ...{ name: "error-by-times", arms },
    plot: learningCurves(
      points.filter(({ at }) => at > 0),
      {
        ...{
          logarithmic: true,
          title: "Test error in the long run",
          at: "times the usual epochs",
          value: "test error",
          shares: true,
        },
      },
    ),
    caption: `Whether time alone cures it: trained for ${setting.times} times the epochs of the others, means over seeds. ${capital(trained(evidence))}.`,
  };
};

const epochFigure: DrawFigure = (evidence) => {
  const arms = drawnArms(evidence);
  return {
    ...{ name: "curves-by-epoch", arms },
    plot: learningCurves(
      arms.flatMap((arm) => curvesOf(bySeed(evidence, arm), arm, "epoch")),
      { title: "Test error by epoch", at: "epoch", value: "test error", shares: true },
    ),
    caption: `How training goes on after the start, whatever that cost: means over seeds, ${trained(evidence)}.`,
  };
};

const spectraFigure: DrawFigure = (evidence) => {
  const isTold = (arm: string): boolean => bySeed(evidence, arm)[0]?.jacobians !== undefined;
  const arms = drawnArms(evidence, (arm) => isDeep(evidence)(arm) && isTold(arm));
  if (arms.length === 0) return undefined;
  return {
    ...{ name: "spectra", arms },
    plot: spectra(byArm(arms, (arm) => bySeed(evidence, arm)[0]!.jacobians!)),
    caption:
      "How unevenly a layer shrinks error signals of different directions: the smallest, the mean and the largest factor, which are the " +
      "singular values of the layer's Jacobian; first seed, cut off below a millionth.",
  };
};

const trained = ({ reference }: Evidence): string =>
  `${reference.depth} hidden layers of ${reference.width} units`;

function curvesOf(trials: readonly TrialResult[], run: string, at: "cost" | "epoch"): LearningPoint[] {
  return trials.flatMap(({ curve }) =>
    curve.map((point) => ({ run, at: point[at], value: point.testError })),
  );
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
