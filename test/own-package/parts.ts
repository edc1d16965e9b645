import {
  type Head,
  Matrix,
  meanSquaredError,
  type Optimizer,
  type Parameters,
  type PersistentChains,
  type Preprocessor,
  type PreprocessorReader,
  type Sampler,
  type Units,
} from "layerwise";
import { gibbsSample, hiddenGiven, mapParameters, zerosLike } from "layerwise/extend";

/** States −1, 0 and 1, with a parameter of their own: selfEnergy(s) = −s·b + d·s². */
export const ternaryUnits: Units = {
  name: "ternary",
  states: [-1, 0, 1],
  range: { min: -1, max: 1 },
  ownParameters: (units) => ({ cost: { initial: Matrix.zeros(1, units), min: -5, max: 5 } }),
  means(engine, fields, { cost }) {
    const weights = engine.map((d) => Math.exp(-d), cost!); // (1, units)
    const up = engine.multiplyRow(
      engine.map((f) => Math.exp(f), fields),
      weights,
    );
    const down = engine.multiplyRow(
      engine.map((f) => Math.exp(-f), fields),
      weights,
    );
    return engine.zip((p, q) => (p - q) / (1 + p + q), up, down);
  },
  sample(engine, { fields }, { cost }, random) {
    const weights = engine.map((d) => Math.exp(-d), cost!);
    const up = engine.multiplyRow(
      engine.map((f) => Math.exp(f), fields),
      weights,
    );
    const down = engine.multiplyRow(
      engine.map((f) => Math.exp(-f), fields),
      weights,
    );
    const uniforms = engine.load(
      Matrix.from1DArray(fields.rows, fields.columns, random.uniforms(fields.rows * fields.columns)),
    );
    const low = engine.zip((p, q) => q / (1 + p + q), up, down); // P(s = −1)
    const high = engine.zip((p, q) => 1 - p / (1 + p + q), up, down); // P(s < 1)
    const above = engine.zip((u, limit) => (u < limit ? 0 : 1), uniforms, low);
    const most = engine.zip((u, limit) => (u < limit ? 0 : 1), uniforms, high);
    return engine.map((sum) => sum - 1, engine.add(above, most));
  },
  selfEnergy(engine, states, { bias, cost }) {
    const squares = engine.productRightTransposed(engine.multiply(states, states), cost!);
    return engine.subtract(squares, engine.productRightTransposed(states, bias));
  },
  logPartition(engine, fields, { cost }) {
    const weights = engine.map((d) => Math.exp(-d), cost!);
    const cosh = engine.multiplyRow(
      engine.map((f) => 2 * Math.cosh(f), fields),
      weights,
    );
    return engine.rowSums(engine.map((sum) => Math.log1p(sum), cosh));
  },
  gradients: (engine, states) => ({ cost: engine.multiply(states, states) }),
  meanGradients(engine, fields, { cost }, observed) {
    const weights = engine.map((d) => Math.exp(-d), cost!);
    const cosh = engine.multiplyRow(
      engine.map((f) => 2 * Math.cosh(f), fields),
      weights,
    );
    const squares = engine.map((sum) => sum / (1 + sum), cosh); // P(s ≠ 0)
    return { cost: observed ? engine.multiply(squares, observed) : squares };
  },
};

/** Persistent chains that start at nothing, two steps an update. */
export const coldChains: Sampler<PersistentChains> = {
  name: "coldChains",
  begin: ({ engine, parameters }) => ({ visible: engine.zeros(40, parameters.weights.rows) }),
  negativePhase(machine, { visible }, _positive, random) {
    gibbsSample(machine, visible, 2, random);
    return { visible, hiddenMeans: hiddenGiven(machine, visible).means };
  },
};

/** y = exp(z), for what is never negative, with the squared error of z and of the logarithm of the target. */
export const exponentialHead: Head = {
  name: "exponential",
  targets: "numbers",
  loss: {
    name: "squared error of the exponential",
    value: (engine, logits, targets) => meanSquaredError.value(engine, engine.map(Math.exp, logits), targets),
    gradient(engine, logits, targets) {
      const outputs = engine.map(Math.exp, logits);
      return engine.multiply(meanSquaredError.gradient(engine, outputs, targets), outputs);
    },
  },
  apply: (engine, logits) => engine.map(Math.exp, logits),
};

/** m ← 0.9·m + 0.1·g, θ ← θ − η·sign(m). */
export function signedMomentum(learningRate: number): Optimizer {
  return {
    name: `signedMomentum(${learningRate})`,
    init: (engine, parameters) => ({ momentum: zerosLike(engine, parameters) }),
    update(engine, gradients, state) {
      const { momentum } = state as { readonly momentum: Parameters };
      return mapParameters(gradients, (gradient, name) => {
        const m = engine.combine(0.9, momentum[name]!, 0.1, gradient, momentum[name]!);
        return engine.map((value) => -learningRate * Math.sign(value), m);
      });
    },
  };
}

/** Takes logarithms: x ↦ log(1 + x). */
export const logarithm: Preprocessor = {
  name: "logarithm",
  transform: (data) =>
    new Matrix(
      Matrix.checkMatrix(data)
        .to2DArray()
        .map((row) => row.map(Math.log1p)),
    ),
  inverse: (data) =>
    new Matrix(
      Matrix.checkMatrix(data)
        .to2DArray()
        .map((row) => row.map(Math.expm1)),
    ),
  toJSON: () => ({ name: "logarithm" }),
};

/** How a saved one is found. */
export const logarithmReader: PreprocessorReader = { name: "logarithm", fromJSON: () => logarithm };
