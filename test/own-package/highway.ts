import {
  type Engine,
  type Layer,
  type LayerKind,
  Matrix,
  type Parameters,
  type RandomStream,
  sigmoid,
  tanh,
} from "layerwise";

/** t = σ(x·G + g), y = t ⊙ tanh(x·W + b) + (1 − t) ⊙ x. */
export function highway(width: number): Layer {
  const draw = (random: RandomStream): Matrix =>
    Matrix.from1DArray(
      width,
      width,
      random.uniforms(width * width).map((u) => (2 * u - 1) / Math.sqrt(width)),
    );
  const complement = (engine: Engine, t: Parameters[string]): Parameters[string] =>
    engine.map((a) => 1 - a, t);
  return {
    kind: "highway",
    inputs: width,
    outputs: width,
    weights: ["weights", "gateWeights"],
    multiplications: 2 * width * width,
    initialize: (random) => ({
      parameters: {
        weights: draw(random("weights")),
        bias: Matrix.zeros(1, width),
        gateWeights: draw(random("gate weights")),
        gateBias: new Matrix(1, width).fill(-1),
      },
      statistics: {},
    }),
    forward(engine, { weights, bias, gateWeights, gateBias }, x) {
      const z = engine.affine(x, weights!, bias!); // (batch, width)
      const h = engine.activate(tanh, z);
      const a = engine.affine(x, gateWeights!, gateBias!);
      const t = engine.activate(sigmoid, a);
      const outputs = engine.add(engine.multiply(t, h), engine.multiply(complement(engine, t), x));
      return { outputs, cache: { x, z, h, a, t } };
    },
    backward(engine, { weights, gateWeights }, cache, outputGradient) {
      const { x, z, h, a, t } = cache as Record<"x" | "z" | "h" | "a" | "t", Parameters[string]>;
      const delta = engine.multiply(engine.multiply(outputGradient, t), engine.slope(tanh, z, h));
      const gateDelta = engine.multiply(
        engine.multiply(outputGradient, engine.subtract(h, x)),
        engine.slope(sigmoid, a, t),
      );
      return {
        gradients: {
          weights: engine.productLeftTransposed(x, delta),
          bias: engine.columnSums(delta),
          gateWeights: engine.productLeftTransposed(x, gateDelta),
          gateBias: engine.columnSums(gateDelta),
        },
        inputGradient: () => {
          const through = engine.productRightTransposed(delta, weights!);
          const byGate = engine.productRightTransposed(gateDelta, gateWeights!);
          const past = engine.multiply(outputGradient, complement(engine, t));
          return engine.add(engine.add(through, byGate), past);
        },
      };
    },
    toJSON: () => ({ kind: "highway", width }),
  };
}

/** How a saved one is found. */
export const highwayKind: LayerKind = {
  kind: "highway",
  fromJSON: ({ width }) => highway(width as number),
};
