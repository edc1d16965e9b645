import * as layerwise from "../../../src/index.ts";
import * as plots from "../../../src/plots/index.ts";
import { type ValidCall, valid } from "./valid.ts";

const inputs = (): number[][] => [
  [1, 0, 1, 1],
  [0, 1, 1, 0],
];
const network = layerwise.Network.fromSizes([4, 3, 3, 2], { seed: 1, engine: "reference" });
const plain = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;
const probe = new layerwise.GradientProbe();
/** As much of the reports as is drawn. */
const gradient = () => ({
  layers: probe
    .measure(network, inputs(), [0, 1])
    .layers.map(({ path, errorBeforeActivation }) => plain({ path, errorBeforeActivation })),
});
const norms = () => ({
  moment: { step: 1 },
  layers: probe
    .measure(network, inputs(), [0, 1])
    .layers.map(({ path, weightGradientNorm }) => plain({ path, weightGradientNorm })),
});
const jacobians = () => ({
  layers: probe
    .jacobians(network, inputs())
    .layers.map(({ largest, mean, smallest }) => ({ largest, mean, smallest })),
});

/** Every function of layerwise/plots. */
export const plotCalls: readonly ValidCall[] = [
  valid("activationHistogram", plots.activationHistogram, () => [{ first: inputs() }]),
  valid("errorByDepth", plots.errorByDepth, () => [[{ arm: "a", depth: 2, errors: [0.1, 0.2] }]]),
  valid("gradientByLayer", plots.gradientByLayer, () => [{ start: gradient() }]),
  valid("gradientOverTime", plots.gradientOverTime, () => [[norms()]]),
  valid("imageGrid", plots.imageGrid, () => [inputs(), { height: 2, width: 2, columns: 2, title: "images" }]),
  valid("tileImages", plots.tileImages, () => [inputs(), { height: 2, width: 2, columns: 2 }]),
  valid("learningCurves", plots.learningCurves, () => [
    [{ run: "a", at: 1, value: 0.5 }],
    { title: "t", at: "epoch", value: "loss", logarithmic: true, shares: true },
  ]),
  valid("depthsPlot", plots.depthsPlot, () => [{ arms: [{ arm: "a", depths: [4, 6] }] }]),
  valid("speedPlot", plots.speedPlot, () => [
    { arms: [{ arm: "a", speeds: [{ depth: 2, epochs: [4, 6], startCost: 3 }] }] },
  ]),
  valid("phasePlot", plots.phasePlot, () => [
    {
      cells: [{ weightDeviation: 1, biasDeviation: 0, trainableDepth: 4 }],
      arms: [
        {
          ...{ arm: "a", weightDeviation: 1, biasDeviation: 0, trainableDepth: 4 },
          layers: [{ weightDeviation: 1, biasDeviation: 0 }],
        },
      ],
      contours: [{ depth: 4, points: [{ weightDeviation: 1, biasDeviation: 0 }] }],
    },
  ]),
  valid("rbmSpectraPlot", plots.rbmSpectraPlot, () => [
    { moments: [{ epochs: 1, layers: [{ layer: 1, largest: 1, meanSquare: 1, attenuation: 0.5 }] }] },
  ]),
  valid("bottleneckPlot", plots.bottleneckPlot, () => [
    { starts: [{ arm: "a", top: 20, curve: [{ epoch: 0, trainLoss: 1 }] }] },
  ]),
  valid("trajectoryPlot", plots.trajectoryPlot, () => [
    { shares: [0.5, 0.2], runs: [{ arm: "a", seed: 1, points: [{ epoch: 0, first: 0, second: 1 }] }] },
  ]),
  valid("spectra", plots.spectra, () => [{ start: jacobians() }]),
  valid("twoFactors", plots.twoFactors, () => [[{ start: "a", slopes: 0.5, weights: 2 }]]),
];
