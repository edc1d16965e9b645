import * as extend from "../../../src/extend/index.ts";
import * as layerwise from "../../../src/index.ts";
import { type ValidCall, valid } from "./valid.ts";

const { Matrix, reference } = layerwise;
const values = (): { readonly weights: layerwise.Matrix } => ({ weights: new Matrix([[1, 2]]) });
const squares = ({ weights }: layerwise.Parameters): number => reference.sumOfSquares(weights!);

/** Every suite of layerwise/extend. */
export const extendCalls: readonly ValidCall[] = [
  valid(
    "checkEngine",
    (kind: layerwise.EngineKind) => extend.checkEngine(kind),
    () => [extend.checkingEngine],
  ),
  valid(
    "checkGradients",
    (options: extend.CheckGradientsOptions) =>
      extend.checkGradients(values(), squares, { weights: new Matrix([[2, 4]]) }, options),
    () => [{ step: 1e-5, tolerance: 1e-6, floor: 1e-3 }],
  ),
  valid(
    "checkLayer",
    (options: extend.CheckLayerOptions) =>
      extend.checkLayer(layerwise.dense({ inputs: 2, outputs: 2 }), options),
    () => [{ inputs: 2, rows: 3 }],
  ),
  valid(
    "checkOptimizer",
    (optimizer: layerwise.Optimizer) => extend.checkOptimizer(optimizer),
    () => [layerwise.sgd({ learningRate: 0.1 })],
  ),
  valid(
    "checkSampler",
    (options: extend.CheckSamplerOptions) =>
      extend.checkSampler(layerwise.contrastiveDivergence() as layerwise.Sampler, options),
    () => [{ exact: false }],
  ),
  valid(
    "checkUnits",
    (options: extend.CheckUnitsOptions) => extend.checkUnits(layerwise.bernoulliUnits, options),
    () => [
      {
        columns: 1,
        measure: { states: new Matrix([[0], [1]]), shares: [1, 1] },
        engine: extend.checkingEngine,
      },
    ],
  ),
];
