import type { Engine } from "../engine/engine.ts";
import { readMatrix } from "../engine/read-matrix.ts";
import { reference } from "../engine/reference.ts";
import { checkResult } from "../engine/result.ts";
import { withEngine } from "../engine/with-engine.ts";
import { prediction } from "../layers/layer.ts";
import { type AbstractMatrix, Matrix } from "../matrix/matrix.ts";
import { product } from "../matrix/product.ts";
import { rowOf } from "../matrix/storage.ts";
import type { Network } from "../network/network.ts";
import { loadParameters, type Parameters, selectParameters } from "../parameters.ts";
import { RandomStream } from "../random/stream.ts";
import { checkReport } from "./check-report.ts";
import { inRange, type ScaledMatrix, unscaled } from "./in-range.ts";
import { createJacobianReport, type JacobianReport, type SingularValues } from "./jacobian-report.ts";
import { type SpectrumMethod, singularValuesOf } from "./singular-values.ts";

/** What is asked about Jacobians, checked. */
export interface JacobianRequest {
  readonly examples: number;
  readonly method: SpectrumMethod;
  readonly seed: number | string;
}

/** Measures the Jacobians of the layers before the last at the first examples of `inputs`, (examples, inputs). */
export function measureJacobians(
  network: Network,
  inputs: AbstractMatrix,
  { examples, method, seed }: JacobianRequest,
): JacobianReport {
  const action = "measure Jacobians";
  const random = new RandomStream(seed, "jacobians");
  const perExample = Array.from({ length: Math.min(examples, inputs.rows) }, (_, example) => {
    const jacobians = jacobiansAt(action, network, rowOf(inputs, example)); // (outputs, inputs) each
    const [, second, ...rest] = jacobians;
    const through = second && rest.reduce(followedBy, { matrix: second, exponent: 0 });
    return {
      layers: jacobians.map((jacobian) => singularValuesOf(jacobian, random, method)),
      endToEnd: through && unscaledValues(singularValuesOf(through.matrix, random, method), through.exponent),
    };
  });
  const endToEnd = perExample.flatMap((each) => each.endToEnd ?? []);
  return createJacobianReport(
    network.layers.slice(0, -1).map(({ kind, activation }, index) => ({
      path: String(index),
      name: activation?.name ?? kind,
      ...checkReport(`${action} of layer ${index}`, meanOf(perExample.map(({ layers }) => layers[index]!))),
    })),
    endToEnd.length > 0 ? checkReport(action, meanOf(endToEnd)) : undefined,
  );
}

/**
 * ∂y/∂x of each layer but the last at one example. At prediction the rows of a batch have nothing to do with one another, so a
 * batch of the same example, with a different unit's error in each row, comes back as the rows of the Jacobian.
 */
function jacobiansAt(action: string, network: Network, example: ArrayLike<number>): Matrix[] {
  return withEngine(network.engineKind, (engine) => {
    const values = loadParameters(action, engine, { ...network.parameters, ...network.statistics });
    let x = new Matrix([Array.from(example)]); // (1, inputs)
    return network.layers.slice(0, -1).map((_, index) => {
      const { y, jacobian } = engine.scope(() => jacobianOf(action, engine, network, values, index, x));
      x = y;
      return jacobian;
    });
  });
}

function jacobianOf(
  action: string,
  engine: Engine,
  network: Network,
  values: Parameters,
  index: number,
  x: Matrix,
) {
  const layer = network.layers[index]!;
  const own = selectParameters(values, index);
  const units = layer.outputs ?? x.columns;
  const copies = engine.gatherRows(x, new Uint32Array(units)); // (outputs, inputs)
  const { outputs, cache } = layer.forward(engine, own, copies, prediction);
  const unitErrors = engine.load(Matrix.eye(units)); // (outputs, outputs)
  const { inputGradient } = layer.backward(engine, own, cache, unitErrors);
  const finite = (matrix: AbstractMatrix): AbstractMatrix =>
    checkResult(action, engine, `layer ${index} (${layer.kind}) to give finite numbers`, matrix);
  return {
    y: readMatrix(engine, finite(outputs)).subMatrix(0, 0, 0, units - 1), // (1, outputs)
    jacobian: readMatrix(engine, finite(inputGradient())), // (outputs, inputs)
  };
}

/** The Jacobian of one more layer, scaled by a power of two where it would get out of range. */
function followedBy(below: ScaledMatrix, jacobian: Matrix): ScaledMatrix {
  const { matrix, exponent } = inRange(reference, product(jacobian, below.matrix));
  return { matrix, exponent: below.exponent + exponent };
}

function unscaledValues(values: SingularValues, exponent: number): SingularValues {
  return {
    ...values,
    largest: unscaled(values.largest, exponent),
    mean: unscaled(values.mean, exponent),
    smallest: unscaled(values.smallest, exponent),
    meanSquare: unscaled(values.meanSquare, 2 * exponent),
  };
}

function meanOf(values: readonly SingularValues[]): SingularValues {
  const mean = (figure: "largest" | "mean" | "smallest" | "meanSquare"): number =>
    values.reduce((sum, each) => sum + each[figure], 0) / values.length;
  return {
    largest: mean("largest"),
    mean: mean("mean"),
    smallest: mean("smallest"),
    meanSquare: mean("meanSquare"),
    ...(values.some(({ smallestIsBound }) => smallestIsBound) && { smallestIsBound: true }),
  };
}
