import { type Layer, type LayerKind, Matrix, type Parameters } from "layerwise";

/** y = max(x·W₀ + b₀, x·W₁ + b₁). */
export function maxout(inputs: number, outputs: number): Layer {
  return {
    kind: "maxout",
    inputs,
    outputs,
    weights: ["weights0", "weights1"],
    initialize(random) {
      const draw = (purpose: string): Matrix =>
        Matrix.from1DArray(
          inputs,
          outputs,
          random(purpose)
            .uniforms(inputs * outputs)
            .map((u) => (2 * u - 1) * Math.sqrt(3 / inputs)),
        );
      return {
        parameters: {
          weights0: draw("weights 0"),
          bias0: Matrix.zeros(1, outputs),
          weights1: draw("weights 1"),
          bias1: Matrix.zeros(1, outputs),
        },
        statistics: {},
      };
    },
    forward(engine, { weights0, bias0, weights1, bias1 }, x) {
      const [a, b] = [engine.affine(x, weights0!, bias0!), engine.affine(x, weights1!, bias1!)];
      const first = engine.zip((p, q) => (p >= q ? 1 : 0), a, b); // (batch, outputs)
      return { outputs: engine.zip(Math.max, a, b), cache: { x, first } };
    },
    backward(engine, { weights0, weights1 }, cache, outputGradient) {
      const { x, first } = cache as Record<"x" | "first", Parameters[string]>;
      const delta0 = engine.multiply(outputGradient, first);
      const delta1 = engine.subtract(outputGradient, delta0);
      return {
        gradients: {
          weights0: engine.productLeftTransposed(x, delta0),
          bias0: engine.columnSums(delta0),
          weights1: engine.productLeftTransposed(x, delta1),
          bias1: engine.columnSums(delta1),
        },
        inputGradient: () =>
          engine.add(
            engine.productRightTransposed(delta0, weights0!),
            engine.productRightTransposed(delta1, weights1!),
          ),
      };
    },
    toJSON: () => ({ kind: "maxout", inputs, outputs }),
  };
}

/** How a saved one is found. */
export const maxoutKind: LayerKind = {
  kind: "maxout",
  fromJSON: ({ inputs, outputs }) => maxout(inputs as number, outputs as number),
};
