import fc from "fast-check";
import { activations } from "../../src/activation/all.ts";
import { heads } from "../../src/head/all.ts";
import {
  type Activation,
  activate,
  batchNorm,
  dense,
  dropout,
  type Head,
  type Layer,
  layerNorm,
  leakyRelu,
  Matrix,
  Network,
  type RBM,
  residual,
} from "../../src/index.ts";
import { mapParameters } from "../../src/parameters.ts";
import { randomMatrix } from "./random-matrix.ts";

/** A matrix whose numbers float32 holds exactly. */
export function inSingle(matrix: Matrix): Matrix {
  return new Matrix(matrix.to2DArray().map((row) => row.map(Math.fround)));
}

/** Draws every value of a model anew, gains and running statistics too, as numbers that float32 holds exactly. */
export function drawn<Model extends Network | RBM>(model: Model, name: string): Model {
  const values = { ...model.parameters, ...("statistics" in model ? model.statistics : {}) };
  mapParameters(values, (matrix, key) => {
    const std = key.endsWith("weights") ? 1 / Math.sqrt(matrix.rows) : 0.3;
    const draws = randomMatrix(`${name} ${key}`, matrix.rows, matrix.columns, std);
    for (let row = 0; row < matrix.rows; row++) {
      for (let column = 0; column < matrix.columns; column++) {
        const draw = draws.get(row, column);
        const isVariance = key.endsWith("Variance");
        const value = isVariance ? 0.1 + Math.abs(1 + draw) : draw + (key.endsWith("gain") ? 1 : 0);
        matrix.set(row, column, Math.fround(value));
      }
    }
  });
  return model;
}

/** A net with drawn values on the float64 engine. */
export function drawnNetwork(layers: readonly Layer[], head: Head = heads[0]!, name = "net"): Network {
  return drawn(new Network({ layers, head, seed: 1, engine: "reference" }), name);
}

const activation: fc.Arbitrary<Activation> = fc.constantFrom(...activations, leakyRelu(0.25));
const width: fc.Arbitrary<number> = fc.integer({ min: 2, max: 9 });
/** Over two or three units, which now and then are nearly equal, a layer norm makes what rounding left of their difference large. */
const hiddenWidth: fc.Arbitrary<number> = fc.integer({ min: 6, max: 12 });

/** Layers that take so many numbers and give as many. */
function block(units: number, depth: number): fc.Arbitrary<Layer> {
  const within = fc
    .array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 3 })
    .chain((kinds) => fc.tuple(...kinds.map(() => block(units, depth + 1))));
  return fc.oneof(
    {
      weight: 3,
      arbitrary: activation.map((each) => dense({ inputs: units, outputs: units, activation: each })),
    },
    { weight: 1, arbitrary: activation.map(activate) },
    { weight: 1, arbitrary: fc.constantFrom(1e-5, 1e-3).map((epsilon) => batchNorm({ units, epsilon })) },
    { weight: 1, arbitrary: fc.constantFrom(1e-5, 1e-3).map((epsilon) => layerNorm({ units, epsilon })) },
    { weight: 1, arbitrary: fc.constant(dropout({ rate: 0.5 })) },
    {
      weight: depth < 2 ? 1 : 0,
      arbitrary: within.map((layers) => residual([...layers, dense({ inputs: units, outputs: units })])),
    },
  );
}

/** Any net of the library's layers, with drawn values. */
export const anyNetwork: fc.Arbitrary<Network> = fc
  .tuple(width, hiddenWidth, width, activation, fc.constantFrom(...heads), fc.nat())
  .chain(([inputs, units, outputs, first, head, seed]) =>
    fc.array(block(units, 0), { maxLength: 5 }).map((blocks) => {
      const ends = [
        dense({ inputs, outputs: units, activation: first }),
        dense({ inputs: units, outputs }),
      ] as const;
      return drawnNetwork([ends[0], ...blocks, ends[1]], head, `net ${seed}`);
    }),
  );
