import * as layerwise from "../../../src/index.ts";
import { partOptions } from "./part-options.ts";
import { type ValidCall, valid } from "./valid.ts";

const data = (): number[][] => [
  [1, 5, 2, 0],
  [3, 4, 1, 1],
  [2, 1, 4, 0],
  [0, 2, 3, 5],
  [4, 0, 2, 2],
];
const network = (): layerwise.Network =>
  layerwise.Network.fromSizes([4, 3, 2], { seed: 1, engine: "reference" });
const random = (): layerwise.RandomStream => new layerwise.RandomStream(1, "test");

/** Every function of the core beside the models. */
export const coreCalls: readonly ValidCall[] = [
  valid("leakyRelu", layerwise.leakyRelu, () => [0.1]),

  valid("constant", layerwise.constant, () => [0.1]),
  valid("isometricLogistic", layerwise.isometricLogistic, () => [{ gain: 1 }]),
  valid("normal", layerwise.normal, () => [{ std: 0.1, mean: 0 }]),
  valid("orthogonal", layerwise.orthogonal, () => [{ gain: 1 }]),
  valid("sparse", layerwise.sparse, () => [{ connections: 2, std: 1 }]),
  valid("uniform", layerwise.uniform, () => [{ limit: 0.1 }]),

  valid("dense", layerwise.dense, () => [
    { inputs: 4, outputs: 3, activation: layerwise.tanh, initializer: layerwise.glorotUniform },
  ]),
  valid("activate", layerwise.activate, () => [layerwise.tanh]),
  valid("dropout", layerwise.dropout, () => [{ rate: 0.5 }]),
  valid("batchNorm", layerwise.batchNorm, () => [{ units: 3, momentum: 0.1, epsilon: 1e-5 }]),
  valid("layerNorm", layerwise.layerNorm, () => [{ units: 3, epsilon: 1e-5 }]),
  valid("residual", layerwise.residual, () => [[layerwise.dense({ inputs: 3, outputs: 3 })]]),

  valid("adaGrad", layerwise.adaGrad, () => [{ learningRate: 0.1, epsilon: 1e-8 }]),
  valid("adam", layerwise.adam, () => [
    { learningRate: 0.1, firstMomentDecay: 0.9, secondMomentDecay: 0.999, epsilon: 1e-8 },
  ]),
  valid("adamW", layerwise.adamW, () => [
    { learningRate: 0.1, firstMomentDecay: 0.9, secondMomentDecay: 0.999, epsilon: 1e-8, weightDecay: 0.01 },
  ]),
  valid(
    "chain",
    (first: layerwise.GradientTransform, last: layerwise.Optimizer) => layerwise.chain(first, last),
    () => [layerwise.weightDecay(0.1), layerwise.sgd()],
  ),
  valid("clipByGlobalNorm", layerwise.clipByGlobalNorm, () => [1]),
  valid("clipByValue", layerwise.clipByValue, () => [1]),
  valid("iRpropPlus", layerwise.iRpropPlus, () => [
    { initialStep: 0.01, minStep: 0, maxStep: 50, increase: 1.2, decrease: 0.5 },
  ]),
  valid("l1Penalty", layerwise.l1Penalty, () => [0.1]),
  valid("rmsProp", layerwise.rmsProp, () => [{ learningRate: 0.1, decay: 0.9, epsilon: 1e-8 }]),
  valid("sgd", layerwise.sgd, () => [{ learningRate: 0.1, momentum: 0.5, nesterov: true }]),
  valid("weightDecay", layerwise.weightDecay, () => [0.1]),

  valid("constantRate", layerwise.constantRate, () => [0.1]),
  valid("cosine", layerwise.cosine, () => [{ rate: 0.1, final: 0, epochs: 5 }]),
  valid("exponential", layerwise.exponential, () => [{ rate: 0.1, decay: 0.9 }]),
  valid("oneCycle", layerwise.oneCycle, () => [{ peak: 0.1, epochs: 5, rise: 0.3, from: 0.01, final: 0 }]),
  valid("piecewise", layerwise.piecewise, () => [{ values: [0.1, 0.2], until: [5] }]),
  valid("polynomial", layerwise.polynomial, () => [{ rate: 0.1, final: 0, epochs: 5, power: 1 }]),
  valid("reduceOnPlateau", layerwise.reduceOnPlateau, () => [
    { rate: 0.1, factor: 0.1, patience: 3, minimumChange: 0, minimum: 0, monitor: "validationLoss" },
  ]),
  valid("step", layerwise.step, () => [{ rate: 0.1, factor: 0.5, every: 2 }]),
  valid("warmUp", layerwise.warmUp, () => [{ epochs: 5, schedule: 0.1, from: 0 }]),

  valid("standardize.fit", layerwise.standardize.fit, () => [data()]),
  valid("minMax.fit", layerwise.minMax.fit, () => [data(), { min: 0, max: 1, clip: true }]),
  valid("pcaWhiten.fit", layerwise.pcaWhiten.fit, () => [data(), { components: 2, epsilon: 0.1 }]),
  valid("zcaWhiten.fit", layerwise.zcaWhiten.fit, () => [data(), { epsilon: 0.1 }]),
  valid("prepareInputs.fit", layerwise.prepareInputs.fit, () => [
    data(),
    { decorrelate: true, components: 2, epsilon: 0.1 },
  ]),
  valid("inTurn", layerwise.inTurn, () => [layerwise.standardize, layerwise.minMax]),
  valid("inTurn.fit", layerwise.inTurn(layerwise.standardize, layerwise.minMax).fit, () => [data()]),
  ...[
    layerwise.standardize,
    layerwise.minMax,
    layerwise.pcaWhiten,
    layerwise.zcaWhiten,
    layerwise.prepareInputs,
    layerwise.inTurn(layerwise.standardize),
  ].flatMap((kind) => {
    const fitted = kind.fit(data());
    return [
      valid(`${kind.name}.transform`, fitted.transform, () => [data()]),
      valid(`${kind.name}.inverse`, fitted.inverse, () => [data()]),
      valid("preprocessorFromJSON", layerwise.preprocessorFromJSON, () => [
        JSON.parse(JSON.stringify(fitted)) as layerwise.PreprocessorJSON,
        partOptions().preprocessors,
      ]),
    ];
  }),

  valid(
    "RandomStream",
    (seed: layerwise.Seed, purpose: string) => new layerwise.RandomStream(seed, purpose),
    () => [1, "test"],
  ),
  valid(
    "random.integer",
    (below: number) => random().integer(below),
    () => [5],
  ),
  valid(
    "random.permutation",
    (count: number) => random().permutation(count),
    () => [5],
  ),
  valid(
    "random.uniforms",
    (count: number) => random().uniforms(count),
    () => [5],
  ),
  valid(
    "random.fill",
    (numbers: Float64Array) => {
      random().fill(numbers);
      return numbers;
    },
    () => [new Float64Array(5)],
  ),
  valid(
    "random.reserve",
    (count: number) => random().reserve(count),
    () => [5],
  ),

  valid(
    "GradientProbe",
    (options: layerwise.GradientProbeOptions) => new layerwise.GradientProbe(options),
    () => [{ every: 5 }],
  ),
  valid(
    "probe.measure",
    (model: layerwise.Network, inputs: layerwise.MatrixLike, targets: layerwise.Targets) =>
      new layerwise.GradientProbe().measure(model, inputs, targets),
    () => [network(), data(), [0, 1, 0, 1, 0]],
  ),
  valid(
    "probe.jacobians",
    (model: layerwise.Network, inputs: layerwise.MatrixLike, options: layerwise.JacobianOptions) =>
      new layerwise.GradientProbe().jacobians(model, inputs, options),
    () => [network(), data(), { examples: 2, method: "auto", seed: 1 }],
  ),
  valid(
    "probe.movement",
    (start: layerwise.Network, end: layerwise.Network, inputs: layerwise.MatrixLike) =>
      new layerwise.GradientProbe().movement(start, end, inputs),
    () => [network(), network(), data()],
  ),
];
